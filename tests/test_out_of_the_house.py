"""Marks as they leave the house: names, scales, components, and who is in the class."""

from __future__ import annotations

import csv

import pytest
from click.testing import CliRunner

from autograder.cli import cli
from autograder.gradebook.secret import begin_secret

pytestmark = pytest.mark.slow  # nbgrader is imported

CONFIG = """\
from autograder.gradebook import Assignment, Component, Course, Waiver

homework = Component("HW", assignments=[
    Assignment("sheet", due="2026-09-01 12:00", points=4),
    Assignment("more", due="2026-09-01 12:00", points=4, bonus=True),
    Assignment("more_still", due="2026-09-01 12:00", points=4, bonus=True),
])
test = Component("Test", assignments=[Assignment("midterm", due="2026-10-01 12:00", points=19)])
exam = Component("Exam", assignments=[Assignment("final", due="2026-11-01 12:00", points=21)])
COURSE = Course(
    title="On paper", grade=0.3 * homework + 0.3 * test + 0.4 * exam,
    exam_waiver=Waiver(from_grade=6, test_at_least=6), now="2026-11-20 12:00",
)
"""
ROSTER = """\
student,first_name,last_name,email
ann,Ann,Lee,ann@uni.edu
bob,Bob,Ray,bob@uni.edu
"""
SCORES = """\
student,assignment,score,points
ann,sheet,4,4
bob,sheet,2,4
bob,more,1,4
bob,more_still,0,4
ann,midterm,9,10
bob,midterm,6,10
bob,final,7,10
"""


@pytest.fixture
def course(tmp_path):
    """A class of two, with a roster, marked on paper out of ten."""
    begin_secret(tmp_path)
    for name, text in (("course_config.py", CONFIG), ("scores.csv", SCORES), ("r.csv", ROSTER)):
        (tmp_path / name).write_text(text, encoding="utf-8")
    run(tmp_path, "lms", "roster", tmp_path / "r.csv")
    return tmp_path


def run(course, *arguments):
    """Run the command: what it prints, or what it refuses."""
    done = CliRunner().invoke(cli, [*map(str, arguments), "--course", str(course)])
    return done.output if done.exit_code in (0, 1) and not _raised(done) else str(done.exception)


def _raised(done):
    return done.exception is not None and not isinstance(done.exception, SystemExit)


def table(path, column="student"):
    """A CSV by student."""
    rows = csv.DictReader(path.read_text(encoding="utf-8").splitlines())
    return {row[column]: row for row in rows}


def test_moodle_gets_the_scale_of_its_column_components_and_the_grade(course):
    """Six of ten on paper are 11.40 of the column's 19; a component is on the course's scale."""
    names = ("midterm", "Test", "grade")
    run(course, "lms", "grades", "moodle", *names, "--output", course / "out.csv")
    bob = table(course / "out.csv", "Email address")["bob@uni.edu"]

    assert ["11.40", "6.00", "6.85"] == [bob[name] for name in names]
    assert "of 10" == bob["grade (feedback)"]


def test_canvas_takes_paper_marked_out_of_another_number(course):
    """What the course says an assignment is worth is compared with Canvas, not the paper's."""
    export = course / "canvas.csv"
    export.write_text(
        "Student,ID,SIS Login ID,Section,midterm (77)\n    Points Possible,,,,19\n"
        '"Ray, Bob",2,bob,A,\n',
        encoding="utf-8",
    )
    run(course, "lms", "grades", "canvas", export, "--output", course / "out.csv")

    assert "11.40" == table(course / "out.csv", "SIS Login ID")["bob"]["midterm (77)"]


def test_the_gradebook_has_names_beside_ids(course):
    """The list that goes to the dean: id, name, components, grade."""
    run(course, "gradebook")
    rows = table(course / "gradebook.csv")

    assert ("Lee, Ann", "Ray, Bob") == (rows["ann"]["name"], rows["bob"]["name"])
    assert "6.85" == rows["bob"]["grade"]


def test_what_need_not_be_done_is_not_missing(course):
    """A bonus, and an exam that may be skipped, make nobody miss anything or be at risk."""
    run(course, "gradebook")
    run(course, "report")
    ann = table(course / "gradebook.csv")["ann"]

    assert "missing" not in ann["notes"]
    assert "not done, need not be: more, more_still, final" in ann["notes"]
    assert "ann" not in (course / "report" / "at-risk.csv").read_text(encoding="utf-8")
    assert "0" == table(course / "report" / "students.csv")["ann"]["missing"]


def test_a_seven_is_a_seven(course):
    """What-if and need speak of marks on the course's scale, whatever the paper is out of."""
    told = run(course, "gradebook", "--explain", "bob", "--what-if", "final=7")
    need = run(course, "gradebook", "--explain", "bob", "--need", "7", "--on", "final")

    assert "10 · 14.7 / 21 = 7" in told
    assert "of 10 in final" in need


