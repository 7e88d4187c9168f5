r"""LaTeX as MathML, which browsers draw without a script; what cannot be converted stays code.

latex2mathml is not made for strangers' input: it unescapes its answer (``\text{<script>}``
becomes a tag) and passes ``\href`` and ``\style`` on.  So its tree is copied here, element by
element, into one that holds allowed names only and is escaped when written.
"""

from __future__ import annotations

import html
import re
from functools import lru_cache
from itertools import pairwise
from xml.etree.ElementTree import Element, tostring  # written, never parsed

from autograder.reporting.plain import escaped, printable

LONGEST = 2_000  # characters of LaTeX; a student's longer formula is shown as code

_CHILDREN = {"mfrac": 2, "msup": 2, "msub": 2, "mover": 2, "munder": 2, "mroot": 2}
_CHILDREN |= {"msubsup": 3, "munderover": 3}
_ROWS = frozenset({"math", "mrow", "mstyle", "mtd", "msqrt"})
_ALLOWED = _ROWS | {"mi", "mn", "mo", "mtext", "mspace", "mtable", "mtr", "menclose", *_CHILDREN}
_ATTRIBUTES = frozenset({"display", "displaystyle", "scriptlevel", "linethickness"})
_ATTRIBUTES |= {"stretchy", "fence", "form", "separator", "accent", "minsize", "maxsize"}
_ATTRIBUTES |= {"columnalign", "rowspacing", "columnspacing", "width", "lspace", "rspace"}
_ENDS = frozenset({")", "]", "}", "|", "‖", "⟩", "!"})
_LIMITS = frozenset({"min", "max", "lim", "sup", "inf", "arg\N{NO-BREAK SPACE}min"})
_LIMITS |= {"arg\N{NO-BREAK SPACE}max"}
_SPELLINGS = (  # what latex2mathml does not know, in words that it does
    (re.compile(r"(?<!\\)((?:\\\\)*)\\\n"), r"\1\\ "),
    (re.compile(r"\\operatorname\*"), r"\\operatorname"),
    (re.compile(r"\\(begin|end)\{(?:aligned|gathered|equation\*?|align)\}"), r"\\\1{align*}"),
    (re.compile(r"\\arg *\\(min|max)(?![A-Za-z])"), "\\\\operatorname{arg\N{NO-BREAK SPACE}\\1}"),
    (re.compile(r"\\(?:label|tag)\{[^{}]*\}|\\(?:nonumber|notag)(?![A-Za-z])"), ""),
    (re.compile(r"(\\operatorname\{[^{}]*)\\[,;: ](?=[^{}]*\})"), "\\1\N{NO-BREAK SPACE}"),
)
_ALPHABETS = {  # mathvariant → first letters of A, a, Α, α; 0 where Unicode has none
    "bold": (0x1D400, 0x1D41A, 0x1D6A8, 0x1D6C2),
    "bold-italic": (0x1D468, 0x1D482, 0x1D71C, 0x1D736),
    "monospace": (0x1D670, 0x1D68A, 0, 0),
    "sans-serif": (0x1D5A0, 0x1D5BA, 0, 0),
}


@lru_cache(maxsize=2048)
def latex_to_mathml(latex: str, *, block: bool = False) -> str:
    """A `<math>` element, or the LaTeX in a `<code>` element where it cannot be converted."""
    tree = _converted(latex.strip(), block=block) if len(latex) <= LONGEST else None
    if tree is not None:
        return tostring(tree, encoding="unicode")
    return f'<code class="latex">{escaped(latex.strip())}</code>'


def _converted(latex: str, *, block: bool) -> Element | None:
    from latex2mathml.converter import convert_to_element

    for pattern, spelling in _SPELLINGS:
        latex = pattern.sub(spelling, latex)
    try:
        tree = convert_to_element(printable(latex), display="block" if block else "inline")
        copy = _copied(tree)
    except Exception:  # noqa: BLE001 # a third party's parser, fed with what students type
        return None
    if block and copy is not None:
        for scripts in copy.iter("msub"):
            if scripts[0].text in _LIMITS:
                scripts.tag = "munder"
    return copy


