"""Examples are drawn once and stored: what is read back is what was written, or is drawn again."""

from __future__ import annotations

import random

import pytest
from click.testing import CliRunner

from autograder.authoring.topic import load_topic
from autograder.cli import cli
from autograder.grading import examples
from autograder.layout import Layout
from autograder.receipts import read_receipt


@pytest.fixture(scope="module")
def layout(tmp_path_factory, write_course, notebook):
    """A course with a right submission, graded once: its examples are stored."""
    layout = Layout(write_course(tmp_path_factory.mktemp("stored")))
    path = layout.submitted("ann", "vectors")
    path.parent.mkdir(parents=True)
    path.write_bytes(notebook())
    assert 0 == grade(layout)
    return layout


def grade(layout):
    """Grade everything anew: the exit status."""
    command = ["grade", "--again", "--course", str(layout.root)]
    return CliRunner().invoke(cli, command, catch_exceptions=False).exit_code


def test_a_flipped_byte_is_noticed_anywhere_in_the_file(layout, tmp_path):
    """Damaged content is never believed, though most of it would still be read without error."""
    (stored,) = layout.cache.glob("vectors-*.pickle")
    content = stored.read_bytes()
    damaged = tmp_path / "damaged"
    damaged.write_bytes(content)
    assert examples._read_cache(damaged) is not None
    places = random.Random(0)
    for _ in range(300):
        flipped = bytearray(content)
        flipped[places.randrange(len(content))] ^= 1 << places.randrange(8)
        damaged.write_bytes(flipped)
        assert examples._read_cache(damaged) is None
    for length in (0, 10, len(content) - 1):
        damaged.write_bytes(content[:length])
        assert examples._read_cache(damaged) is None


@pytest.mark.slow
def test_damaged_examples_are_drawn_again_by_the_command(layout):
    """The verdicts are those of before, and the file is whole again."""
    (stored,) = layout.cache.glob("vectors-*.pickle")
    before = {check.name: check.outcome for check in _receipt(layout).checks}
    flipped = bytearray(stored.read_bytes())
    flipped[len(flipped) // 2] ^= 1
    stored.write_bytes(flipped)

    assert 0 == grade(layout)
    assert bytes(flipped) != stored.read_bytes()
    assert before == {check.name: check.outcome for check in _receipt(layout).checks}
    known = examples._read_cache(stored)
    topic = load_topic(layout.reference / "vectors")
    assert {check.name for check in topic.checks} == set(known)


def _receipt(layout):
    return read_receipt(layout.receipt("ann", "vectors"))
