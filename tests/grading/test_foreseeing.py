"""A request that is made of an answer is noticed, however coarsely it is made of it."""

from types import SimpleNamespace

import numpy as np
import pytest

from autograder.checks import assert_close, check, for_all, normals, require
from autograder.grading.examples import draw_check
from autograder.grading.own_examples import unpacked

X = np.array([0.5, 2.0, -1.5])


def started(x):
    """An answer and a cache."""
    return 2 * x, {"x": x, "n": 1}


def went_on(dout, cache):
    """The cache comes back."""
    return dout * cache["x"]


NAMES = {
    "double": lambda x: 2 * x,
    "started": started,
    "went_on": went_on,
    "named": lambda x: "big" if x[0] > 0 else "small",
    "both": lambda x: (2 * x, {"twice": 2 * x, "list": [2 * x]}),
}
MADE = {
    "the answer": lambda a: a,
    "its largest entry's place": np.argmax,
    "its smallest entry's place": np.argmin,
    "its order": np.argsort,
    "its signs": np.sign,
    "it, rounded": np.round,
    "its first entry, rounded": lambda a: round(float(a[0])),
    "its whole part": lambda a: int(a[0]),
    "whether it is above 0": lambda a: int(a[0] > 0),
    "whether it is above 25": lambda a: int(a.max() > 25),
    "whether it is below -25": lambda a: int(a.min() < -25),
    "how many are above 1": lambda a: int((a > 1).sum()),
    "whether it is large": lambda a: int(np.abs(a).max() > 30),
    "which of two": lambda a: X if a[0] > 1 else -X,
}


def lines_of(body):
    """(depends, reveals) of each request of a check, in shared examples and in own ones."""
    one = draw_check(
        check(points=1)(for_all(x=normals("N>=2"))(body)),
        SimpleNamespace(**NAMES),
        NAMES,
        "a secret",
    )
    examples = [*one.shared, *map(unpacked, one.pool)]
    (flags,) = {
        tuple((line.depends, line.reveals) for line in example.foreseen) for example in examples
    }
    return list(flags)


NEITHER, DEPENDS, REVEALS = (False, False), (True, False), (False, True)


@pytest.mark.parametrize("made", MADE)
def test_what_is_made_of_a_students_answer_waits_for_it(made):
    """Also where assertions on the answer stand before it, which a disturbed one fails."""

    def double_of_answers(student, x):
        """double(x) is twice x."""
        answer = student.double(x)
        assert_close(answer, 2 * x)
        require(np.allclose(answer, 2 * x), "it is not")
        student.double(MADE[made](answer))
        student.double(x + 1)

    assert [NEITHER, DEPENDS, NEITHER] == lines_of(double_of_answers)


@pytest.mark.parametrize("made", MADE)
def test_what_is_made_of_the_references_answer_waits_for_the_students(made):
    """It could be read there otherwise."""

    def double_of_answers(student, reference, x):
        """double(x) is twice x."""
        assert_close(student.double(x), reference.double(x))
        student.double(MADE[made](reference.double(x)))
        student.double(x + 1)

    assert [NEITHER, REVEALS, NEITHER] == lines_of(double_of_answers)


def test_a_text_that_was_answered_is_noticed():
    """Whole, or by its length."""

    def double_of_names(student, x):
        """double(x) is twice x."""
        student.double(len(student.named(x)))
        student.double(x)

    assert [NEITHER, DEPENDS, NEITHER] == lines_of(double_of_names)


@pytest.mark.parametrize("looked_up", ["twice", "list"])
def test_what_is_looked_up_within_a_tuple_is_noticed(looked_up):
    """As in `loss, gradients = f(x)`; the student's, and the reference's."""

    def both_of_both(student, reference, x):
        """both(x) gives twice x twice."""
        student.double(np.sign(student.both(x)[1][looked_up]))
        student.double(2 * np.sign(reference.both(x)[1][looked_up]))

    assert [NEITHER, DEPENDS, REVEALS] == lines_of(both_of_both)


def test_a_cache_that_is_handed_back_gives_nothing_away():
    """It goes by a number: what the student put into it is the student's own."""

    def went_on_from_started(student, reference, x):
        """The cache comes back."""
        out, cache = student.started(x)
        assert_close(out, 2 * x)
        assert_close(student.went_on(x, cache), reference.went_on(x, reference.started(x)[1]))

    assert [NEITHER, NEITHER] == lines_of(went_on_from_started)


def test_what_cannot_be_seen_waits():
    """A check that no disturbed answer passes through may have made all that follows of it."""

    def double_of_few(student, x):
        """double(x) is twice x."""
        answer = student.double(x)
        if not np.allclose(answer, 2 * x):
            raise ValueError(answer)
        student.double(x + 1)

    assert [NEITHER, DEPENDS] == lines_of(double_of_few)
