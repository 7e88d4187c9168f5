"""What a new receipt replaces is kept."""

from __future__ import annotations

from dataclasses import replace

import pytest

from autograder.grading.history import keep_handed_in, replace_receipt
from autograder.grading.submission import content_hash
from autograder.layout import Layout
from autograder.receipts import CheckResult, Outcome, Receipt, read_receipt


@pytest.fixture
def layout(tmp_path):
    """An empty course."""
    return Layout(tmp_path)


def receipt(earned, **details):
    """A receipt of one check."""
    outcome = Outcome.PASSED if earned else Outcome.FAILED
    result = CheckResult("f_is_right", "f", "f is right.", False, 5, earned, outcome)
    fields = {"submission_hash": "a" * 64, "topic_hash": "b" * 64, "sandbox": "A", **details}
    return Receipt("losses", "ann", checks=(result,), **fields)


def earlier(layout):
    """The receipts that were replaced."""
    return [read_receipt(path) for path in layout.earlier_receipts("ann", "losses")]


def test_what_is_replaced_is_kept_in_order(layout):
    """Another file, other checks, another verdict: each old receipt stays readable."""
    written = [
        receipt(0),
        receipt(0, submission_hash="c" * 64),
        receipt(0, submission_hash="c" * 64, topic_hash="d" * 64),
        receipt(5, submission_hash="c" * 64, topic_hash="d" * 64),
    ]
    for each in written:
        replace_receipt(layout, each)

    assert written[:-1] == earlier(layout)
    assert written[-1] == read_receipt(layout.receipt("ann", "losses"))


def test_a_receipt_that_says_the_same_leaves_no_earlier_one(layout):
    """Other timings are no other verdict."""
    replace_receipt(layout, receipt(5))
    replace_receipt(layout, replace(receipt(5), cpu_seconds=3.0))

    assert [] == earlier(layout)
    assert 3.0 == read_receipt(layout.receipt("ann", "losses")).cpu_seconds


def test_a_run_that_was_interrupted_keeps_the_old_one_once(layout, monkeypatch):
    """Killed between the two writes and run again, the history has one entry."""
    replace_receipt(layout, receipt(0))
    monkeypatch.setattr(
        "autograder.grading.history.write_receipt", interrupted_after(1, monkeypatch)
    )
    with pytest.raises(KeyboardInterrupt):
        replace_receipt(layout, receipt(5))
    monkeypatch.undo()
    replace_receipt(layout, receipt(5))

    assert [receipt(0)] == earlier(layout)


def interrupted_after(count, monkeypatch):
    """`write_receipt`, but killed after so many calls."""
    from autograder.receipts import write_receipt

    calls = []

    def write(path, content):
        if len(calls) == count:
            raise KeyboardInterrupt
        calls.append(path)
        write_receipt(path, content)

    return write


def test_a_copy_of_the_graded_file_is_kept_by_its_hash(layout, tmp_path):
    """It is what was graded, or nothing: a file replaced meanwhile is not kept under its name."""
    path = tmp_path / "mine.ipynb"
    path.write_bytes(b"{}")
    graded = receipt(5, submission_hash=content_hash(b"{}"))
    keep_handed_in(layout, graded, path)
    path.write_bytes(b"[]")
    keep_handed_in(layout, receipt(5), path)
    kept = layout.handed_in("ann", "losses", graded.submission_hash)

    assert [kept] == list(kept.parent.iterdir())
    assert b"{}" == kept.read_bytes()


def test_a_damaged_receipt_is_replaced(layout):
    """What cannot be read is no history."""
    path = layout.receipt("ann", "losses")
    path.parent.mkdir(parents=True)
    path.write_text("{")
    replace_receipt(layout, receipt(5))

    assert receipt(5) == read_receipt(path)
    assert [] == earlier(layout)
