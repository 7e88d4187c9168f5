"""Examples are drawn once and replayed; a failure is shrunk; nobody can remember the answers."""

import base64

import numpy as np
import pytest

from autograder.authoring.topic import load_topic
from autograder.errors import TopicError
from autograder.grading import session as sessions
from autograder.grading.examples import draw_topic, reference_of
from autograder.grading.own_examples import unpacked
from autograder.grading.proving import prove
from autograder.receipts import Outcome
from autograder.sandbox import RequestLine

WRONG = {
    "double": "def double(x):\n    return np.where(x > 3, x, 2 * x)",
    "center": "def center(x):\n    return x - x.mean()",
    "norm": "def norm(x):\n    return float(np.abs(x).sum())",
    "split": "def split(x):\n    return x.copy(), x",
}
BRANCHING = '''\
import numpy as np

from autograder.checks import assert_close, check, for_all, reals

SEEN = []


@check(points=1, examples=5)
@for_all(x=reals("N>=2 D"))
def double_is_asked_again_where_it_is_wrong(student, reference, x):
    """double(x) is twice x."""
    wanted = reference.double(x)
    if not np.array_equal(student.double(x), wanted):
        SEEN.append(student.double(wanted))
        assert_close(SEEN[-1], reference.double(wanted))
    assert_close(student.double(x), wanted)


@check(points=1, examples=2)
@for_all(x=reals("N D"))
def center_is_there(student, x):
    """center(x) is there."""
    student.center(x)


@check(points=1, examples=2)
@for_all(x=reals("N"))
def norm_is_there(student, x):
    """norm(x) is there."""
    student.norm(x)


@check(points=1, examples=2)
@for_all(x=reals("N"))
def split_is_there(student, x):
    """split(x) is there."""
    student.split(x)
'''


HEAD = BRANCHING.partition("@check")[0]
REST = BRANCHING[BRANCHING.index("@check(points=1, examples=2)") :]
LARGE = (
    HEAD
    + '''

@check(points=1, examples=1)
@for_all(x=reals("N"))
def double_of_many_large_arrays(student, reference, x):
    """double(x) is twice x, however large x is."""
    for size in (700, 701, 702):
        large = np.ones((size, 1000))
        assert_close(student.double(large), 2 * large)

'''
    + REST
)
FOLLOWING = (
    HEAD
    + "".join(
        f'''
@check(points=1, examples=2)
@for_all(x=reals("N D"))
def double_of_double_{number}(student, x):
    """double(double(x)) is four times x."""
    assert_close(student.double(student.double(x) + {number}), 4 * x + 2 * {number})


'''
        for number in (1, 2)
    )
    + REST
)
REUSING = (
    HEAD
    + '''
@check(points=1, examples=1)
@for_all()
def double_of_one_array_twice(student):
    """double(x) is twice x."""
    x = np.ones(1)
    assert_close(student.double(x), 2 * x)
    x += 1
    assert_close(student.double(x), 2 * x)


'''
    + REST
)


REVEALING = (
    HEAD
    + '''
@check(points=1, examples=2)
@for_all(x=reals("N D"))
def double_of_the_references_own(student, reference, x):
    """double(x) is twice x, and so it is of what the reference gives."""
    assert_close(student.double(x), 2 * x)
    assert_close(student.double(reference.double(x)), 4 * x)


'''
    + REST
)
PEEKING = """
import sys
def double(x):
    frame = sys._getframe()
    while frame is not None:
        body = frame.f_locals.get("body")
        if x.any() and isinstance(body, bytearray) and (2 * x).tobytes() in body:
            return x
        frame = frame.f_back
    return 2 * x
"""


RAISING = (
    HEAD.replace("import assert_close", "import assert_close, assert_raises")
    + '''
@check(points=1, examples=1)
@for_all()
def double_takes_no_none(student):
    """double(None) raises an exception."""
    assert_raises(Exception, student.double, None)
    assert_close(student.double(np.ones(1)), np.full(1, 2.0))


'''
    + REST
)


LOOKING = (
    HEAD.replace(
        "\nfrom autograder", "\nfrom autograder.errors import Failure\nfrom autograder", 1
    )
    + '''
@check(points=1, examples=1)
@for_all()
def double_has_no_wrong_helper(student):
    """double(x) is twice x, and so is helper(x), where there is one."""
    assert_close(student.double(np.ones(1)), np.full(1, 2.0))
    try:
        helped = student.helper(np.ones(1))
    except Failure:
        return
    assert_close(helped, np.full(1, 2.0))


'''
    + REST
)


