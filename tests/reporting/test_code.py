"""Python source becomes highlighted HTML in linear time."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.reporting.code import LONGEST, python_to_html


@pytest.mark.parametrize(
    ("source", "marked"),
    [
        ("def f(x): pass", '<span class="k">def</span> <span class="f">f</span>(x)'),
        ("x = 1e-8", '<span class="n">1e-8</span>'),
        ("# a 'note'", '<span class="c"># a &#x27;note&#x27;</span>'),
        ('f\'{x}\' + r"\\""', '<span class="s">f&#x27;{x}&#x27;</span> + '),
        (
            '"""a\n"b"""\nz',
            '<span class="s">&quot;&quot;&quot;a\n&quot;b&quot;&quot;&quot;</span>\nz',
        ),
        ("%matplotlib inline", '<span class="d">%matplotlib inline</span>'),
        ("@cache\nclass A: pass", '<span class="d">@cache</span>'),
        ("len(x) is None", '<span class="b">len</span>(x) <span class="k">is</span>'),
        ("buf = x1 % 2", "buf = x1 % "),
    ],
)
def test_tokens_are_marked(source, marked):
    """Keywords, names that are defined, numbers, strings, comments, magics and decorators."""
    assert marked in python_to_html(source)


@given(st.text("'\"\\\n#fdefr{}@%1e. <>&x") | st.text(st.characters(exclude_categories=())))
def test_any_source_is_shown_in_full(parsed, source):
    """Nothing typed is lost or becomes a tag, however broken the code is."""
    page = parsed(f"<pre>{python_to_html(source)}</pre>")

    assert len(source) == len(page.text)
    assert {"pre", "span"} >= page.tags


@pytest.mark.parametrize("piece", ["\n ", "'", '"""', '"""\\"""\\', "(", "\\", "f'{", "1e", "@"])
def test_hostile_source_takes_no_longer_than_any_other(piece):
    """No repeated piece makes the scanner start over again and again."""
    started = time.process_time()
    python_to_html((piece * LONGEST)[:LONGEST])

    assert time.process_time() - started < 0.5


def test_an_endless_cell_is_shortened(parsed):
    """The page says how much it leaves out."""
    assert "80,001 characters left out" in parsed(python_to_html("x" * 100_000)).text
