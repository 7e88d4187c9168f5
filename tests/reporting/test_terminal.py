"""One receipt as text for a terminal."""

from autograder.receipts import Outcome
from autograder.reporting.terminal import as_plain_text, receipt_text


def test_a_receipt_reads_well_in_a_terminal(receipt):
    """A table by exercise, then what did not pass, with the input and what to do."""
    text = as_plain_text(receipt_text(receipt), width=80)

    assert text.startswith("activations  ada  2 of 7 points\n")
    assert "softplus    2 / 3   ✓ ✗" in text
    assert "✗ failed  softplus stays finite.\n  result[0, 1] is inf, but should be 1000." in text
    assert "    x = np.array([[0.0, 1000.0]])\n" in text
    assert "  What to do: Factor the larger exponent out; np.log1p will help." in text
    assert "– skipped  gelu_backward is the gradient of gelu." in text


def test_passed_checks_are_not_told_one_by_one(make_receipt, make_result):
    """Good news is short."""
    text = as_plain_text(receipt_text(make_receipt(make_result(), make_result("softplus_b"))))

    assert "All 2 checks passed. Well done!" in text
    assert "stays finite" not in text


def test_the_staff_sees_its_own_errors(receipt):
    """On the staff's terminal an error is told as it is."""
    assert "KeyError in gelu_is_right" in as_plain_text(receipt_text(receipt))


def test_markup_in_a_students_words_is_text(make_receipt, make_result):
    """What looks like [red] markup and terminal codes come out as typed or not at all."""
    result = make_result(outcome=Outcome.FAILED, message="[red]x[/red] [/]\x1b[2J", example="[/b]")
    text = as_plain_text(receipt_text(make_receipt(result)))

    assert "[red]x[/red] [/]␛[2J" in text
    assert "[/b]" in text
