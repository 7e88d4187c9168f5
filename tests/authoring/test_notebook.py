"""From an assignment's text and a solution to a notebook."""

import warnings
from pathlib import Path

import nbformat
import pytest

from autograder.authoring.answers import reference_answers
from autograder.authoring.notebook import (
    SELF_CHECK,
    fill,
    is_solution,
    source_notebook,
    to_text,
)
from autograder.errors import TopicError

WHERE = Path("reference/rectifiers/assignment.md")


@pytest.fixture
def make(tiny_topic):
    """Make the tiny topic's notebook from another text, other points or another solution."""

    def notebook(**changes):
        topic = tiny_topic(**changes)
        return source_notebook(
            name=topic.name,
            assignment_text=topic.assignment_text,
            solution=topic.solution,
            points=topic.points_by_exercise,
            where=WHERE,
        )

    return notebook


def run(notebook, *, without=()):
    """Execute the code cells in one namespace; return it."""
    namespace = {}
    for cell in notebook.cells:
        if cell.cell_type == "code" and cell.id not in without:
            exec(cell.source, namespace)
    return namespace


class TestSourceNotebook:
    """The notebook as its instructor has it."""

    def test_cells_stand_in_the_order_of_the_text(self, make):
        """The title opens, the given code follows, a check stands below each exercise."""
        ids = [cell.id for cell in make().cells]

        assert [
            "text_1", "given", "text_2",
            "relu", "check_relu", "example_1", "text_3",
            "relu_backward", "check_relu_backward",
        ] == ids  # fmt: skip

    def test_the_opening_ends_at_the_second_heading(self, make):
        """What is said before it stands above the given code."""
        sources = {cell.id: cell.source for cell in make().cells}

        assert sources["text_1"] == "# Rectifiers\n\nTwo functions."
        assert sources["text_2"].startswith("## Forward\n")

    def test_nbgrader_s_metadata(self, make):
        """Exercises are solution cells, checks are locked and graded, text and given locked."""
        flags = {
            cell.id: tuple(
                cell.metadata.nbgrader[flag] for flag in ("solution", "grade", "locked")
            )
            for cell in make().cells
            if "nbgrader" in cell.metadata
        }

        assert (True, False, False) == flags["relu"]
        assert (False, True, True) == flags["check_relu"]
        assert (False, False, True) == flags["given"] == flags["text_1"]
        assert "example_1" not in flags

    def test_points_are_on_the_check_cells(self, make):
        """A check cell is worth the exercise's points and calls check with its name."""
        (cell,) = (cell for cell in make().cells if cell.id == "check_relu_backward")

        assert 3 == cell.metadata.nbgrader.points
        assert 'check("relu_backward")' == cell.source

    def test_solution_cells_keep_their_markers(self, make):
        """It is nbgrader that clears the answers."""
        (cell,) = (cell for cell in make().cells if cell.id == "relu")

        assert "### BEGIN SOLUTION" in cell.source

    def test_a_fence_may_name_several_exercises(self, make):
        """Each gets its own two cells, in the order named."""
        notebook = make(assignment_text='```python exercise="relu_backward relu"\n```\n')

        ids = ["given", "relu_backward", "check_relu_backward", "relu", "check_relu"]
        assert ids == [cell.id for cell in notebook.cells]

    def test_is_valid_without_warnings(self, make):
        """There is nothing nbformat would warn about."""
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            nbformat.validate(nbformat.reads(to_text(make()), as_version=4))

    def test_the_same_input_gives_the_same_bytes(self, make):
        """Ids follow from names and places, so nothing differs between runs."""
        assert to_text(make()) == to_text(make())

    def test_runs_where_the_autograder_is_missing(self, make, monkeypatch, capsys):
        """Without the package, check says how to install it and raises nothing."""
        monkeypatch.setitem(__import__("sys").modules, "autograder", None)
        run(make())

        printed = capsys.readouterr().out
        assert "relu is not checked here" in printed
        assert "file autograder_numerics-….whl beside this notebook" in printed
        assert "%pip install" in printed
        assert all(len(line) < 88 for line in SELF_CHECK.splitlines())

    @pytest.mark.parametrize(
        ("text", "place", "words"),
        [
            ('a\n\n```python exercise="rellu"\n```', ":3", "'rellu'; did you mean 'relu'"),
            ('```python exercise="relu"\n```\n' * 2, ":3", "'relu' has a fence already"),
            ('```python exercise="relu"\n```\n', "", r"ward' \(solution.py:22\) has no f"),
            ('```python exercise="relu"\nx\n```\n', ":1", "code, which the stub would replace"),
            ('```python exercise=""\n```\n', ":1", "no exercise's name"),
            ('\n```python exercises="relu"\n```\n', ":2", "has 'exercises'; write"),
            ("```python relu\n```\n", ":1", "has 'relu'; write"),
            ("```python\nx\n```\n\n```bash\nls\n```\n", ":5", "```bash would become a cell"),
            ("---\ntitle: x\n---\n", "", "raw cell"),
        ],
    )  # fmt: skip
    def test_a_wrong_fence_is_an_error(self, make, text, place, words):
        """The message names file and line, and the near miss if there is one."""
        with pytest.raises(TopicError, match=rf"^{WHERE}{place}: .*{words}"):
            make(assignment_text=text)

    def test_an_exercise_without_points_is_an_error(self, make):
        """Somebody forgot its check."""
        with pytest.raises(TopicError, match=r"checks\.py: the exercise 'relu_backward' earns no"):
            make(points_by_exercise={"relu": 1})

    def test_an_exercise_may_not_be_named_like_our_cells(self, make, tiny_topic):
        """`given` is the name of the first cell."""
        renamed = tiny_topic().solution_source.replace("relu_backward", "given")
        text = '```python exercise="relu given"\n```\n'

        with pytest.raises(TopicError, match=r"solution\.py:22: .*'given' cannot name a cell"):
            make(
                solution_source=renamed,
                assignment_text=text,
                points_by_exercise={"relu": 1, "given": 1},
            )

    def test_a_text_without_title_follows_the_given_code(self, make):
        """Only an opening with a title stands above the given code."""
        text = 'Do it.\n\n```python exercise="relu relu_backward"\n```\n'
        ids = [cell.id for cell in make(assignment_text=text).cells]

        assert ["given", "text_1", "relu"] == ids[:3]


class TestFill:
    """Answers put into a released notebook."""

    def test_replaces_the_named_cell_only(self, make):
        """One exercise is answered; all other cells, and the notebook given, stay."""
        notebook = make()
        before = to_text(notebook)
        filled = fill(notebook, {"relu": "def relu(x):\n    return x\n"})
        changed = [
            new.id
            for old, new in zip(notebook.cells, filled.cells, strict=True)
            if old.source != new.source
        ]

        assert ["relu"] == changed
        assert before == to_text(notebook)

    def test_an_unknown_exercise_is_an_error(self, make):
        """The near miss is named."""
        with pytest.raises(TopicError, match="no solution cell 'rellu'; did you mean 'relu'"):
            fill(make(), {"rellu": ""})

    def test_a_solved_notebook_runs(self, make, tiny_topic):
        """With the reference's answers every cell runs, and no marker is left."""
        notebook = fill(make(), reference_answers(tiny_topic()))
        namespace = run(notebook, without=("check_relu", "check_relu_backward"))

        assert [0.0, 2.0] == namespace["relu"](namespace["np"].array([-1.0, 2.0])).tolist()
        assert not any("SOLUTION" in cell.source for cell in notebook.cells if is_solution(cell))
