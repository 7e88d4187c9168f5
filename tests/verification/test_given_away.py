"""Hollow answers: which checks they earn is found, and told as a broken law."""

import pytest

from autograder.authoring.topic import load_topic
from autograder.grading.grade import prepare
from autograder.grading.pool import Confinement
from autograder.layout import Layout
from autograder.limits import Limits
from autograder.verification.given_away import EVERY, broken_by_hollow, given_away
from autograder.verification.hollow import FILLS, TABLE
from autograder.verification.verify import verify

SOLUTION = '''\
"""A ramp with a round corner, its slope, a loss, and a counter."""

import numpy as np


def ramp(x):
    """log(1 + exp(x)).  (N,) -> (N,)"""
    ### BEGIN SOLUTION
    return np.logaddexp(0, x)
    ### END SOLUTION


def ramp_backward(dout, x):
    """Gradient with respect to x.  (N,), (N,) -> (N,)"""
    ### BEGIN SOLUTION
    return dout / (1 + np.exp(-x))
    ### END SOLUTION


def loss(x, y):
    """Mean of the squares.  (N,), (N,) -> float"""
    ### BEGIN SOLUTION
    return float(np.mean((x - y) ** 2))
    ### END SOLUTION


class Counter:
    """Adds up what it is shown."""

    def __init__(self):
        ### BEGIN SOLUTION
        self.total = 0.0
        ### END SOLUTION

    def add(self, x):
        """The sum so far.  (N,) -> float"""
        ### BEGIN SOLUTION
        self.total += float(np.sum(x))
        return self.total
        ### END SOLUTION
'''
CHECKS = '''\
"""What they must do."""

import numpy as np

from autograder.checks import (
    assert_close, assert_gradient, assert_unchanged, check, cotangents, for_all, normals, reals,
    require,
)


@check(points=1, public=True)
def ramp_at_some_points(student):
    """ramp is right at -1, 0 and 1."""
    y = np.array([0.31326168751822286, 0.6931471805599453, 1.3132616875182228])
    assert_close(student.ramp(np.array([-1.0, 0.0, 1.0])), y)


@check(points=1, examples=4)
@for_all(x=reals("N"))
def ramp_agrees(student, reference, x):
    """ramp is right."""
    assert_close(student.ramp(x), reference.ramp(x))


@check(points=1, examples=4)
@for_all(x=normals("N"), dout=cotangents("N"))
def ramp_backward_agrees(student, reference, x, dout):
    """ramp_backward is right."""
    assert_close(student.ramp_backward(dout, x), reference.ramp_backward(dout, x))


@check(points=1, public=True)
def loss_of_a_pair(student):
    """loss([3], [1]) is 4."""
    assert_close(student.loss(np.array([3.0]), np.array([1.0])), 4.0)


@check(points=1, examples=4)
@for_all(x=reals("N"), y=reals("N"))
def loss_agrees(student, reference, x, y):
    """loss is right."""
    assert_close(student.loss(x, y), reference.loss(x, y))


@check(points=1, examples=4)
@for_all(x=reals("N>=2"))
def Counter_agrees(student, reference, x):
    """Counter is right."""
    assert_close(student.Counter().add(x), reference.Counter().add(x))
'''
ASSIGNMENT = '# One\n\n```python exercise="ramp ramp_backward loss Counter"\n```\n'
MISTAKES = '"""None."""\n'
MIRROR = '''

@check(points=1, examples=4{after})
@for_all(x=reals("N"))
def ramp_and_its_mirror_image(student, x):
    """ramp(x) - ramp(-x) = x."""
    assert_close(student.ramp(x) - student.ramp(-x), x)
'''
RISES = '''

@check(points=1, examples=4{after})
@for_all(x=reals("N>=3", within=0.9))
def ramp_rises(student, x):
    """ramp rises, and lies above 0.3 on the right of -1."""
    y = student.ramp(np.sort(x))
    require(np.all(np.diff(y) >= 0) and np.all(y > 0.3), "it falls")
'''
OWN_GRADIENT = '''

@check(points=1, examples=4{after})
@for_all(x=normals("N"), dout=cotangents("N"))
def ramp_backward_is_that_of_your_ramp(student, x, dout):
    """ramp_backward is the gradient of your ramp."""
    got = student.ramp_backward(dout, x)
    assert_gradient(got, of=student.ramp, at={{"x": x}}, dout=dout)
'''
ALONE = '''

@check(points=1, examples=4{after})
@for_all(x=normals("N"), dout=cotangents("N"))
def ramp_backward_leaves_its_arguments_alone(student, x, dout):
    """ramp_backward changes neither dout nor x."""
    assert_unchanged(student.ramp_backward, dout, x)
'''
SQUARES = '''

@check(points=1, examples=4{after})
@for_all(x=reals("N"))
def loss_is_a_square(student, x):
    """Errors twice as large cost four times as much."""
    assert_close(student.loss(2 * x, 0 * x), 4 * student.loss(x, 0 * x))
'''
COUNTS = '''

@check(points=1, examples=4{after})
@for_all(x=reals("N"))
def Counter_of_nothing_more_stays(student, x):
    """Zeros change no sum."""
    counter = student.Counter()
    assert_close(counter.add(x) - counter.add(0 * x), 0.0)
'''
TWO = '''

@check(points=1{after})
def loss_of_the_public_pair_again(student):
    """loss([3], [1]) is 4, which the public check tells."""
    assert_close(student.loss(np.array([3.0]), np.array([1.0])), 4.0)
'''

