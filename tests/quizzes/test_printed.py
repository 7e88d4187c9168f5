"""What is printed is what is asked: what is refused, and what verifying reads back."""

from __future__ import annotations

from dataclasses import replace

import pytest

from autograder.errors import TopicError
from autograder.quizzes.answers import Numbers
from autograder.quizzes.fairness import fairness
from autograder.quizzes.printed import lost_on_paper, misprints, printed_parts
from autograder.quizzes.quiz import AskedQuestion, load_quiz, variant_of
from autograder.quizzes.templates import rendered, shown

QUIZ = '''\
r"""# A quiz

Of one question.
"""

import numpy as np

from autograder.quizzes import array, choose, drawn, one_of, question, right, whole, wrong


@question(points=2, within=0.001)
@drawn(
    a=whole(-30, -11),
    b=whole(11, 30),
    v=array(2, of=one_of(-3, -2, 2, 3), distinct=True),
    m=array(2, 2, of=one_of(-3, -2, 2, 3)),
    word=one_of("left", "right"),
)
def value(a, b, v, m, word):
    r"""A value

    TEXT
    """
    return a * 0.31 + b * 0.17 + v[0] * 1.1 + v[1] * 2.3 + m.sum() * 0.7 + (word == "left")


@value.slip("this is another")
def another(a):
    return a + 1000.5


@question(points=1)
def choice():
    """A choice

    Which one?
    """
    return choose(right("yes"), wrong("no", "never"), wrong("nay", "not"), wrong("nein", "not"))
'''
GOOD = (
    "$x << -a | signed>>\\, y^{<<b>>}$, <<a>>, $<<v>> <<m>> = << -a>>$ "
    "to the <<word>> <<(word, True)>>: $<<a + b>>$."
)


@pytest.fixture(scope="module")
def make(tmp_path_factory):
    """Load the quiz with this text."""

    def load(text=GOOD, **replaced):
        folder = tmp_path_factory.mktemp("reference") / "printed"
        folder.mkdir()
        source = QUIZ.replace("TEXT", text)
        for old, new in replaced.items():
            source = source.replace(old, new)
        (folder / "questions.py").write_text(source)
        return load_quiz(folder)

    return load


class TestReading:
    """What is refused when a quiz is read."""

    @pytest.mark.parametrize(
        ("text", "mark", "remedy"),
        [
            ("$(w <<-a | signed>>)^2$", "'<<-'", "write '<< -a | signed>>', with a blank"),
            ("$w <<+a>>$", "'<<+'", "take the '+' away"),
            ("$w <<a ->> x$", "'->>'", "take the '-' away"),
            ("$w <<a +>> x$", "'+>>'", "take the '+' away"),
            ("a <%- if a %> b <% endif %>", "'<%-'", "take the '-' away"),
            ("a <%+ if a %> b <% endif %>", "'<%+'", "take the '+' away"),
            ("a <% if a -%> b <% endif %>", "'-%>'", "take the '-' away"),
            ("a <% if a +%> b <% endif %>", "'+%>'", "take the '+' away"),
            ("a <#- words #> b", "'<#-'", "take the '-' away"),
            ("a <#+ words #> b", "'<#+'", "take the '+' away"),
            ("a <# words -#> b", "'-#>'", "take the '-' away"),
            ("a <# words +#> b", "'+#>'", "take the '+' away"),
        ],
    )
    def test_white_space_control_is_refused(self, make, text, mark, remedy):
        """Every form of it that Jinja knows, with file, line and remedy."""
        with pytest.raises(TopicError, match=r"questions\.py:22: ") as caught:
            make(text)

        assert f"questions.py:22: {mark} has a sign beside" in str(caught.value)
        assert remedy in str(caught.value)

    @pytest.mark.parametrize("source", ["<< -p | signed>>", "<<(-p) | signed>>"])
    def test_the_remedies_print_the_sign(self, source):
        """Both that authors may choose from."""
        assert "(w - 3)" == rendered(f"(w {source})", {"p": 3})
        assert "(w + 3)" == rendered(f"(w {source})", {"p": -3})

    @pytest.mark.parametrize(
        ("old", "what"),
        [
            ("Of one question", "the opening"),
            ("this is", "a slip's message"),
            ("A value", "a title"),
            ("yes", "an option"),
            ("never", "an option"),
        ],
    )
    def test_a_placeholder_where_none_is_filled_in_is_refused(self, make, old, what):
        """Students would read "<<a>>" in the opening, a title, an option, or their feedback."""
        with pytest.raises(TopicError, match=r"questions\.py") as caught:
            variant_of(make(**{old: "<<a>>"}), "ann", "s")

        assert f"{what} has '<<a>>'" in str(caught.value)


class TestShown:
    """How a parameter is printed."""

    @pytest.mark.parametrize(
        ("value", "words"),
        [
            (0.1 + 0.2, "0.3"),
            (1e-05, "0.00001"),
            (2e10, "20000000000"),
            (-0.0, "0"),
            (3.0, "3"),
            (12, "12"),
            ((1, -2.5), "(1, -2.5)"),
        ],
    )
    def test_a_number_is_written_out(self, value, words):
        """No power of ten as programmers write it, no -0, no digits of rounding."""
        assert words == str(shown(value))

    def test_the_key_prints_no_negative_zero(self):
        """An answer that rounds to 0 has no sign."""
        assert "0.000" == Numbers(-0.00001, within=0.01).shown


