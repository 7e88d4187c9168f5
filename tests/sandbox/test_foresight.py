"""Many requests in one round trip give the answers that single ones give, or are asked singly."""

from dataclasses import replace

import numpy as np
import pytest

from autograder.errors import Failure
from autograder.sandbox import (
    Died,
    Process,
    Rehearsal,
    Student,
    TimedOut,
    Unforeseen,
    ask_all,
    disturbed,
)
from autograder.sandbox.disturbance import downwards, slightly, upwards

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
def draw(rng, scale=1): return scale * rng.normal(size=2)
def draw_from(*, rng): return rng.normal(size=2)
def started(x): return x, {"n": 0, "in": [x, (x, [x])]}
def counted(cache): cache["n"] += 1; return cache["n"]
def look(x): return 2 * x
class Sum:
    def __init__(self, x): self.x = x
    def add(self, y): self.x = self.x + y; return self
    def bump(self): self.x += 1
    def __add__(self, y): return Sum(self.x + y)
    @staticmethod
    def of(x, y): return Sum(x).add(y)
"""
X = np.arange(6.0).reshape(2, 3)


@pytest.fixture
def names():
    """What the reference has: CELL, in this process."""
    made = {}
    exec(CELL, made)
    return made


@pytest.fixture
def foresee(names):
    """The requests of each script: a list of questions to a student."""

    def run(*scripts, pausing=False, **others):
        foreseen = []
        for script in scripts:
            rehearsal = Rehearsal(names | others)
            answers_to(Student(rehearsal), script)
            assert not rehearsal.hands_over
            lines = [replace(one, reveals=pausing, depends=False) for one in rehearsal.lines]
            foreseen.append(tuple(lines))
        return foreseen

    return run


def answers_to(student, script):
    """What comes of each question, failures in words, arrays as bytes."""
    student.begin_example()
    found, known = [], {}
    for question in script:
        try:
            found.append(spelled(question(student, known)))
        except Failure as failure:
            found.append((type(failure), failure.message, failure.hint))
    return found


def spelled(value):
    """The value bit for bit; of an object what kind it is."""
    if isinstance(value, np.ndarray):
        return value.dtype, value.shape, value.strides, value.tobytes()
    if isinstance(value, (tuple, list)):
        return type(value), [spelled(item) for item in value]
    if isinstance(value, dict):
        return [(key, spelled(item)) for key, item in value.items()]
    return type(value), "" if isinstance(value, np.random.Generator) else repr(value)


def keep(name, question):
    """Ask, and know the answer by that name in later questions."""

    def ask(student, known):
        known[name] = question(student, known)
        return known[name]

    return ask


SCRIPTS = {
    "values": [
        lambda s, _: s.double(X),
        lambda s, _: s.double(X.T),
        lambda s, _: s.double(X[::-1, ::-1]),
        lambda s, _: s.double(3),
        lambda s, _: s.both(X, y=1),
        lambda s, _: s.both([1, (2.5, "text")]),
    ],
    "failures": [
        lambda s, _: s.nothing(X),
        lambda s, _: s.broken(1),
        lambda s, _: s.doubel(X),
        lambda s, _: s.double(),
    ],
    "modified arguments": [
        lambda s, _: s.modify.changed_by(X, [1, 2]),
        lambda s, _: s.double.changed_by(X),
        lambda s, _: s.broken.changed_by(1),
        lambda s, _: s.double(X),
    ],
    "randomness": [lambda s, _: s.chance(1), lambda s, _: s.chance(1)],
    "generators": [
        keep("one", lambda *_: np.random.default_rng(1)),
        keep("other", lambda *_: np.random.default_rng(2)),
        lambda s, known: s.draw(known["one"], 3),
        lambda s, known: s.draw(known["other"]),
        lambda s, known: s.draw_from(rng=known["one"]),
    ],
    "caches": [
        keep("first", lambda s, _: s.started(X)),
        keep("second", lambda s, _: s.started(-X)),
        lambda s, known: s.counted(known["first"][1]),
        lambda s, known: s.counted(known["first"][1]),
        lambda s, known: s.counted(known["second"][1]),
    ],
    "objects": [
        keep("sum", lambda s, _: s.Sum(X)),
        lambda _, known: known["sum"].add(1),
        lambda _, known: (known["sum"] + 2).x,
        lambda _, known: known["sum"].x,
        lambda _, known: known["sum"].y,
        lambda s, _: s.Sum.of(1, 2).x,
        lambda s, known: s.double(known["sum"]),
    ],
    "objects that change": [
        keep("sum", lambda s, _: s.Sum(X)),
        lambda _, known: known["sum"].x,
        lambda _, known: known["sum"].bump(),
        lambda _, known: known["sum"].x,
    ],
    "nothing at all": [],
}


@pytest.mark.parametrize("pausing", [False, True], ids=["at once", "with pauses"])
def test_the_answers_are_those_of_single_requests(fork, foresee, pausing):
    """Values, exceptions with their place, arguments, random numbers, caches and objects.

    Also if every example pauses before every request, and all go on by turns.
    """
    told = ask_all(fork(CELL), foresee(*SCRIPTS.values(), pausing=pausing))
    live = Student(fork(CELL))

    assert len(SCRIPTS) == len(told)
    for (what, script), one in zip(SCRIPTS.items(), told, strict=True):
        assert answers_to(live, script) == answers_to(one.student(None), script), what


def test_all_questions_are_one_round_trip(fork, foresee, monkeypatch):
    """And as many as there are pauses, if there are some."""
    trips = []
    ask_ahead = Process.ask_ahead

    def counting(self, *args, **flags):
        trips.append(flags)
        return ask_ahead(self, *args, **flags)

    monkeypatch.setattr(Process, "ask_ahead", counting)
    ask_all(fork(CELL), foresee(*SCRIPTS.values()))
    assert [{"more": False, "pause": False}] == trips

    trips.clear()
    ask_all(fork(CELL), foresee(*SCRIPTS.values(), pausing=True))
    longest = max(map(len, foresee(*SCRIPTS.values())))
    assert longest == len(trips)
    assert {"more": True, "pause": True} in trips


PEEKING = (
    CELL
    + """
