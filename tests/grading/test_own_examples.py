"""Each submission gets examples that hardly another gets, proved as the shared ones are."""

from types import SimpleNamespace

import numpy as np
import pytest

from autograder.checks import assert_close, check, choices, for_all, integers, reals, require
from autograder.errors import TopicError
from autograder.grading.examples import draw_check
from autograder.grading.foreseeing import foresee
from autograder.grading.own_examples import LEAST_POOL, OWN, POOL, unpacked

NAMES = {"double": lambda x: 2 * x}
REFERENCE = SimpleNamespace(**NAMES)


def drawn(one, *, of="a secret"):
    """The check with its examples."""
    return draw_check(one, REFERENCE, NAMES, of)


def own(one, submission):
    """The numbers of a submission's own examples."""
    examples = one.for_submission(f"{submission:064x}")[len(one.shared) :]
    return [example.inputs["x"].tobytes() for example in examples]


@check(points=1)
@for_all(x=reals("N>=2 D>=2", layout="any"))
def double_is_twice_x(student, reference, x):
    """double(x) is twice x."""
    assert_close(student.double(x), reference.double(x))


@check(points=1)
@for_all(x=reals("N>=2"))
def double_of_answers(student, reference, x):
    """double(double(x)) is four times x; so it is of the reference's; and of -x it is -2 x."""
    assert_close(student.double(-x), -2 * x)
    assert_close(student.double(student.double(x)), 4 * x)
    assert_close(student.double(reference.double(x)), 4 * x)


@check(points=1)
@for_all(x=reals("N>=2"))
def double_of_answers_at_times(student, x):
    """double(double(x)) is four times x; where x begins above 5 it is asked for."""
    answer = student.double(x)
    assert_close(student.double(answer if x[0] > 5 else x), 4 * x if x[0] > 5 else 2 * x)
    if x[1] > 0:
        student.double(x)


def test_each_submission_has_two_of_its_own():
    """Out of so many that few submissions share one; the same ones whenever it is graded."""
    one = drawn(double_is_twice_x)
    found = [own(one, number) for number in range(100)]

    assert {OWN} == {len(set(each)) for each in found}
    assert POOL == len(one.pool)
    assert len({tuple(each) for each in found}) > 95
    assert len({each for pair in found for each in pair}) > 80
    again = drawn(double_is_twice_x)
    assert found == [own(again, number) for number in range(100)]


def test_they_depend_on_the_secret():
    """Who knows the check and the file, but not the secret, knows none of them."""
    one, other = (drawn(double_is_twice_x, of=text) for text in ("one", "other"))

    assert not {*own(one, 7)} & {unpacked(each).inputs["x"].tobytes() for each in other.pool}


def test_they_have_the_structure_of_shared_ones_and_other_numbers():
    """Shape, dtype, layout; none is a shared one, none stands twice."""
    one = drawn(double_is_twice_x)
    shared = [example.inputs["x"] for example in one.shared]
    pool = [unpacked(each).inputs["x"] for each in one.pool]

    assert {x.shape for x in pool} <= {x.shape for x in shared}
    assert len(pool) == len({x.tobytes() for x in pool} - {x.tobytes() for x in shared})


@pytest.mark.parametrize("one", [double_of_answers, double_of_answers_at_times])
def test_a_request_pauses_where_it_would_if_one_had_looked(one):
    """Never less; where the check goes as on the shared ones no look is needed."""
    for each in drawn(one).pool:
        example = unpacked(each)
        (looked,) = foresee(one, REFERENCE, NAMES, [example])
        for line, seen in zip(example.foreseen, looked.foreseen, strict=True):
            assert (line.depends, line.reveals) >= (seen.depends, seen.reveals)
            assert line.depends >= seen.depends
            assert line.reveals >= seen.reveals
    if one is double_of_answers:
        lines = unpacked(drawn(one).pool[0]).foreseen
        assert [False, False, True, False] == [line.depends for line in lines]
        assert [False, False, False, True] == [line.reveals for line in lines]


def test_one_that_cannot_be_proved_is_drawn_again():
    """It is no error, and nobody's failure."""

    @check(points=1)
    @for_all(x=reals("N"))
    def double_is_twice_x(student, x):
        """double(x) is twice x."""
        if 2 < x[0] < 3:
            raise TopicError("it cannot be proved")
        assert_close(student.double(x), 2 * x)

    shared = drawn(double_is_twice_x).shared
    pool = [unpacked(each).inputs["x"] for each in drawn(double_is_twice_x).pool]

    assert double_is_twice_x.examples == len(shared)
    assert len(pool) > 0.9 * POOL
    assert not [x for x in pool if 2 < x[0] < 3]


def test_where_nothing_but_structure_is_drawn_there_are_none():
    """A choice is the same for all."""

    @check(points=1)
    @for_all(x=choices(1, 2, 3))
    def double_is_twice_x(student, x):
        """double(x) is twice x."""
        assert_close(student.double(x), 2 * x)

    assert () == drawn(double_is_twice_x).pool


def test_counts_change_where_nothing_else_can():
    """As many as there are beyond the shared ones."""

    @check(points=1, examples=4)
    @for_all(n=integers(1, 12))
    def double_is_twice_n(student, n):
        """double(n) is 2n."""
        assert_close(student.double(n), 2 * n)

    one = drawn(double_is_twice_n)
    numbers = [example.inputs["n"] for example in (*one.shared, *map(unpacked, one.pool))]

    assert len(numbers) == len(set(numbers)) > 8
    assert set(numbers) <= set(range(1, 13))


def test_a_check_of_many_requests_has_fewer_in_stock():
    """Each costs as much as many others."""

    @check(points=1, examples=2)
    @for_all(x=reals("N"))
    def double_is_asked_often(student, x):
        """double(x) is twice x."""
        for _ in range(300):
            require(student.double(x) is not None, "it is None")

    assert LEAST_POOL == len(drawn(double_is_asked_often).pool)


def test_own_examples_are_asked_and_judged(prepared, outcomes):
    """Whoever is right on all shared examples alone fails."""
    one = prepared.drawn["norm_agrees_with_the_reference"]
    known = [example.inputs["x"].tolist() for example in one.shared]
    body = f"""\
known = {known!r}
def norm(x):
    return float(np.sqrt((x * x).sum())) if x.tolist() in known else 0.0"""

    assert "should be" in outcomes(norm=body)["norm_agrees_with_the_reference"].message
    assert np.linalg.norm(one.for_submission("a" * 64)[-1].inputs["x"]) > 0
