"""The demonstration: a whole term, and what every planted submission should earn."""

import contextlib
import csv
from pathlib import Path

import pytest

from autograder.authoring.topic import load_topic
from autograder.demo import Stage, play, set_up
from autograder.errors import CourseError
from autograder.gradebook import load_course
from autograder.grading.pool import Confinement
from autograder.layout import Layout
from autograder.receipts import Outcome, read_receipt

COURSE = Layout(Path(__file__).resolve().parents[1])

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("demo")]


@contextlib.contextmanager
def no_bar(_what, _total):
    """No progress bar."""
    yield lambda *_, **__: None


@pytest.fixture(scope="module")
def term(tmp_path_factory, examples_of_the_course):
    """A term played once: its layout, its submissions, and what was said."""
    folder = tmp_path_factory.mktemp("term") / "demo"
    cache = set_up(COURSE, folder).cache
    cache.parent.mkdir()
    cache.symlink_to(examples_of_the_course)
    said = []

    def confine(layout, course):
        return Confinement(course.limits, layout.root, demand=course.sandbox)

    with pytest.MonkeyPatch.context() as patch:  # the same examples in every run of the tests
        patch.setenv("AUTOGRADER_SECRET", "a secret of the tests")
        stage = Stage(confine, None, said.append, no_bar)
        submissions = play(COURSE, folder, stage, assignments=("warmup", "activations"))
    return Layout(folder), submissions, said


def command_line(path):
    """Of a process; empty if it is gone."""
    try:
        return path.read_text(errors="replace")
    except OSError:
        return ""


def receipt_of(layout, submission):
    """The receipt of a planted submission."""
    return read_receipt(layout.receipt(submission.student, submission.topic))


def test_the_class_is_as_varied_as_promised(term):
    """At least 40 submissions: right, mistaken, untouched, endless, hungry, hostile ones."""
    _, submissions, _ = term
    stories = {submission.story for submission in submissions}

    assert len(submissions) >= 40
    for words in (
        "everything right",
        "another style",
        "never ends",
        "eats all memory",
        "untouched",
    ):
        assert any(words in story for story in stories), words
    for words in ("half of", "raises at import", "deleted", "attacks", "damaged"):
        assert any(words in story for story in stories), words


def test_every_known_mistake_is_planted(term):
    """Each mistake of each topic occurs in some submission."""
    _, submissions, _ = term
    told = " ".join(submission.story for submission in submissions)

    for name in {submission.topic for submission in submissions}:
        for mistake in load_topic(COURSE.reference / name).mistakes:
            assert mistake.name.replace("_", " ") in told


def test_what_is_right_earns_every_point(term):
    """Exercises answered rightly earn all their points, whatever stands beside them."""
    layout, submissions, _ = term
    lost = [
        (submission.student, submission.topic, result.name, result.message)
        for submission in submissions
        for result in receipt_of(layout, submission).checks
        if result.exercise not in submission.wrong and not result.earned
    ]

    assert [] == lost


def test_what_is_not_done_earns_nothing(term):
    """Stubs, endless loops, hogs, attacks and damaged files earn not one point."""
    layout, submissions, _ = term
    earned = [
        (submission.student, submission.topic, result.name)
        for submission in submissions
        for result in receipt_of(layout, submission).checks
        if result.exercise in submission.nothing and result.earned
    ]

    assert [] == earned


def test_the_whole_points_of_every_submission_that_has_no_mistake(term):
    """Without mistakes a submission earns exactly the points of the exercises it solves."""
    layout, submissions, _ = term
    for submission in submissions:
        if submission.wrong == submission.nothing:
            points = load_topic(COURSE.reference / submission.topic).points_by_exercise
            expected = sum(p for name, p in points.items() if name not in submission.wrong)

            assert expected == receipt_of(layout, submission).earned, submission


def test_every_mistake_fails_the_check_that_knows_it(term):
    """A mistaken submission fails each check that one of its mistakes names."""
    layout, submissions, _ = term
    for submission in submissions:
        receipt = receipt_of(layout, submission)
        failed = {r.name for r in receipt.checks if r.outcome is Outcome.FAILED}

        assert submission.failing <= failed, submission
        assert bool(submission.wrong) == (receipt.earned < receipt.points)


def test_no_check_breaks_and_every_level_is_recorded(term):
    """No result is an error of ours, and every receipt says how its student was confined."""
    layout, submissions, _ = term
    receipts = [receipt_of(layout, submission) for submission in submissions]

    assert [] == [receipt for receipt in receipts if receipt.errors]
    assert {"A"} == {receipt.sandbox for receipt in receipts}


def test_everybody_gets_a_page_and_a_line_in_the_gradebook(term):
    """Every submission has its feedback, every student a line with a grade."""
    layout, submissions, said = term
    with (layout.root / "gradebook.csv").open(newline="", encoding="utf-8") as file:
        lines = list(csv.DictReader(file))

    assert all(layout.feedback(s.student, s.topic).is_file() for s in submissions)
    assert {s.student for s in submissions} == {line["student"] for line in lines}
    assert all(line["grade"] for line in lines)
    assert any("gradebook.csv" in line for line in said)
    assert any("report.html" in line for line in said)
    assert all(f">{line['student']}<" in layout.report.read_text("utf-8") for line in lines)


def test_nothing_of_the_attacks_is_left(term):
    """The hostile page has no script, and no student process outlives the term."""
    layout, _, _ = term
    page = layout.feedback("igor", "activations").read_text(encoding="utf-8")
    alive = {command_line(path) for path in Path("/proc").glob("[0-9]*/cmdline")}

    assert "<script" not in page
    assert not [command for command in alive if str(layout.root) in command]


def test_a_folder_with_other_things_is_refused(tmp_path):
    """A folder that holds anything else is left alone."""
    (tmp_path / "thesis.tex").write_text("precious")

    with pytest.raises(CourseError, match="not empty"):
        set_up(COURSE, tmp_path)
    assert load_course(COURSE.config).title