import sys
def look(x):
    frame, later = sys._getframe(), (4 * x).tobytes()
    while frame is not None:
        body = frame.f_locals.get("body")
        if isinstance(body, bytearray) and later in body:
            return 0
        frame = frame.f_back
    return 2 * x
"""
)


@pytest.mark.parametrize("pausing", [False, True])
def test_what_a_pause_keeps_back_is_nowhere_in_the_process(fork, foresee, pausing):
    """Without it the second request, made of the first answer, is there for all to see."""
    script = [keep("y", lambda s, _: s.look(X)), lambda s, known: s.look(2 * known["y"])]
    (told,) = ask_all(fork(PEEKING), foresee(script, pausing=pausing))
    (first,) = answers_to(told.student(None), script[:1])

    assert pausing is (spelled(2 * X) == first)
    assert pausing is told.right


def test_whoever_answers_otherwise_is_not_asked_what_depends_on_it(fork, foresee):
    """The next request would be made of that answer: nobody knows it ahead."""
    script = [keep("y", lambda s, _: s.double(X)), lambda s, known: s.double(known["y"] + 1)]
    (lines,) = foresee(script)
    lines = (lines[0], replace(lines[1], depends=True))
    otherwise = CELL + "\ndef double(x): return 2 * x + 1e-12"
    for cell, left in (CELL, 0), (otherwise, 1):
        (told,) = ask_all(fork(cell), [lines])
        assert left == told.left
    with pytest.raises(Unforeseen):
        answers_to(told.student(None), script)


@pytest.mark.parametrize(
    ("body", "right"),
    [
        ("return np.array([0.0, np.nan])", True),
        ("return np.zeros(1).repeat(2) * [1, np.nan]", True),
        ("return np.array([-0.0, np.nan])", False),
        ("return np.array([0.0, np.nan], np.float32)", False),
        ("return np.array([0.0, np.nan])[::-1][::-1]", True),
        ("return np.array([np.nan, 0.0])[::-1]", False),
        ("return np.array([[0.0, np.nan]])", False),
        ("return [0.0, np.nan]", False),
        ("return np.array([0.0, np.nan]), 1", False),
        ("raise ValueError", False),
    ],
)
def test_right_is_bit_for_bit(fork, foresee, body, right):
    """Order, layout, type and the sign of zero count; nan is nan."""
    script = [lambda s, _: s.f(1)]
    lines = foresee(script, f=lambda _: np.array([0.0, np.nan]))
    (told,) = ask_all(fork(f"import numpy as np\ndef f(x):\n    {body}"), lines)

    assert right is told.right


@pytest.mark.parametrize(
    ("mine", "yours", "same"),
    [
        ("1", 1, True),
        ("1.0", 1, False),
        ("True", 1, False),
        ("np.float64(1)", 1.0, False),
        ("-0.0", 0.0, False),
        ("float('nan')", float("nan"), True),
        ("(1, 2)", (1, 2), True),
        ("[1, 2]", (1, 2), False),
        ("{'b': 2, 'a': 1}", {"a": 1, "b": 2}, False),
        ("'1'", 1, False),
        ("None", None, True),
    ],
)
def test_right_is_the_same_in_type_and_order(fork, foresee, mine, yours, same):
    """JSON alone would take 1 for 1.0 and True."""
    lines = foresee([lambda s, _: s.f(1)], f=lambda _: yours)
    (told,) = ask_all(fork(f"import numpy as np\ndef f(x): return {mine}"), lines)

    assert same is told.right


@pytest.mark.parametrize("answer", ["[[i, i] for i in range(30_000)]", "np.ones(1_000_000)"])
def test_what_does_not_fit_is_asked_singly(fork, foresee, answer):
    """More than a frame holds: None, and the process lives on."""
    process = fork(f"import numpy as np\ndef double(x): return 2 * x\ndef f(x): return {answer}")
    lines = foresee(*[[lambda s, _: s.f(1)]] * 3, f=lambda _: None)

    assert ask_all(process, lines) is None
    assert 6 == Student(process).double(3)


def test_too_much_to_ask_at_once_is_asked_singly(fork, foresee):
    """Questions that fit into no frame are not sent."""
    process = fork(CELL)
    large = np.zeros(1_000_000)

    assert ask_all(process, foresee(*[[lambda s, _: s.nothing(large)]] * 3)) is None
    assert 6 == Student(process).double(3)


@pytest.mark.parametrize(
    ("body", "error"), [("os._exit(3)", Died), ("while True: pass", TimedOut)]
)
def test_an_end_on_the_way_is_told(fork, foresee, body, error):
    """Which request it was is not known: all have to be asked singly."""
    process = fork(f"import os\ndef double(x): return x\ndef f(x):\n    {body}")
    lines = foresee([lambda s, _: s.double(1), lambda s, _: s.f(1)], f=lambda _: None)
    with pytest.raises(error):
        ask_all(process, lines)

    assert process.ended == (error is Died)
    if not process.ended:
        assert 1 == Student(process).double(1)


FORGED = """
import sys
child = sys.modules["autograder_inside.child"]
deep = []
for _ in range(600):
    deep = [deep]
