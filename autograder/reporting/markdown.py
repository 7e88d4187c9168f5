"""Markdown with $LaTeX$ as safe HTML: raw HTML is shown as text, nothing is fetched or run."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from functools import lru_cache
from typing import Any
from urllib.parse import unquote

import mistune
from mistune.util import safe_entity

from autograder.reporting.code import python_to_html
from autograder.reporting.mathml import latex_to_mathml
from autograder.reporting.plain import escaped, printable

LONGEST = 10_000  # characters of Markdown; longer text is shown as it was typed

_ENVIRONMENT = r"\\begin\{(?P<name>(?:align|equation|gather|multline)\*?)\}"
_BLOCK_MATH = (
    r"^ {0,3}\$\$(?P<dollars>(?:[^$\\\n]|\\[^\n]|\\?\n(?![ \t]*\n))+?)\$\$[ \t]*(?:\n|$)"
    rf"|^ {{0,3}}(?P<environment>{_ENVIRONMENT}(?:[^\n]|\n(?![ \t]*\n))*?\\end\{{(?P=name)\}})"
    r"[ \t]*(?:\n|$)"
)
_INLINE_MATH = (  # closed as pandoc does: "$5 and $6" is money
    r"\$\$(?P<display>(?:[^$\\]|\\.|\\\n)+?)\$\$"
    r"|\$(?![\s$])(?P<inline>(?:[^$\\]|\\.|\\\n)+?)(?<!\s)\$(?!\d)"
)
_ROW = re.compile(r"^ {0,3}\|.*\$.*", re.MULTILINE)
_LINK = re.compile(r"(?:https?://|mailto:|#)", re.IGNORECASE)
_ATTACHED = re.compile(r'<span class="missing" title="([^"]*)">\[picture: ([^<]*)\]</span>')
_PICTURE = re.compile(r"data:image/(?:png|jpeg|gif);base64,[A-Za-z0-9+/]+={0,2}")


@lru_cache(maxsize=512)
def markdown_to_html(text: str) -> str:
    """Markdown as HTML blocks.  Never raises: what cannot be rendered is shown as it was typed."""
    if len(text) > LONGEST:
        return _as_typed(text)
    try:
        return str(_markdown()(_ROW.sub(_without_bars, printable(text))))
    except Exception:  # noqa: BLE001 # a third party's parser, fed with what students type
        return _as_typed(text)


@lru_cache(maxsize=512)
def sentence_to_html(text: str) -> str:
    """One sentence of Markdown as HTML that can stand inside a paragraph or a heading."""
    paragraph = re.fullmatch(r"<p>((?:(?!</p>).)*)</p>", markdown_to_html(text).strip(), re.DOTALL)
    return paragraph.group(1) if paragraph else escaped(text)


def _without_bars(row: re.Match[str]) -> str:
    """A table row whose formulas have no | of their own, which would end the table's cell."""

    def spelled(formula: re.Match[str]) -> str:
        return formula.group().replace("\\|", "\\Vert ").replace("|", "\\vert ")

    return re.sub(r"\$[^$]+\$", spelled, row.group())


def with_attachments(rendered: str, picture: Callable[[str], str | None]) -> str:
    """Rendered Markdown with pasted pictures put in; `picture` gives the data URI of a name."""

    def put_in(match: re.Match[str]) -> str:
        name, words = match.groups()
        uri = picture(unquote(html.unescape(name)))
        return f'<img src="{uri}" alt="{words}">' if uri else _missing(words)

    return _ATTACHED.sub(put_in, rendered)


def _as_typed(text: str) -> str:
    return f'<pre class="text">{escaped(text)}</pre>'


def _missing(words: str) -> str:
    return f'<span class="missing">[picture: {words}]</span>'


def _attached(name: str, words: str) -> str:
    return f'<span class="missing" title="{name}">[picture: {words}]</span>'


class _Renderer(mistune.HTMLRenderer):
    """mistune's renderer, but only for addresses a reader may follow and pictures within."""

    def link(self, text: str, url: str, title: str | None = None) -> str:
        if not _LINK.match(url):
            return text
        hover = f' title="{safe_entity(title)}"' if title else ""
        return f'<a href="{safe_entity(url)}"{hover} rel="noopener noreferrer nofollow">{text}</a>'

    def image(self, text: str, url: str, title: str | None = None) -> str:  # noqa: ARG002 # mistune's
        words = html.escape(re.sub(r"<[^>]*>", "", text))
        if _PICTURE.fullmatch(url):
            return f'<img src="{url}" alt="{words}">'
        if url.startswith("attachment:"):
            return _attached(html.escape(url.removeprefix("attachment:")), words)
        return _missing(words)

    def block_code(self, code: str, info: str | None = None) -> str:
        language = (info or "").strip().lower()
        python = language.startswith(("py", "ipython"))
        return f"<pre><code>{python_to_html(code) if python else html.escape(code)}</code></pre>\n"


@lru_cache(maxsize=1)
def _markdown() -> mistune.Markdown:
    renderer = _Renderer(escape=True)
    return mistune.create_markdown(renderer=renderer, plugins=["table", "strikethrough", _math])


def _math(md: mistune.Markdown) -> None:
    """Teach mistune `$…$`, `$$…$$` and bare environments, as notebooks have them."""
    md.inline.register("inline_math", _INLINE_MATH, _parse_inline, before="link")
    md.block.register("block_math", _BLOCK_MATH, _parse_block, before="list")
    for rules in (md.block.block_quote_rules, md.block.list_rules):
        md.block.insert_rule(rules, "block_math", before="list")
    if isinstance(md.renderer, mistune.HTMLRenderer):
        md.renderer.register("inline_math", _render_inline)
        md.renderer.register("block_math", _render_block)


def _parse_inline(_inline: Any, match: re.Match[str], state: Any) -> int:
    display = match.group("display")
    kind = "inline_math" if display is None else "block_math"
    state.append_token({"type": kind, "raw": display or match.group("inline")})
    return match.end()


def _parse_block(_block: Any, match: re.Match[str], state: Any) -> int:
    latex = match.group("dollars") or match.group("environment")
    state.append_token({"type": "block_math", "raw": latex})
    return match.end()


def _render_inline(_renderer: Any, latex: str) -> str:
    return latex_to_mathml(latex)


def _render_block(_renderer: Any, latex: str) -> str:
    return f'<span class="display">{latex_to_mathml(latex, block=True)}</span>\n'
