"""Whatever ends a student's process costs the check at fault, and the rest is graded."""

import pytest

from autograder.grading import examiner, judge
from autograder.limits import Limits
from autograder.receipts import Outcome
from autograder.sandbox import Died

FIVE_CHECKS = '''\
from autograder.checks import assert_close, check, for_all, reals


def agrees(student, reference, x):
    """The law that all five state."""
    assert_close(student.double(x), reference.double(x))


@check(points=1, examples=3)
@for_all(x=reals("N D"))
def double_one(student, reference, x):
    """One."""
    agrees(student, reference, x)


@check(points=1, examples=3)
@for_all(x=reals("N D"))
def double_two(student, reference, x):
    """Two."""
    agrees(student, reference, x)


@check(points=1, examples=3)
@for_all(x=reals("N D"))
def double_three(student, reference, x):
    """Three."""
    agrees(student, reference, x)


@check(points=1, examples=3)
@for_all(x=reals("N D"))
def double_four(student, reference, x):
    """Four."""
    agrees(student, reference, x)


@check(points=1, examples=3)
@for_all(x=reals("N D"))
def double_five(student, reference, x):
    """Five."""
    agrees(student, reference, x)


@check(points=1, examples=3)
@for_all(x=reals("N D"))
def center_is_there(student, x):
    """center(x) is there."""
    student.center(x)


@check(points=1, examples=3)
@for_all(x=reals("N"))
def norm_is_there(student, x):
    """norm(x) is there."""
    student.norm(x)


@check(points=1, examples=3)
@for_all(x=reals("N"))
def split_is_there(student, x):
    """split(x) is there."""
    student.split(x)
'''


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("import os; os._exit(3)", "center ended the Python process (exit code 3)"),
        ("import ctypes; ctypes.string_at(0)", "center ended the Python process (killed by"),
        ("while True: pass", "center did not finish within 0.5 s of CPU time"),
        ("return np.ones((10**6, 10**6)) * x.sum()", "center raised"),
        ("import sys; sys.exit(1)", "center raised SystemExit: 1"),
        ("return center(x)", "center raised RecursionError"),
    ],
)
def test_an_end_costs_only_the_check_at_fault(outcomes, body, message):
    """Its check fails with the reason, what waits for it is skipped, later ones are run."""
    found = outcomes(center=f"def center(x):\n    {body}")

    assert Outcome.FAILED is found["center_agrees_with_the_reference"].outcome
    assert found["center_agrees_with_the_reference"].message.startswith(message)
    assert Outcome.SKIPPED is found["center_leaves_means_of_zero"].outcome
    rest = {result.outcome for result in found.values() if result.exercise != "center"}
    assert {Outcome.PASSED} == rest


def test_memory_in_small_pieces_costs_only_the_check_at_fault(outcomes):
    """So does a process that grows until it may not."""
    body = "hoard = []\n    while True:\n        hoard.append(bytes(10**7))"
    found = outcomes(center=f"def center(x):\n    {body}")

    assert Outcome.FAILED is found["center_agrees_with_the_reference"].outcome
    rest = {result.outcome for result in found.values() if result.exercise != "center"}
    assert {Outcome.PASSED} == rest


def test_an_end_on_some_inputs_names_such_an_input(outcomes):
    """Asked one by one after an end in the batch, the culprit is found."""
    found = outcomes(
        norm="def norm(x):\n    if x.size > 2:\n        import os; os._exit(1)\n"
        "    return float(np.linalg.norm(x))"
    )["norm_agrees_with_the_reference"]

    assert "norm ended the Python process (exit code 1)" == found.message
    assert found.example.count(",") >= 2


@pytest.mark.parametrize("end", ["import os; os._exit(1)", "while True: pass"])
def test_what_ended_the_process_is_not_shrunk(outcomes, forks, monkeypatch, end):
    """No search for a smaller input: each step of it could end another process."""
    searched = []
    monkeypatch.setattr(judge, "smallest_failure", lambda *_, **__: searched.append(1))
    body = f"if x.size > 2:\n        {end}\n    return float(np.linalg.norm(x))"
    found = outcomes(norm=f"def norm(x):\n    {body}")["norm_agrees_with_the_reference"]

    assert Outcome.FAILED is found.outcome
    assert not searched
    assert len(forks) <= 4  # the first, one after the batch, one after the end, one to go on


def test_a_search_that_ends_the_process_is_over(outcomes, monkeypatch):
    """What was found before it stands, and nothing is asked for this check any more.

    It ends one process while it is asked ahead, and another, whose first call is of the search,
    while it is asked live.
    """
    failures = []
    run = examiner.Examiner.run

    def watched(self, check, *arguments, session=None):
        failure = run(self, check, *arguments, session=session)
        if "norm_agrees_with_the_reference" == check.name and session is None:
            failures.append(failure)
        return failure

    monkeypatch.setattr(examiner.Examiner, "run", watched)
    found = outcomes(
        "calls = []",
        norm="""\
def norm(x):
    calls.append(x)
    if len(calls) > (2 if calls[0].any() else 24):
        import os; os._exit(1)
    return 0.0 if x.size > 2 else float(np.linalg.norm(x))""",
    )["norm_agrees_with_the_reference"]

    assert "should be" in found.message
    ends = [isinstance(failure, Died) for failure in failures]
    assert [True] == [*filter(None, ends)] == ends[-1:]