@pytest.fixture
def batches(monkeypatch):
    """How many examples were asked together, batch by batch."""
    asked = []
    ask_all = sessions.ask_all

    def counting(process, examples):
        asked.append(len(examples))
        return ask_all(process, examples)

    monkeypatch.setattr(sessions, "ask_all", counting)
    return asked


@pytest.mark.parametrize("wrong", [None, *WRONG], ids=str)
def test_answers_given_together_are_judged_as_those_given_one_by_one(
    grade, notebook, batches, monkeypatch, wrong
):
    """A round trip for all examples changes no outcome."""
    content = notebook(**({wrong: WRONG[wrong]} if wrong else {}))
    together, _ = grade(content)
    assert batches
    monkeypatch.setattr(sessions.ConfinedSession, "answer_all", lambda *_: None)
    one_by_one, _ = grade(content)

    assert _verdict(one_by_one) == _verdict(together)
    assert bool(wrong) == (together.earned < together.points)


def _verdict(receipt):
    return [(result.name, result.outcome, result.earned) for result in receipt.checks]


def test_a_whole_check_is_one_round_trip(grade, notebook, batches, prepared):
    """The shared examples and the submission's own are asked together."""
    grade(notebook())

    assert 8 == len(batches)
    shared = len(prepared.drawn["norm_is_even"].shared)
    assert prepared.drawn["norm_is_even"].check.examples == shared
    assert {shared + 2} == set(batches)


def test_a_process_is_asked_once_more_only_if_it_was_asked_of_several_failures(outcomes, forks):
    """A call that no other came before depends on none."""
    assert Outcome.FAILED is outcomes(norm=WRONG["norm"])["norm_agrees_with_the_reference"].outcome
    assert 2 == len(forks)  # one for all examples, one for the example that is shown
    forks.clear()
    outcomes(norm=WRONG["norm"], double=WRONG["double"])
    assert 3 == len(forks)  # and one that is asked the calls that are shown in another order


def test_a_check_that_asks_about_answers_is_asked_ahead_until_they_lead_elsewhere(
    prepare_topic, outcomes, batches
):
    """With the reference's own answers all is asked ahead; with other ones a second is live."""
    topic = prepare_topic(FOLLOWING)
    drawn = [one for name, one in topic.drawn.items() if name.startswith("double")]
    for one in drawn:
        assert [False, True] == [line.depends for line in one.shared[1].foreseen]
    rounded = {"double": "def double(x):\n    return x * (2 + 2**-50)"}
    for answers, asked in ({}, 5), (rounded, 4):
        batches.clear()
        found = outcomes(topic=topic, **answers)
        assert {Outcome.PASSED} == {result.outcome for result in found.values()}
        assert asked == len(batches)


@pytest.mark.parametrize("pausing", [True, False])
def test_no_answer_of_the_references_is_in_the_process_before_the_students_own(
    prepare_topic, outcomes, monkeypatch, pausing
):
    """A request made of one waits until it is given; without pauses whoever looks finds it."""
    topic = prepare_topic(REVEALING)
    name = "double_of_the_references_own"
    example = topic.drawn[name].shared[1]
    assert [(False, False), (True, False)] == [
        (line.reveals, line.depends) for line in example.foreseen
    ]
    proved = prove(
        topic.drawn[name].check, reference_of(topic.topic), topic.topic.reference, example.inputs
    )
    assert all(line.pauses for line in proved.foreseen), "nobody has looked yet"
    if not pausing:
        monkeypatch.setattr(RequestLine, "pauses", False)
    found = outcomes(topic=topic, double=PEEKING)[name]

    assert pausing is (found.outcome is Outcome.PASSED)


def test_requests_are_kept_as_they_were_made(prepare_topic, outcomes):
    """A check that goes on with its own array asks for what was in it then."""
    topic = prepare_topic(REUSING)
    lines = topic.drawn["double_of_one_array_twice"].shared[0].foreseen

    assert [1.0, 2.0] == [np.frombuffer(line.request_beside)[0] for line in lines]
    assert Outcome.PASSED is outcomes(topic=topic)["double_of_one_array_twice"].outcome
    constant = outcomes(topic=topic, double="def double(x):\n    return np.array([4.0])")
    assert Outcome.FAILED is constant["double_of_one_array_twice"].outcome