def forge(self, head, position, body):
    return child.pack({{"q": head["q"], {forged}}})
child.Child._batch = forge
def double(x): return x
"""


@pytest.mark.parametrize(
    "forged",
    [
        '"k": "returned", "v": []',
        '"k": "returned", "v": 3',
        '"k": "returned", "v": [3]',
        '"k": "returned", "v": [[]]',
        '"k": "returned", "v": [["returned", 3, []]]',
        '"k": "returned", "v": [["returned", 3, [], -1]]',
        '"k": "returned", "v": [["returned", 3, [], 1]]',
        '"k": "returned", "v": [["returned", 3, [], None]]',
        '"k": "returned", "v": [["returned", 3, [], 0]] * 2',
        '"k": "returned", "v": [["returned", 3, "x", 0]]',
        '"k": "returned", "v": [["returned", 3, [1], 0]]',
        '"k": "returned", "v": [["returned", {"$": "?"}, [], 0]]',
        '"k": "returned", "v": [["returned", {"$": "a", "t": "<f8", "s": [9]}, [], 0]]',
        '"k": "returned", "v": [["returned", eval("[" * 90 + "]" * 90), [], 0]]',
        '"k": "returned", "v": [["returned", deep, [], 0]]',
        '"k": "returned", "v": [["stopped", 3, [], 0]]',
        '"k": "returned", "v": [["raised", "text", [], 0]]',
        '"k": "returned", "v": [["missing", 3, [], 0]]',
        '"k": "returned", "v": [[["returned"], 3, [], 0]]',
        '"k": "raised", "v": 3',
        '"k": "callback", "id": 1, "v": []',
        '"k": "returned", "q": 1000, "v": []',
    ],
)
def test_an_answer_that_is_none_ends_the_process(fork, foresee, forged):
    """Whoever forges answers has to keep to their form; else it is a violation."""
    process = fork(FORGED.format(forged=forged))
    lines = foresee([lambda s, _: s.double(1)])

    def ask():
        (told,) = ask_all(process, lines)
        told.student(None).double(1)

    with pytest.raises(Died, match="wrote to the grader's own channel"):
        ask()
    with pytest.raises(Died, match="has ended"):
        ask()


def test_forged_names_of_arguments_are_few_and_escaped(fork, foresee):
    """They are a student's words, of which a message shows as many as of an exception."""
    names = '[["returned", 1, ["\\x1b[31m" * 50] * 500, 0]]'
    process = fork(FORGED.format(forged=f'"k": "returned", "v": {names}'))
    (told,) = ask_all(process, foresee([lambda s, _: s.double.changed_by(1)]))
    shown = told.student(None).double.changed_by(1)

    assert len(" ".join(shown)) < 1000
    assert "\x1b" not in "".join(shown)


