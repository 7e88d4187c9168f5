"""The notebook as executed shows what its cells show, and nothing of the hidden checks."""

import json

import nbformat
import pytest

from autograder.receipts import to_json


def test_the_executed_notebook_has_the_cells_own_outputs(grade, notebook):
    """Ours, not those that were handed in; text between the cells stays."""
    handed_in = nbformat.reads(
        notebook("print('a line')", "3 * 4", "1 / 0").decode(), as_version=4
    )
    handed_in.cells.insert(0, nbformat.v4.new_markdown_cell("# Vectors"))
    forged = nbformat.v4.new_output("stream", text="12 of 12 points")
    handed_in.cells[-3].outputs = [forged]
    _, executed = grade(nbformat.writes(handed_in).encode())

    printed, value, error = executed.cells[-3:]
    assert "# Vectors" == "".join(executed.cells[0].source)
    assert ["a line\n"] == [output.text for output in printed.outputs]
    assert "12" == value.outputs[0].data["text/plain"]
    assert "ZeroDivisionError" == error.outputs[0].ename
    assert "12 of 12 points" not in nbformat.writes(executed)
    nbformat.validate(executed)


def test_cells_keep_their_numbers_whatever_is_left_out(grade, notebook):
    """A cell's number is its place among the code cells, in messages and in the notebook."""
    _, executed = grade(
        notebook("", "import os; os._exit(1)", "'eight'", "1 / 0", norm="import os; os._exit(1)")
    )

    assert [1, 2, 3, 4, 5, 6, 7, 8, 9] == [cell.execution_count for cell in executed.cells]
    assert 8 == executed.cells[7].outputs[0].execution_count
    assert "Cell In[9], line 1" in executed.cells[8].outputs[0].traceback[-2]


def test_what_is_printed_during_hidden_checks_is_shown_to_nobody(grade, notebook):
    """Neither receipt nor notebook has it, together or live; a cell's own print is there."""
    speaking = """\
def {name}(x):
    import os, sys, warnings
    from IPython.display import display
    print("I SAW", x)
    print("I SAW", x, file=sys.stderr)
    display("I SAW")
    warnings.warn("I SAW")
    os.write(1, b"I SAW")
    os.write(2, b"I SAW")
    return {answer}
{name}({argument})"""
    norm = speaking.format(
        name="norm", answer="float(np.abs(x).sum())", argument="np.array([12345])"
    )
    split = speaking.format(
        name="split", answer="np.maximum(x, 0), np.minimum(x, 0)", argument="np.array([54321])"
    )
    receipt, executed = grade(notebook(norm=norm, split=split))

    assert 9 == receipt.earned
    assert "I SAW" not in to_json(receipt)
    outputs = [cell.outputs for cell in executed.cells]
    assert "I SAW [12345]" in json.dumps(outputs[3])
    assert "I SAW [54321]" in json.dumps(outputs[4])
    assert "I SAW" not in json.dumps(outputs[:3] + outputs[5:])
    assert 1 == json.dumps(outputs[3]).count("'I SAW'")  # display, once: the call in the cell


def test_a_students_words_are_escaped_once(grade, notebook):
    """Controls, text turned around and halves of pairs are visible, and long words are cut."""
    nasty = 'raise ValueError("\\x1b[31mred \\u202eturned \\ud800 " + "long" * 1000)'
    receipt, _ = grade(notebook(norm=f"def norm(x):\n    {nasty}"))

    message = receipt.checks[4].message
    assert "\\x1b[31mred \\u202eturned \\ud800 long" in message
    assert len(message) < 700
    to_json(receipt).encode()


@pytest.mark.parametrize("magic", ["%matplotlib inline", "%timeit -n1 -r1 1", "!ls", "%%time\n1"])
def test_magics_cost_nothing(grade, notebook, magic):
    """A notebook is run as Jupyter runs it."""
    receipt, _ = grade(notebook(magic))

    assert receipt.points == receipt.earned


def test_a_first_cell_with_the_courses_imports_works(grade, notebook):
    """`from autograder import check` and calling it does nothing in a notebook being graded."""
    receipt, executed = grade(notebook('from autograder import check\ncheck("norm")'))

    assert receipt.points == receipt.earned
    assert [] == executed.cells[-1].outputs
