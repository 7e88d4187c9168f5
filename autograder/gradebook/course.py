"""The course: what `course_config.py` declares, checked when it is built."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from difflib import get_close_matches
from fractions import Fraction
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from autograder.errors import CourseError
from autograder.gradebook import clock
from autograder.gradebook.corrections import Correction, check_corrections
from autograder.gradebook.deadlines import (
    Extension,
    ExtraTime,
    Lateness,
    Window,
    lateness,
    window_of,
)
from autograder.gradebook.exact import Number, Rounding, exactly
from autograder.gradebook.formula import Assignment, Component, Formula, Term, as_formula
from autograder.gradebook.late_days import LateDays
from autograder.gradebook.lateness import Late, due_at, parse_due
from autograder.gradebook.secret import SECRET_FILE, begin_secret, course_secret
from autograder.limits import Limits

# Columns of the gradebook beside those of assignments and components.
RESERVED = (
    *("student", "name", "accumulated", "grade", "exact", "late days left"),
    *("provisional", "notes", "remarks"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiver:
    """The exam may be skipped by a student whose accumulated grade is at least `from_grade`
    and whose test is at least `test_at_least`; the accumulated grade then stands.

    The lecture's words: «Автоматы — от 6 и выше при хорошей контрольной» (without an exam: from
    6 up, with a good test).  What it leaves open is settled here:
    the accumulated grade is the formula without the exam, its other weights scaled up to 1,
    exact and before rounding; both bounds count themselves in.  A waiver never lowers a grade:
    if the exam was taken and the whole formula gives more, that counts.

    Attributes:
        from_grade: on the course's scale.
        test_at_least: on the course's scale.
        exam: the name of the component that may be skipped.
        test: the name of the component that must be good.
    """

    from_grade: Number = 6
    test_at_least: Number = 6
    exam: str = "Exam"
    test: str = "Test"

    def allows(self, accumulated: Fraction | None, test: Fraction | None) -> bool:
        """Whether these exact marks allow to skip the exam; an excused test does not."""
        return (
            accumulated is not None
            and test is not None
            and accumulated >= exactly(self.from_grade, what="Waiver: from_grade")
            and test >= exactly(self.test_at_least, what="Waiver: test_at_least")
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """A course on one page.  Building one raises CourseError if anything contradicts itself.

    Attributes:
        title: for people.
        grade: the formula, such as `0.4 * homework + 0.6 * exam`.
        course_id: nbgrader's name for the course.
        scale: the best grade; the worst is 0.
        rounding: the one rounding of the grade, at the very end.
        exam_waiver: who may skip the exam; None: nobody.
        late: what lateness costs, where a component does not say otherwise.
        late_days: a bank of days that work may be late without losing points; None: there is none.
        extensions: more days, or more of the time, for single students.
        corrections: of questions and checks that were at fault.
        timezone: of all due times, such as "Europe/Moscow".
        now: "2027-06-30 12:00", a time that counts as the present, to rehearse a term or to look
            back; None: the machine's clock.
        students: the roster; students who appear nowhere else get a line all the same.
        limits: what one submission may use.
        sandbox: the weakest confinement accepted, "A", "B" or "E".
        secret_file: holds the secret mixed into the drawn examples; relative to the course.
        database: nbgrader's, as a URL such as "postgresql://staff@db.example.org/deep_learning";
            empty: SQLite, gradebook.db in the course's folder.
            The environment variable AUTOGRADER_DATABASE outranks it.
    """

    title: str
    grade: Formula | Term | Component
    course_id: str = "course"
    scale: Number = 10
    rounding: Rounding = field(default_factory=Rounding)
    exam_waiver: Waiver | None = None
    late: Late = field(default_factory=Late)
    late_days: LateDays | None = None
    extensions: Sequence[Extension | ExtraTime] = ()
    corrections: Sequence[Correction] = ()
    timezone: str = "UTC"
    now: str | None = None
    students: Sequence[str] = ()
    limits: Limits = field(default_factory=Limits)
    sandbox: str = "A"
    secret_file: str = SECRET_FILE
    database: str = field(default="", repr=False)  # it may hold a password

    def __post_init__(self) -> None:
        object.__setattr__(self, "extensions", tuple(self.extensions))
        object.__setattr__(self, "corrections", tuple(self.corrections))
        if isinstance(self.students, str):
            raise CourseError(
                f"Course: students is {self.students!r}, but should be a list of ids"
            )
        object.__setattr__(self, "students", tuple(self.students))
        self.formula.validate()
        if exactly(self.scale, what="Course: scale") <= 0:
            raise CourseError(f"Course: scale is {self.scale}, but should be more than 0")
        if self.sandbox not in ("A", "B", "E"):
            raise CourseError(f"Course: sandbox is {self.sandbox!r}, but should be A, B or E")
        self._check_timezone()
        if self.now is not None:
            parse_due(self.now, where="Course", what="now")
        self._check_names()
        self._check_extensions()
        check_corrections(self.corrections, self.assignment)
        self._check_waiver()
        if self.late_days is not None:
            self.late_days.check(self.components)

    @property
    def formula(self) -> Formula:
        """The grade as a sum of weighted components; its text is the syllabus's."""
        return as_formula(self.grade)

    @property
    def components(self) -> tuple[Component, ...]:
        """In the formula's order."""
        return self.formula.components

    @property
    def assignments(self) -> tuple[Assignment, ...]:
        """Every assignment, on paper or not, in the order declared."""
        return tuple(
            assignment for component in self.components for assignment in component.assignments
        )

    @property
    def top(self) -> Fraction:
        """The scale, exactly."""
        return exactly(self.scale, what="Course: scale")

    @property
    def zone(self) -> ZoneInfo:
        """The time zone of all due times."""
        return ZoneInfo(self.timezone)

    @property
    def present(self) -> datetime:
        """What time it is for this course."""
        return clock.now() if self.now is None else due_at(self.now, self.zone)

    def is_due(self, name: str, student: str) -> bool | None:
        """Whether a student's time for an assignment is over; None if no time was ever said."""
        window = self.window(name, student=student)
        if window.due is None:
            return False if window.opens and window.opens > self.present else None
        late = self.component_of(name).late or self.late
        return late.days(self.present, window.due) > 0

    def secret(self, root: Path) -> str:
        """The secret of the course in this folder; raise CourseError if there is none to read."""
        return course_secret(root, secret_file=self.secret_file)

    def begin_secret(self, root: Path) -> Path | None:
        """Make the secret of the course in this folder; None if it has one already."""
        return begin_secret(root, secret_file=self.secret_file)

    def assignment(self, name: str) -> Assignment:
        """The assignment of that name; raise CourseError with the nearest name."""
        for assignment in self.assignments:
            if assignment.name == name:
                return assignment
        known = [assignment.name for assignment in self.assignments]
        raise CourseError(f"no assignment is named {name!r}{did_you_mean(name, known)}")

    def component_of(self, name: str) -> Component:
        """The component an assignment belongs to."""
        assignment = self.assignment(name)
        return next(each for each in self.components if assignment in each.assignments)

    def corrections_of(self, name: str) -> tuple[Correction, ...]:
        """The corrections of an assignment's questions or checks."""
        return tuple(each for each in self.corrections if each.assignment == name)

    def window(self, name: str, *, student: str | None = None) -> Window:
        """When an assignment opens, is due and closes; for `student`, with what was granted."""
        granted = [grant for grant in self.extensions if grant.student == student]
        return window_of(self.assignment(name), self.zone, granted=granted)

    def due_at(self, name: str, *, student: str | None = None) -> datetime | None:
        """When an assignment is due, with its offset; for `student`, with what was granted."""
        return self.window(name, student=student).due

    def lateness(
        self, name: str, student: str, submitted: datetime | None, *, late_days: int = 0
    ) -> Lateness:
        """How late work is that a student handed in at a time that knows its offset.

        `late_days` are left in the student's bank.
        """
        late = self.component_of(name).late or self.late
        left = late_days if self.has_late_days(name) else 0
        return lateness(self.window(name, student=student), late, submitted, late_days=left)

    def has_late_days(self, name: str) -> bool:
        """Whether late work in this assignment spends days of the bank."""
        bank = self.late_days
        return bank is not None and bank.count_in(self.component_of(name))

    def _check_timezone(self) -> None:
        try:
            ZoneInfo(self.timezone)
        except (ValueError, OSError, ZoneInfoNotFoundError):
            hint = did_you_mean(self.timezone, sorted(available_timezones()))
            raise CourseError(
                f"Course: timezone is {self.timezone!r}, but should be a known one{hint}"
            ) from None

    def _check_names(self) -> None:
        names = [assignment.name for assignment in self.assignments]
        columns = names + [component.name for component in self.components]
        for name in columns:
            if names.count(name) > 1:
                raise CourseError(f"assignment {name!r} occurs twice; every name occurs once")
            if columns.count(name) > 1:
                raise CourseError(f"{name!r} names an assignment and a component; rename one")
            if name in RESERVED:
                raise CourseError(f"{name!r} is a column of the gradebook of its own; rename it")

    def _check_extensions(self) -> None:
        seen = set()
        for grant in self.extensions:
            if not isinstance(grant, Extension | ExtraTime):
                raise CourseError(f"Course: {grant!r} should be an Extension or an ExtraTime")
            where = f"{type(grant).__name__} for {grant.student}"
            timed = isinstance(grant, ExtraTime)
            names = grant.assignments if isinstance(grant, ExtraTime) else (grant.assignment,)
            for name in names:
                try:
                    assignment = self.assignment(name)
                except CourseError as error:
                    raise CourseError(f"{where}: {error}") from None
                if assignment.due is None:
                    raise CourseError(f"{where}: {name} has no due time to extend")
                if timed and assignment.opens is None:
                    raise CourseError(f"{where}: {name} does not open, so its time has no length")
                if (type(grant), grant.student, name) in seen:
                    raise CourseError(f"{where}: {name} is extended twice; write the sum")
                seen.add((type(grant), grant.student, name))
            if self.students and grant.student not in self.students:
                raise CourseError(
                    f"{where}: not on the roster{did_you_mean(grant.student, self.students)}"
                )

    def _check_waiver(self) -> None:
        if self.exam_waiver is None:
            return
        names = [component.name for component in self.components]
        for role in ("exam", "test"):
            name = getattr(self.exam_waiver, role)
            if name not in names:
                raise CourseError(
                    f"Waiver: {role} is {name!r}, but should name a component: {', '.join(names)}"
                )
        for bound in ("from_grade", "test_at_least"):
            value = exactly(getattr(self.exam_waiver, bound), what=f"Waiver: {bound}")
            if not 0 <= value <= self.top:
                raise CourseError(f"Waiver: {bound} should be from 0 to {self.scale}")


def did_you_mean(name: str, known: Sequence[str]) -> str:
    """`; did you mean 'losses'?` if some known name is near, else the known names if few."""
    lower = {candidate.lower(): candidate for candidate in reversed(known)}
    near = get_close_matches(name.lower(), list(lower), n=1, cutoff=0.6)
    if near:
        return f"; did you mean {lower[near[0]]!r}?"
    return f"; known: {', '.join(known)}" if 0 < len(known) <= 20 else ""
