"""PASSED, FAILED, SKIPPED and ERROR: whose fault it is, and what it costs."""

import math
import resource

import pytest

from autograder.receipts import Outcome

NUMPY = "import numpy as np\n"
VOCABULARY = "from autograder.checks import assert_close, check, for_all, reals, require\n"
ARITHMETIC = f'''{VOCABULARY}
@check(points=1, free_shapes=True, examples=5)
@for_all(x=reals("N"))
def norm_squared_is_the_sum_of_squares(student, reference, x):
    """norm(x)**2 is the sum of squares."""
    parts = [part * part for part in [student.norm(x)]]
    (length,) = [float(np.asarray(part).sum()) for part in parts]
    assert_close(length, reference.norm(x) ** 2)


@check(points=1, free_shapes=True, examples=5)
@for_all(x=reals("N"))
def split_gives_two_parts(student, reference, x):
    """split(x) gives two parts."""
    above, below = student.split(x)
    assert_close(np.asarray(above) + np.asarray(below), x)


@check(points=1, examples=2)
@for_all(x=reals("N D"))
def double_exists(student, x):
    """double(x) is there."""
    student.double(x)


@check(points=1, examples=2)
@for_all(x=reals("N D"))
def center_exists(student, x):
    """center(x) is there."""
    student.center(x)
'''
BROKEN = f'''{VOCABULARY}
BROKEN = []


def broken_later():
    """Whether the test has broken the checks meanwhile."""
    return {{}}["nothing is here"] if BROKEN else None


@check(points=3, examples=3)
@for_all(x=reals("N D"))
def double_meets_a_broken_check(student, reference, x):
    """double(x) is twice x."""
    assert_close(student.double(x), reference.double(x))
    broken_later()


@check(points=1, after=double_meets_a_broken_check, examples=3)
@for_all(x=reals("N D"))
def double_waits_for_it(student, x):
    """double(x) is finite."""
    student.double(x)


@check(points=1, examples=2)
@for_all(x=reals("N D"))
def center_exists(student, x):
    """center(x) is there."""
    student.center(x)


@check(points=1, examples=2)
@for_all(x=reals("N"))
def norm_exists(student, x):
    """norm(x) is there."""
    student.norm(x)


@check(points=1, examples=2)
@for_all(x=reals("N"))
def split_exists(student, x):
    """split(x) is there."""
    student.split(x)
'''
GUARDED = f'''{VOCABULARY}
SEEN = []


@check(points=1, examples=5)
@for_all(x=reals("N D"))
def double_is_odd(student, x):
    """double(-x) is -double(x)."""
    one, other = student.double(x), student.double(-x)
    SEEN.append((one, other))
    assert_close(one + other, 0 * x)


@check(points=1, examples=5)
@for_all(x=reals("N"))
def norm_is_positive(student, x):
    """norm(x) is at least 0."""
    length = student.norm(x)
    SEEN.append(length)
    require(length >= 0, "it is negative")


@check(points=1, examples=5)
@for_all(x=reals("N"))
def split_adds_up(student, x):
    """The parts of split(x) add up to x."""
    parts = student.split(x)
    SEEN.append(parts)
    assert_close(parts[0] + parts[1], x)


@check(points=1, examples=2)
@for_all(x=reals("N D"))
def center_exists(student, x):
    """center(x) is there."""
    student.center(x)
'''


@pytest.fixture
def guarded(prepare_topic):
    """A topic whose checks note what they see: (topic, the notes)."""
    topic = prepare_topic(GUARDED)
    seen = topic.topic.checks[0].body.__globals__["SEEN"]
    seen.clear()
    return topic, seen


@pytest.fixture
def broken(prepare_topic):
    """A topic that was right when its examples were drawn, and one of whose checks is not now."""
    topic = prepare_topic(BROKEN)
    flag = topic.topic.checks[0].body.__globals__["BROKEN"]
    flag.append(True)
    yield topic
    flag.clear()


