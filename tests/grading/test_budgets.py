"""Budgets are an exercise's: who waits, spins or recurses without end costs no other exercise."""

from dataclasses import replace
from pathlib import Path

import nbformat
import pytest

from autograder.authoring.answers import reference_answers
from autograder.authoring.notebook import fill
from autograder.gradebook import load_course
from autograder.grading.grade import grade_file
from autograder.limits import Limits
from autograder.receipts import Outcome
from autograder.reporting.feedback import feedback_page
from autograder.sandbox import Zygote
from autograder.sandbox.life import Life
from autograder.verification.reach import reached

ROOT = Path(__file__).parents[2]
LIMITS = Limits(
    cpu_seconds=0.3,
    exercise_cpu_seconds=3,
    cell_cpu_seconds=0.3,
    idle_seconds=0.3,
    exercise_idle_seconds=0.8,
    memory_mb=512,
)
WASTES = {
    "sleeps": "import time; time.sleep(0.25)",
    "spins": "while True: pass",
    "recurses": "{name}(*x, **k)",
}
NAMES = ("double", "center", "norm", "split")
CALLING = """\
from autograder.checks import assert_close, check, for_all, reals


@check(points=1, examples=3)
@for_all(x=reals("N"))
def norm_of_the_double(student, reference, x):
    \"\"\"norm(double(x)) is right.\"\"\"
    assert_close(student.norm(student.double(x)), reference.norm(reference.double(x)))


@check(points=1, examples=3)
@for_all(x=reals("N D"))
def double_is_twice(student, x):
    \"\"\"double(x) is twice x.\"\"\"
    assert_close(student.double(x), 2 * x)


@check(points=1, examples=3)
@for_all(x=reals("N"))
def norm_agrees(student, reference, x):
    \"\"\"norm(x) is right.\"\"\"
    assert_close(student.norm(x), reference.norm(x))


@check(points=1, examples=3)
@for_all(x=reals("N>=2 D"))
def center_after_double(student, reference, x):
    \"\"\"center(double(x)) is right.\"\"\"
    assert_close(student.center(student.double(x)), reference.center(2 * x))


@check(points=1, examples=3)
@for_all(x=reals("N"))
def split_is_there(student, x):
    \"\"\"split(x) is there.\"\"\"
    student.split(x)
"""


def wasteful(answer, name, waste):
    """The right answer, which first wastes time."""
    body = waste.format(name=name)
    return (
        f"{answer}\n\nright_{name} = {name}\n"
        f"def {name}(*x, **k):\n    {body}\n    return right_{name}(*x, **k)\n"
    )


@pytest.mark.parametrize("first", range(4))
@pytest.mark.parametrize("turn", [1, -1])
def test_three_bad_exercises_cost_no_point_of_the_others(grade, notebook, right, first, turn):
    """In whatever order they stand, in the notebook, in its examples and among the checks."""
    places = [NAMES[(first + turn * step) % 4] for step in range(4)]
    bad = dict(zip(places, WASTES, strict=False))
    answers = {name: wasteful(right[name], name, WASTES[bad[name]]) for name in bad}
    examples = [f"{name}(np.ones((2, 2)))" for name in NAMES]
    receipt, executed = grade(notebook(*examples, "print(7)", **answers), limits=LIMITS)

    good = places[-1]
    kept = {c.name: c.earned == c.points for c in receipt.checks if c.exercise == good}
    assert all(kept.values()), kept
    assert "7\n" == executed.cells[-1].outputs[0].text
    told = {check.message for check in receipt.checks}
    sleeping, spinning, recursing = bad
    assert f"{spinning} did not finish within 0.3 s of CPU time" in told
    assert any(message.startswith(f"{recursing} raised RecursionError") for message in told)
    assert any(f"{sleeping} did nothing for 0." in message for message in told)
    assert not any("ended" in message for message in told)


@pytest.mark.slow
@pytest.mark.parametrize(("name", "apart"), [("warmup", 1), ("backprop", 3)])
def test_three_bad_exercises_of_a_topic_cost_no_point_of_the_others(
    tmp_path, prepared_topic, name, apart
):
    """So it is in the released notebooks of the course, all their example cells among them.

    What a check asks of a bad exercise, as a gradient of the student's own forward does, it loses.
    """
    prepared = prepared_topic(name)
    topic, right = prepared.topic, reference_answers(prepared.topic)
    released = nbformat.read(ROOT / "assignments" / name / f"{name}.ipynb", 4)
    functions = [n for n, one in topic.solution.exercises.items() if one.kind == "function"]
    limits = replace(
        load_course(ROOT / "course_config.py").limits,
        cpu_seconds=0.3,
        cell_cpu_seconds=0.5,
        exercise_cpu_seconds=1.5,
        idle_seconds=0.5,
        exercise_idle_seconds=0.5,
    )
    with Zygote(limits=limits) as zygote:
        for place in range(0, len(functions), apart):
            chosen = [functions[(place + step) % len(functions)] for step in range(3)]
            bad = dict(zip(chosen, WASTES.values(), strict=True))
            answers = {one: wasteful(right[one], one, waste) for one, waste in bad.items()}
            path = tmp_path / f"{place}.ipynb"
            nbformat.write(fill(released, right | answers), path)
            receipt, _ = grade_file(path, prepared, zygote, limits, student="ann")

            lost = {c.name for c in receipt.checks if not c.earned}
            assert lost <= {n for one in bad for n in reached(topic, prepared.drawn, one)}, chosen
            assert any(c.exercise not in bad for c in receipt.checks if c.earned), chosen