def test_a_check_that_looks_for_a_helper_runs_on_everybody(prepare_topic, outcomes):
    """Who has what the reference lacks is asked for it, however right all else is."""
    topic = prepare_topic(LOOKING)
    name = "double_has_no_wrong_helper"

    assert Outcome.PASSED is outcomes(topic=topic)[name].outcome
    helper = "def helper(x):\n    return 0\ndef double(x):\n    return x + x"
    assert Outcome.FAILED is outcomes(topic=topic, double=helper)[name].outcome


def test_who_does_not_raise_fails_though_all_other_answers_are_the_references(
    prepare_topic, outcomes, batches
):
    """A call that raises is sent ahead too, but no such check goes unrun."""
    topic = prepare_topic(RAISING)
    name = "double_takes_no_none"
    lenient = "def double(x):\n    return 2 * x if isinstance(x, np.ndarray) else 0"

    assert 2 == len(topic.drawn[name].shared[0].foreseen)
    assert Outcome.PASSED is outcomes(topic=topic)[name].outcome
    assert 4 == len(batches)
    assert Outcome.FAILED is outcomes(topic=topic, double=lenient)[name].outcome


def test_calls_that_fit_into_no_frame_together_are_asked_one_by_one(
    prepare_topic, outcomes, batches
):
    """A check may ask more at once than a frame holds."""
    topic = prepare_topic(LARGE)
    name = "double_of_many_large_arrays"

    assert [None] == [example.foreseen for example in topic.drawn[name].shared]
    assert Outcome.PASSED is outcomes(topic=topic)[name].outcome
    assert 3 == len(batches)


COUNTING = BRANCHING.replace("    student.norm(x)\n", "    SEEN.append(x)\n    student.norm(x)\n")


@pytest.mark.parametrize(
    ("norm", "runs"),
    [
        ("return float(np.sqrt((x * x).sum()))", 0),
        ("return float(np.sqrt((x * x).sum())) * (1 + 2**-51)", 1),
        ("return -float(np.sqrt((x * x).sum()))", 1),
        ("return np.sqrt((x * x).sum())", 1),
        ("x *= 1; return float(np.sqrt((x * x).sum()))", 0),
        ("raise ValueError", 1),
    ],
)
def test_a_check_need_not_run_on_the_references_own_answers(prepare_topic, outcomes, norm, runs):
    """Bit for bit: it was seen to pass on them.  On any others it runs."""
    topic = prepare_topic(COUNTING)
    seen = topic.topic.checks[0].body.__globals__["SEEN"]
    seen.clear()
    outcomes(topic=topic, norm=f"def norm(x):\n    {norm}")

    assert bool(runs) == bool(seen)


def test_who_modifies_what_the_reference_leaves_alone_fails(outcomes):
    """Even where the value that comes back is the reference's, bit for bit."""
    modifying = "def double(x):\n    y = x + x\n    x += 1\n    return y"
    failed = {n for n, r in outcomes(double=modifying).items() if r.outcome is Outcome.FAILED}

    assert {"double_leaves_x_alone"} == failed


def test_who_answers_otherwise_is_asked_live(prepare_topic, outcomes, batches):
    """A check that goes another way on a wrong answer gets the student's own answer there."""
    topic = prepare_topic(BRANCHING)
    seen = topic.topic.checks[0].body.__globals__["SEEN"]
    seen.clear()
    name = "double_is_asked_again_where_it_is_wrong"

    assert topic.drawn[name].shared[0].foreseen is not None
    assert Outcome.PASSED is outcomes(topic=topic)[name].outcome
    assert [] == seen
    tripled = outcomes(topic=topic, double="def double(x):\n    return 2 * x + 1")[name]
    assert Outcome.FAILED is tripled.outcome
    assert 1 == seen[0].ravel()[0] % 2


def test_a_table_of_remembered_answers_fails(outcomes, prepared):
    """Who knows every shared example still meets some that were drawn for this very file."""
    drawn = prepared.drawn["double_agrees_with_the_reference"]
    everything = outcomes(double=_table((*drawn.shared, *map(unpacked, drawn.pool))))
    remembered = outcomes(double=_table(drawn.shared))

    assert Outcome.PASSED is everything[drawn.check.name].outcome
    assert Outcome.FAILED is remembered[drawn.check.name].outcome


