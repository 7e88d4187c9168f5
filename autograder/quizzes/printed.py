"""Is what is printed what is asked?  A variant's text, read back as a student reads it.

Each placeholder is read twice: as it was printed, and as Python reads what its author wrote.
`<<-a>>` (white-space control), `<<2 * a | signed>>` (the filter binds first) and `<< -a ** 2>>`
(so does the minus, for Jinja) print something else than they say.
"""

from __future__ import annotations

import ast
import html
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from autograder.quizzes.answers import Choice, Numbers
from autograder.quizzes.dependence import unprinted
from autograder.quizzes.quiz import AskedQuestion, Quiz, Variant
from autograder.quizzes.templates import rendered, shown

SOME = 20
"""So many variants are typeset for paper, and have each parameter changed."""
_SOURCE = re.compile(r"<<(.*?)>>", re.DOTALL)
_MARKED = re.compile("\x02(\\d+)\x03(.*?)\x04", re.DOTALL)
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
_MATRIX = re.compile(r"\\begin\{pmatrix\}(.*)\\end\{pmatrix\}", re.DOTALL)
_TIMES = re.compile(r"(?:[-+*/−]|\\cdot|\\times|\\div)$")
_UNBRACED = re.compile(r"(?:[\^_]|\\[dt]?frac|\\sqrt)$")
_SPACES = re.compile(r"(?:\s|\\[,;:! ]|~)+$")


@dataclass(frozen=True, slots=True)
class Printed:
    """What one placeholder became.

    Attributes:
        source: what stands between << and >>.
        words: what is printed there.
        left: the printed text before it.
        right: the printed text after it.
    """

    source: str
    words: str
    left: str
    right: str

    @property
    def in_formula(self) -> bool:
        """Whether it stands between dollars."""
        return self.left.replace("$$", "$").count("$") % 2 == 1


def printed_parts(text: str, values: Mapping[str, Any]) -> tuple[str, list[Printed]]:
    """The text as it is printed, and what each placeholder in it became."""
    sources = _SOURCE.findall(text)
    numbers = iter(range(len(sources)))
    marked = _SOURCE.sub(lambda one: f"\x02{next(numbers)}\x03{one.group()}\x04", text)
    filled = rendered(marked, values)
    clean, place, parts = "", 0, []
    for one in _MARKED.finditer(filled):
        clean += filled[place : one.start()]
        parts.append((sources[int(one[1])].strip(), one[2], len(clean)))
        clean, place = clean + one[2], one.end()
    clean += filled[place:]
    return clean, [
        Printed(source, words, clean[:start], clean[start + len(words) :])
        for source, words, start in parts
    ]


def misprinted(quiz: Quiz, variants: Sequence[Variant]) -> list[str]:
    """What breaks law 8 in these variants, a line for each placeholder."""
    told: dict[tuple[str, str], str] = {}
    for number, variant in enumerate(variants):
        for asked in variant.asked:
            found = [*misprints(asked), *(lost_on_paper(asked) if number < SOME else ())]
            for line in found:
                kind = asked.question.name, re.split(r">>|: ", line)[0]
                told.setdefault(
                    kind,
                    f"law 8: {asked.question.name}: {line}, in the variant of {variant.student}",
                )
    unseen = (f"law 8: {name}: {line}" for name, line in unprinted(quiz, variants[:SOME]))
    return [*told.values(), *unseen]


def misprints(asked: AskedQuestion) -> Iterator[str]:
    """What a student would read otherwise than it is meant, a line each."""
    clean, parts = printed_parts(asked.question.text, asked.values)
    if clean != asked.text:
        yield "white-space control takes signs or blanks out of the text"
    for part in parts:
        if why := _misread(part, asked.values) or _ambiguous(part):
            near = f"{part.left[-12:]}{part.words}{part.right[:8]}"
            yield f"<<{part.source}>> {why}, in {near!r}"
    yield from _key_refused(asked)


class _Signed:
    """The filter, as Python reads it: `a + b | signed` is the signed sum."""

    __array_ufunc__ = None  # arrays leave the | to this

    def __init__(self, value: Any = None) -> None:
        self.value = value

    def __ror__(self, value: Any) -> _Signed:
        return _Signed(value)


