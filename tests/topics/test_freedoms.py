"""Where the text leaves a choice, each choice earns everything: graded, and in the self-check."""

import re
from pathlib import Path

import pytest

from autograder.authoring.answers import reference_answers
from autograder.authoring.topic import load_topic
from autograder.local_check import run_public_checks
from autograder.receipts import Outcome

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


WITH_CACHES = (
    *("architectures", "autoencoders", "backprop", "convolution"),
    *("regularization", "sequences"),
)
CACHES = {
    "a dict": ("{'cache': value}", "value['cache']"),
    "a list": ("[value]", "value[0]"),
    "an object": ("Box(value)", "value.inside"),
    "a function": ("lambda: value", "value()"),
    "a number of a global list": ("(BOXES.append(value), len(BOXES) - 1)[1]", "BOXES[value]"),
}
BOXED = """
import functools, inspect

BOXES = []


class Box:
    def __init__(self, inside):
        self.inside = inside


def boxed(function):
    place = 1 if "running" in inspect.signature(function).parameters else -1

    @functools.wraps(function)
    def forward(*args, **kwargs):
        results = list(function(*args, **kwargs))
        value = results[place]
        results[place] = {box}
        return tuple(results)

    return forward


def unboxed(function):
    @functools.wraps(function)
    def backward(*args, **kwargs):
        given = inspect.signature(function).bind(*args, **kwargs).arguments
        value = given["cache"]
        return function(**{{**given, "cache": {open}}})

    return backward


for name in [name for name in globals() if name.endswith("_backward")]:
    if "cache" in inspect.signature(globals()[name]).parameters:
        forward = name.replace("_backward", "_forward")
        forward = forward if forward in globals() else name.removesuffix("_backward")
        globals()[name], globals()[forward] = unboxed(globals()[name]), boxed(globals()[forward])
"""


@pytest.mark.slow
@pytest.mark.parametrize("kind", CACHES)
@pytest.mark.parametrize("name", WITH_CACHES)
def test_a_cache_may_have_any_form(graded, name, kind):
    """It is nobody's but the student's own."""
    box, unbox = CACHES[kind]
    cells = solved(name), BOXED.format(box=box, open=unbox)
    assert {} == {r.name: r.message for r in graded(name, *cells).checks if not r.earned}

    names = {"__name__": "__main__"}
    for cell in cells:
        exec(cell, names)  # our own text
    found = run_public_checks(ROOT / "assignments" / name / "public_checks.py", names, None)
    assert [] == [r for r in found.results if r.outcome is not Outcome.PASSED]


CALLED = "\n    def __call__(self, x):\n        return self.forward(x)\n"
RETURNED = r"return \[self\.dW, self\.db\]"
METHODS = """
    training = True

    def parameters(self):
        return []

    def gradients(self):
        return []

    def zero_grad(self):
        pass

    def train(self):
        self.training = True

    def eval(self):
        self.training = False
"""
MODULES = {
    "tuples of gradients": solved("modules", (RETURNED, "return self.dW, self.db")),
    "copies of gradients": solved(
        "modules", (RETURNED, "return [self.dW.copy(), self.db.copy()]")
    ),
    "new arrays for every gradient": solved(
        "modules",
        (r"self\.dW \+= (.*)", r"self.dW = self.dW + \1"),
        (r"self\.db \+= (.*)", r"self.db = self.db + \1"),
    ),
    "copies of what forward is given": solved("modules", (r"self\.x = x\b", "self.x = x.copy()")),
    "layers of no class of ours": solved(
        "modules",
        (r"class (Linear|Sigmoid|ReLU|Tanh|Dropout)\(Layer\):", r"class \1(Own):"),
        (r"class Linear\(Own\):", "class Own:\n" + METHODS + "\n\nclass Linear(Own):"),
    ),
    "a Layer that can be called": solved(
        "modules", (r"    training = True\n", f"    training = True\n{CALLED}")
    ),
    "a list of layers of its own": solved(
        "modules", (r"self\.layers = layers", "self.layers = tuple(layers)")
    ),
}


@pytest.mark.slow
@pytest.mark.parametrize("choice", MODULES)
def test_each_choice_in_modules_earns_everything(graded, choice):
    """What the seven methods do is the contract."""
    lost = {r.name: r.message for r in graded("modules", MODULES[choice]).checks if not r.earned}
    assert {} == lost

    names = {"__name__": "__main__"}
    exec(MODULES[choice], names)  # our own text
    found = run_public_checks(ROOT / "assignments" / "modules" / "public_checks.py", names, None)
    assert [] == [r for r in found.results if r.outcome is not Outcome.PASSED]