@pytest.fixture
def told(fork, foresee):
    """A stand-in that has an answer to double(X), and the notes of its guard."""
    (one,) = ask_all(fork(CELL), foresee([lambda s, _: s.double(X)]))
    noted = []
    return one.student(lambda *seen: noted.append(seen)), noted


def test_an_answer_is_given_to_its_own_request(told):
    """The guard sees what was returned, the check gets it."""
    stand_in, noted = told

    assert np.array_equal(2 * X, stand_in.double(X.copy()))
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
        lambda student: student["double"],
    ],
)
def test_another_request_is_unforeseen(told, ask):
    """Not a bit may differ, in values, layout or type: then the example is asked live."""
    stand_in, noted = told
    with pytest.raises(Unforeseen):
        ask(stand_in)

    assert [] == noted


def test_one_request_too_many_is_unforeseen(told):
    """Beyond the foreseen requests there are no answers."""
    stand_in, _ = told
    stand_in.double(X)
    with pytest.raises(Unforeseen):
        stand_in.double(X)


def test_what_is_handed_over_to_be_called_cannot_be_sent_ahead(names):
    """The function runs on our side, while the request is under way."""
    from autograder.checks import callback

    names["apply"] = lambda f, x: f(x)
    rehearsal = Rehearsal(names)
    student = Student(rehearsal)
    student.begin_example()

    assert 3 == student.apply(callback(lambda x: x + 1, like=0.0), 2.0)
    assert rehearsal.hands_over


def test_a_disturbed_reference_gives_other_answers(names):
    """Numbers differ in their last bits, counts by one; classes and constants stay as they are."""
    other = disturbed(names | {"number": 3}, slightly)
    moved = other.double(X)

    assert not np.array_equal(2 * X, moved)
    np.testing.assert_allclose(2 * X, moved, rtol=1e-14)
    assert (7, False) == (other.double(3), other.both(True)[0])
    assert [7, 9] == other.double(np.array([3, 4])).tolist()
    assert 3 == other.number
    assert isinstance(other.Sum(X).add(1), names["Sum"])


@pytest.mark.parametrize("by", [upwards, downwards])
@pytest.mark.parametrize(
    "answer",
    [
        np.array([0.5, 2.0, -1.5]),
        np.zeros(4),
        np.full((2, 2), -3.0),
        np.array([1e6, -1e6], np.float32),
        np.arange(3),
        np.array([np.nan, 1.0, np.inf]),
    ],
)
def test_a_large_disturbance_moves_places_signs_and_roundings(by, answer):
    """All entries pass every threshold nearby; one of the two moves the largest one's place."""
    moved = by(answer)
    finite = np.isfinite(answer)
    side = 1 if by is upwards else -1

    assert answer.shape == moved.shape
    assert (side * moved[finite] > np.abs(answer[finite]).max() + 30).all()
    assert not (np.round(moved) == np.round(answer))[finite].any()
    places = {int(np.argmax(each)) for each in (answer, upwards(answer), downwards(answer))}
    assert len(places) > 1 or not finite.all()
