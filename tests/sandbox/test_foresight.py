"""Many calls in one round trip give the answers that single calls give, or are asked singly."""

import numpy as np
import pytest

from autograder.errors import Failure
from autograder.sandbox import (
    Call,
    Died,
    Foreseen,
    ForeseenStudent,
    Unforeseen,
    ask_all,
    foresight,
    identical,
)
from autograder.sandbox.calls import Sequel

CELL = """
import os
import random
import numpy as np
def double(x): return 2 * x
def both(x, *, y=0): return x, {"y": y}
def modify(x, y): x += 1; y[0] = 5
def nothing(x): pass
def broken(x): raise ValueError(f"with {x}")
def chance(x): return random.random() + np.random.rand()
def count(x, seen=[]): seen.append(1); return len(seen)
def thing(x): return object()
def items(x): return [object(), x]
def many(x): return [[i] for i in range(200_000)]
def large(x): return np.ones(3_000_000)
def die(x): os._exit(3)
def draw(rng, scale=1): return scale * rng.normal(size=2)
def draw_from(*, rng): return rng.normal(size=2)
"""
X = np.arange(6.0).reshape(2, 3)


def foreseen(*examples):
    """Each example is a list of calls."""
    return [Foreseen.of(calls, [None] * len(calls), certain=True) for calls in examples]


def call(name, *args, watch=False, **kwargs):
    """One call."""
    return Call(name, args, kwargs, watch)


def single(student, one):
    """What the stand-in makes of the same call."""
    function = getattr(student, one.name)
    try:
        if one.watch:
            return None, function.changed_by(*one.args, **one.kwargs)
        return function(*one.args, **one.kwargs), ()
    except Failure as failure:
        return failure


EXAMPLES = [
    [call("double", X), call("double", X.T), call("double", 3)],
    [call("both", X, y=1), call("both", [1, (2.5, "text")])],
    [call("nothing", X), call("broken", 1), call("doubel", X), call("double")],
    [call("modify", X, [1, 2], watch=True), call("double", X, watch=True)],
    [call("chance", 1), call("chance", 1)],
    [call("chance", 1)],
    [call("broken", 1, watch=True)],
    [],
]


def test_the_answers_are_those_of_single_calls(fork, student):
    """Values, exceptions with their place, missing names, modified arguments, random numbers."""
    together = ask_all(fork(CELL), foreseen(*EXAMPLES))
    stand_in = student(CELL)

    assert [len(calls) for calls in EXAMPLES] == [len(answers) for answers in together]
    for calls, answers in zip(EXAMPLES, together, strict=True):
        stand_in.begin_example()
        for one, answer in zip(calls, answers, strict=True):
            alone = single(stand_in, one)
            if isinstance(alone, Failure):
                where = alone.message.replace("in cell 2", "in cell 1")  # the fixture's own first
                assert (type(alone), where, alone.hint) == (
                    type(answer),
                    answer.message,
                    answer.hint,
                )
            else:
                assert alone[1] == answer[1]
                assert one.watch or identical(alone[0], answer[0])


def test_every_example_begins_with_the_same_random_numbers(fork):
    """So that an outcome does not depend on the examples before."""
    one, two = ask_all(fork(CELL), foreseen([call("chance", 1)] * 2, [call("chance", 1)] * 2))

    assert one == two
    assert one[0] != one[1]


def test_arguments_are_fresh_copies(fork):
    """What one call does to its arguments no other call sees."""
    calls = [call("modify", X, [1, 2], watch=True), call("double", X)]
    changed, doubled = ask_all(fork(CELL), foreseen(calls))[0]

    assert ("x", "y") == changed[1]
    assert np.array_equal(2 * X, doubled[0])
    assert np.array_equal(np.arange(6.0).reshape(2, 3), X)


def drawn_by(ask):
    """What the calls of `ask` are named: two generators, one of them handed over twice."""
    sequel = Sequel()
    one, other = np.random.default_rng(1), np.random.default_rng(2)
    calls = [
        Call("draw", (one, 3), {}),
        Call("draw", (other,), {}),
        Call("draw_from", (), {"rng": one}),
    ]
    return [sequel.named(one) for one in calls] if ask == "named" else calls


def test_a_generator_goes_on_where_the_last_call_left_it(fork, student):
    """By position and by keyword, as in single calls; each example begins afresh."""
    named = drawn_by("named")
    together = ask_all(fork(CELL), foreseen(named, named))
    stand_in = student(CELL)
    stand_in.begin_example()
    alone = [single(stand_in, one)[0] for one in drawn_by("given")]

    assert all(one.is_plain() for one in named)
    for answers in together:
        assert [True] * 3 == [identical(a, b[0]) for a, b in zip(alone, answers, strict=True)]
    assert not np.array_equal(alone[0], 3 * alone[2])


def test_another_kind_of_generator_is_asked_singly():
    """Only what default_rng makes is sent ahead."""
    other = np.random.Generator(np.random.MT19937(1))

    assert not Sequel().named(Call("draw", (other,), {})).is_plain()


@pytest.mark.parametrize("name", ["thing", "items", "many", "large"])
def test_what_does_not_fit_is_asked_singly(fork, name):
    """An object, or more than a frame holds: None, and the process lives on."""
    process = fork(CELL)

    assert ask_all(process, foreseen([call("double", X)], [call(name, 1)])) is None
    assert [[(6, ())]] == ask_all(process, foreseen([call("double", 3)]))


def test_too_much_to_ask_at_once_is_asked_singly(fork):
    """Questions that fit into no frame are not sent."""
    process = fork(CELL)
    large = np.zeros(1_000_000)

    assert ask_all(process, foreseen(*[[call("nothing", large)]] * 3)) is None
    assert [[(6, ())]] == ask_all(process, foreseen([call("double", 3)]))


