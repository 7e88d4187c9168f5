"""A tiny quiz: what students get, what their answers earn, and what verifying refuses."""

from __future__ import annotations

import nbformat
import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.errors import TopicError
from autograder.grading.grade import grade_file
from autograder.limits import Limits
from autograder.quizzes.fairness import fairness
from autograder.quizzes.grading import prepare_quiz
from autograder.quizzes.notebook import filled, notebook_of
from autograder.quizzes.quiz import AskedQuestion, load_quiz, variant_of
from autograder.receipts import Outcome

QUIZ = '''\
"""# A tiny quiz

Three things.
"""

import numpy as np

from autograder.checks import reals
from autograder.quizzes import choose, drawn, question, right, whole, write, wrong


@question(points=2)
@drawn(a=whole(3, 90), b=whole(3, 90))
def product(a, b):
    """A product

    What is $<<a>> \\\\cdot <<b>>$?
    """
    return a * b


@product.slip("this is the sum")
def added(a, b):
    return a + b


@question(points=2, follows=product)
@drawn(c=whole(5, 50))
def total(c, product):
    """A total

    Add <<c>> to it.
    """
    return product + c


@question(points=2)
def word():
    """A word

    Which is right?
    """
    return choose(right("yes"), *(wrong(f"no {i}", f"{i} is not") for i in range(9)), of=5)


@question(points=3)
@drawn(k=whole(2, 40))
def times(k):
    """A function

    Write `times(x)`, <<k>> times x.
    """

    def times(x):
        return k * x

    return write(times, x=reals("N"))
'''


@pytest.fixture(scope="module")
def make(tmp_path_factory):
    """Load a quiz from its text."""

    def load(text=QUIZ):
        folder = tmp_path_factory.mktemp("reference") / "tiny"
        folder.mkdir()
        (folder / "questions.py").write_text(text)
        return load_quiz(folder)

    return load


@pytest.fixture(scope="module")
def quiz(make):
    """The tiny quiz."""
    return make()


CHAIN = '''\
"""# A chain

One answer goes into the next.
"""

from autograder.quizzes import drawn, question, whole


@question(points=2, within=0.01)
@drawn(a=whole(10, 89))
def first(a):
    """First

    What is $<<a>> / 7$?
    """
    return a / 7


@question(points=2, within=0.01, follows=first)
@drawn(c=whole(20, 60))
def second(c, first):
    """Second

    And <<c>> times that?
    """
    return c * first


@question(points=2, within=0.01, follows=second)
def third(first, second):
    """Third

    And the sum of both?
    """
    return first + second
'''


@pytest.fixture
def results(quiz, zygote, tmp_path):
    """Grade ann's notebook with these answers: question → result."""

    def grade(answers, *, notebook=None):
        work = notebook or notebook_of(variant_of(quiz, "ann", "s"))
        path = tmp_path / "tiny.ipynb"
        path.write_text(nbformat.writes(filled(work, answers)))
        receipt, _ = grade_file(path, prepare_quiz(quiz, "s"), zygote, Limits(), student="ann")
        return {result.name: result for result in receipt.checks}

    return grade


def values(quiz, student="ann"):
    """The drawn numbers of a student, by name."""
    return {
        name: value
        for asked in variant_of(quiz, student, "s").asked
        for name, value in asked.values.items()
    }


def test_the_same_student_always_gets_the_same_bytes(quiz):
    """A variant is a function of secret, quiz and student."""
    one, two = (nbformat.writes(notebook_of(variant_of(quiz, "ann", "s"))) for _ in range(2))

    assert one == two
    assert one != nbformat.writes(notebook_of(variant_of(quiz, "ann", "t")))


@given(st.text(min_size=1), st.text(min_size=1))
def test_another_student_gets_another_variant(quiz, one, two):
    """Whatever the ids are, different students have different codes."""
    codes = {variant_of(quiz, student, "s").code for student in (one, two)}

    assert len({one, two}) == len(codes)


def test_right_answers_earn_everything(quiz, results):
    """Numbers, a letter and a function, each of the student's own variant."""
    known = values(quiz)
    letter = variant_of(quiz, "ann", "s").asked[2].key.right
    found = results(
        {
            "product": f"product = {known['a']} * {known['b']}",
            "total": f"total = [{known['a'] * known['b'] + known['c']}][0]",
            "word": f"word = '{letter.upper()})'",
            "times": f"def times(x):\n    return x * {known['k']}",
        }
    )

    assert {Outcome.PASSED} == {result.outcome for result in found.values()}


@pytest.mark.parametrize("first", ["", "numbers = 3", "import numpy as np\nnp = 3"])
def test_answers_that_use_numpy_need_no_first_cell(quiz, results, first):
    """The import that every variant gives is supplied where it is gone."""
    known = values(quiz)
    work = notebook_of(variant_of(quiz, "ann", "s"))
    for cell in work.cells:
        if cell.id == "given":
            cell.source = first
    found = results(
        {
            "product": f"product = int(np.prod([{known['a']}, {known['b']}]))",
            "times": f"def times(x):\n    return np.multiply({known['k']}, x)",
        },
        notebook=work,
    )

    assert Outcome.PASSED is found["product"].outcome
    assert Outcome.PASSED is found["times"].outcome


def test_the_untouched_notebook_earns_nothing(results):
    """No answer, no points."""
    found = results({})

    assert 0 == sum(result.earned for result in found.values())
    assert "there is no answer yet" == found["product"].message


