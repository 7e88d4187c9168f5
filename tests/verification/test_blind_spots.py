"""Blind spots: the reference, wrong only at a place that no check looks at, is found and told."""

import json

import pytest
from click.testing import CliRunner

from autograder.authoring.topic import load_topic
from autograder.cli import authoring
from autograder.grading.grade import prepare
from autograder.verification.blind_spots import as_text, bad, blind_spots_of
from autograder.verification.blind_spots.calls import between

CLOSED = ("activations", "backprop", "losses", "numerical_gradient", "warmup")
"""The topics of the course in which no place survives."""
SOLUTION = '''\
"""A sum of squares and a scale."""

import numpy as np


def energy(x):
    """The sum of the squares.  (N,) -> number"""
    ### BEGIN SOLUTION
    return np.sum(x * x)
    ### END SOLUTION


class Scale:
    """Multiplies by a factor."""

    def __init__(self, factor=2.0):
        ### BEGIN SOLUTION
        self.factor = factor
        ### END SOLUTION

    def forward(self, x):
        """factor times x.  (N,) -> (N,)"""
        ### BEGIN SOLUTION
        return self.factor * x
        ### END SOLUTION
'''
CHECKS = '''\
"""What they must do."""

import numpy as np

from autograder.checks import assert_close, check, for_all, reals


@check(points=1EDGES)
@for_all(x=reals("N"))
def energy_agrees_with_the_reference(student, reference, x):
    """The sum of the squares."""
    assert_close(student.energy(x), reference.energy(x))


@check(points=1)
def Scale_doubles(student):
    """Scale() doubles."""
    assert_close(student.Scale().forward(np.array([1.0, 2.0])), np.array([2.0, 4.0]))
'''


@pytest.fixture
def found(tmp_path):
    """Write the topic, and try its blind spots: exercise → what was found."""

    def look(edges="", mistakes="", text="x is short."):
        folder = tmp_path / "energy"
        folder.mkdir(exist_ok=True)
        files = {
            "assignment.md": f"# Energy\n\n{text}\n",
            "solution.py": SOLUTION,
            "checks.py": CHECKS.replace("EDGES", edges),
            "mistakes.py": f"from autograder.checks import outside\n\n{mistakes}\n",
        }
        for name, content in files.items():
            (folder / name).write_text(content)
        return blind_spots_of({"energy": prepare(load_topic(folder), "a secret")}, processes=1)

    return look


def survivors(found, exercise):
    """The places of an exercise that survive."""
    (one,) = [one for one in found["energy"] if one.exercise == exercise]
    return [place.where for place in one.survivors]


def test_a_place_without_an_example_survives(found):
    """Where no drawn x is large or long, the reference may be wrong there, and a line says so."""
    assert "float64 x: an entry in 30…100" in survivors(found(), "energy")
    assert "x: axis 0 longer than 10" in survivors(found(), "energy")


def test_a_survivor_comes_with_its_remedies(found):
    """Below the table stand the check's line, what to write there, and outside(…) to paste."""
    text = as_text(found())
    assert "checks.py:8: @check(…, edges=1e4) mixes such examples in" in text
    assert "or: outside(of='energy', where='float64 x: an entry in 30…100', says=…)" in text


def test_edges_close_the_places_of_a_function(found):
    """With edges every place of the sum of squares is caught."""
    assert survivors(found(", edges=1e4"), "energy") == []


def test_methods_have_places_too(found):
    """A second call on an object is a place, which the one call of Scale's check leaves out."""
    assert "forward: from the second call on" in survivors(found(), "Scale")


def test_a_place_is_outside_by_a_sentence_of_the_text(found):
    """outside(…) covers places, and only while its sentence stands in the assignment."""
    line = 'outside(of="energy", where="x: axis 0 longer than *", says="x is short.")'
    covered = found(mistakes=line)
    assert "x: axis 0 longer than 10" not in survivors(covered, "energy")
    assert not [one.broken for one in covered["energy"] if one.broken]
    untrue = found(mistakes=line, text="x is long.")
    assert bad(untrue)
    assert "'x is short.' does not stand in assignment.md; write it there" in as_text(untrue)


def test_what_is_caught_cannot_be_outside(found):
    """outside(…) for a place that the checks look at is told."""
    line = 'outside(of="energy", where="float64 x: an entry in 1…10", says="x is short.")'
    assert "names no place that escapes the checks; take it out" in as_text(found(mistakes=line))


def test_the_calls_of_each_object_are_counted_apart():
    """Though the id of one that is gone is another one's afterwards."""

    class Once:
        def go(self):
            return 0

    seen = []
    counted = between("Once", Once, lambda call, answer: seen.append(call.number) or answer())
    for _ in range(50):
        counted().go()

    assert [0] * 50 == seen


@pytest.mark.parametrize("topic", CLOSED)
def test_a_closed_topic_stays_closed(prepared_topic, topic):
    """In a topic that was closed no place survives, and every sentence stands in its text."""
    found = blind_spots_of({topic: prepared_topic(topic)}, processes=1)
    assert not bad(found), as_text(found)


def test_the_command_prints_the_table_and_ends_with_status_1(tmp_path, write_course):
    """`autograder verify TOPIC --blind-spots` lists survivors, as text and as JSON."""
    root = write_course(tmp_path)
    runner = CliRunner()
    asked = ["--course", str(root), "vectors", "--blind-spots"]
    told = runner.invoke(authoring.verify, asked)
    assert told.exit_code == 1, told.output
    assert "vectors: double, wrong only at: x: axis 0 longer than 10" in told.output
    told = runner.invoke(authoring.verify, [*asked, "--format", "json"])
    (double, *_) = json.loads(told.stdout)["vectors"]
    assert double["exercise"] == "double"
    assert "x: axis 0 longer than 10" in double["survivors"]
