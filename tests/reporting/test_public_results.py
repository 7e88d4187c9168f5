"""What `check("softplus")` shows a student."""

import re
import subprocess
import sys

import pytest

from autograder.receipts import Outcome
from autograder.reporting.public_results import public_results_html, public_results_text


def test_in_jupyter_it_is_one_element_without_a_script(receipt, parsed):
    """Sign, word and sentence; for failures the message, the input and what to do."""
    page = parsed(public_results_html(receipt.checks))
    text = " ".join(page.text.split())

    assert "script" not in page.tags
    assert "✓ passed softplus is" in text
    assert "✗ failed softplus stays finite. result[0, 1] is inf, but should be 1000." in text
    assert "x = np.array([[0.0, 1000.0]]) What to do: Factor" in text
    assert "math" in page.tags


@pytest.mark.parametrize("field", ["sentence", "hint"])
def test_without_mathml_and_style_a_formula_is_read_in_words(make_result, parsed, field):
    """What JupyterLab leaves of an untrusted notebook's output shows e^x, not ex."""
    result = make_result(outcome=Outcome.FAILED, **{field: "softplus is $\\log(1 + e^x)$."})
    trusted = public_results_html([result])
    untrusted = re.sub(
        r"<style>.*?</style>|</?m[a-z]+[^>]*>| hidden(?=>)", "", trusted, flags=re.DOTALL
    )
    seen = re.sub(r"<span[^>]* hidden=[^>]*>.*?</span>", "", untrusted)

    assert "math" in parsed(trusted).tags
    assert "log(1+ex)" in parsed(untrusted).text
    assert "log(1+ex)" not in parsed(seen).text
    assert "softplus is log(1 + e^x)." in parsed(seen).text


def test_without_a_formula_nothing_is_said_twice(make_result, parsed):
    """Words alone are the same, trusted or not."""
    page = parsed(public_results_html([make_result(sentence="softplus stays finite.")]))

    assert 1 == page.text.count("softplus stays finite.")
    assert "span" not in page.tags


def test_in_a_terminal_it_is_plain_text(receipt):
    """The same, indented under each sentence."""
    text = public_results_text(receipt.checks[:2])

    assert text == (
        "1 of 2 public checks passed.\n"
        "✓ softplus is log(1 + e^x).\n"
        "✗ softplus stays finite.\n"
        "    result[0, 1] is inf, but should be 1000.\n"
        "    What the check drew for its calls:\n"
        "        x = np.array([[0.0, 1000.0]])\n"
        "    What to do: Factor the larger exponent out; np.log1p will help.\n"
    )


@pytest.mark.parametrize(
    ("count", "words"),
    [(0, "There is no public check"), (1, "The public check passed"), (2, "All 2 public checks")],
)
def test_the_hidden_checks_are_never_forgotten(make_result, count, words):
    """Passing in the notebook is not yet every point."""
    text = public_results_text([make_result()] * count)

    assert text.startswith(words)
    assert "the hidden ones run when you hand in" in text


def test_hostile_words_are_escaped(make_result, parsed):
    """A student's exception text is shown, not obeyed."""
    result = make_result(outcome=Outcome.FAILED, message="<script>\ud800", example="</pre><b>")
    page = parsed(public_results_html([result]))

    assert "script" not in page.tags
    assert "</pre><b>" in page.text


def test_it_loads_quickly():
    """Students wait for it at each first check: no notebook library is imported."""
    code = (
        "import sys, autograder.reporting.public_results\n"
        "print(*{'nbgrader', 'nbformat', 'nbconvert', 'hypothesis', 'rich'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == ""