def test_a_known_slip_earns_half_and_is_told(quiz, results):
    """Who adds instead of multiplying hears so."""
    known = values(quiz)
    found = results({"product": f"product = {known['a'] + known['b']}"})["product"]

    assert (1, "this is the sum") == (found.earned, found.hint)


def test_what_follows_from_an_own_wrong_answer_earns_half(quiz, results):
    """An error is not punished twice in full."""
    found = results({"product": "product = 7", "total": f"total = 7 + {values(quiz)['c']}"})

    assert (0, 1) == (found["product"].earned, found["total"].earned)
    assert "it follows from your own answer to product" == found["total"].hint


@pytest.mark.parametrize(
    ("start", "earned"),
    [("round({a} / 7, 2)", (2, 2, 2)), ("{a} / 6", (0, 1, 1)), ("{a} / 7", (2, 2, 2))],
)
def test_what_follows_from_own_answers_is_taken_together(make, zygote, tmp_path, start, earned):
    """From accepted ones, if rounded, it earns everything; from wrong ones half, all the way."""
    chain = make(CHAIN)
    variant = variant_of(chain, "ann", "s")
    a, c = (variant.asked[1].values[name] for name in "ac")
    answers = {
        "first": f"first = {start.format(a=a)}",
        "second": f"second = {c} * first",
        "third": "third = first + second",
    }
    path = tmp_path / "tiny.ipynb"
    path.write_text(nbformat.writes(filled(notebook_of(variant), answers)))
    receipt, _ = grade_file(path, prepare_quiz(chain, "s"), zygote, Limits(), student="ann")

    assert earned == tuple(result.earned for result in receipt.checks)


def test_refusing_what_follows_from_rounded_answers_is_told(make, monkeypatch):
    """Verifying would see it if answers from own rounded ones earned nothing."""
    assert [] == fairness(make(CHAIN), "s", 200)[0]

    monkeypatch.setattr(AskedQuestion, "carrying", lambda self, own, wrong: self)
    broken, _ = fairness(make(CHAIN), "s", 200)

    assert {"second", "third"} == {line.split(": ")[1] for line in broken}
    assert all("follows from rounded answers is refused" in line for line in broken)


def test_a_wrong_choice_hears_its_reason(quiz, results):
    """The reason is that of the option that was chosen."""
    key = variant_of(quiz, "ann", "s").asked[2].key
    wrong = next(place for place, option in enumerate(key.options) if not option.right)
    found = results({"word": f"word = {'abcde'[wrong]!r}"})["word"]

    assert 0 == found.earned
    assert key.options[wrong].because in found.message


def test_a_wrong_function_is_shown_the_call_that_fails(results):
    """Functions are judged as exercises of topics are."""
    found = results({"times": "def times(x):\n    return x"})["times"]

    assert 0 == found.earned
    assert found.shown["code"].startswith("times(x=np.array(")


@pytest.mark.parametrize("hostile", ["import os; os._exit(0)", "1 / 0"])
def test_a_cell_that_ends_badly_costs_its_own_answer_only(quiz, results, hostile):
    """The other answers are read all the same."""
    known = values(quiz)
    found = results({"product": hostile, "times": f"times = lambda x: {known['k']} * x"})

    assert (0, 3) == (found["product"].earned, found["times"].earned)


def test_anothers_notebook_is_told_to_be_anothers(quiz, results):
    """Bob's right answers earn ann nothing, and she is told why."""
    bob = values(quiz, "bob")
    work = notebook_of(variant_of(quiz, "bob", "s"))
    answers = {"product": f"product = {bob['a'] * bob['b']}"}
    found = results(answers, notebook=work)["product"]

    assert 0 == found.earned
    assert f"this one is of variant {variant_of(quiz, 'bob', 's').code}" in found.hint


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        ("return a * b", "return a // (a - b)", "ZeroDivisionError"),
        ("return a * b", "return a * 0", "trivial"),
        ("return a * b", "return a / b", "whole number"),
        ("return a + b", "return a * b", "slip"),
        ("a=whole(3, 90), b=whole(3, 90)", "a=whole(3, 5), b=whole(4, 6)", "different variants"),
        ("return a * b", "return a * b if a < 50 else a * b + a + b", "steps"),
    ],
)
def test_verifying_sees_what_is_unfair(make, old, new, named):
    """Division by zero, trivial answers, answers that meet, too few variants, uneven steps."""
    broken, _ = fairness(make(QUIZ.replace(old, new)), "s", 60)

    assert any(named in line for line in broken), broken


def test_the_tiny_quiz_is_fair(quiz):
    """What the test above breaks holds otherwise."""
    assert [] == fairness(quiz, "s", 60)[0]


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        ("def product(a, b)", "def product(a, d)", "takes 'd'"),
        ("points=2)\n@drawn(a", "points=0)\n@drawn(a", "at least 1"),
        ('"""# A tiny quiz', '"""A tiny quiz', "# Title"),
        ("What is $<<a>>", "What is $<<e>>", "'e' is undefined"),
    ],
)
def test_a_mistake_of_the_author_is_named(make, old, new, named):
    """With file and line, before any student sees it."""
    with pytest.raises(TopicError, match=r"questions\.py:?") as caught:
        variant_of(make(QUIZ.replace(old, new)), "ann", "s")

    assert named in str(caught.value)