def test_right_answers_earn_everything(grade, notebook):
    """Whatever holds is PASSED and earns its points; the rest of the result is empty."""
    receipt, _ = grade(notebook())

    assert (12, 12) == (receipt.points, receipt.earned)
    assert {Outcome.PASSED} == {result.outcome for result in receipt.checks}
    assert {("", "", "")} == {(r.message, r.hint, r.example) for r in receipt.checks}
    assert "" == receipt.problem


def test_a_wrong_answer_fails_and_what_waits_for_it_is_skipped(outcomes):
    """FAILED has the message and the call; SKIPPED says which law it waits for."""
    found = outcomes(norm="def norm(x):\n    return float(np.abs(x).sum())")

    failed, skipped = found["norm_agrees_with_the_reference"], found["norm_is_even"]
    assert (Outcome.FAILED, 0) == (failed.outcome, failed.earned)
    assert "should be" in failed.message
    assert {"code": "norm(np.array([1.0, 1.0]))", "is": "2.0"}.items() <= failed.shown.items()
    assert math.isclose(math.sqrt(2), float(failed.shown["should"]))
    assert "" == failed.example
    assert (Outcome.SKIPPED, 0) == (skipped.outcome, skipped.earned)
    assert "waits until this holds: norm(x) is the length of x." == skipped.message
    assert 9 == sum(result.earned for result in found.values())


def test_a_missing_function_fails_with_the_nearest_name(outcomes):
    """Nobody guesses why a function that is called otherwise earns nothing."""
    found = outcomes(norm="def nrom(x):\n    return 0.0")["norm_agrees_with_the_reference"]

    assert Outcome.FAILED is found.outcome
    assert "norm is not defined in your notebook" == found.message
    assert "did you mean to call it norm, not nrom?" == found.hint


def test_an_exception_fails_with_its_place(outcomes):
    """The student's own exception is told with cell and line."""
    found = outcomes(norm="def norm(x):\n    return x.length()")

    message = found["norm_agrees_with_the_reference"].message
    assert message.startswith("norm raised AttributeError: 'numpy.ndarray' object")
    assert message.endswith("in cell 4, line 2: `return x.length()`")


@pytest.mark.parametrize(
    ("exercise", "answer"),
    [
        pytest.param("norm", '"text"', id="text for a number"),
        pytest.param("norm", "None", id="nothing for a number"),
        pytest.param("norm", "{1: 2}", id="a dict for a number"),
        pytest.param("norm", "object()", id="an object for a number"),
        pytest.param("split", "(x,) * 7", id="a 7-tuple for a pair"),
        pytest.param("split", "3.0", id="a number for a pair"),
        pytest.param("split", "(object(), object())", id="objects for arrays"),
        pytest.param("split", "np.broadcast_to(x[0], (2, 10**10))", id="a giant broadcast"),
    ],
)
def test_a_check_that_trips_over_a_weird_answer_has_failed(
    prepare_topic, outcomes, exercise, answer
):
    """What raises on the student's answer but not on the reference's is the student's."""
    topic = prepare_topic(NUMPY + ARITHMETIC)
    found = outcomes(topic=topic, **{exercise: f"def {exercise}(x):\n    return {answer}"})

    wrong = [result for result in found.values() if result.exercise == exercise]
    assert [Outcome.FAILED] == [result.outcome for result in wrong]
    assert all(result.message for result in wrong)
    rest = {result.outcome for result in found.values() if result.exercise != exercise}
    assert {Outcome.PASSED} == rest


def test_what_a_check_trips_over_is_told_by_its_form(prepare_topic, outcomes):
    """What came, and what should have come, in place of Python's words for it."""
    topic = prepare_topic(NUMPY + ARITHMETIC)
    found = outcomes(topic=topic, split="def split(x):\n    return (x,) * 7")

    message = found["split_gives_two_parts"].message
    assert "the result of split is a tuple of 7, but should be a tuple of 2" == message


ROUNDED = "def double(x):\n    return x * (2 + 2**-50)"  # else the check need not run