def _copied(source: Element) -> Element | None:
    """The element with allowed names only; None if it is not proper MathML."""
    if source.tag not in _ALLOWED:
        return None
    attributes = {name: value for name, value in source.attrib.items() if name in _ATTRIBUTES}
    element = Element(source.tag, attributes)
    if source.text and source.text.strip():
        text = html.unescape(source.text)
        if text.startswith("\\") or text == "&":
            return None  # a command latex2mathml does not know, passed through
        element.text = _styled(element, text, source.get("mathvariant", ""))
    for child in source:
        copy = _copied(child)
        if copy is None:
            return None
        element.append(copy)
    if len(element) != _CHILDREN.get(element.tag, len(element)):
        return None
    return _spaced(_with_prime(element))


def _with_prime(element: Element) -> Element:
    """A prime at its full size: raised and made small once more, f′ would look like f."""
    if element.tag == "msup" and re.fullmatch("[′″‴]+", element[1].text or ""):
        element.tag, element[1].tag = "mrow", "mo"
        element[1].attrib.update(form="postfix", lspace="0", rspace="0")
    return element


def _styled(element: Element, text: str, variant: str) -> str:
    """Letters in the wanted alphabet: browsers know no mathvariant but "normal"."""
    if element.tag == "mi" and text == "~":
        element.tag = "mo"
        return "\N{TILDE OPERATOR}"
    if element.tag == "mo" and text in "∂∇":
        element.tag, variant = "mi", "normal"  # as operators they would stand apart
    if element.tag == "mi" and variant == "normal":
        element.set("mathvariant", "normal")
    if element.tag == "mtext" or variant not in _ALPHABETS:
        return text
    capital, small, greek_capital, greek_small = _ALPHABETS[variant]
    alphabets = [("A", "Z", capital), ("a", "z", small)]
    alphabets += [("Α", "Ω", greek_capital), ("α", "ω", greek_small)]
    if variant == "bold":
        alphabets.append(("0", "9", 0x1D7CE))
    return "".join(
        next((chr(to + ord(c) - ord(a)) for a, z, to in alphabets if to and a <= c <= z), c)
        for c in text
    )


def _spaced(element: Element) -> Element:
    """Put the thin space of `log x` around names of functions, and join upright letters."""
    if element.tag == "mo" and _is_name(element):
        element.tag = "mi"  # an operator would stand apart from its parenthesis
    if element.tag not in _ROWS:
        return element
    children = list(element)
    for before, here in pairwise(children):
        if (_is_name(before) and here.tag != "mo") or (_is_name(here) and before.tag != "mo"):
            element.insert(list(element).index(here), Element("mspace", {"width": "0.167em"}))
        elif _is_upright(before) and _is_upright(here):
            here.text = f"{before.text}{here.text}"
            element.remove(before)
        elif (
            here.tag == before.tag == "mo" and here.text in {"−", "+"} and before.text not in _ENDS
        ):
            here.set("form", "prefix")  # the sign in f(−x), not a difference
    return element


def _is_upright(element: Element) -> bool:
    letters = (element.text or "").isascii()
    return letters and element.tag == "mi" and element.get("mathvariant") == "normal"


def _is_name(element: Element) -> bool:
    """Whether this is a function's name (log, max, softplus), maybe with scripts."""
    while element.tag in {"msub", "msup", "msubsup", "munder"} and len(element):
        element = element[0]
    text = element.text or ""
    return (
        element.tag in {"mi", "mo"}
        and len(text) > 1
        and re.fullmatch("[A-Za-z\N{NO-BREAK SPACE}]+", text) is not None
        and not _is_upright(element)
    )
