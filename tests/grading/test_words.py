"""What a student reads tells of no input that is not shown: no word said among others gets out."""

import re

import pytest

from autograder.grading import telling
from autograder.receipts import Outcome

CHECKS = '''\
import numpy as np

from autograder.checks import assert_close, assert_unchanged, check, for_all, reals, require


@check(points=1, examples=9)
@for_all(x=reals("N>=2 D>=2"))
def double_agrees_with_the_reference(student, reference, x):
    """double(x) is twice x."""
    assert_close(student.double(x), reference.double(x))


@check(points=1, examples=9, free_shapes=True)
@for_all(x=reals("N>=2 D>=2"))
def center_is_an_array(student, x):
    """center(x) is an array."""
    answer = student.center(x)
    if np.shape(answer) == (1,):
        raise LookupError(answer[0])
    require(isinstance(answer, np.ndarray), f"center is {answer}")


@check(points=1, examples=9)
@for_all(x=reals("N>=2 D>=2"))
def norm_is_there(student, x):
    """norm is there."""
    student.double(x)
    student.norm(x[0])


@check(points=1, examples=9)
@for_all(x=reals("N>=2"))
def split_leaves_x_unchanged(student, x):
    """split leaves x as it is."""
    assert_unchanged(student.split, x)
'''
PEEK = '''\
import inspect, linecache, sys
def peek():
    """How long the frame of requests is that this process is answering, as a word."""
    frame, length = sys._getframe(), 0
    while frame is not None:
        body = frame.f_locals.get("body")
        length = max(length, len(body) if isinstance(body, bytearray) else 0)
        frame = frame.f_back
    return f"w{length:05}"
'''
FORGED = """\
def double(x):
    said = peek()
    linecache.cache["<cell 1>"] = (1, None, [said] * 9, "<cell 1>")
    exec(compile("raise ValueError", "<cell 1>", "exec"))"""
FAR = """\
def double(x):
    lines = int(peek()[1:])
    exec(compile("\\n" * lines + "raise ValueError", "<cell 1>", "exec"))"""
SPELLING = """\
def double(x):
    globals()["norm" + peek().replace("w0", "w")] = double
    return 2 * x"""
SIGNED = """\
def split(x):
    one = inspect.Parameter(peek(), inspect.Parameter.POSITIONAL_ONLY)
    split.__signature__ = inspect.Signature([one])
    x[0] += 1
    return x, x"""
CHANNELS = {
    "the text of an exception": ("double", "def double(x):\n    raise ValueError(peek())"),
    "the name of its class": (
        "double",
        "def double(x):\n    raise type(peek(), (Exception,), {})",
    ),
    "the line it claims": ("double", FORGED),
    "the number of the line": ("double", FAR),
    "the name of a type": ("double", "def double(x):\n    return type(peek(), (), {})()"),
    "a text": ("center", "def center(x):\n    return peek()"),
    "a long number": ("center", "def center(x):\n    return 10**30 + int(peek()[1:])"),
    "a key": ("center", "def center(x):\n    return {peek(): 1}"),
    "the text of what is not implemented": (
        "double",
        "def double(x):\n    raise NotImplementedError(peek())",
    ),
    "a number": ("double", "def double(x):\n    return x * 0 + float('1.' + peek()[1:])"),
    "a number that is wrong among others alone": (
        "double",
        """\
def double(x):
    n = int(peek()[1:])
    return x * 0 + 1 + n / 1e5 if n > 400 else 2 * x""",
    ),
    "bytes": ("center", "def center(x):\n    return peek().encode()"),
    "what a check trips over": (
        "center",
        "def center(x):\n    return np.array([float('1.' + peek()[1:])])",
    ),
    "a name like the one that is missing": ("norm", SPELLING),
    "the name of an argument": ("split", SIGNED),
}
LONGEST_ALONE = 400  # bytes of a request that is sent alone


def said(result):
    """The numbers that stand in a result's words as `peek` spells them."""
    found = re.findall(
        r"(?:w|\b1[0-9]{25}|line |\b1\.)(\d{1,5})\b", f"{result.message} {result.hint}"
    )
    return [int(number) for number in found]


