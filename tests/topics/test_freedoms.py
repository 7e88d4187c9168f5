"""Where the text leaves a choice, each choice earns everything: graded, and in the self-check."""

import re
from pathlib import Path

import pytest

from autograder.authoring.topic import load_topic
from autograder.local_check import run_public_checks
from autograder.receipts import Outcome
from autograder.verification.answers import reference_answers

ROOT = Path(__file__).parents[2]
ANOTHER = Path(__file__).with_name("another_autograd.py").read_text(encoding="utf-8")


def solved(name, *edits):
    """The reference as one cell, with (pattern, replacement) edits, each of which must bite."""
    topic = load_topic(ROOT / "reference" / name)
    text = "\n\n".join([topic.solution.given, *reference_answers(topic).values()])
    for pattern, replacement in edits:
        text, times = re.subn(pattern, replacement, text)
        assert times, pattern
    return text


def own_contexts():
    """Contexts of another class, which keeps things by another name."""
    own = "class Box:\n    pass\n\n\nclass Tensor:"
    return solved(
        "autograd",
        (r"ctx = Context\(\)", "ctx = Box()"),
        (r"ctx\.save_for_backward\((.*)\)", r"ctx.kept = (\1,)"),
        (r"ctx\.saved\b", "ctx.kept"),
        (r"\bclass Tensor:", own),
    )


OPERATIONS = (
    *("Power", "MatMul", "Sum", "Exp", "Log", "Tanh"),
    *("Sigmoid", "ReLU", "Reshape", "Transpose"),
)
AUTOGRAD = {
    "closures instead of contexts": ANOTHER,
    "another name for unbroadcast": solved("autograd", (r"\bunbroadcast\b", "sum_to")),
    "another name for backpropagate": solved("autograd", (r"\bbackpropagate\b", "go_back")),
    "other names for both": solved(
        "autograd", (r"\bunbroadcast\b", "sum_to"), (r"\bbackpropagate\b", "go_back")
    ),
    "contexts of their own": own_contexts(),
    "contexts of their own, both functions by other names": own_contexts()
    .replace("unbroadcast", "sum_to")
    .replace("backpropagate", "go_back"),
    "other attributes of a Tensor": solved(
        "autograd",
        (r"\.function\b", ".made_by"),
        (r"\.ctx\b", ".box"),
        (r"\.inputs\b", ".parents"),
        (r"\bself\.wrap\b|\bwrap\b", lambda found: found[0].replace("wrap", "as_tensor")),
    ),
    "other names for the operations": solved(
        "autograd", *((rf"\b{name}\b", f"{name}Operation") for name in OPERATIONS)
    ),
    "tuples of gradients": solved("autograd", (r"return \[(grad[^\n]*)\]\n", r"return (\1,)\n")),
    "a tuple in order": solved("autograd", (r"return order\b", "return tuple(order)")),
    "a switch of their own": solved(
        "autograd",
        (r"Recording\.paused == 0", "not OFF"),
        (r"Recording\.paused \+= 1", "OFF.append(1)"),
        (r"Recording\.paused -= 1", "OFF.pop()"),
        (r"class Recording:", "OFF = []\n\n\nclass Recording:"),
    ),
    "no_grad as a generator": re.sub(
        r"class no_grad:.*?(?=\ndef topological_order)",
        "import contextlib\n\n\n@contextlib.contextmanager\ndef no_grad():\n"
        "    Recording.paused += 1\n    try:\n        yield\n    finally:\n"
        "        Recording.paused -= 1\n\n",
        solved("autograd"),
        flags=re.DOTALL,
    ),
    "a plain Function without a forward": solved(
        "autograd",
        (r"return Tensor\(a\.data\.copy\(\)\)", "raise NotImplementedError"),
    ),
}


@pytest.mark.slow
@pytest.mark.parametrize("choice", AUTOGRAD)
def test_each_choice_in_autograd_earns_everything(graded, choice):
    """What stands in the table at the end of the text is the contract; all else is free."""
    lost = {r.name: r.message for r in graded("autograd", AUTOGRAD[choice]).checks if not r.earned}

    assert {} == lost


@pytest.mark.slow
@pytest.mark.parametrize("choice", AUTOGRAD)
def test_each_choice_in_autograd_passes_the_self_check(choice):
    """The self-check says so as well."""
    names = {"__name__": "__main__"}
    exec(AUTOGRAD[choice], names)  # our own text
    found = run_public_checks(ROOT / "assignments" / "autograd" / "public_checks.py", names, None)

    assert [] == [r for r in found.results if r.outcome is not Outcome.PASSED]