@pytest.mark.parametrize("body", ["os._exit(3)", "while True: pass"])
def test_an_end_on_the_way_is_told(fork, body):
    """Which call it was nobody knows: that has to be asked singly, in another process."""
    process = fork(f"import os\ndef double(x): return x\ndef f(x):\n    {body}")
    with pytest.raises(Died):
        ask_all(process, foreseen([call("double", 1), call("f", 1)]))


FORGED = """
import sys
child = sys.modules["autograder_inside.child"]
def forge(self, encoder, name, given, *, watch, linked):
    return {forged}
child.Child._one_of_many = forge
def double(x): return x
"""


@pytest.mark.parametrize(
    "forged",
    [
        "[]",
        "3",
        "['returned', 3]",
        "['returned', 3, 'x']",
        "['returned', 3, [1]]",
        "['stopped', 3, []]",
        "['raised', 'text', []]",
        "['raised', encoder.encode({'types': [], 'text': '', 'place': []}), []]",
        "['missing', 3, []]",
    ],
)
def test_an_answer_that_is_none_ends_the_process(fork, forged):
    """Whoever forges answers has to keep to their form; else it is a violation."""
    process = fork(FORGED.format(forged=forged))
    with pytest.raises(Died):
        ask_all(process, foreseen([call("double", 1)]))
    with pytest.raises(Died, match="has ended"):
        ask_all(process, foreseen([call("double", 1)]))


@pytest.mark.parametrize("count", [0, 2])
def test_too_few_answers_end_the_process(fork, count):
    """And too many are nobody's."""
    process = fork(
        f"""
import sys
child = sys.modules["autograder_inside.child"]
def forge(self, reply, calls, decoder):
    return child.pack({{**reply, "k": "returned", "v": [["returned", 1, []]] * {count}}})
child.Child._batch = forge
"""
    )
    examples = foreseen([call("double", 1)])
    if count:
        assert [[(1, ())]] == ask_all(process, examples)
    else:
        with pytest.raises(Died, match="wrote to the grader's own channel"):
            ask_all(process, examples)


@pytest.fixture
def foreseeing():
    """A stand-in that has answers to these calls, and the notes of its guard."""

    def make(*pairs):
        noted = []
        stand_in = ForeseenStudent(
            [one for one, _ in pairs],
            [answer for _, answer in pairs],
            lambda *seen: noted.append(seen),
        )
        return stand_in, noted

    return make


def test_an_answer_is_given_to_its_own_call(foreseeing):
    """The guard sees what was returned, the check gets it; a modified argument is named."""
    stand_in, noted = foreseeing(
        (call("double", X), (2 * X, ())), (call("modify", X, watch=True), (None, ("x",)))
    )

    assert np.array_equal(2 * X, stand_in.double(X.copy()))
    assert ("x",) == stand_in.modify.changed_by(X)
    assert ["double"] == [name for name, _ in noted]


@pytest.mark.parametrize(
    "ask",
    [
        lambda student: student.double(X + 1),
        lambda student: student.double(X.T),
        lambda student: student.double(np.asfortranarray(X)),
        lambda student: student.double(X.astype(np.float32)),
        lambda student: student.double(X.tolist()),
        lambda student: student.double(-X * -1 * 0 - 0.0),
        lambda student: student.double(x=X),
        lambda student: student.double(X, 1),
        lambda student: student.double.changed_by(X),
        lambda student: student.halve(X),
    ],
)
def test_another_call_is_unforeseen(foreseeing, ask):
    """Not a bit may differ, in values, layout or type: then the example is asked live."""
    stand_in, noted = foreseeing((call("double", X), (2 * X, ())))
    with pytest.raises(Unforeseen):
        ask(stand_in)

    assert [] == noted


def test_one_call_too_many_is_unforeseen(foreseeing):
    """Beyond the foreseen calls there are no answers."""
    stand_in, _ = foreseeing((call("double", X), (2 * X, ())))
    stand_in.double(X)
    with pytest.raises(Unforeseen):
        stand_in.double(X)


def test_a_failure_is_raised_where_it_was_met(foreseeing):
    """Not before its own call, and before the guard has anything to see."""
    stand_in, noted = foreseeing(
        (call("double", 1), (2, ())), (call("broken", 1), Failure("it is broken"))
    )
    stand_in.double(1)
    with pytest.raises(Failure, match="it is broken"):
        stand_in.broken(1)

    assert [("double", 2)] == noted


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (np.nan, np.nan, True),  # the very same object
        (float("nan"), float("nan"), True),
        (0.0, -0.0, False),
        (np.float64(1), 1.0, False),
        (1, True, False),
        (1, 1.0, False),
        ([1, 2], (1, 2), False),
        ({"a": 1, "b": 2}, {"b": 2, "a": 1}, False),
        ({"a": X}, {"a": X.copy()}, True),
        (np.array([0.0]), np.array([-0.0]), False),
        (np.array([np.nan]), np.array([np.nan]), True),
        (X, np.asfortranarray(X), False),
    ],
)
def test_identical_is_bit_for_bit(one, other, same):
    """Order, layout, type and the sign of zero count; nan is nan."""
    assert same is identical(one, other)


def test_forged_names_of_arguments_are_few_and_escaped():
    """They are a student's words, of which a message shows as many as of an exception."""
    call = Call("double", (1,), {}, watch=True)
    _, names = foresight._answer(call, ["returned", 1, ["\x1b[31m" * 500] * 500])

    assert len(" ".join(names)) < 1000
    assert "\x1b" not in "".join(names)
