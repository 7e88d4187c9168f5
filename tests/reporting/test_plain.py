"""Anybody's words become harmless plain text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.reporting.plain import plain_sentence, printable, shortened, terminal_output


@given(st.text(st.characters(exclude_categories=())))
def test_printable_text_can_always_be_encoded_and_seen(text):
    """Whatever was typed, no surrogate, control or bidi mark is left, and no length changes."""
    shown = printable(text)

    shown.encode()
    assert len(text) == len(shown)
    assert not set(shown) & set("\x00\x07\x1b\x7f\x9b\u202e\u2066\ufeff\ud800")


def test_ordinary_text_is_left_alone():
    """Letters of all scripts, emoji with joiners, tabs and line ends stay."""
    text = "naïve\tπ ≤ 4\nпривет שלום 👩‍💻"

    assert text == printable(text)


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("\x1b[0;31mTypeError\x1b[0m: no", "TypeError: no"),
        ("\x1b]8;;http://x\x07link\x1b]8;;\x07", "link"),
        ("\x1b]0;title\x1b\\text", "text"),
        ("10%\r50%\r100%\ndone", "100%\ndone"),
        ("one\r\ntwo\r\n", "one\ntwo\n"),
        ("half an escape \x1b", "half an escape "),
        ("bell\x07", "bell␇"),
    ],
)
def test_terminal_codes_are_carried_out_or_dropped(raw, shown):
    """Colours, links and titles vanish; a progress bar shows its last state."""
    assert shown == terminal_output(raw)


def test_long_text_keeps_its_beginning_and_end():
    """What is left out of the middle is counted."""
    text = shortened("a" * 600 + "b" * 1000 + "c" * 400, limit=900)

    assert text.startswith("a" * 600 + "\n… 1,100 characters left out …\n")
    assert text.endswith("c" * 300)


@pytest.mark.parametrize(
    ("sentence", "plain"),
    [
        ("softplus stays finite.", "softplus stays finite."),
        (r"`f` is $\operatorname{log}(1 + e^x)$.", "f is log(1 + e^x)."),
        (r"$\partial L / \partial \theta \le 1$", "∂ L / ∂ θ ≤ 1"),
        (r"$\tfrac{x}{2}$ or $\frac{a+b}{N}$", "x/2 or (a+b)/N"),
        (r"$\tfrac12 (y - z)^2 + \frac{\eta}2 x$", "1/2 (y - z)^2 + η/2 x"),
        (r"$\hat y$, $\hat{v}$ and $\bar x_n$", "ŷ, v̂ and x̄_n"),
        (r"$\sqrt{6 / (n_\text{in} + 1)}$", "√(6 / (n_in + 1))"),
        (r"$x \Phi(x)$, $\int q$", "x Φ(x), ∫ q"),
        (r"$\|x\|$ and $\{1\}$", "‖x‖ and {1}"),
    ],
)
def test_a_sentence_reads_well_in_a_terminal(sentence, plain):
    """Dollars and backticks go; LaTeX becomes what one would type by hand."""
    assert plain == plain_sentence(sentence)
