"""A solved notebook of the course earns everything, whatever became of its first cell."""

from pathlib import Path

import nbformat
import pytest

from autograder.authoring.answers import reference_answers
from autograder.authoring.notebook import fill, is_solution
from autograder.authoring.topic import find_topics, load_topic

ROOT = Path(__file__).parents[2]
BECAME = {
    "as it is": lambda given: given,
    "deleted": lambda given: "",
    "overwritten": lambda given: "x = 3  # what is this?",
    "with a syntax error": lambda given: f"{given}\n\ndef (:",
    "followed by other numbers": lambda given: f"{given}\n\nnp = math = 3",
}


def solved(name, became):
    """The released notebook's code cells, answered; the given cell became something else."""
    path = ROOT / "assignments" / name / f"{name}.ipynb"
    answers = reference_answers(load_topic(ROOT / "reference" / name))
    notebook = fill(nbformat.read(path, as_version=4), answers)
    kept = [
        c for c in notebook.cells if c.cell_type == "code" and (c.id == "given" or is_solution(c))
    ]
    return [BECAME[became](c.source) if c.id == "given" else c.source for c in kept]


@pytest.mark.slow
@pytest.mark.parametrize("became", BECAME)
@pytest.mark.parametrize("name", find_topics(ROOT / "reference"))
def test_a_solved_notebook_earns_everything_whatever_became_of_its_first_cell(
    graded, name, became
):
    """Deleted and overwritten cells cost nothing."""
    receipt = graded(name, *solved(name, became))

    assert {} == {r.name: r.message for r in receipt.checks if not r.earned}
    assert (became == "as it is") is (receipt.remarks == ())
