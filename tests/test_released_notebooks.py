"""What students open runs from top to bottom in a real kernel, as it is and once it is solved."""

import os
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

from autograder.authoring.answers import reference_answers
from autograder.authoring.notebook import fill
from autograder.authoring.release import release
from autograder.authoring.topic import find_topics, load_topic

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[1]
TOPICS = find_topics(ROOT / "reference")
# Cells that use an unwritten function stop there; what they would have defined is then missing.
UNWRITTEN = {"NotImplementedError", "NameError"}


@pytest.fixture(scope="session")
def environment(tmp_path_factory):
    """Nobody's settings: Jupyter, IPython and matplotlib find theirs in an empty folder."""
    settings = tmp_path_factory.mktemp("settings")
    own = ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "IPYTHONDIR")
    folders = {name: str(settings / name.lower()) for name in (*own, "MPLCONFIGDIR")}
    variables = {**os.environ, **folders, "PYTHONPATH": str(ROOT)}
    # On a slow machine matplotlib tells students that it builds its list of fonts: not here.
    fonts = [sys.executable, "-c", "import matplotlib.font_manager"]
    subprocess.run(fonts, env=variables, capture_output=True, check=True)
    return variables


@pytest.fixture(scope="session")
def topics():
    """Every topic of the course."""
    return {name: load_topic(ROOT / "reference" / name) for name in TOPICS}


@pytest.fixture(scope="session")
def folders(topics, tmp_path_factory):
    """The folders students download, with the notebooks and their public checks."""
    root = tmp_path_factory.mktemp("course")
    release(list(topics.values()), course_root=root)
    return {name: root / "assignments" / name for name in topics}


@pytest.fixture(scope="session")
def released(folders):
    """The released notebooks, nothing answered."""
    return {
        name: nbformat.read(folder / f"{name}.ipynb", as_version=4)
        for name, folder in folders.items()
    }


@pytest.fixture(scope="session")
def executed(environment, topics, folders, released):
    """(topic, untouched or solved) → the notebook, executed by the tool students have.

    In the folder they download, each in a kernel of its own; one command, since it takes long to
    start.
    """
    paths = {}
    for name, topic in topics.items():
        solved = fill(released[name], reference_answers(topic))
        for state, notebook in (("untouched", released[name]), ("solved", solved)):
            paths[name, state] = folders[name] / f"{state}.ipynb"
            nbformat.write(notebook, paths[name, state])
    command = [sys.executable, "-m", "nbconvert", "--to", "notebook", "--execute", "--inplace"]
    done = subprocess.run(
        [*command, "--allow-errors", *map(str, paths.values())],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert 0 == done.returncode, done.stderr
    return {key: nbformat.read(path, as_version=4) for key, path in paths.items()}


def outputs(notebook, kind):
    """(cell id, output) for every output of that type."""
    return [
        (cell.id, output)
        for cell in notebook.cells
        if cell.cell_type == "code"
        for output in cell.outputs
        if output.output_type == kind
    ]


def stderr(notebook):
    """What the cells wrote to stderr: warnings, mostly."""
    return {cell: o.text for cell, o in outputs(notebook, "stream") if o.name == "stderr"}


def errors(notebook):
    """(cell id, name of the exception) for every cell that stopped."""
    return {(cell, output.ename) for cell, output in outputs(notebook, "error")}


def verdicts(notebook):
    """The first line of what each check cell shows."""
    return {
        cell: output.data["text/plain"].splitlines()[0]
        for cell, output in outputs(notebook, "execute_result")
        if cell.startswith("check_")
    }


@pytest.mark.parametrize("topic", TOPICS)
def test_a_released_notebook_is_a_notebook(released, topic):
    """It obeys nbformat's schema, every cell has its id, and no output was saved."""
    nbformat.validate(released[topic])
    cells = released[topic].cells
    code = [cell for cell in cells if cell.cell_type == "code"]

    assert len(cells) == len({cell.id for cell in cells})
    assert [] == [cell.id for cell in code if cell.outputs or cell.execution_count]


@pytest.mark.parametrize("topic", TOPICS)
def test_an_untouched_notebook_stops_only_where_an_answer_is_missing(topics, executed, topic):
    """Every check cell says what is missing in a sentence; no warning, no other exception."""
    done = executed[topic, "untouched"]
    checks = {f"check_{name}" for name in topics[topic].solution.exercises}

    assert {} == stderr(done)
    assert {name for _, name in errors(done)} <= UNWRITTEN
    assert set() == {cell for cell, _ in errors(done)} & checks
    assert checks == set(verdicts(done))


@pytest.mark.parametrize("topic", TOPICS)
def test_a_solved_notebook_runs_from_top_to_bottom(executed, topic):
    """No error, no warning on stderr, every public check passes, and every figure is drawn."""
    done = executed[topic, "solved"]
    shown = {cell.id for cell in done.cells if "plt.show()" in cell.source}
    drawn = {cell for cell, o in outputs(done, "display_data") if "image/png" in o.data}
    unhappy = {cell: words for cell, words in verdicts(done).items() if " of " in words}

    assert set() == errors(done)
    assert {} == stderr(done)
    assert {} == unhappy
    assert shown == drawn