ODD = '''

@check(points=1, examples=4)
@for_all(x=reals("N D"))
def double_is_odd(student, x):
    """double(-x) is -double(x)."""
    assert_close(student.double(-x), -student.double(x))
'''


LAWS = {
    "ramp_and_its_mirror_image": (MIRROR, "ramp_agrees"),
    "ramp_rises": (RISES, "ramp_agrees"),
    "ramp_backward_is_that_of_your_ramp": (OWN_GRADIENT, "ramp_backward_agrees"),
    "ramp_backward_leaves_its_arguments_alone": (ALONE, "ramp_backward_agrees"),
    "loss_is_a_square": (SQUARES, "loss_agrees"),
    "Counter_of_nothing_more_stays": (COUNTS, "Counter_agrees"),
    "loss_of_the_public_pair_again": (TWO, "loss_agrees"),
}
"""A law that hollow answers obey, and the hidden check of the value."""


@pytest.fixture(scope="module")
def load(tmp_path_factory, write_topic):
    """A topic of the checks that all must have, and more."""

    def loaded(more=""):
        texts = {"solution": SOLUTION, "assignment": ASSIGNMENT, "mistakes": MISTAKES}
        folder = tmp_path_factory.mktemp("topic") / "round"
        return load_topic(write_topic(folder, checks=CHECKS + more, **texts))

    return loaded


def gifts(topic):
    """(exercise, check, kind) of all that is given away."""
    prepared = prepare(topic, "a secret")
    return {
        (exercise, *gift)
        for exercise in (*topic.solution.exercises, EVERY)
        for gift in given_away(prepared, exercise)
    }


@pytest.fixture(scope="module")
def generous(load):
    """A topic whose laws wait for nothing."""
    return load("".join(law.format(after="") for law, _ in LAWS.values()))


@pytest.fixture(scope="module")
def found(generous):
    """What it gives away."""
    return gifts(generous)


@pytest.mark.parametrize(
    ("exercise", "check", "kind"),
    [
        ("ramp", "ramp_and_its_mirror_image", "half of that argument"),
        ("ramp", "ramp_rises", TABLE),
        (EVERY, "ramp_backward_is_that_of_your_ramp", "zeros"),
        (EVERY, "ramp_backward_is_that_of_your_ramp", "flat forwards with zero backwards"),
        ("ramp_backward", "ramp_backward_leaves_its_arguments_alone", "ones"),
        ("loss", "loss_is_a_square", "zeros"),
        ("Counter", "Counter_of_nothing_more_stays", "ones"),
        ("loss", "loss_of_the_public_pair_again", TABLE),
    ],
)
def test_a_law_that_hollow_answers_obey_is_found(found, exercise, check, kind):
    """A line obeys a mirror law, a table rises, flat forwards have zero gradients, and so on."""
    assert (exercise, check, kind) in found


def test_checks_of_the_values_are_not_given_away(generous, found):
    """Where hidden checks ask for right numbers, no hollow answer earns any."""
    assert set(LAWS) == {check for _, check, _ in found}


def test_each_gift_is_told_with_the_answers_that_earn_it(generous, found):
    """One line a check, whichever exercises were hollow."""
    told = list(broken_by_hollow(generous, [(check, kind) for _, check, kind in found]))
    (line,) = [line for line in told if "ramp_and_its_mirror_image" in line]

    assert len(LAWS) == len(told)
    assert (
        "law 2: hollow answers (half of that argument) earn ramp_and_its_mirror_image; "
        "let it wait (after=) for the hidden check of the value"
    ) == line


def test_laws_that_wait_for_the_value_are_not_given_away(load):
    """That is the remedy the line names."""
    topic = load("".join(law.format(after=f", after={value}") for law, value in LAWS.values()))

    assert set() == gifts(topic)
    assert [] == list(broken_by_hollow(topic, []))


def test_a_public_check_opens_no_hidden_one(load):
    """Its numbers are known: a hidden check waits for hidden ones."""
    topic = load(MIRROR.format(after=", after=ramp_at_some_points"))
    (line,) = broken_by_hollow(topic, [])

    assert line.startswith(
        "law 2: the public ramp_at_some_points opens the hidden ramp_and_its_mirror_image;"
    )


def test_public_checks_may_be_given_away(load):
    """Students have them: their points are not for a formula alone."""
    public = ", public=True"

    assert set() == gifts(load(MIRROR.format(after=public) + SQUARES.format(after=public)))


def test_there_are_several_hollow_answers():
    """Constants, arguments, lines and a table."""
    assert {"zeros", "ones", "an argument of the right shape", TABLE} <= set(FILLS)


@pytest.mark.slow
def test_verifying_tells_what_is_given_away(tmp_path, write_topic, topic_texts):
    """The law is one of those that `autograder verify` holds topics to."""
    root = tmp_path / "course"
    folder = write_topic(root / "reference" / "vectors", checks=topic_texts["checks"] + ODD)
    confinement = Confinement(Limits(), root)
    topic = load_topic(folder)
    (report,) = verify(Layout(root), {"vectors": prepare(topic, "a secret")}, confinement)
    (line,) = [line for line in report.broken if "hollow" in line]

    assert line.startswith("law 2: hollow answers (zeros; ")
    assert "earn double_is_odd;" in line
