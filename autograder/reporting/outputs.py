"""A code cell's outputs as safe HTML: text is escaped, pictures are checked, HTML is sanitised."""

from __future__ import annotations

import base64
import binascii
import html
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

import nh3

from autograder.reporting.markdown import markdown_to_html
from autograder.reporting.mathml import latex_to_mathml
from autograder.reporting.plain import shortened, terminal_output

LONGEST_TEXT = 10_000  # characters shown of one text output
LONGEST_HTML = 100_000  # sanitising deeply nested tags takes time quadratic in this
_MAGIC = {"image/png": b"\x89PNG\r\n", "image/jpeg": b"\xff\xd8\xff", "image/gif": b"GIF8"}
_PICTURE = re.compile(r"data:(image/(?:png|jpeg|gif));base64,(.+)", re.DOTALL)
_VISIBLE = re.compile(r"<img |>[^<]*[^<\s]|^[^<]*[^<\s]")

_TAGS = {"p", "br", "hr", "div", "span", "a", "img", "blockquote", "details", "summary", "wbr"}
_TAGS |= {"h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "dl", "dt", "dd", "figure"}
_TAGS |= {"b", "i", "u", "s", "em", "strong", "small", "mark", "sub", "sup", "del", "ins", "abbr"}
_TAGS |= {"code", "pre", "kbd", "samp", "var", "q", "figcaption"}
_TAGS |= {"table", "caption", "colgroup", "col", "thead", "tbody", "tfoot", "tr", "th", "td"}
_ATTRIBUTES = {
    "a": {"href", "title"},
    "img": {"src", "alt", "width", "height"},
    "td": {"colspan", "rowspan", "style"},
    "th": {"colspan", "rowspan", "scope", "style"},
    "tr": {"style"},
}


@dataclass(slots=True)
class Budget:
    """How many characters of rich output one page may still take."""

    left: int

    def affords(self, size: int) -> bool:
        """Whether that many more fit; if so they are spent."""
        if size > self.left:
            return False
        self.left -= size
        return True


def outputs_to_html(outputs: Iterable[Any], budget: Budget) -> str:
    """All outputs of one cell, one `<div>` each; what does not fit the budget is named."""
    pieces: list[str] = []
    for output in outputs:
        if isinstance(output, Mapping):
            rendered = _output_to_html(output, budget)
            if rendered and not budget.affords(len(rendered)):
                pieces.append('<div class="left-out">More output than this page can hold.</div>')
                break
            pieces.append(rendered)
    return "\n".join(filter(None, pieces))


def as_text(value: Any) -> str:
    """A notebook's text, which may be stored as a list of lines; "" for anything else."""
    if isinstance(value, list):
        return "".join(line for line in value if isinstance(line, str))
    return value if isinstance(value, str) else ""


def as_list(value: Any) -> list[Any]:
    """The value if it is a list, else an empty one: notebooks come from strangers."""
    return value if isinstance(value, list) else []


def first_picture(bundle: Mapping[str, Any]) -> str | None:
    """A data URI of the first proper picture among these MIME types, or None."""
    uris = (picture_uri(mime, as_text(bundle[mime])) for mime in _MAGIC if mime in bundle)
    return next(filter(None, uris), None)


def picture_uri(mime: str, encoded: str) -> str | None:
    """A data URI if this is base64 of a picture of that kind, else None."""
    try:
        content = base64.b64decode("".join(encoded.split()), validate=True)
    except (binascii.Error, ValueError):
        return None
    if not content.startswith(_MAGIC[mime]):
        return None
    return f"data:{mime};base64,{base64.b64encode(content).decode()}"


def sanitised(text: str) -> str:
    """The harmless part of an HTML output: tables and text; "" if nothing of it can be seen."""
    if len(text) > LONGEST_HTML:
        return ""
    clean = nh3.clean(
        terminal_output(text),
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        attribute_filter=_attribute,
        url_schemes={"http", "https", "mailto", "data"},
        filter_style_properties={"text-align", "font-weight", "font-style"},
        link_rel="noopener noreferrer nofollow",
    )
    return clean if _VISIBLE.search(clean) else ""


def _attribute(tag: str, name: str, value: str) -> str | None:
    if (tag, name) == ("img", "src"):
        picture = _PICTURE.fullmatch(value)
        return picture_uri(*picture.groups()) if picture else None
    if name == "href":
        return value if value.lower().startswith(("http://", "https://", "mailto:")) else None
    return value


def _output_to_html(output: Mapping[str, Any], budget: Budget) -> str:
    kind = output.get("output_type")
    if kind == "stream":
        return _text(as_text(output.get("text")), css_class=_stream_class(output))
    if kind == "error":
        trace = "\n".join(as_text(line) for line in as_list(output.get("traceback")))
        words = f"{as_text(output.get('ename'))}: {as_text(output.get('evalue'))}"
        return _text(trace or words, css_class="text error")
    data = output.get("data")
    return _richest(data, budget) if isinstance(data, Mapping) else ""


def _stream_class(output: Mapping[str, Any]) -> str:
    return "text stderr" if output.get("name") == "stderr" else "text"


def _richest(data: Mapping[str, Any], budget: Budget) -> str:
    """The best form of this output that is safe to show, as Jupyter would choose."""
    for mime, render in _FORMS.items():
        text = as_text(data.get(mime))
        if text and len(text) <= budget.left:
            rendered = render(text)
            if rendered:
                return rendered
    return _text(as_text(data.get("text/plain")))


def _text(text: str, *, css_class: str = "text") -> str:
    shown = shortened(terminal_output(text), limit=LONGEST_TEXT).rstrip("\n")
    return f'<pre class="{css_class}">{html.escape(shown)}</pre>' if shown.strip() else ""


def _html(text: str) -> str:
    clean = sanitised(text)
    return f'<div class="rich">{clean}</div>' if clean else ""


def _markdown(text: str) -> str:
    return f'<div class="prose">{markdown_to_html(text)}</div>'


def _svg(text: str) -> str:
    """A drawing inside `<img>`, where browsers run no script and fetch nothing."""
    encoded = base64.b64encode(text.encode("utf-8", "replace")).decode()
    return _picture(f"data:image/svg+xml;base64,{encoded}")


def _latex(text: str) -> str:
    formula = text.strip().strip("$").strip()
    return f'<div class="rich">{latex_to_mathml(formula, block=True)}</div>'


def _bitmap(text: str, *, mime: str) -> str:
    uri = picture_uri(mime, text)
    return _picture(uri) if uri else ""


def _picture(uri: str) -> str:
    return f'<div class="picture"><img src="{uri}" alt="picture made by this cell"></div>'


_FORMS: dict[str, Callable[[str], str]] = {
    "text/html": _html,
    "text/markdown": _markdown,
    "image/svg+xml": _svg,
    "text/latex": _latex,
    **{mime: partial(_bitmap, mime=mime) for mime in _MAGIC},
}