@pytest.fixture
def tell(prepare_topic, outcomes):
    """Grade what uses a channel: the result that could tell."""

    def grade(channel):
        exercise, source = CHANNELS[channel]
        defined = re.match(r"def (\w+)", source)[1]
        answers = {exercise: "norm_is_gone = 0", defined: source}
        found = outcomes(PEEK, topic=prepare_topic(CHECKS), **answers)
        return next(one for name, one in found.items() if name.startswith(exercise))

    return grade


@pytest.mark.parametrize("channel", CHANNELS)
def test_no_word_tells_of_what_was_asked_together(tell, channel):
    """It was said in a process that knows only the input that is shown, or is not shown."""
    found = tell(channel)

    assert Outcome.FAILED is found.outcome
    assert [] == [number for number in said(found) if number > LONGEST_ALONE]


@pytest.mark.parametrize("channel", CHANNELS)
def test_each_of_these_words_would_tell(tell, channel, monkeypatch):
    """Said among all examples, each has the length of the frame that held them all."""
    monkeypatch.setattr(telling.Teller, "told", lambda _self, _check, found, _: (found, None))

    assert max(said(tell(channel))) > LONGEST_ALONE


def test_an_exception_keeps_its_text_where_it_is_raised_alone_too(outcomes):
    """At most 200 characters of it; the type, and the line of the notebook."""
    source = "def norm(x):\n    raise ValueError('no norm' + '!' * 300)"
    found = outcomes(norm=source)["norm_agrees_with_the_reference"]

    wanted = f"norm raised ValueError: no norm{'!' * 193}…, in cell "
    assert found.message.startswith(wanted)
    assert found.message.endswith("line 2: `raise ValueError('no norm' + '!' * 300)`")


CALMER = """\
def norm(x):
    calls.append(x)
    if len(calls) > 3:
        raise {kind}("three times is enough")
    return float(np.linalg.norm(x))"""


@pytest.mark.parametrize("kind", ["ValueError", "Enough"])
def test_an_exception_that_is_not_raised_alone_has_no_text(outcomes, kind):
    """Its type, if Python or the notebook names it, and the line remain."""
    cells = "calls = []\nclass Enough(Exception):\n    pass"
    found = outcomes(cells, norm=CALMER.format(kind=kind))["norm_agrees_with_the_reference"]

    assert f"norm raised {kind}, in cell " in found.message
    assert found.message.endswith(f'line 4: `raise {kind}("three times is enough")`')


def test_a_failure_in_words_that_does_not_happen_alone_says_so(prepare_topic, outcomes):
    """What the code said among other calls stays there."""
    center = "def center(x):\n    calls.append(x)\n    return x if len(calls) < 4 else 'secret'"
    found = outcomes("calls = []", topic=prepare_topic(CHECKS), center=center)

    told = found["center_is_an_array"].message
    assert told.startswith("center fails this check among other calls, but should answer as it ")


def test_the_process_that_is_asked_alone_is_started_only_where_it_has_something_to_show(
    outcomes, monkeypatch, zygote
):
    """Right answers and stubs need none; a second one confirms the calls if several failed."""
    forks = []
    fork = zygote.fork
    monkeypatch.setattr(zygote, "fork", lambda: forks.append(1) or fork())
    wrong = "def norm(x):\n    return 0.0"
    stub = "def norm(x):\n    raise NotImplementedError"
    for answers, processes in ({}, 1), ({"norm": wrong}, 2), ({"norm": stub}, 1):
        forks.clear()
        outcomes(**answers)
        assert processes == len(forks)
    forks.clear()
    raising = "raise ValueError('no')"
    outcomes(norm=f"def norm(x):\n    {raising}", center=f"def center(x):\n    {raising}")
    assert 3 == len(forks)


SPOILT = """\
spoilt = []
def center(x):
    spoilt.append(1)
    return x"""
SPOILS = "def norm(x):\n    return -1.0 if spoilt else float(np.linalg.norm(x))"


def test_a_call_that_fails_after_another_one_only_is_not_told_as_if_it_failed_alone(outcomes):
    """In a fresh kernel it gives what is right, so it would show nothing."""
    found = outcomes(center=SPOILT, norm=SPOILS)

    assert found["center_agrees_with_the_reference"].shown is not None
    spoilt = found["norm_agrees_with_the_reference"]
    assert spoilt.shown is None
    assert spoilt.message.startswith("norm fails this check among other calls, but should answer")
    assert spoilt.example.startswith("x = ")
