"""Markdown with $LaTeX$ becomes HTML that cannot run or fetch anything."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.reporting.markdown import LONGEST, markdown_to_html, sentence_to_html

MARKS = ["*", "_", "`", "$", "$$", "[", "](", ")", "!", "<", ">", "\n", "\n\n", "- ", "> ", "| "]
MARKS += ["<b onclick=x>", "javascript:", "http://x.y", "```", "&", '"', "\\", "# ", "<!--", "a"]
MARKS += ["attachment:", "data:image/png;base64,", "|---|\n", "~~", "    ", "\\begin{align}"]


def test_prose_formulas_and_code_are_rendered(parsed):
    """Headings, emphasis, tables, formulas and code blocks come out as their elements."""
    page = parsed(
        markdown_to_html(
            "# A\n\n*b* **c** `d` $e$\n\n|f|\n|-|\n|$|g|$|\n\n```python\ndef h(): 1\n```"
        )
    )

    assert {"h1", "em", "strong", "code", "math", "table", "pre", "span"} <= page.tags


@pytest.mark.parametrize(
    "text",
    [
        "$$a = b$$",
        "$$\na\n= b\n- c\n$$",
        "text $$a = b$$ text",
        "- item\n  $$a = b$$",
        "\\begin{align}\na &= b\n\\end{align}",
    ],
)
def test_displayed_formulas_are_found_wherever_notebooks_have_them(text):
    """On one line, over several, inside a sentence, in a list, or as a bare environment."""
    assert '<math display="block">' in markdown_to_html(text)
    assert "$" not in markdown_to_html(text)


@pytest.mark.parametrize(
    "text", ["`$x$`", "```\n$x$\n```", "costs $5 and $6", "a \\$x\\$ b", "$ x $"]
)
def test_dollars_that_are_no_formula_stay_dollars(text):
    """Code, money and escaped dollars are left alone."""
    assert "<math" not in markdown_to_html(text)
    assert "$" in markdown_to_html(text)


def test_a_formula_may_end_a_line_with_a_backslash():
    """A backslash before the end of a line is a space, as for LaTeX and notebooks."""
    for text in ("so $(a,\\\nb)$.", "so $$(a,\\\nb)$$."):
        assert 1 == markdown_to_html(text).count("<math")
        assert "$" not in markdown_to_html(text)


def test_stars_and_underscores_in_formulas_are_not_emphasis():
    """$a_i$ and $b_i$ has no italics in between."""
    rendered = markdown_to_html("$a_i$ and $b_i * c$ and $d * e_i$")

    assert rendered.count("<math") == 3
    assert "<em>" not in rendered


def test_raw_html_is_shown_not_obeyed(parsed):
    """A tag typed into Markdown is text."""
    page = parsed(markdown_to_html("<script>alert(1)</script>\n\nand <b onclick=x>this</b>"))

    assert {"p"} == page.tags
    assert "<script>alert(1)</script>" in page.text


@pytest.mark.parametrize(
    "url",
    ["javascript:alert(1)", "JaVaScRiPt:alert(1)", "data:text/html,x", "file:///etc", "x.py"],
)
def test_only_addresses_one_may_follow_become_links(url, parsed):
    """http, https and mailto; anything else leaves its words only."""
    assert "a" not in parsed(markdown_to_html(f"[words]({url})")).tags
    assert "words" in markdown_to_html(f"[words]({url})")


def test_a_web_link_cannot_be_turned_into_attributes(parsed):
    """Quotes in an address or a title stay inside the attribute."""
    page = parsed(markdown_to_html('[a](https://x.y/?"onclick="z \'b" onclick="c\')'))

    assert {"href", "title", "rel"} >= {name for _, name, _ in page.attributes}


def test_pictures_from_elsewhere_are_named_not_fetched(parsed):
    """An image address would tell its owner who reads the page, and when."""
    page = parsed(markdown_to_html("![a plot](https://tracker.example/x.png)"))

    assert "img" not in page.tags
    assert "[picture: a plot]" in page.text


def test_very_long_text_is_shown_as_typed(parsed):
    """Rendering takes time that grows faster than the text."""
    assert {"pre"} == parsed(markdown_to_html("*a*" * LONGEST)).tags


def test_a_sentence_fits_into_a_paragraph(parsed):
    """No block element comes out of a check's sentence, even if it is written as two."""
    assert {"math", "mrow", "mi"} == parsed(sentence_to_html("so $x$.")).tags
    assert "p" not in parsed(sentence_to_html("one\n\ntwo")).tags
    assert "ul" not in parsed(sentence_to_html("- one")).tags


@given(st.lists(st.sampled_from(MARKS) | st.text(max_size=4), max_size=25).map("".join))
def test_any_markdown_gives_allowed_tags_only(parsed, text):
    """Whatever is typed, tags are closed, harmless and without handlers."""
    page = parsed(markdown_to_html(text))

    assert not page.tags & {"script", "style", "iframe", "svg", "object", "form", "base", "b"}
    for tag, name, value in page.attributes:
        assert not name.startswith("on"), (tag, name)
        assert name != "href" or value.lower().startswith(("http://", "https://", "mailto:", "#"))
        assert name != "src" or value.startswith("data:image/")