def told(quiz):
    """What verifying says of a few variants."""
    return fairness(quiz, "s", 30)[0]


class TestVerifying:
    """Law 8: what is printed is what is asked."""

    def test_a_text_that_says_what_it_should_is_believed(self, make):
        """Signs, exponents, arrays, matrices, words and sums are read back."""
        assert [] == [line for line in told(make()) if "law 8" in line]

    @pytest.mark.parametrize(
        ("old", "new", "why"),
        [
            ("<< -a | signed>>", "<<2 * a | signed>>", "is printed as"),
            ("<< -a>>", "<<(-a) ** 2>> << -a ** 2>>", "is printed as"),
            ("$<<a + b>>$", "$<<b / 2.9999999999e12>>$ <<b | round(1)>>", "cannot be read back"),
            ("<<a + b>>", "<<b * 1234567.89012345678>>", "but should be"),
            ("y^{<<b>>}", "y^<<b>>", "put it in {braces}"),
            ("y^{<<b>>}", r"\frac<<b>>{2}", "put it in {braces}"),
            ("= << -a>>", "- <<a>>", "has a sign beside a sign"),
            ("= << -a>>", r"\cdot <<a>>", "has a sign beside a sign"),
            ("= << -a>>", "= << -a | signed>>", "has a plus, but is no term"),
            ("= << -a>>", "= <<a>>^2", "is negative and has an exponent"),
            ("= << -a>>", r"= x\, <<a>>", "reads as a difference"),
            ("= << -a>>", "= <<b>>0", "runs together with the digits after"),
            ("= << -a>>", "= 1<<b>>", "runs together with the digits before"),
            ("$x", "<<b | signed>>, $x", "begins a line with a sign"),
            ("$x", "<<b>>. $x", "begins a line as the number of a list"),
            ("<<v>>", "<<v[0]>>", "the answer depends on v, which the text does not show"),
            (
                "<<word>> <<(word, True)>>",
                "side",
                "the answer depends on word, which the text does not show",
            ),
            ("<<m>>", "<<m[0]>> <<m[1][0]>>", "the answer depends on m,"),
            (r"\, y^", r"\unheard y^", "\\unheard is printed as it stands on paper"),
        ],
    )
    def test_a_text_that_says_something_else_is_told(self, make, old, new, why):
        """A wrong value, an ambiguous place, a parameter that is not shown, a raw formula."""
        assert old in GOOD
        lines = [line for line in told(make(GOOD.replace(old, new))) if "law 8: value: " in line]

        assert any(why in line for line in lines), lines

    def test_a_sign_lost_on_the_absolute_value_is_told(self, make):
        """The text stays as it is if the parameter changes its sign."""
        quiz = make(GOOD, **{"whole(-30, -11)": "one_of(*range(-30, -11), *range(11, 30))"})
        question = replace(quiz.questions[0], text="<<(a * a) ** 0.5>> <<b>> <<v>> <<m>> <<word>>")
        lines = told(replace(quiz, questions=(question, *quiz.questions[1:])))

        assert any("depends on a, which the text does not show" in line for line in lines), lines

    def test_a_parameter_that_nothing_depends_on_is_told(self, make):
        """Neither the text nor the answer."""
        lines = told(make(**{"b=whole(11, 30),": "b=whole(11, 30), more=whole(4, 9),"}))

        assert "law 8: value: neither text nor answer depends on more; draw it no more" in lines

    def test_white_space_control_is_seen_in_the_print_itself(self, make):
        """Were it not refused, the sign that students read would be found to be wrong."""
        asked = variant_of(make(), "ann", "s").asked[0]
        question = replace(asked.question, text="$(w <<-a | signed>>)^2$")
        found = AskedQuestion(
            question, asked.values, rendered(question.text, asked.values), asked.key
        )
        a = asked.values["a"]

        assert f"$(w- {-a})^2$" == found.text
        assert [
            "white-space control takes signs or blanks out of the text",
            f"<<-a | signed>> is printed as '- {-a}', but should be {-a}, in '$(w - {-a})^2$'",
        ] == list(misprints(found))

    def test_a_key_that_is_rounded_too_far_is_told(self, make):
        """Who types the answer key as it is printed earns everything."""
        asked = variant_of(make(), "ann", "s").asked[0]
        large = replace(asked.key, right=asked.key.right + 12345678901)

        (line,) = misprints(replace(asked, key=large))
        assert line.startswith("the answer key does not earn everything: ")

    def test_what_is_not_on_paper_is_told(self, make):
        """Each printed value is looked for in the page."""
        asked = variant_of(make(), "ann", "s").asked[0]

        assert [] == list(lost_on_paper(asked))
        lines = list(lost_on_paper(replace(asked, text="Nothing.")))
        assert len(printed_parts(asked.question.text, asked.values)[1]) == len(lines)
