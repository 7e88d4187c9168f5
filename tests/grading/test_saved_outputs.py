"""What a notebook saved beside its cells' text is dropped before anything else is read."""

import json
import time
import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.grading.saved_outputs import without
from autograder.grading.submission import parse_submission

NAMES = ["outputs", "widgets"]
KEYS = st.sampled_from([*NAMES, "source", "cells", 'a"b', "outputs\\", "é"])
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | KEYS | st.text(max_size=8),
    lambda inside: st.lists(inside, max_size=4) | st.dictionaries(KEYS, inside, max_size=4),
    max_leaves=20,
)


def emptied(data):
    """The data with an empty list or dict for each one that has one of the names."""
    if isinstance(data, list):
        return [emptied(each) for each in data]
    if isinstance(data, dict):
        return {
            key: type(value)()
            if key in NAMES and isinstance(value, (list, dict))
            else emptied(value)
            for key, value in data.items()
        }
    return data


@given(JSON, st.sampled_from([None, 1]), st.booleans())
def test_only_what_has_the_name_is_dropped(data, indent, ascii_only):
    """However the JSON is written, and whatever its strings hold."""
    text = json.dumps(data, indent=indent, ensure_ascii=ascii_only).encode()

    assert emptied(data) == json.loads(without(text, NAMES))


@given(JSON, st.integers(0, 200))
def test_damage_stays_damage(data, end):
    """Cut anywhere, a text is never made a whole one; nothing is raised."""
    text = json.dumps(data).encode()
    with pytest.raises(ValueError, match=r".*"):
        json.loads(without(b'{"outputs": [' + text[:end], NAMES))


@pytest.mark.parametrize("text", [b'"' + b'\\"' * 2**20, b"[" * 2**20, b'{"outputs": [' * 2**16])
def test_hostile_text_costs_no_more_than_it_has_bytes(text):
    """An open string full of quotes, brackets without end."""
    began = time.process_time()
    without(text, NAMES)

    assert time.process_time() - began < 5


@pytest.mark.parametrize("lines", [False, True])
def test_a_notebook_with_120_mb_of_saved_outputs_is_read(tmp_path, lines):
    """Its text is there; what it takes meanwhile is little beside the file itself."""
    text = ["x" * 79 + "\n"] * (3 * 2**19) if lines else ["x" * (120 * 2**20)]
    shown = {"output_type": "stream", "name": "stdout", "text": text}
    cell = {"cell_type": "code", "metadata": {}, "source": "y = 1", "execution_count": 1}
    data = {
        "nbformat": 4,
        "nbformat_minor": 4,
        "metadata": {},
        "cells": [cell | {"outputs": [shown]}],
    }
    content = json.dumps(data).encode()
    del text, shown, data
    parse_submission(
        tmp_path / "a.ipynb", b'{"nbformat": 4, "cells": []}'
    )  # imports what it needs
    tracemalloc.start()
    sources = parse_submission(tmp_path / "a.ipynb", content).sources
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert ("y = 1",) == sources
    assert most < 2**24
