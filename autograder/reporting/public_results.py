"""What `check("softplus")` shows: in Jupyter as HTML, in a terminal as text."""

from __future__ import annotations

from collections.abc import Sequence

from autograder.receipts import CheckResult, Outcome
from autograder.reporting.folding import folded, folded_code
from autograder.reporting.pages import GLYPHS, counted, environment, style_sheet
from autograder.reporting.plain import plain_sentence, printable


def public_results_html(results: Sequence[CheckResult]) -> str:
    """The results as an HTML fragment in the colours of JupyterLab's theme, with its own style."""
    template = environment().get_template("public_results.html")
    page = template.render(
        results=results, verdict=verdict(results), style_sheet=style_sheet("public_results.css")
    )
    return printable(page)


def public_results_text(results: Sequence[CheckResult]) -> str:
    """The results as plain text."""
    lines = [verdict(results)]
    for result in results:
        glyph = f"{GLYPHS[result.outcome]} "
        lines += folded(plain_sentence(result.sentence), first=glyph, then="  ")
        if result.outcome is not Outcome.PASSED:
            lines += _indented(printable(result.message))
            if result.demonstration:
                lines += [f"    {result.demonstration_title}:"]
                lines += folded_code(printable(result.demonstration), "        ")
            if result.hint:
                lines += _indented(f"What to do: {plain_sentence(result.hint)}")
    return "\n".join(lines) + "\n"


def verdict(results: Sequence[CheckResult]) -> str:
    """How the public checks ended, in one sentence."""
    passed = sum(result.outcome is Outcome.PASSED for result in results)
    if not results:
        return "There is no public check here; the hidden ones run when you hand in."
    if passed == len(results):
        only = "The public check passed" if passed == 1 else f"All {passed} public checks passed"
        return f"{only}; the hidden ones run when you hand in."
    return f"{passed} of {counted(len(results), 'public check')} passed."


def _indented(text: str) -> list[str]:
    return folded(text, first="    ", then="    ")
