"""What the student's process knows and what the examiner believes: nothing of either too much."""

import _pickle
import ast
import pickle
from pathlib import Path
from types import SimpleNamespace

import pytest

import autograder.sandbox
from autograder.grading import own_examples
from autograder.grading.examples import reference_of
from autograder.grading.submission import parse_submission
from autograder.receipts import Outcome
from autograder.sandbox import Student

SANDBOX = Path(autograder.sandbox.__file__).parent
ON_THE_WIRE = (
    "connection.py",
    "exchange.py",
    "foresight.py",
    "messages.py",
    "outputs.py",
    "process.py",
    "remote.py",
    "inside/answering.py",
    "inside/child.py",
    "inside/decoding.py",
    "inside/encoding.py",
    "inside/replies.py",
    "inside/wire.py",
)
LOADS_OBJECTS = {"pickle", "_pickle", "marshal", "shelve", "dill", "joblib", "copyreg", "eval"}
LOADS_OBJECTS |= {"exec", "__import__", "load"}


@pytest.mark.parametrize("name", ON_THE_WIRE)
def test_nothing_on_the_wire_makes_objects_of_bytes(name):
    """No module between examiner and student imports pickle or its like, or evaluates text."""
    tree = ast.parse((SANDBOX / name).read_text(encoding="utf-8"))
    used = set()
    for node in ast.walk(tree):
        match node:
            case ast.Import(names=names):
                used.update(one.name.split(".")[0] for one in names)
            case ast.ImportFrom(module=str(module), names=names):
                used.update({module.split(".")[0], *(one.name for one in names)})
            case ast.Call(func=ast.Name(id=called)) | ast.Call(func=ast.Attribute(attr=called)):
                used.add(called)

    assert set() == used & LOADS_OBJECTS


def test_a_submission_is_graded_without_unpickling(grade, notebook, monkeypatch):
    """Right and wrong answers, objects, exceptions and deaths, with pickle out of order.

    Only the stock of examples, which the examiner packed itself, is unpacked by it.
    """
    monkeypatch.setattr(own_examples, "pickle", SimpleNamespace(loads=pickle.loads))

    def refused(*_, **__):
        raise AssertionError("unpickled")

    for module in (pickle, _pickle):
        for name in ("loads", "load", "Unpickler"):
            monkeypatch.setattr(module, name, refused)
    right, _ = grade(notebook())
    wrong, _ = grade(
        notebook(
            double="def double(x):\n    return object()",
            center="def center(x):\n    raise ValueError(object())",
            norm="def norm(x):\n    return -1.0",
            split="import os\ndef split(x):\n    os._exit(1)",
        )
    )

    assert (12, 0) == (right.earned, wrong.earned)
    with pytest.raises(AssertionError, match="unpickled"):
        pickle.loads(pickle.dumps(1))  # noqa: S301  # the trap is set


REDUCING = """\
class Trap:
    def __reduce__(self):
        return (print, ("reduced",))
    def __getattr__(self, name):
        raise RuntimeError("asked for " + name)
    def __array__(self, *_, **__):
        raise RuntimeError("asked for an array")
    def __eq__(self, other):
        return True
    def __float__(self):
        return 0.0
def double(x):
    return Trap()
norm = split = center = double
"""


def test_no_method_of_a_students_object_runs_on_our_side(grade, notebook, capfd):
    """An object that claims to be equal to everything earns nothing."""
    receipt, _ = grade(notebook(REDUCING))

    assert 0 == receipt.earned
    assert receipt.errors == ()
    assert ("", "") == tuple(capfd.readouterr())


SEARCH = """\
import gc, sys
gc.unfreeze()
marker = " ".join(["only", "the", "reference", "knows", "this", "line"])
found = []
for one in gc.get_objects():
    kind = type(one)
    inside = one.values() if kind is dict else one if kind in (list, tuple, set) else ()
    for part in tuple(inside):
        if type(part) is str and marker in part and part is not marker:
            found.append(part[:80])
    constants = getattr(getattr(one, "__code__", None), "co_consts", ())
    if type(constants) is tuple and marker in constants:
        found.append(one.__name__)
print(found)
"""
MODULES = """\
import sys
print(sorted(
    name for name in sys.modules
    if name.split(".")[0] in ("hypothesis", "reference", "solution", "checks", "nbgrader")
    or "_topic_" in name or "vectors" in name or name.startswith("autograder.")
))
import autograder
print([name for name in vars(autograder) if not name.startswith("__")])
"""
FILES = """\
import os
for path in ("maps", "mem", "environ", "cmdline", "auxv", "fd", "root", "task"):
    for process in ("self", os.getpid(), os.getppid(), 1):
        try:
            where = f"/proc/{process}/{path}"
            listed = path in ("fd", "root", "task")
            print(where, os.listdir(where) if listed else open(where, "rb").read(1))
        except OSError:
            pass
"""


@pytest.fixture
def said(grade, notebook):
    """Run a cell after the others: what it prints."""

    def run(cell):
        _, executed = grade(notebook(cell))
        outputs = executed.cells[-1].outputs
        assert ["stream"] * len(outputs) == [output.output_type for output in outputs]
        return "".join(output.text for output in outputs)

    return run


def test_the_students_process_has_neither_checks_nor_hypothesis(said):
    """Nor the topic, nor anything else of ours but the stand-in for `check`."""
    assert "[]\n['check']\n" == said(MODULES)


def test_the_reference_is_nowhere_in_the_students_process(zygote, marker, prepared, notebook):
    """No object of it holds a line of the reference, also after it has been asked to answer."""
    assert marker in prepared.topic.solution_source
    process = zygote.fork()
    try:
        for source in parse_submission(Path("a.ipynb"), notebook()).sources:
            process.run_cell(source)
        student, reference = Student(process), reference_of(prepared.topic)
        for drawn in prepared.drawn.values():
            student.begin_example()
            drawn.check.run(student, reference, drawn.shared[0].inputs)
        assert "[]\n" == process.run_cell(SEARCH)[0]["text"]
        planted = process.run_cell(f"kept = ['<<' + {marker!r} + '>>']\n{SEARCH}")
        assert marker in planted[0]["text"]  # it would have been found
    finally:
        process.kill()


def test_the_students_process_cannot_look_into_processes(said):
    """/proc is closed to it, its own entry and the examiner's included."""
    assert "" == said(FILES)


SILENCED = """\
import sys
for module in list(sys.modules.values()):
    if hasattr(module, "changed_names"):
        module.changed_names = lambda *_: []"""


def test_that_arguments_are_left_alone_is_the_word_of_the_students_process(outcomes):
    """The bytes are compared there, so code that looks for the comparison can silence it."""
    double = "def double(x):\n    x *= 2\n    return x.copy()"

    honest = outcomes(double=double)["double_leaves_x_alone"]
    assert (Outcome.FAILED, "the call changed its argument x, but should leave it as it was") == (
        honest.outcome,
        honest.message,
    )
    assert Outcome.PASSED is outcomes(SILENCED, double=double)["double_leaves_x_alone"].outcome
