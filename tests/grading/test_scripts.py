"""A `.py` file in Jupytext's percent format is a submission like a notebook."""

import pytest

from autograder.errors import SubmissionError
from autograder.grading.class_run import Job, submission
from autograder.grading.handed_in import Taken
from autograder.grading.submission import parse_submission
from autograder.layout import Layout

SCRIPT = b"# %% [markdown]\n# A text\n\n# %%\nx = 1\n\n# %%\ny = 2\n"


def test_the_cells_of_a_script_are_its_sources(tmp_path):
    """Code cells are run in order, text is not."""
    assert ("x = 1", "y = 2") == parse_submission(tmp_path / "a.py", SCRIPT).sources


@pytest.mark.parametrize("content", [b"\xff\xfe", b"#" * (2**20 + 1)])
def test_what_is_no_script_is_named(tmp_path, content):
    """One line with the file, whatever is in it."""
    with pytest.raises(SubmissionError, match=r"a\.py: is "):
        parse_submission(tmp_path / "a.py", content)


def test_the_notebook_counts_where_both_are(tmp_path):
    """A script counts alone, and beside a notebook it does not, which is noted."""
    layout, job = Layout(tmp_path), Job("vectors", "ann")
    notebook = layout.submitted("ann", "vectors")
    script = notebook.with_suffix(".py")
    script.parent.mkdir(parents=True)
    script.write_bytes(SCRIPT)

    assert Taken(script) == submission(layout, job)
    notebook.write_text("{}")
    told = "vectors.ipynb counts; what lies beside it does not count: vectors.py."
    assert Taken(notebook, told) == submission(layout, job)
