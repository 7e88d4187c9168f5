"""The course on one page: what is due when, and how marks become a grade."""

from autograder.gradebook import Assignment, Component, Course, Late, Limits, Rounding, Waiver

# Homework is graded by machine.  Each topic is worth the points its checks declare.
homework = Component(
    "HW",
    assignments=[
        Assignment("warmup", due="2027-02-12 23:59"),
        Assignment("activations", due="2027-02-19 23:59"),
        Assignment("losses", due="2027-02-26 23:59"),
        Assignment("numerical_gradient", due="2027-03-05 23:59"),
        Assignment("backprop", due="2027-03-12 23:59"),
        Assignment("modules", due="2027-03-19 23:59"),
        Assignment("autograd", due="2027-03-26 23:59"),
        Assignment("descent", due="2027-04-02 23:59"),
        Assignment("optimizers", due="2027-04-09 23:59"),
        Assignment("regularization", due="2027-04-16 23:59"),
        Assignment("convolution", due="2027-04-23 23:59"),
        Assignment("approximation", due="2027-04-30 23:59"),
        Assignment("boosting", due="2027-05-07 23:59"),
        Assignment("autoencoders", due="2027-05-14 23:59"),
        Assignment("sequences", due="2027-05-21 23:59"),
        Assignment("generative", due="2027-05-28 23:59"),
        Assignment("architectures", due="2027-06-04 23:59"),
    ],
)

# Quizzes, test and exam have a variant for each student: autograder variants quiz_basics.
# Whoever writes on paper gets a line in scores.csv: student,assignment,score,points.
on_time = Late(percent_per_day=100, cap_percent=100, grace_minutes=5)
quizzes = Component(
    "Q",
    assignments=[
        Assignment("quiz_basics", opens="2027-03-01 10:00", due="2027-03-01 10:40", points=17),
        Assignment("quiz_backprop", opens="2027-03-29 10:00", due="2027-03-29 10:40", points=15),
        Assignment(
            "quiz_optimization", opens="2027-04-19 10:00", due="2027-04-19 10:40", points=15
        ),
        Assignment(
            "quiz_architectures", opens="2027-06-07 10:00", due="2027-06-07 10:40", points=16
        ),
    ],
    late=on_time,
)
test = Component(
    "Test",
    assignments=[
        Assignment("midterm", opens="2027-04-05 10:00", due="2027-04-05 11:20", points=19)
    ],
    late=on_time,
)
exam = Component(
    "Exam",
    assignments=[Assignment("exam", opens="2027-06-15 10:00", due="2027-06-15 12:00", points=21)],
    late=on_time,
)

COURSE = Course(
    title="Foundations of Deep Learning",
    course_id="deep_learning",
    # The syllabus's formula.  Missing work counts as 0; excused work does not count at all.
    grade=0.4 * homework + 0.1 * quizzes + 0.2 * test + 0.3 * exam,
    scale=10,
    rounding=Rounding(decimals=2, mode="half up"),
    # Whoever has 6 before the exam, and 6 in the test, may skip the exam and keep that grade.
    exam_waiver=Waiver(from_grade=6, test_at_least=6),
    # Late homework loses a tenth of what it earned per started day, at most half of it.
    late=Late(percent_per_day=10, cap_percent=50, grace_minutes=15),
    # More time for one student: Extension("ann", "losses", days=3, reason="ill").
    extensions=[],
    # A faulty check or question: Correction("losses", "mse_is_even", everybody=True, reason="…"),
    # or leave_out=True, or also=ANSWER for a quiz's question.  `autograder grade` shows who gains.
    corrections=[],
    timezone="Europe/Moscow",
    # What one submission may use before it is stopped; docs/limits.md lists every limit.
    limits=Limits(cpu_seconds=2, exercise_cpu_seconds=30, cell_cpu_seconds=10, memory_mb=1024),
    sandbox="A",
)
