"""Anybody's words as harmless plain text: no terminal codes, no invisible or broken characters."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Callable

# Everything XML forbids or an eye cannot see: controls, bidi marks, surrogates, non-characters.
_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2060-\u206f"
    "\ufeff\ufff9-\ufffb\ufffe\uffff\ud800-\udfff]"
)
_TERMINAL_CODE = re.compile(
    "\x1b\\[[0-?]*[ -/]*[@-~]"  # colours and cursor moves
    "|\x1b\\][^\x07\x1b]*(?:\x07|\x1b\\\\)?"  # window titles and hyperlinks
    "|\x1b[@-Z\\\\-_]?"
)
_OVERWRITTEN = re.compile(r"^[^\n]*\r(?!$)", re.MULTILINE)  # what a progress bar painted over
_WRAPPED = re.compile(
    r"\\(?:operatorname\*?|text[a-z]*|math[a-z]+|bm|boldsymbol|vec) *\{([^{}]*)\}"
)
_ARGUMENT = r" *(?:\{([^{}]*)\}|(\\[A-Za-z]+|[^\s{}\\]))"  # in braces, or the next symbol
_FRACTION = re.compile(rf"\\[td]?frac{_ARGUMENT}{_ARGUMENT}")
_ACCENT = re.compile(rf"\\(hat|bar|tilde){_ARGUMENT}")
_ACCENTS = {"hat": "\u0302", "bar": "\u0304", "tilde": "\u0303"}
_GROUP = re.compile(r"(?<!\\)\{([^{}]*)\}")
_LATEX_WORD = re.compile(r"\\([A-Za-z]+)|\\(.)")
_SYMBOL_TABLE = """
cdot:· times:× partial:∂ nabla:∇ sum:Σ prod:Π sqrt:√ le:≤ leq:≤ ge:≥ geq:≥ ne:≠ neq:≠ approx:≈
to:→ mapsto:↦ infty:∞ odot:⊙ top:ᵀ pm:± in:∈ sim:~ ldots:… dots:… cdots:… mid:| lVert:‖ rVert:‖
lvert:| rvert:| Vert:‖ alpha:α beta:β gamma:γ delta:δ epsilon:ε varepsilon:ε eta:η theta:θ
lambda:λ mu:μ nu:ν xi:ξ pi:π rho:ρ sigma:σ tau:τ phi:φ chi:χ psi:ψ omega:ω zeta:ζ kappa:κ
Gamma:Γ Delta:Δ Theta:Θ Lambda:Λ Pi:Π Sigma:Σ Phi:Φ Psi:Ψ Omega:Ω int:∫ ell:ℓ ll:≪ gg:≫ star:*
ast:* otimes:⊗ circ:∘ propto:∝ cup:∪ cap:∩ subset:⊂ forall:∀ left: right: big: quad:
"""
_SYMBOLS = dict(pair.split(":") for pair in _SYMBOL_TABLE.split())


def _visible(match: re.Match[str]) -> str:
    code = ord(match.group())
    return chr(0x2400 + code) if code < 0x20 else "\ufffd"  # U+2400…: pictures of controls


def printable(text: str) -> str:
    """The text with every unseen or unencodable character replaced by a visible one."""
    return _UNSEEN.sub(_visible, text)


# GitHub Actions obeys a line that begins with `::`, and `##[…]` anywhere in a line; Azure
# Pipelines and TeamCity obey `##name[…]`.  White space before it changes nothing.
_COMMAND = re.compile(r"(^[^\S\n]*|#)((?<!#):(?=:)|(?<=#)#(?=\w*\[))", re.MULTILINE)


def inert(text: str, spelled: Callable[[str], str] = "\\{}".format) -> str:
    """The text, none of whose lines a CI system's log takes for a command.

    Args:
        text: of any number of lines.
        spelled: how the character that makes it a command, ":" or "#", is written instead.
    """
    return _COMMAND.sub(lambda found: found[1] + spelled(found[2]), text)


def escaped(text: str) -> str:
    """The text as HTML that shows it, and does nothing else."""
    return html.escape(printable(text))


def terminal_output(text: str) -> str:
    """What a terminal would show of this text: colours dropped, overwritten lines gone."""
    text = _TERMINAL_CODE.sub("", text) if "\x1b" in text else text
    if "\r" in text:
        text = _OVERWRITTEN.sub("", text.replace("\r\n", "\n")).replace("\r", "")
    return printable(text)


def shortened(text: str, *, limit: int) -> str:
    """The text, or its beginning and end with a line that says how much is left out."""
    if len(text) <= limit:
        return text
    head, tail = limit * 2 // 3, limit // 3
    left_out = f"{len(text) - head - tail:,} characters left out"
    return f"{text[:head]}\n… {left_out} …\n{text[-tail:]}"


def plain_sentence(markdown: str) -> str:
    """A check's sentence for a terminal: no dollars or backticks, common symbols as Unicode."""
    if "$" not in markdown and "`" not in markdown:
        return printable(markdown)
    pieces = re.split(r"\$([^$]*)\$", markdown)
    pieces[1::2] = map(_plain_formula, pieces[1::2])
    return printable("".join(pieces).replace("`", ""))


def _plain_formula(latex: str) -> str:
    """A formula as one would type it into an e-mail."""
    for _ in range(3):  # nested wrappers
        latex = _WRAPPED.sub(r"\1", latex)
        latex = _ACCENT.sub(_accented, latex)
        latex = _FRACTION.sub(_divided, latex)
    for _ in range(3):
        latex = _GROUP.sub(lambda match: _grouped(match.group(1)), latex)
    return re.sub(" {2,}", " ", _LATEX_WORD.sub(_symbol, latex))


def _accented(match: re.Match[str]) -> str:
    accent, braced, bare = match.groups()
    return unicodedata.normalize("NFC", f"{braced or bare}{_ACCENTS[accent]}")


def _divided(match: re.Match[str]) -> str:
    over, over_bare, under, under_bare = match.groups()
    after = " " if under_bare else ""  # \frac12x is no 1/2x
    return f"{_grouped(over or over_bare)}/{_grouped(under or under_bare)}{after}"


def _grouped(term: str) -> str:
    return term if re.fullmatch(r"\\?[\w\u0302-\u0304]+", term) else f"({term})"


def _symbol(match: re.Match[str]) -> str:
    word, sign = match.groups()
    if word is not None:
        return _SYMBOLS.get(word, word)
    return {",": " ", ";": " ", ":": " ", "!": "", "\\": " ", "|": "‖"}.get(sign, sign)
