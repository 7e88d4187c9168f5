"""Failures at the line of the file where the exercise stands."""

import json
import re

import nbformat
import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.receipts import Outcome
from autograder.reporting.annotations import as_code_quality, as_github, place_of

COMMAND = re.compile(r"::error file=[^:,]*,line=\d+,title=[^:,]*::[^\r\n]*")


def _notebook(*sources):
    cells = [nbformat.v4.new_code_cell(source, id=f"c{i}") for i, source in enumerate(sources)]
    cells.insert(0, nbformat.v4.new_markdown_cell("def relu(x): no code", id="m"))
    return nbformat.writes(nbformat.v4.new_notebook(cells=cells))


@pytest.fixture
def failing(make_receipt, make_result, tmp_path):
    """A receipt with one failed check and the notebook it is about: (receipt, path)."""

    def make(*sources, **fields):
        path = tmp_path / "activations.ipynb"
        path.write_text(_notebook(*sources), encoding="utf-8")
        return make_receipt(make_result(outcome=Outcome.FAILED, **fields)), path

    return make


@pytest.mark.parametrize("before", ["import numpy as np", "a = 1\n\n\nb = 2", "не ASCII = '\"'"])
@pytest.mark.parametrize(
    "answer",
    ["x = 1\ndef softplus(x):\n    return x", "class softplus:\n    pass", "def softplus("],
)
def test_the_line_in_the_file_is_the_one_that_defines_the_exercise(before, answer):
    """Counted in the file, also where the cell is no valid Python or is not ASCII."""
    text = _notebook(before, answer)
    place = place_of("softplus", text)

    assert 2 == place.cell
    assert re.search("(def|class) softplus", text.splitlines()[place.line - 1])


def test_the_last_definition_counts():
    """As when the notebook runs; of cells that are alike the later one is meant."""
    text = _notebook(
        "def softplus(x):\n    pass", "def relu(x): pass", "def softplus(x):\n    pass"
    )
    place = place_of("softplus", text)

    assert 3 == place.cell
    last = max(i for i, line in enumerate(text.splitlines(), 1) if "def softplus" in line)
    assert last == place.line


@pytest.mark.parametrize("text", ["no notebook", "[]", '{"cells": 1}', '{"cells": []}'])
def test_what_stands_nowhere_is_at_the_first_line(text):
    """A missing exercise and a damaged file are annotated all the same."""
    assert (1, None) == (place_of("softplus", text).line, place_of("softplus", text).cell)


def test_github_is_told_where_what_and_what_to_do(failing):
    """One command per failure, with the cell in its title."""
    receipt, path = failing(
        "def softplus(x):\n    return x", message="is 100%\nwrong", hint="think", example="x = 1"
    )
    command = as_github(receipt, path)

    assert COMMAND.fullmatch(command)
    assert (
        "title=softplus%2C code cell 1::softplus stays finite.%0Ais 100%25%0Awrong%0A" in command
    )
    assert command.endswith("What to do: think")


@given(st.text(st.characters(exclude_categories=())))
def test_no_message_makes_a_second_command(make_receipt, make_result, tmp_path_factory, text):
    """Whatever a student's code says stays in the data of its own command."""
    path = tmp_path_factory.getbasetemp() / "a:b,c.ipynb"
    path.write_text(_notebook("def softplus(x): pass"), encoding="utf-8")
    result = make_result(outcome=Outcome.FAILED, message=text, hint=text, example=text)
    command = as_github(make_receipt(result), path)

    assert COMMAND.fullmatch(command)
    command.encode()


def test_gitlab_gets_an_issue_for_each_failure(failing):
    """The fields that Code Quality demands, the same fingerprint each time."""
    receipt, path = failing("def softplus(x):\n    return x", message="is wrong")
    (issue,) = as_code_quality(receipt, path)

    assert {"description", "check_name", "fingerprint", "severity", "location"} == set(issue)
    assert {
        "path": path.as_posix(),
        "lines": {"begin": place_of("softplus", path.read_text()).line},
    } == issue["location"]
    assert [issue] == json.loads(json.dumps(as_code_quality(receipt, path)))


def test_what_holds_is_not_annotated(make_receipt, make_result, failing):
    """Only failures: not what passed, waits, or is an error of ours."""
    _, path = failing("def softplus(x): pass")
    others = [make_result(outcome=o) for o in Outcome if o is not Outcome.FAILED]

    assert "" == as_github(make_receipt(*others), path)
    assert [] == as_code_quality(make_receipt(*others), path)