def _table(examples):
    """A function that knows twice x of these examples, and of no other."""
    known = {
        (x.shape, base64.b64encode(x.tobytes()).decode()): base64.b64encode((2 * x).tobytes())
        for x in (example.inputs["x"] for example in examples)
    }
    return f"""\
import base64
known = {known!r}
def double(x):
    found = known.get((x.shape, base64.b64encode(x.tobytes()).decode()))
    return x if found is None else np.frombuffer(base64.b64decode(found)).reshape(x.shape)"""


def test_examples_depend_on_the_secret(prepare_topic):
    """Another secret draws other examples; the same draws the same."""
    topic = prepare_topic(BRANCHING).topic

    def numbers(secret):
        drawn = draw_topic(topic, secret, processes=1)["norm_is_there"]
        return [example.inputs["x"].tolist() for example in drawn.for_submission("a" * 64)]

    one = numbers("one")
    assert one == numbers("one")
    assert one != numbers("another")


def test_a_reference_that_fails_its_own_check_is_refused(tmp_path, write_topic):
    """Before anybody is graded, in one line naming the check and its place."""
    solution = load_topic(write_topic(tmp_path / "right")).solution_source
    wrong = solution.replace("return x + x if secret else x", "return -x")
    checks = load_topic(tmp_path / "right").checks_source
    checks = checks.replace("reference.double(x))", "2 * x)")
    topic = load_topic(write_topic(tmp_path / "wrong", solution=wrong, checks=checks))
    with pytest.raises(TopicError) as caught:
        draw_topic(topic, "a secret", processes=1)

    assert "checks.py:" in str(caught.value)
    assert "double_agrees_with_the_reference: " in str(caught.value)
    assert "the reference fails: " in str(caught.value)


def test_the_smallest_failing_input_is_found(outcomes):
    """Among all inputs that show it, one with no number too many, and none of them odd."""
    body = "def norm(x):\n    return float(np.abs(x).sum())"
    found = outcomes(norm=body)["norm_agrees_with_the_reference"]

    assert 2 == len(_numbers(found.shown["code"]))
    body = "def norm(x):\n    return 0.0 if x.size > 4 else float(np.linalg.norm(x))"
    found = outcomes(norm=body)["norm_agrees_with_the_reference"]
    numbers = _numbers(found.shown["code"])
    assert 5 == len(numbers)
    nonzero = [number for number in numbers if number]
    assert 1 == len(nonzero)


@pytest.mark.parametrize(
    ("text", "told", "numbers"), [("len(calls)", "1", None), ("'no'", "no", 3)]
)
def test_an_exception_tells_of_its_first_call_only(outcomes, text, told, numbers):
    """Students choose its text, and later calls saw more; of one text the smallest is shown."""
    norm = f"""\
def norm(x):
    if x.size > 2:
        calls.append(x)
        raise ValueError({text})
    return float(np.linalg.norm(x))"""
    found = outcomes("calls = []", norm=norm)["norm_agrees_with_the_reference"]

    assert f"norm raised ValueError: {told}," in found.message
    assert numbers in {None, len(_numbers(found.shown["code"]))}


def _numbers(code):
    name, _, literal = code.partition("(np.array(")
    assert "norm" == name
    return [float(number) for number in literal.rstrip(")").strip("[]").split(", ")]


@pytest.mark.parametrize("exercise", WRONG)
def test_graded_twice_the_verdict_is_the_same(grade, notebook, timeless, exercise):
    """Message and smallest input included: nothing of it depends on the clock or on luck."""
    content = notebook(**{exercise: WRONG[exercise]})
    once, again = (timeless(grade(content)[0]) for _ in range(2))

    assert once == again


def test_an_answer_that_changes_from_call_to_call_fails(outcomes):
    """A failure seen once stands, whatever the answer is when it is asked again."""
    found = outcomes(
        "calls = []",
        norm="""\
def norm(x):
    calls.append(1)
    return float(np.linalg.norm(x)) + (len(calls) == 9)""",
    )

    failed = found["norm_agrees_with_the_reference"]
    assert Outcome.FAILED is failed.outcome
    assert "norm fails this check among other calls, but should answer as " in failed.message


def test_randomness_begins_anew_with_every_example(outcomes):
    """np.random without a seed gives the same numbers in every example, together or live."""
    found = outcomes(norm="def norm(x):\n    return float(np.linalg.norm(x)) * np.random.rand()")

    assert Outcome.FAILED is found["norm_agrees_with_the_reference"].outcome
