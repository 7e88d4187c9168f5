"""A student's words are made harmless once, when they arrive."""

import json
import time

from hypothesis import given
from hypothesis import strategies as st

from autograder.sandbox.text import escape, plain


@given(st.text(st.characters()))
def test_escaped_text_can_be_written_anywhere(text):
    """No control but newline and tab, no mark of direction, no half of a pair is left."""
    shown = escape(text)

    assert json.loads(json.dumps(shown).encode("utf-8")) == shown
    assert shown.encode("utf-8").decode() == shown
    assert not set(shown) & set("\x00\x07\x1b\x7f\x9b\u202e\u2066\u200f\ufeff\r")


def test_the_hidden_becomes_visible():
    """What cannot be seen is shown by its number; what can be seen stays."""
    assert escape("α\n\tb\x1b\u202e\udc80") == "α\n\tb\\x1b\\u202e\\udc80"


def test_long_text_is_cut():
    """The text is cut at the limit, with a sign that it was."""
    assert escape("abcdef", 3) == "abc…"
    assert escape("abc", 3) == "abc"


def test_output_reads_as_on_a_terminal():
    """Colours vanish, and of a line written over only the last text stays."""
    assert plain("\x1b[31mred\x1b[0m\r\n 10%\r 20%\r\nend") == "red\n 20%\nend"


def test_long_lines_cost_no_time():
    """Megabytes without a line end are read once."""
    start = time.process_time()
    plain("A" * (4 << 20) + "\r" * 1000 + "\x1b[" * 1000)

    assert time.process_time() - start < 1