def test_a_check_that_trips_over_the_reference_too_is_our_error(broken, grade, notebook):
    """ERROR earns nothing yet, skips what waits for it, costs no other check, and is named."""
    receipt, _ = grade(notebook(double=ROUNDED), topic=broken)

    first, second, *rest = receipt.checks
    assert (first,) == receipt.errors
    assert Outcome.ERROR is first.outcome
    assert "double_meets_a_broken_check raised KeyError: 'nothing is here'" == first.message
    assert Outcome.SKIPPED is second.outcome
    assert {Outcome.PASSED} == {result.outcome for result in rest}


def test_a_wrong_answer_is_failed_even_where_the_check_is_broken(broken, grade, notebook):
    """A failure that was found is no error of ours."""
    receipt, _ = grade(notebook(double="def double(x):\n    return 3 * x + 1"), topic=broken)

    assert Outcome.FAILED is receipt.checks[0].outcome


@pytest.mark.parametrize(
    ("exercise", "body", "message"),
    [
        ("double", "return None", "the result of double is None, but should be an array of shape"),
        ("double", "return 'x'", "the result of double is a value of type str, but should be"),
        ("double", "return x[0]", "the result of double is an array of shape"),
        ("double", "return x.tolist()", "the result of double is a list of 1, but should be"),
        ("double", "return object()", "the result of double is an object of type object, but"),
        (
            "double",
            "return x + 0j",
            "the result of double is an array of shape (1, 1), complex, but",
        ),
        ("norm", "return np.complex64(1)", "the result of norm is a number, complex, but should"),
        ("norm", "return np.ones(2)", "the result of norm is an array of shape (2,), but should"),
        ("norm", "return True", "the result of norm is a bool, but should be a number"),
        ("norm", "return [1.0]", "the result of norm is a list of 1, but should be a number"),
        ("split", "return x", "the result of split is an array of shape"),
        ("split", "return x, x, x", "the result of split is a tuple of 3, but should be a tuple"),
        ("split", "return x, 1.0", "the result of split[1] is a number, but should be an array"),
        ("split", "return x, None", "the result of split[1] is None, but should be an array"),
    ],
)
def test_the_guard_refuses_a_wrong_kind_before_the_check_sees_it(
    guarded, outcomes, exercise, body, message
):
    """Kind and shape are the reference's, or the check's body is not run on the answer."""
    topic, seen = guarded
    found = outcomes(topic=topic, **{exercise: f"def {exercise}(x):\n    {body}"})

    wrong = next(result for result in found.values() if result.exercise == exercise)
    assert Outcome.FAILED is wrong.outcome
    assert wrong.message.startswith(message)
    assert all(_is_right_kind(one) for one in seen)


def _is_right_kind(seen):
    pair = seen if isinstance(seen, tuple) else (seen,)
    return all(isinstance(one, float) or one.dtype == float for one in pair)


def test_a_giant_answer_costs_the_examiner_no_memory(guarded, outcomes):
    """(8000, 1) + (1, 8000) would be half a gigabyte; the guard refuses the first of the two."""
    topic, seen = guarded
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    found = outcomes(
        "calls = []",
        topic=topic,
        double="""\
def double(x):
    calls.append(1)
    return np.zeros((8000, 1) if len(calls) % 2 else (1, 8000))""",
    )
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024

    assert Outcome.FAILED is found["double_is_odd"].outcome
    assert (
        "an array of shape (8000, 1), but should be an array of" in found["double_is_odd"].message
    )
    assert not any(isinstance(pair, tuple) and pair[0].size > 100 for pair in seen)
    assert grown < 100


def test_a_numpy_number_passes_for_a_number(outcomes):
    """A 0-d array or a numpy scalar is a number, and a list is a tuple."""
    found = outcomes(
        norm="def norm(x):\n    return np.sqrt(np.sum(x**2))",
        split="def split(x):\n    return [np.maximum(x, 0), np.minimum(x, 0)]",
    )

    assert {Outcome.PASSED} == {result.outcome for result in found.values()}
