"""LaTeX becomes MathML that is safe whatever was typed."""

from xml.etree.ElementTree import Element

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from autograder.reporting.mathml import LONGEST, _copied, latex_to_mathml

PIECES = r"\frac \text{ \href{javascript:x} \style{position:fixed} { } } ^ _ & \\ < > \" ' $ \sqrt"
PIECES = [*PIECES.split(), "<script>", "</math>", "<!--", "&lt;", "&#60;", "\\begin{matrix}", "x"]


def test_a_formula_is_one_math_element(parsed):
    """Fractions and scripts become their MathML elements."""
    page = parsed(latex_to_mathml(r"\frac{1}{1 + e^{-x}}"))

    assert {"math", "mrow", "mfrac", "msup", "mn", "mi", "mo"} == page.tags


def test_a_displayed_formula_says_so():
    """Block formulas stand on their own line."""
    assert '<math display="block">' in latex_to_mathml("x", block=True)
    assert '<math display="inline">' in latex_to_mathml("x")


@pytest.mark.parametrize("latex", [r"\foo{x}", r"\frac{a", "a & b", "", "{" * 900, "x" * 9999])
def test_what_cannot_be_converted_is_shown_as_code(latex, parsed):
    """Unknown commands, half formulas, endless nesting and endless length never raise."""
    page = parsed(latex_to_mathml(latex))

    assert {"code"} == page.tags
    assert latex == page.text


def test_a_prime_keeps_its_size(parsed):
    """f′ has no script, in which its prime would be too small to be seen."""
    page = parsed(latex_to_mathml("f'(x) + g''"))

    assert {"math", "mrow", "mi", "mo"} == page.tags
    assert "f′(x)+g″" == page.text


def test_a_tag_in_a_formula_stays_text(parsed):
    r"""latex2mathml alone makes a tag of \text{<script>}."""
    page = parsed(latex_to_mathml(r"\text{<script>alert(1)</script>}"))

    assert "script" not in page.tags
    assert "<script>alert(1)</script>" in page.text


@pytest.mark.parametrize(
    "latex", [r"\href{javascript:alert(1)}{x}", r"\style{position:fixed}{x}", r"\class{card}{x}"]
)
def test_links_styles_and_classes_are_dropped(latex, parsed):
    """Only attributes that lay out a formula are kept."""
    page = parsed(latex_to_mathml(latex))

    assert page.attributes == [("math", "display", "inline")]


@pytest.mark.parametrize("tag", ["script", "maction", "annotation-xml", "semantics", "merror"])
def test_only_elements_that_lay_out_a_formula_are_copied(tag):
    """Whatever another version of latex2mathml may emit."""
    row = Element("mrow")
    row.append(Element(tag))

    assert _copied(row) is None


@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=5), max_size=20).map("".join))
@example("\ud800")
def test_any_latex_gives_allowed_tags_only(parsed, latex):
    """Whatever is typed between dollars, only MathML or one code element comes out."""
    page = parsed(latex_to_mathml(latex))

    assert all(tag in {"math", "code"} or tag.startswith("m") for tag in page.tags)
    assert not page.tags & {"meta", "map", "marquee", "menu", "maction"}
    assert not {name for _, name, _ in page.attributes} & {"href", "style", "id", "onclick"}


def test_the_longest_formula_is_still_converted(parsed):
    """The limit is on length, not on what fits just below it."""
    assert "math" in parsed(latex_to_mathml("x" * LONGEST)).tags


@pytest.mark.parametrize(
    ("latex", "mathml"),
    [
        (r"2\log x", '<mi>log</mi><mspace width="0.167em" /><mi>x</mi>'),
        (r"\mathrm{softmax}", '<mi mathvariant="normal">softmax</mi>'),
        (r"f(-x)", '<mo form="prefix">−</mo>'),
        (r"\boldsymbol{\theta}", "<mi>𝜽</mi>"),
        (r"\begin{aligned}a&=b\\c&=d\end{aligned}", '<mtd columnalign="right">'),
        (r"x \sim p", "<mo>∼</mo>"),
    ],
)
def test_formulas_look_as_in_print(latex, mathml):
    """Spaces around names, upright words, signs, bold letters and aligned equations are right."""
    assert mathml in latex_to_mathml(latex)
