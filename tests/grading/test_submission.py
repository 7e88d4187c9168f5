"""A submitted file is a stranger's: one line says what is wrong with it, whatever it is."""

import json
import os

import nbformat
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from autograder.errors import SubmissionError
from autograder.grading import submission as submissions
from autograder.grading.grade import executed
from autograder.grading.submission import parse_submission, read_bytes


def _v4(**changes):
    cell = {
        "cell_type": "code",
        "source": ["a = 1\n", "a"],
        "metadata": {},
        "outputs": [],
        "execution_count": None,
    }
    whole = {"nbformat": 4, "nbformat_minor": 4, "metadata": {}, "cells": [cell]}
    return json.dumps({**whole, **changes}).encode()


DAMAGED = {
    "empty": b"",
    "truncated": _v4()[:-20],
    "not JSON": b"print('hello')",
    "a number": b"3",
    "a list": b"[]",
    "no notebook": b'{"a": 1}',
    "latin-1": '{"nbformat": 4, "cells": "é"}'.encode("latin-1"),
    "binary": bytes(range(256)),
    "a zip": b"PK\x03\x04" + bytes(100),
    "nested": b"[" * 100_000,
    "no cells": _v4(cells=None),
    "cells of text": _v4(cells="abc"),
    "a cell of text": _v4(cells=["abc"]),
    "a cell of nothing": _v4(cells=[{}]),
    "a number as source": _v4(cells=[{"cell_type": "code", "source": 3}]),
    "numbers in the source": _v4(cells=[{"cell_type": "code", "source": [3]}]),
    "a version from the future": _v4(nbformat=17),
    "a version of text": _v4(nbformat="four"),
    "no version": _v4(nbformat=None),
    "a version of its own": _v4(nbformat=[4]),
    "version 3 without worksheets": _v4(nbformat=3),
    "a huge number": b'{"nbformat": 4, "cells": ' + b"9" * 5000 + b"}",
    "too many cells": _v4(cells=[{"cell_type": "code", "source": ""}] * 10_001),
}


@pytest.mark.parametrize("content", DAMAGED.values(), ids=DAMAGED)
def test_a_damaged_file_is_one_line(grade, tmp_path, content):
    """What is wrong, in one line; every check fails with it, and the staff read it too."""
    path = tmp_path / "work.ipynb"
    with pytest.raises(SubmissionError) as caught:
        parse_submission(path, content)
    receipt, notebook = grade(content)

    assert str(caught.value).startswith(f"{path}: ")
    assert "\n" not in str(caught.value)
    assert len(str(caught.value)) < 400 + len(str(path))
    assert notebook is None
    assert 0 == receipt.earned < receipt.points
    assert str(caught.value) == f"{path}: {receipt.problem}"
    reason = receipt.problem.partition("; ask for")[0]  # that is for the staff
    assert {f"the file you handed in {reason}"} == {r.message for r in receipt.checks}


def test_version_3_is_read(tmp_path):
    """A notebook of IPython 0.13 has cells too."""
    cell = {"cell_type": "code", "input": ["a = 1\n", "a"], "outputs": [], "language": "python"}
    content = json.dumps(
        {"nbformat": 3, "nbformat_minor": 0, "metadata": {}, "worksheets": [{"cells": [cell]}]}
    ).encode()

    assert ("a = 1\na",) == parse_submission(tmp_path, content).sources


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_every_encoding_of_json_is_read(tmp_path, encoding):
    """Windows editors leave marks and other encodings; the notebook is meant all the same."""
    content = _v4(cells=[{"cell_type": "code", "source": "a = 'é'"}]).decode().encode(encoding)

    assert ("a = 'é'",) == parse_submission(tmp_path, content).sources


def test_half_a_pair_does_no_harm(tmp_path):
    """A lone surrogate, which no file can hold, is replaced before the cell is run."""
    content = _v4(cells=[{"cell_type": "code", "source": "a = '\ud800'"}])

    assert ("a = '?'",) == parse_submission(tmp_path, content).sources