def _misread(part: Printed, values: Mapping[str, Any]) -> str:
    """What the author wrote and what is printed, if they differ."""
    names = {"__builtins__": {}, "signed": _Signed(), **values}
    try:
        meant = eval(part.source, names)  # noqa: S307  # the author's file, which is Python as well
        signed = isinstance(meant, _Signed)
        meant = meant.value if signed else meant
        is_number = not isinstance(meant, bool) and np.asarray(meant).dtype.kind in "iuf"
    except Exception as error:  # noqa: BLE001  # the author reads it
        return f"cannot be read back ({type(error).__name__}: {error}); write it as in Python"
    words = part.words
    if signed:
        words = re.sub(r"^([-+]) (?=\d)", r"\1", words).removeprefix("+")
        if words == part.words:
            return f"is printed as {words!r}, without a sign and a blank"
    found = _read(words) if is_number else None
    same = words == str(shown(meant)) and not is_number
    if found is not None and found.shape == np.shape(meant):
        same = np.allclose(found, meant, rtol=1e-12, atol=0)
    return "" if same else f"is printed as {part.words!r}, but should be {meant}"


def _read(words: str) -> np.ndarray | None:
    """A printed number, (list, of, numbers) or matrix as an array; None for anything else."""
    if matrix := _MATRIX.fullmatch(words):
        rows = [[_read(item.strip()) for item in row.split("&")] for row in matrix[1].split(r"\\")]
        return None if any(one is None for row in rows for one in row) else np.array(rows, float)
    if words.startswith("(") and words.endswith(")"):
        items = [_read(item.strip()) for item in words[1:-1].split(",")]
        return None if any(one is None for one in items) else np.array(items, float)
    return np.array(float(words)) if _NUMBER.fullmatch(words) else None


def _ambiguous(part: Printed) -> str:
    """Why the right number reads as something else where it stands; "" if it does not."""
    words, left = part.words, _SPACES.sub("", part.left)
    begins_line = not part.left.rpartition("\n")[2].strip()
    signed = words.startswith(("+ ", "- "))
    negative = words.startswith("-") and not signed
    reasons = {
        "runs together with the digits before it": re.search(r"[\d.]$", part.left)
        and words[:1].isdigit(),
        "runs together with the digits after it": re.match(r"\.?\d", part.right)
        and words[-1:].isdigit(),
        "is longer than what LaTeX takes here; put it in {braces}": len(words) > 1
        and _UNBRACED.search(left),
        "has a sign beside a sign or an operator; put it in (parentheses)": words[:1] in ("+", "-")
        and _TIMES.search(left),
        "begins a line with a sign, of which Markdown makes a list": begins_line and signed,
        "begins a line as the number of a list": begins_line
        and words.isdigit()
        and re.match(r"[.)](?:\s|$)", part.right),
        "has a plus, but is no term after another": words.startswith("+")
        and not re.search(r"[\w)}\]'|]$", left),
        "is negative and has an exponent; put it in (parentheses)": negative
        and re.match(r"\s*\^", part.right),
        "reads as a difference, not as a factor; put it in (parentheses)": negative
        and part.in_formula
        and _is_factor(left),
    }
    return next((why for why, applies in reasons.items() if applies), "")


def _is_factor(left: str) -> bool:
    """Whether a formula so far ends with a number, a letter or a closing parenthesis."""
    return bool(re.search(r"[\w)]$", left)) and not re.search(r"\\[A-Za-z]+$", left)


def lost_on_paper(asked: AskedQuestion) -> Iterator[str]:
    """What the sheets of paper show otherwise than a notebook does, a line each."""
    from autograder.reporting.markdown import markdown_to_html

    for text in (asked.text, *(option.text for option in asked.options)):
        page = markdown_to_html(text)
        prose = re.sub(r"<code>.*?</code>", "", page, flags=re.DOTALL)
        if raw := re.search(r"\\[A-Za-z]+", html.unescape(prose)):
            yield f"{raw.group()} is printed as it stands on paper; write the formula in one line"
    seen = _compact(html.unescape(re.sub(r"<[^>]*>", "", markdown_to_html(asked.text))))
    for part in printed_parts(asked.question.text, asked.values)[1]:
        _, found, seen = seen.partition(_compact(part.words))
        if not found:
            yield f"<<{part.source}>>, {part.words!r}, is not on paper"


def _compact(words: str) -> str:
    """Numbers and signs without what typesetting changes."""
    plain = re.sub(r"\\begin\{pmatrix\}|\\end\{pmatrix\}|\\\\|&", "", words)
    return re.sub(r"[\s()]", "", plain).replace("\N{MINUS SIGN}", "-")


def _key_refused(asked: AskedQuestion) -> Iterator[str]:
    """The answer key, typed as it is printed, earns everything."""
    key = asked.key
    if not isinstance(key, (Numbers, Choice)):
        return
    typed = key.shown
    answer: Any = typed.partition(")")[0]
    if isinstance(key, Numbers):
        answer = np.reshape(ast.literal_eval(typed), np.shape(key.right))
    if key.judge(answer, asked.question.points).message:
        yield f"the answer key does not earn everything: {typed!r}"
