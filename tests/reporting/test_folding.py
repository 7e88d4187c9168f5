"""What a terminal shows is at most 80 columns wide, where that can be."""

import ast

from hypothesis import given
from hypothesis import strategies as st

from autograder.checks.examples import literal
from autograder.reporting.folding import WIDTH, folded, folded_code

VALUES = st.recursive(
    st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=8),
    max_leaves=40,
)


@given(st.lists(VALUES, max_size=3), st.sampled_from(["", "    ", "        "]))
def test_folded_code_is_the_same_python(values, indent):
    """Whatever it calls a function with; also a text with commas and brackets in it."""
    code = f"a = f({', '.join(map(repr, values))})\nwith g(a):\n    b = a[0]\nb"
    lines = folded_code(code, indent)

    assert all(line.startswith(indent) for line in lines)
    again = "\n".join(line[len(indent) :] for line in lines)
    assert ast.dump(ast.parse(code)) == ast.dump(ast.parse(again))


@given(st.lists(st.lists(st.integers(-99, 99), min_size=1, max_size=9), max_size=9))
def test_folded_code_of_numbers_fits(rows):
    """A call of short numbers is never wider."""
    lines = folded_code(f"softmax(np.array({literal(rows)}))", "        ")
    assert all(len(line) <= WIDTH for line in lines)


def test_code_that_fits_stays_as_it_is():
    """Nothing is broken that need not be."""
    assert ["  mse(1, 2)", "  # is 3, 4"] == folded_code("mse(1, 2)\n# is 3, 4", "  ")


def test_what_is_no_python_stays_as_it_is():
    """A remark in a place where code was expected."""
    assert ["  an object (of" + " x," * 40] == folded_code("an object (of" + " x," * 40, "  ")


def test_prose_is_broken_at_blanks_and_paths_are_not():
    """The first line begins otherwise than the others."""
    path = "/".join(["folder"] * 20)
    lines = folded(f"{'word ' * 30}\n{path}", first="✗ ", then="    ")

    assert "✗ word" == lines[0][:6]
    assert f"    {path}" == lines[-1]
    assert all(line.startswith("    word") and len(line) <= WIDTH for line in lines[1:-1])
