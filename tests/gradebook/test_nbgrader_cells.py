"""A submitted notebook's cells are put right, whatever a student did to them."""

from __future__ import annotations

import copy
import warnings

import nbformat
import pytest
from hypothesis import given
from hypothesis import strategies as st
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from autograder.gradebook.nbgrader_cells import repaired

FLAGS = {"schema_version": 3, "grade": False, "locked": False, "solution": False, "task": False}


def meta(grade_id, **flags):
    """Cell metadata of nbgrader's."""
    return {"nbgrader": {**FLAGS, "grade_id": grade_id, "checksum": "0" * 32, **flags}}


def exercise(name):
    """The two cells of an exercise."""
    return [
        new_code_cell(f"def {name}(x): ...", metadata=meta(name, solution=True)),
        new_code_cell(
            f'check("{name}")', metadata=meta(f"check_{name}", grade=True, locked=True, points=2)
        ),
    ]


@pytest.fixture
def released():
    """Text, two exercises, and a plain cell."""
    text = new_markdown_cell("# Title", metadata=meta("text_1", locked=True))
    cells = [text, *exercise("relu"), new_code_cell("relu(3)"), *exercise("tanh")]
    return nbformat.from_dict(new_notebook(cells=cells))


def ids(notebook):
    """grade_ids in order; None for plain cells."""
    return [cell.metadata.get("nbgrader", {}).get("grade_id") for cell in notebook.cells]


EVERY = ["text_1", "relu", "check_relu", None, "tanh", "check_tanh"]


def test_an_untouched_notebook_stays_as_it_is(released):
    """Nothing to repair, nothing changed."""
    assert repaired(copy.deepcopy(released), released) == released


def test_what_the_student_wrote_stays(released):
    """Sources and outputs are evidence: not even a locked cell's are rewritten."""
    submitted = copy.deepcopy(released)
    submitted.cells[1].source = "def relu(x): return x"
    submitted.cells[2].source = "pass"
    submitted.cells[1].outputs = [nbformat.v4.new_output("stream", text="hello")]
    result = repaired(submitted, released)

    assert [cell.source for cell in result.cells] == [cell.source for cell in submitted.cells]
    assert result.cells[1].outputs[0].text == "hello"


def test_the_last_copy_of_a_cell_is_the_cell(released):
    """The last definition is the one that counted; earlier copies become plain cells."""
    submitted = copy.deepcopy(released)
    submitted.cells.insert(3, copy.deepcopy(submitted.cells[1]))
    submitted.cells.append(copy.deepcopy(submitted.cells[2]))

    assert ids(repaired(submitted, released)) == [
        "text_1",
        None,
        None,
        "relu",
        None,
        "tanh",
        "check_tanh",
        "check_relu",
    ]


def test_deleted_grade_cells_come_back_in_their_place(released):
    """Where nbgrader does not find the cell, it shows no score."""
    submitted = copy.deepcopy(released)
    submitted.cells = [cell for cell in submitted.cells if "check" not in cell.source]

    assert ids(repaired(submitted, released)) == EVERY


def test_an_empty_notebook_gets_its_grade_cells(released):
    """Even of nothing, something can be said."""
    assert ids(repaired(new_notebook(), released)) == ["check_relu", "check_tanh"]


def test_invented_metadata_are_forgotten(released):
    """A student cannot make cells, points or ids, nor put HTML into them."""
    submitted = copy.deepcopy(released)
    submitted.cells.append(new_code_cell("1", metadata=meta("<script>", grade=True, points=99)))
    submitted.cells.append(new_code_cell("1", metadata={"nbgrader": "broken", "tags": ["<b>"]}))
    submitted.cells.append(new_code_cell("1", metadata={"nbgrader": {"grade_id": ["relu"]}}))
    submitted.cells[2].metadata.nbgrader.points = 1000
    submitted.metadata["title"] = "<script>"
    result = repaired(submitted, released)

    assert ids(result) == [*EVERY, None, None, None]
    assert result.cells[2].metadata.nbgrader.points == 2
    assert result.cells[-1].metadata == {}
    assert result.metadata == released.metadata


def test_retyped_cells_get_their_type_back(released):
    """A solution turned into text is still shown as the solution."""
    submitted = copy.deepcopy(released)
    submitted.cells[1] = new_markdown_cell("relu = max", metadata=meta("relu", solution=True))
    submitted.cells[0] = new_code_cell("# Title", metadata=meta("text_1", locked=True))
    result = repaired(submitted, released)

    assert [cell.cell_type for cell in result.cells[:2]] == ["markdown", "code"]
    assert result.cells[1].source == "relu = max"
    nbformat.validate(result)


@given(data=st.data())
def test_any_edit_leaves_each_grade_cell_once(data):
    """Deleted, duplicated, moved, retyped: the repaired notebook is valid for nbgrader."""
    cells = [*exercise("relu"), new_code_cell("relu(3)"), *exercise("tanh")]
    released = nbformat.from_dict(new_notebook(cells=cells))
    cells = released.cells
    edited = [copy.deepcopy(cell) for cell in data.draw(st.lists(st.sampled_from(cells)))]
    for cell in edited:
        if data.draw(st.booleans()):
            cell.cell_type = "raw"
            del cell["outputs"], cell["execution_count"]
        if data.draw(st.booleans()):
            cell["id"] = data.draw(st.sampled_from(["", "twice", "<b>", 7, "x" * 99]))
    submitted = copy.deepcopy(released)
    submitted.cells = edited
    result = repaired(submitted, released)
    found = [identity for identity in ids(result) if identity]

    assert len(found) == len(set(found))
    assert {"check_relu", "check_tanh"} <= set(found)
    assert repaired(result, released) == result
    with warnings.catch_warnings(action="error"):  # nbformat only warns of missing and double ids
        nbformat.validate(result)