@pytest.mark.parametrize("roster", [True, False])
def test_an_unknown_name_in_scores_is_refused_unless_it_is_new(course, roster):
    """With a roster or without: the near miss is told, and how to say that somebody is new."""
    if not roster:
        (course / "gradebook.db").unlink()
        for student in ("ann", "bob"):
            (course / "submitted" / student / "sheet").mkdir(parents=True)
    scores = course / "scores.csv"
    scores.write_text(SCORES + "anm,final,3,10\n", encoding="utf-8")
    refused = run(course, "gradebook")

    assert "line 9, column student: 'anm'" in refused
    assert "did you mean 'ann'?" in refused
    assert "if new, say yes in a column new" in refused

    lines = SCORES.splitlines()
    text = "\n".join([f"{lines[0]},new", *lines[1:], "anm,final,3,10,yes", ""])
    scores.write_text(text, encoding="utf-8")
    run(course, "gradebook")

    assert {"ann", "anm", "bob"} == set(table(course / "gradebook.csv"))


def test_canvas_gets_components_and_the_grade(course):
    """Columns of these names that Canvas can import; its own totals stay as they are."""
    export = course / "canvas.csv"
    export.write_text(
        "Student,ID,SIS Login ID,Section,Test (78),Exam mark (79),grade (80),Final Grade\n"
        "    Points Possible,,,,10,100,10,\n"
        '"Ray, Bob",2,bob,A,,,,C\n"Lee, Ann",1,ann,A,,,,A\n',
        encoding="utf-8",
    )
    arguments = ("lms", "grades", "canvas", export, "--output", course / "out.csv")
    columns = ("--column", "Exam=Exam mark")
    refused = run(course, *arguments, *columns)
    run(course, *arguments, *columns, "--scale")
    rows = table(course / "out.csv", "SIS Login ID")

    assert "Exam: is worth 10.00 here, but 100.00 in Canvas" in refused
    assert ["6.00", "70.00", "6.85"] == [
        rows["bob"][name] for name in ("Test (78)", "Exam mark (79)", "grade (80)")
    ]
    assert "9.50" == rows["ann"]["grade (80)"]
    assert "Final Grade" not in rows["ann"]


def test_the_report_has_names_beside_ids(course):
    """In the list of everybody, of those at risk, and of what is late or missing."""
    scores = SCORES.replace("bob,sheet,2,4", "bob,sheet,0,4").replace("bob,midterm,6,10\n", "")
    (course / "scores.csv").write_text(scores.replace("bob,final,7,10\n", ""), encoding="utf-8")
    run(course, "report")

    for name in ("students", "at-risk", "late-and-missing"):
        rows = table(course / "report" / f"{name}.csv")
        assert "Ray, Bob" == rows["bob"]["name"]


def test_the_list_of_grades_has_names_components_and_grades(course):
    """As CSV and as a page that fetches nothing, sorted by name; what is not final says so."""
    told = run(course, "grade-list")
    rows = table(course / "grade_list.csv")
    page = (course / "grade_list.html").read_text(encoding="utf-8")

    assert "2 students, in " in told
    assert {
        "student": "bob",
        "name": "Ray, Bob",
        "HW": "7.50",
        "Test": "6.00",
        "Exam": "7.00",
        "grade": "6.85",
        "remarks": "",
    } == rows["bob"]
    assert "without Exam" == rows["ann"]["remarks"]
    assert page.index("Lee, Ann") < page.index("Ray, Bob")
    assert "://" not in page
    assert "<h1>Grades</h1>" in page


def test_who_may_skip_the_exam_is_said_before_it(course):
    """Staff read the names, and whether it is sure; a supposed mark says what it would take."""
    config = (course / "course_config.py").read_text(encoding="utf-8")
    config = config.replace('now="2026-11-20 12:00"', 'now="2026-10-20 12:00"')
    (course / "course_config.py").write_text(config, encoding="utf-8")
    (course / "scores.csv").write_text(SCORES.replace("bob,final,7,10\n", ""), encoding="utf-8")
    run(course, "report")
    skipping = table(course / "report" / "may-skip-the-exam.csv")
    lower = run(course, "gradebook", "--explain", "ann", "--what-if", "midterm=5.9")
    needs = run(course, "gradebook", "--explain", "ann", "--need", "9")

    assert {"ann", "bob"} == set(skipping)
    assert ("Lee, Ann", "9.5", "9", "", "") == tuple(skipping["ann"].values())[1:]
    assert "may skip Exam" in (course / "report.html").read_text(encoding="utf-8")
    assert "Test 5.9 < 6: Exam may not be skipped" in lower
    assert "9.00 needs nothing in Exam" in needs

    run(course, "grade-list")
    assert "may skip Exam" == table(course / "grade_list.csv")["ann"]["remarks"]

    config = config.replace("2026-10-20", "2026-08-20")
    (course / "course_config.py").write_text(config, encoding="utf-8")
    (course / "scores.csv").write_text("student,assignment,score,points\nann,midterm,9,10\n")
    run(course, "report")
    skipping = table(course / "report" / "may-skip-the-exam.csv")

    assert "sheet, more, more_still" == skipping["ann"]["still open"]

    run(course, "grade-list")
    run(course, "gradebook")
    assert "may skip Exam as it stands" == table(course / "grade_list.csv")["ann"]["remarks"]
    assert "exam waiver offered so far" in table(course / "gradebook.csv")["ann"]["notes"]
    explained = " ".join(run(course, "gradebook", "--explain", "ann").split())
    assert "may be skipped as it stands" in explained
