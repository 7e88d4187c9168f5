"""CONTRIBUTING.md's example of a topic is a topic."""

import re
from pathlib import Path

import pytest

from autograder.authoring.notebook import source_notebook
from autograder.authoring.topic import load_topic

TEXT = (Path(__file__).parents[2] / "CONTRIBUTING.md").read_text(encoding="utf-8")


@pytest.fixture
def example(tmp_path):
    """The topic, its four files cut out of the text."""
    folder = tmp_path / "hinge"
    folder.mkdir()
    for name in ("assignment.md", "solution.py", "checks.py", "mistakes.py"):
        fence = rf"^`{re.escape(name)}`:.*?^(````?)\w+\n(.*?)^\1$"
        content = re.search(fence, TEXT, re.MULTILINE | re.DOTALL)[2]
        (folder / name).write_text(content, encoding="utf-8")
    return load_topic(folder)


def test_the_example_is_a_whole_topic(example):
    """Checks, a mistake and an alternative load; the text names the exercise."""
    notebook = source_notebook(
        name=example.name,
        assignment_text=example.assignment_text,
        solution=example.solution,
        points=example.points_by_exercise,
        where=example.folder / "assignment.md",
    )

    assert [cell.id for cell in notebook.cells][-3:] == ["hinge", "check_hinge", "example_1"]
    assert [len(example.checks), len(example.mistakes), len(example.alternatives)] == [3, 2, 1]
