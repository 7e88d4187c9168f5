"""The Jinja environment of all pages: everything is escaped unless a filter made it safe."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

import jinja2
from markupsafe import Markup

from autograder.receipts import Outcome
from autograder.reporting.code import python_to_html
from autograder.reporting.markdown import sentence_to_html
from autograder.reporting.mathml import latex_to_mathml
from autograder.reporting.plain import escaped, plain_sentence, printable

GLYPHS = {Outcome.PASSED: "✓", Outcome.FAILED: "✗", Outcome.SKIPPED: "–", Outcome.ERROR: "!"}

_FOLDER = Path(__file__).parent / "templates"
_MATH = re.compile(r"\$(?!\s)([^$\n]+)(?<!\s)\$(?!\d)")
_CODE = re.compile(r"`([^`\n]+)`")


@lru_cache(maxsize=1)
def environment() -> jinja2.Environment:
    """The environment, made once: compiling templates takes longer than filling them."""
    made = jinja2.Environment(
        loader=jinja2.FileSystemLoader(_FOLDER),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.filters.update(
        sentence=lambda text: Markup(sentence_to_html(text)),  # noqa: S704 # escaped there
        python=lambda text: Markup(python_to_html(text)),  # noqa: S704 # escaped there
        plain=plain_sentence,
        words=words_to_html,
        advice=advice_to_html,
        css_text=_css_text,
        points=lambda number: counted(number, "point"),
        counted=counted,
    )
    made.globals.update(glyphs=GLYPHS)
    return made


def _css_text(text: str) -> Markup:
    """The text within the quotes of a CSS string: all but letters and digits by their codes."""
    spelled = re.sub(r"[^A-Za-z0-9]", lambda found: f"\\{ord(found[0]):x} ", printable(text))
    return Markup(spelled)  # noqa: S704 # nothing is left that HTML or CSS would read


def style_sheet(name: str) -> Markup:
    """A style sheet of ours, for a `<style>` element."""
    return Markup((_FOLDER / name).read_text(encoding="utf-8"))  # noqa: S704 # a file of ours


def words_to_html(text: str) -> Markup:
    """A message: plain text, maybe the student's, with `code` between backticks set as code."""
    return Markup(_CODE.sub(r"<code>\1</code>", escaped(text)))  # noqa: S704 # escaped


def advice_to_html(text: str) -> Markup:
    """A hint: as a message, but it may hold $LaTeX$; asterisks and underscores stay themselves."""
    pieces = _MATH.split(text)
    return Markup().join(
        Markup(latex_to_mathml(piece)) if place % 2 else words_to_html(piece)  # noqa: S704 # escaped there
        for place, piece in enumerate(pieces)
    )


def counted(number: int, noun: str) -> str:
    """1 point, 2 points."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
