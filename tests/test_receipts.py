"""Receipts: whole or not at all, and read as they were written."""

import json
import os
from dataclasses import asdict, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder import files
from autograder.errors import AutograderError
from autograder.receipts import (
    CheckResult,
    Outcome,
    Receipt,
    from_json,
    read_receipt,
    to_json,
    write_receipt,
)

TEXT = st.text(st.characters(codec="utf-8"), max_size=20)
SECONDS = st.floats(0, 1e6, allow_nan=False)
RESULTS = st.builds(
    CheckResult,
    name=TEXT,
    exercise=TEXT,
    sentence=TEXT,
    public=st.booleans(),
    points=st.integers(1, 9),
    earned=st.integers(0, 9),
    outcome=st.sampled_from(Outcome),
    message=TEXT,
    hint=TEXT,
    example=TEXT,
    seconds=SECONDS,
)
RECEIPTS = st.builds(
    Receipt,
    assignment=TEXT,
    student=TEXT,
    submission_hash=TEXT,
    topic_hash=TEXT,
    sandbox=st.sampled_from("ABE"),
    checks=st.lists(RESULTS, max_size=4).map(tuple),
    submitted_at=st.none() | TEXT,
    problem=TEXT,
    remarks=st.lists(TEXT, max_size=2).map(tuple),
    versions=st.dictionaries(TEXT, TEXT, max_size=3),
    cpu_seconds=SECONDS,
    peak_memory_mb=SECONDS,
)


def make(**changes):
    """One receipt with two checks."""
    first = CheckResult("f_is_right", "f", "f is right.", True, 2, 2, Outcome.PASSED)
    second = CheckResult("g_is_right", "g", "g is right.", False, 3, 0, Outcome.ERROR)
    receipt = Receipt("vectors", "ann", "0" * 64, "1" * 64, "A", (first, second))
    return replace(receipt, **changes)


@given(RECEIPTS)
def test_a_receipt_is_read_as_it_was_written(receipt):
    """Every field comes back, of the same type."""
    again = from_json(to_json(receipt))

    assert receipt == again
    assert {Outcome} >= {type(result.outcome) for result in again.checks}


def test_a_receipt_from_before_remarks_still_reads():
    """A receipt without remarks reads as one that has none."""
    older = json.loads(to_json(make()))
    del older["remarks"]

    assert make() == from_json(json.dumps(older))


@given(RECEIPTS)
def test_a_receipt_is_plain_json(receipt):
    """Any program can read it, and its text is UTF-8."""
    data = json.loads(to_json(receipt).encode())

    assert asdict(receipt).keys() == data.keys()
    assert [str(r.outcome) for r in receipt.checks] == [r["outcome"] for r in data["checks"]]


def test_points_and_errors_are_sums_over_the_checks():
    """Totals are stated nowhere, so they cannot contradict."""
    receipt = make()

    assert (5, 2) == (receipt.points, receipt.earned)
    assert ("g_is_right",) == tuple(result.name for result in receipt.errors)


@pytest.mark.parametrize(
    "damage",
    [
        lambda text: "",
        lambda text: text[: len(text) // 2],
        lambda text: "[]",
        lambda text: "null",
        lambda text: "{}",
        lambda text: text.replace('"student"', '"pupil"'),
        lambda text: text.replace("PASSED", "MAYBE"),
        lambda text: text.replace('"earned": 2', '"earned": "2"'),
        lambda text: text.replace('"points": 2', '"points": null'),
        lambda text: text.replace('"checks": [', '"checks": [3, '),
        lambda text: text.replace('"name"', '"nom"'),
    ],
)
def test_a_damaged_receipt_is_named_with_the_remedy(tmp_path, damage):
    """One line: which file, that it is no receipt, and what to do."""
    path = tmp_path / "ann.json"
    path.write_text(damage(to_json(make())))
    with pytest.raises(AutograderError) as caught:
        read_receipt(path)

    assert str(caught.value).startswith(f"{path}: not a receipt (")
    assert str(caught.value).endswith("; delete it and grade again")
    assert "\n" not in str(caught.value)


def test_bytes_that_are_no_text_are_no_receipt(tmp_path):
    """Whatever the disk made of it."""
    path = tmp_path / "ann.json"
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(AutograderError, match="not a receipt"):
        read_receipt(path)


def test_a_number_that_is_none_is_never_written():
    """Not-a-number is no JSON: better no receipt than one that others cannot read."""
    with pytest.raises(ValueError, match="not JSON compliant"):
        to_json(make(cpu_seconds=float("nan")))


def test_a_receipt_is_written_whole(tmp_path):
    """Folders are made, an old receipt is replaced, and nothing else is left there."""
    path = tmp_path / "grades" / "vectors" / "ann.json"
    write_receipt(path, make(student="bob"))
    write_receipt(path, make())

    assert make() == read_receipt(path)
    assert [path] == list(path.parent.iterdir())
    assert 0o644 == path.stat().st_mode & 0o777


@pytest.mark.parametrize("broken", ["fsync", "chmod"])
def test_a_receipt_that_cannot_be_written_leaves_the_old_one(tmp_path, monkeypatch, broken):
    """A full disk costs nothing that was there, and leaves no litter."""
    path = tmp_path / "ann.json"
    write_receipt(path, make())

    def full(*_, **__):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(files.os, broken, full)
    with pytest.raises(OSError, match="No space left"):
        write_receipt(path, make(problem="new"))
    monkeypatch.undo()

    assert make() == read_receipt(path)
    assert [path] == list(tmp_path.iterdir())


def test_a_reader_never_sees_half_a_receipt(tmp_path, monkeypatch):
    """Until the very end the name holds the old receipt: then, in one step, the new one."""
    path = tmp_path / "ann.json"
    write_receipt(path, make())
    seen = []
    fsync = os.fsync

    def look(handle):
        fsync(handle)
        seen.append(read_receipt(path).problem)

    monkeypatch.setattr(files.os, "fsync", look)
    write_receipt(path, make(problem="new"))

    assert [""] == seen
    assert "new" == read_receipt(path).problem