def test_an_endless_cell_is_left_out_and_the_rest_is_graded(grade, notebook):
    """The notebook shows at that cell that it was stopped, and why; that is no staff's matter."""
    receipt, executed = grade(notebook("before = 1", "while True: pass", "print('after', before)"))

    assert receipt.points == receipt.earned
    assert "" == receipt.problem
    stopped, last = executed.cells[6], executed.cells[7]
    assert "Stopped" == stopped.outputs[0].ename
    assert "cell 7 did not finish within 1 s of CPU time" == stopped.outputs[0].evalue
    assert "after 1\n" == last.outputs[0].text


def test_a_cell_that_ends_the_process_is_left_out(grade, notebook):
    """So is one that leaves, even the first: what it defined is missing, the rest counts."""
    receipt, executed = grade(notebook("import os; os._exit(0)", double="import os\nos._exit(1)"))

    missing = [result.exercise for result in receipt.checks if not result.earned]
    assert ["double", "double"] == missing
    assert ["Stopped", "Stopped"] == [executed.cells[n].outputs[0].ename for n in (1, 5)]


def test_cells_that_end_the_process_cost_no_points(grade, notebook, forks):
    """Each is left out from then on, and each says so; what stands beside them counts."""
    receipt, executed = grade(notebook(*["import os; os._exit(1)"] * 9))

    assert receipt.points == receipt.earned
    assert 10 == len(forks)
    assert ["Stopped"] * 9 == [cell.outputs[0].ename for cell in executed.cells[5:]]
    assert "" == receipt.problem


def test_of_cells_that_end_the_process_time_and_again_only_definitions_are_run(
    grade, notebook, forks
):
    """After eleven of them no other is tried: student and staff are told, the rest is graded."""
    receipt, _ = grade(notebook(*["import os; os._exit(1)"] * 30))

    assert receipt.points == receipt.earned
    assert 12 == len(forks)
    assert "the cells ended the process 11 times" == receipt.problem
    assert any(
        remark.startswith("The cells ended the process 11 times: of the cells not run by then")
        for remark in receipt.remarks
    )


def test_definitions_that_end_the_process_are_given_up_at_last(grade, notebook, forks):
    """However many cells end the process, grading ends: here nothing is left to call."""
    deadly = "def f(x=__import__('os')._exit(1)):\n    pass"
    receipt, _ = grade(notebook(*[deadly] * 30))

    assert receipt.points == receipt.earned
    assert 22 == len(forks)
    assert "the cells ended the process 11 times" == receipt.problem


def test_a_cell_that_attacks_the_grader_is_named_to_the_staff(grade, notebook):
    """What is no accident is somebody's to look at; the rest is graded all the same."""
    attack = """\
import os
for number in range(3, 64):
    try:
        os.write(number, b"\\xff" * 8)
    except OSError:
        pass"""
    receipt, _ = grade(notebook(attack))

    assert receipt.points == receipt.earned
    assert receipt.problem.startswith("code cell 6: cell 6 wrote to the grader's own channel")


def test_an_exercise_that_ended_three_times_is_not_run_again(prepare_topic, outcomes, forks):
    """Three lives an exercise; the others are not concerned."""
    topic = prepare_topic(FIVE_CHECKS)
    found = outcomes(topic=topic, double="def double(x):\n    import os; os._exit(1)")

    messages = [result.message for result in found.values() if result.exercise == "double"]
    assert ["double ended the Python process (exit code 1)"] * 3 == messages[:3]
    why = "not run: double was not called again, because it ended its process 3 times"
    assert [why] * 2 == messages[3:]
    assert {1} == {result.earned for result in found.values() if result.exercise != "double"}
    assert len(forks) <= 6  # the first, one after the batch, one for each of the three, the last


def test_the_whole_submission_may_have_a_budget(grade, notebook):
    """What was judged before it was spent stands; what comes after is not run, and says why."""
    spent = Limits(cpu_seconds=0.5, cell_cpu_seconds=1, total_cpu_seconds=1.2, memory_mb=512)
    slow = """\
def norm(x):
    for _ in range(4_000_000):
        pass
    return float(np.linalg.norm(x))"""
    receipt, _ = grade(notebook(norm=slow), limits=spent)

    found = {result.name: result for result in receipt.checks}
    for exercise in ("double", "center"):
        assert Outcome.PASSED is found[f"{exercise}_agrees_with_the_reference"].outcome
    at_fault = found["norm_agrees_with_the_reference"]
    assert Outcome.FAILED is at_fault.outcome
    assert "norm used up the 1.2 s of CPU time of the whole submission" == at_fault.message
    not_run = found["split_agrees_with_the_reference"]
    assert Outcome.SKIPPED is not_run.outcome
    why = "the whole submission used more than 1.2 s of CPU time"
    assert f"not run: {why}" == not_run.message
    assert why == receipt.problem
    assert any(why in remark for remark in receipt.remarks)


def test_nothing_of_it_is_left_running(grade, notebook, forks):
    """However it went, every process is ended when the receipt is there."""
    grade(notebook("while True: pass", norm="def norm(x):\n    import os; os._exit(1)"))

    assert len(forks) >= 3
    assert all(process._end is not None for process in forks)