def test_pasted_images_stay(tmp_path):
    """What a student pasted into a text cell is in the executed notebook too."""
    image = {"image.png": {"image/png": "aGVsbG8="}}
    cell = {"cell_type": "markdown", "source": "![](attachment:image.png)", "attachments": image}

    assert image == parse_submission(tmp_path, _v4(cells=[cell])).notebook.cells[0].attachments


@pytest.fixture
def odd(tmp_path):
    """Files that are none: name → path."""
    path = tmp_path / "file.ipynb"
    path.write_bytes(_v4())
    (tmp_path / "link.ipynb").symlink_to(path)
    (tmp_path / "dangling.ipynb").symlink_to(tmp_path / "nowhere")
    (tmp_path / "folder.ipynb").mkdir()
    os.mkfifo(tmp_path / "pipe.ipynb")
    return lambda name: tmp_path / f"{name}.ipynb"


@pytest.mark.parametrize(
    ("name", "problem"),
    [
        ("link", "is a link; it should be the file itself"),
        ("dangling", "is a link; it should be the file itself"),
        ("folder", "is a folder"),
        ("pipe", "is not a regular file"),
        ("missing", "cannot be opened (No such file or directory)"),
    ],
)
def test_only_regular_files_are_read(odd, name, problem):
    """No link is followed, and no pipe waited for."""
    with pytest.raises(SubmissionError) as caught:
        read_bytes(odd(name))

    assert str(caught.value).startswith(f"{odd(name)}: {problem}")


def test_a_file_that_is_too_large_is_refused(odd, monkeypatch):
    """Up to the bound it is read, beyond it is not."""
    size = odd("file").stat().st_size
    monkeypatch.setattr(submissions, "LARGEST_FILE", size)
    assert _v4() == read_bytes(odd("file"))
    monkeypatch.setattr(submissions, "LARGEST_FILE", size - 1)
    with pytest.raises(SubmissionError, match=r"is larger than 0 MiB; clear its outputs and hand"):
        read_bytes(odd("file"))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=4),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["source", "metadata", "outputs", "id", "cell_type", "text", "data"]),
            inner,
            max_size=4,
        )
    ),
    max_leaves=8,
)
CELLS = st.fixed_dictionaries(
    {},
    optional={
        "cell_type": st.sampled_from(["code", "markdown", "raw", "heading"]) | JSON,
        "source": st.just("1") | JSON,
        "metadata": st.just({}) | JSON,
        "outputs": st.just([]) | JSON,
        "attachments": JSON | st.dictionaries(st.text(), st.dictionaries(st.text(), JSON)),
        "id": JSON,
    },
)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.fixed_dictionaries(
        {
            "nbformat": st.sampled_from([1, 2, 3, 4, 4, 4, 4]) | JSON,
            "cells": st.lists(CELLS) | JSON,
        },
        optional={
            "nbformat_minor": st.integers(0, 9) | JSON,
            "metadata": JSON,
            "worksheets": st.lists(st.fixed_dictionaries({"cells": st.lists(CELLS)})) | JSON,
        },
    )
)
def test_whatever_is_read_can_be_written(tmp_path, content):
    """Any JSON is refused in one line, or is a valid notebook that can be written with outputs."""
    try:
        submission = parse_submission(tmp_path, json.dumps(content).encode())
    except SubmissionError as error:
        assert "\n" not in str(error)  # noqa: PT017  # most are refused, and some are not
        return
    nbformat.validate(submission.notebook)
    outputs = [[nbformat.v4.new_output("stream", text="1")] for _ in submission.sources]
    nbformat.writes(executed(submission.notebook, outputs)).encode("utf-8", "replace")


@pytest.mark.parametrize("depth", [98, 99, 450, 480, 900])
def test_deep_metadata_does_no_harm(grade, depth):
    """Whatever is nested in the metadata is refused in one line, or carried along."""
    deep = json.loads("[" * depth + "]" * depth)
    receipt, notebook = grade(_v4(metadata={"deep": deep}))

    assert (depth > 98) == (not receipt.read)
    assert receipt.problem or nbformat.writes(notebook)