def test_who_sleeps_a_little_earns_until_the_budget_is_used_up(grade, notebook, right, forks):
    """What was seen by then counts; what was not run is told to student and staff."""
    sleepy = wasteful(right["double"], "double", "import time; time.sleep(0.2)")
    receipt, _ = grade(notebook(double=sleepy), limits=replace(LIMITS, exercise_idle_seconds=0.5))

    first, second = (check for check in receipt.checks if check.exercise == "double")
    assert Outcome.FAILED is first.outcome
    assert "double did nothing for 0.5 s in all" == first.message
    assert Outcome.SKIPPED is second.outcome
    assert 1 == len(forks)
    assert receipt.earned == receipt.points - first.points - second.points


def test_a_check_that_calls_another_exercise_says_why_it_was_not_run(
    grade, notebook, right, prepare_topic
):
    """It is charged who is called; whoever is not called any more, is not called by anybody."""
    sleepy = wasteful(right["double"], "double", "import time; time.sleep(0.9)")
    receipt, _ = grade(notebook(double=sleepy), topic=prepare_topic(CALLING), limits=LIMITS)

    found = {check.name: check for check in receipt.checks}
    why = "double was not called again, because it did nothing for 0.8 s in all"
    assert "double did nothing for 0.3 s" == found["norm_of_the_double"].message
    assert found["double_is_twice"].message.startswith("double did nothing for 0.")
    assert Outcome.PASSED is found["norm_agrees"].outcome
    assert f"not run: {why}" == found["center_after_double"].message
    assert why == receipt.problem
    assert Outcome.PASSED is found["split_is_there"].outcome


def test_what_was_not_run_is_told_and_the_page_says_nothing_false(grade, notebook, prepare_topic):
    """The mark is provisional, with the reason; nobody is told that the file is damaged."""
    receipt, _ = grade(
        notebook(double="def double(x):\n    while True: pass"),
        topic=prepare_topic(CALLING),
        limits=replace(LIMITS, ends=1),
    )
    why = "double was not called again, because it took too long once"
    page = feedback_page(receipt, None, title="A")

    assert why == receipt.problem
    assert f"not run: {why}" in [check.message for check in receipt.checks]
    assert f"Not everything was run: {why}. The staff have been told." in receipt.remarks
    assert "This grade is not final." in page
    assert "Not everything was run" in page
    assert "2 not run" in page
    assert "Restart the kernel" not in page


def test_who_ends_the_process_pays_for_the_next_one(grade, notebook, prepare_topic, forks):
    """Cells that take long are run again on the account of whoever made that necessary."""
    long = "import time\nend = time.process_time() + 0.25\nwhile time.process_time() < end: pass"
    receipt, _ = grade(
        notebook(*[long] * 4, double="def double(x):\n    import os; os._exit(1)"),
        topic=prepare_topic(CALLING),
        limits=replace(LIMITS, exercise_cpu_seconds=0.9, ends=9),
    )

    found = {check.name: check for check in receipt.checks}
    why = "double was not called again, because it used 0.9 s of CPU time in all"
    assert "double ended the Python process (exit code 1)" == found["norm_of_the_double"].message
    assert f"not run: {why}" == found["double_is_twice"].message
    assert Outcome.PASSED is found["norm_agrees"].outcome
    assert 3 == len(forks)


def test_a_notebook_in_which_everything_sleeps_ends_soon(grade, notebook, right):
    """The sum of what exercises and cells may wait bounds it; each is told why."""
    limits = replace(LIMITS, cells_idle_seconds=1)
    answers = {n: wasteful(right[n], n, "import time; time.sleep(9)") for n in NAMES}
    examples = [f"{name}(np.ones((2, 2)))" for name in NAMES * 5]
    receipt, executed = grade(notebook(*examples, "print(7)", **answers), limits=limits)

    assert {f"{name} did nothing for 0.3 s" for name in NAMES} <= {
        check.message for check in receipt.checks
    }
    assert "the cells did nothing for 1 s" in receipt.problem
    assert [] == executed.cells[-1].outputs


def test_a_definition_survives_what_spins_beside_it(grade, notebook, right):
    """Exercises in one cell with an endless loop, a wait, or the end of the process."""
    for waste in ("while True: pass", "import time; time.sleep(9)", "import os; os._exit(1)"):
        cell = f"{right['double']}\nSCALE = 1.0\n{waste}\n\n{right['norm']}"
        content = notebook("print(SCALE)", double=cell, norm=None)
        receipt, _ = grade(content, limits=LIMITS)

        assert receipt.points == receipt.earned, waste
        assert "" == receipt.problem
        assert receipt.remarks[0].startswith("Code cell 2 did not run to the end")


def test_a_cell_that_catches_everything_is_left_after_its_definitions(grade, notebook, right):
    """An interrupt that is caught is followed by the end of the process."""
    stubborn = "while True:\n    try:\n        sum(range(10**15))\n    except BaseException: pass"
    receipt, _ = grade(notebook(double=f"{right['double']}\n{stubborn}\n"), limits=LIMITS)

    assert receipt.points == receipt.earned


def test_a_machine_that_gives_no_processor_is_our_error(prepared, tmp_path, notebook, monkeypatch):
    """Nobody loses points for it: the check is ERROR, and the submission is graded again."""
    monkeypatch.setattr(Life, "starves", lambda _: True)
    monkeypatch.setattr(Life, "delay", lambda _: None)
    limits = Limits(wall_factor=0.01, wall_extra_seconds=0.2)
    path = tmp_path / "a.ipynb"
    path.write_bytes(notebook(norm="import time\ndef norm(x):\n    time.sleep(9)"))
    with Zygote(limits=limits) as busy:
        receipt, _ = grade_file(path, prepared, busy, limits, student="ann")

    (error,) = receipt.errors
    assert "norm_agrees_with_the_reference" == error.name
    assert "in which it got 0.0 s of a processor: grade it again" in error.message
