"""Mutants: which wrong answers are made of a right one, and how they are named."""

import ast
from dataclasses import dataclass

import numpy as np
import pytest

from autograder.authoring.stubs import BEGIN, END
from autograder.errors import TopicError
from autograder.verification.mutants import Mutant, mutants, stale, unlisted
from autograder.verification.mutation import MUTATIONS


def solution(body: str, signature: str = "f(x, y)") -> str:
    """A solution.py with one exercise `f` whose marked body is given."""
    lines = [BEGIN, *body.strip().splitlines(), END]
    return "\n".join([f"def {signature}:", '    """A law."""', *(f"    {line}" for line in lines)])


def mutants_of(body: str, signature: str = "f(x, y)") -> list[Mutant]:
    """The mutants of one small function."""
    return mutants(solution(body, signature), ["f"])


def edits(kind: str, body: str, signature: str = "f(x, y)") -> list[tuple[str, str]]:
    """What was and what it becomes, for one kind of mutant."""
    found = mutants_of(body, signature)
    return [(mutant.was, mutant.becomes) for mutant in found if mutant.kind == kind]


EDITS = [
    ("wrong sign", "return x + y", [("x + y", "x - y")]),
    ("wrong sign", "return x - y", [("x - y", "x + y")]),
    ("wrong sign", "return g(-x)", [("-x", "x")]),
    ("wrong sign", "x -= y\nreturn x", [("x -= y", "x += y")]),
    ("wrong sign", "return [x] + y", []),
    ("wrong sign", "return (-x) ** 2", []),
    ("wrong sign", "return np.abs(-x)", []),
    ("wrong sign", "return x.reshape(-1)", []),
    ("negated result", "return x", [("return x", "return -x")]),
    ("negated result", "return 0.0", []),
    ("negated result", "return x > y", []),
    ("negated result", "return x, y", []),
    ("dropped term", "return x + y", [("x + y", "x"), ("x + y", "y")]),
    ("dropped term", "return x - y", [("x - y", "x")]),
    (
        "dropped term",
        "return x + y + z",
        [("x + y + z", "x + y"), ("x + y", "x"), ("x + y", "y")],
    ),
    ("dropped factor", "return x * y", [("x * y", "x"), ("x * y", "y")]),
    ("dropped factor", "return x / N", [("x / N", "x")]),
    ("dropped factor", "return 2 * x", [("2 * x", "x")]),
    ("wrong operation", "return x * y", [("x * y", "x / y")]),
    ("wrong operation", "return x / y", [("x / y", "x * y")]),
    ("wrong operation", "return x // 2", [("x // 2", "-(-x // 2)")]),
    ("wrong operation", "x *= y\nreturn x", [("x *= y", "x /= y")]),
    ("wrong operation", "return [0] * y", []),
    ("wrong operation", "return x * 1.0", []),
    ("swapped operands", "return x - y", [("x - y", "y - x")]),
    ("swapped operands", "return x / y", [("x / y", "y / x")]),
    ("swapped operands", "return x @ y", [("x @ y", "y @ x")]),
    ("swapped operands", "return np.outer(x, y)", [("np.outer(x, y)", "np.outer(y, x)")]),
    ("swapped operands", "return x @ x", []),
    ("swapped operands", "return (x - y) ** 2", []),
    ("swapped operands", "return np.linalg.norm(x - y)", []),
    ("wrong constant", "return np.maximum(x, 0)", [("np.maximum(x, 0)", "np.maximum(x, 1)")]),
    ("wrong constant", "return x ** 2", [("x ** 2", "x ** 1")]),
    ("wrong constant", "return 1 + x", [("1 + x", "2 + x")]),
    ("wrong constant", "return 0.5 * x", [("0.5 * x", "1.0 * x")]),
    ("wrong constant", "return x ** 3", [("x ** 3", "x ** 4")]),
    ("wrong constant", "return x + 1e-05", [("x + 1e-05", "x + 2e-05")]),
    ("wrong constant", "done = True\nreturn done", [("done = True", "done = False")]),
    (
        "wrong constant",
        "return x.max(keepdims=True)",
        [("x.max(keepdims=True)", "x.max(keepdims=False)")],
    ),
    ("wrong constant", "return x.astype(int, copy=False)", []),
    ("wrong constant", "return x.sum(axis=1)", []),
    ("wrong constant", "return x.reshape(2, 3)", []),
    (
        "wrong axis",
        "return x.sum(axis=0)",
        [("x.sum(axis=0)", "x.sum(axis=1)"), ("x.sum(axis=0)", "x.sum()")],
    ),
    (
        "wrong axis",
        "return np.max(x, 1)",
        [("np.max(x, 1)", "np.max(x, 0)"), ("np.max(x, 1)", "np.max(x)")],
    ),
    (
        "wrong axis",
        "return np.cumsum(x, axis=-1)",
        [
            ("np.cumsum(x, axis=-1)", "np.cumsum(x, axis=0)"),
            ("np.cumsum(x, axis=-1)", "np.cumsum(x)"),
        ],
    ),
    ("wrong axis", "return np.stack(x, axis=1)", [("np.stack(x, axis=1)", "np.stack(x, axis=0)")]),
    (
        "wrong axis",
        "return x.sum(axis=(0, 2))",
        [
            ("x.sum(axis=(0, 2))", "x.sum(axis=(0,))"),
            ("x.sum(axis=(0, 2))", "x.sum(axis=(2,))"),
            ("x.sum(axis=(0, 2))", "x.sum()"),
        ],
    ),
    (
        "dropped keepdims",
        "return x.sum(keepdims=y)",
        [("x.sum(keepdims=y)", "x.sum()")],
    ),
    ("wrong transpose", "return x @ y.T", [("y.T", "y")]),
    ("wrong transpose", "return x @ W", [("x @ W", "x @ W.T")]),
    (
        "wrong transpose",
        "return x.transpose(0, 2, 1)",
        [("x.transpose(0, 2, 1)", "x.transpose(0, 1, 2)")],
    ),
    (
        "wrong transpose",
        "return np.transpose(x, (1, 0))",
        [("np.transpose(x, (1, 0))", "np.transpose(x, (0, 1))")],
    ),
    (
        "dropped dtype",
        "return np.zeros(3, dtype=x.dtype)",
        [("np.zeros(3, dtype=x.dtype)", "np.zeros(3)")],
    ),
    ("dropped dtype", "return np.zeros(3, x.dtype)", [("np.zeros(3, x.dtype)", "np.zeros(3)")]),
    ("dropped dtype", "return x.astype(y.dtype)", [("x.astype(y.dtype)", "x")]),
    ("dropped dtype", "return np.zeros(3, dtype=np.float64)", []),
    ("wrong function", "return np.maximum(x, y)", [("np.maximum(x, y)", "np.minimum(x, y)")]),
    ("wrong function", "return x.sum()", [("x.sum()", "x.mean()")]),
    ("wrong function", "return np.mean(x)", [("np.mean(x)", "np.sum(x)")]),
    ("wrong function", "return max(x, y)", [("max(x, y)", "min(x, y)")]),
    ("wrong function", "return np.log1p(x)", [("np.log1p(x)", "np.log(x)")]),
    ("wrong function", "return np.log(x)", []),
    ("dropped function", "return np.abs(x)", [("np.abs(x)", "x")]),
    ("dropped function", "return x.copy()", [("x.copy()", "x")]),
    ("dropped function", "return reversed(x)", [("reversed(x)", "x")]),
    ("swapped branches", "return np.where(x, y, 0)", [("np.where(x, y, 0)", "np.where(x, 0, y)")]),
    ("swapped branches", "return x if y else 0", [("x if y else 0", "0 if y else x")]),
    ("biased variance", "return x.var(axis=0)", [("x.var(axis=0)", "x.var(axis=0, ddof=1)")]),
    (
        "global randomness",
        "return rng.normal(size=3)",
        [("rng.normal(size=3)", "np.random.normal(size=3)")],
    ),
    (
        "global randomness",
        "return self._rng.uniform()",
        [("self._rng.uniform()", "np.random.uniform()")],
    ),
    ("wrong index", "return x.shape[0]", [("x.shape[0]", "x.shape[1]")]),
    ("wrong index", "return x[-1]", [("x[-1]", "x[0]")]),
    ("wrong index", "return x[:, 2]", [("x[:, 2]", "x[:, 1]")]),
    ("wrong index", "return x[:, None]", [("x[:, None]", "x[None, :]")]),
    ("wrong slice", "return x[1:]", [("x[1:]", "x[:]")]),
    ("wrong slice", "return x[:-1]", [("x[:-1]", "x[:]")]),
    ("wrong slice", "return x[::2]", [("x[::2]", "x[:]")]),
    (
        "swapped sizes",
        "N, C, H, W = x.shape\nreturn H",
        [("N, C, H, W = x.shape", "N, C, W, H = x.shape")],
    ),
    ("wrong comparison", "return x > 0", [("x > 0", "x >= 0"), ("x > 0", "x < 0")]),
    ("wrong comparison", "return x <= 0", [("x <= 0", "x < 0"), ("x <= 0", "x >= 0")]),
    ("wrong comparison", "return x == 0", [("x == 0", "x != 0")]),
    ("wrong comparison", "return x is None", [("x is None", "x is not None")]),
    ("wrong connective", "return x and y", [("x and y", "x or y")]),
    ("wrong connective", "return not x", [("not x", "x")]),
    ("wrong connective", "if x:\n    y = 1\nreturn y", [("if x:", "if not x:")]),
    (
        "off by one",
        "for i in range(y): g(i)",
        [("range(y)", "range(y - 1)"), ("range(y)", "range(1, y)")],
    ),
    ("off by one", "for _ in range(y): g()", [("range(y)", "range(y - 1)")]),
    (
        "off by one",
        "for i in range(1, y + 1): g(i)",
        [("range(1, y + 1)", "range(1, y)"), ("range(1, y + 1)", "range(2, y + 1)")],
    ),
    ("off by one", "return len(x)", [("len(x)", "len(x) - 1")]),
    ("off by one", "return x / N", [("x / N", "x / (N - 1)")]),
    ("off by one", "return x / x.size", [("x / x.size", "x / (x.size - 1)")]),
    ("forgotten statement", "y += x\nreturn y", [("y += x", "pass")]),
    ("forgotten statement", "y[0] = x\nreturn y", [("y[0] = x", "pass")]),
    ("forgotten statement", "self.y = x\nreturn y", [("self.y = x", "pass")]),
    ("forgotten statement", "y.append(x)\nreturn y", [("y.append(x)", "pass")]),
    ("forgotten statement", "if x:\n    y.append(x)\nreturn y", [("if x:", "pass")]),
    (
        "forgotten statement",
        "if x:\n    y = 1\nelse:\n    y = 2\nreturn y",
        [("if x:", "y = 1"), ("if x:", "y = 2")],
    ),
    ("overwritten sum", "y += x\nreturn y", [("y += x", "y = x")]),
    ("overwritten sum", "y -= x\nreturn y", []),
    ("buffered addition", "np.add.at(y, x, 1)\nreturn y", [("np.add.at(y, x, 1)", "y[x] += 1")]),
    ("swapped results", "return x, y", [("return (x, y)", "return (y, x)")]),
    ("swapped results", "return {'a': x, 'b': y}", [("{'a': x, 'b': y}", "{'a': y, 'b': x}")]),
    ("changed argument", "return x", [("pass", "x[...] = 0")]),
    ("changed argument", "return x(y)", [("pass", "y[...] = 0")]),
    (
        "changed argument",
        "y = x\nreturn y",
        [("pass", "x[...] = 0"), ("pass", "given_y[...] = 0")],
    ),
]


@pytest.mark.parametrize(("kind", "body", "expected"), EDITS)
def test_every_kind_of_mutant_is_made_where_it_makes_sense(kind, body, expected):
    """A kind of mistake gives exactly these edits of this body."""
    assert sorted(expected) == sorted(edits(kind, body))


def test_every_kind_is_shown_by_an_example():
    """No mutation is without an example above that gives a mutant."""
    shown = {kind for kind, _, expected in EDITS if expected}

    assert {mutation.__name__.replace("_", " ") for mutation in MUTATIONS} == shown


def test_a_body_without_mathematics_has_hardly_a_mutant():
    """Where nothing is computed, only the argument and the result can go wrong."""
    kinds = [mutant.kind for mutant in mutants_of("return g(x)", "f(x)")]

    assert ["changed argument", "negated result"] == kinds


BUSY = '''
import numpy as np

SCALE = 2.0


def given(x):
    return x + 1


def f(x, W, b):
    """A law about 1 + 1."""
    u = x - 1
    ### BEGIN SOLUTION
    if len(x) > 5:
        raise ValueError(f"{len(x) + 1} is more than {3 + 2}")
    out = u @ W + b  # a comment
    out[out < 0] *= 0.01
    while out.max() > 3:
        out /= 2
    return out, {"u": u, "W": W}
    ### END SOLUTION


class Layer:
    """A layer."""

    ### BEGIN SOLUTION
    def __init__(self, W, scale=1):
        self.W = W.copy()
        self.scale = scale

    def forward(self, x):
        return self.scale * (x @ self.W)
    ### END SOLUTION
'''


@pytest.fixture(scope="module")
def busy() -> list[Mutant]:
    """The mutants of a file with given code, a function and a class."""
    return mutants(BUSY, ["f", "Layer"])


def test_every_mutant_is_one_definition_with_the_exercise_s_name(busy):
    """A mutant's source parses to the one function or class it is a mutant of."""
    for mutant in busy:
        (definition,) = ast.parse(mutant.source).body

        assert mutant.exercise == definition.name


def test_every_mutant_differs_from_the_reference_and_from_the_others(busy):
    """No mutant says what the reference or another mutant says."""
    originals = [node for node in ast.parse(BUSY).body if hasattr(node, "name")]
    dumps = [ast.dump(ast.parse(mutant.source).body[0]) for mutant in busy]
    dumps += [ast.dump(node) for node in originals]

    assert len(dumps) == len(set(dumps))


def test_no_mutant_renames_an_argument(busy):
    """Signatures keep their names, in their order."""
    for mutant in busy:
        (definition,) = ast.parse(mutant.source).body
        if isinstance(definition, ast.FunctionDef):
            assert ["x", "W", "b"] == [argument.arg for argument in definition.args.args]


def test_mutants_come_in_the_order_of_the_file_and_always_the_same(busy):
    """Two runs give equal lists, sorted by line."""
    assert busy == mutants(BUSY, ["f", "Layer"])
    assert busy == mutants(BUSY, ["Layer", "f"])
    assert [mutant.line for mutant in busy] == sorted(mutant.line for mutant in busy)


def test_an_edit_is_named_once_for_each_occurrence(busy):
    """Exercise, was, becomes and occurrence together name one mutant."""
    names = [(one.exercise, one.was, one.becomes, one.occurrence) for one in busy]

    assert len(names) == len(set(names))


def test_given_code_is_not_mutated(busy):
    """Lines outside the markers stay as they are in every mutant."""
    for mutant in busy:
        if mutant.exercise == "f":
            assert "    u = x - 1\n" in mutant.source
            assert "A law about 1 + 1." in mutant.source


def test_error_messages_are_not_mutated(busy):
    """What is raised, and its text, is the same in every mutant that raises."""
    raising = [mutant.source for mutant in busy if "raise" in mutant.source]

    assert raising
    assert all("{len(x) + 1} is more than {3 + 2}" in source for source in raising)


def test_a_while_loop_keeps_the_step_that_ends_it(busy):
    """The step of a `while` loop is neither forgotten nor turned around, only made larger."""
    kinds = [mutant.kind for mutant in busy if mutant.was.startswith("out /=")]

    assert ["wrong constant"] == kinds


def test_defaults_inside_a_solution_are_mutated(busy):
    """A default that students choose themselves is a constant like any other."""
    assert ("self, W, scale=1", "self, W, scale=2") in [
        (mutant.was, mutant.becomes) for mutant in busy
    ]


def test_defaults_of_a_stub_are_not_mutated():
    """The signature is given to students, defaults included."""
    assert [] == edits("wrong constant", "return g(x)", "f(x, y=1)")


def test_the_arguments_of_a_class_s_methods_are_changed(busy):
    """Each method's arrays are written to, the constructor's too."""
    changed = {mutant.line for mutant in busy if mutant.kind == "changed argument"}
    first_lines = {
        BUSY.splitlines().index(line) + 1 for line in BUSY.splitlines() if "def " in line
    }

    assert len(changed & first_lines) == 2


def test_a_changed_argument_leaves_the_result_right():
    """The mutant that writes to its argument still returns what the reference returns."""
    (mutant,) = [one for one in mutants_of("return x[0] + 1", "f(x)") if "..." in one.becomes]
    namespace = {}
    exec(mutant.source, namespace)
    x = np.array([2.0])

    assert namespace["f"](x) == 3.0
    assert x[0] == 0.0


def test_equal_edits_of_one_exercise_are_numbered():
    """The second edit with the same words is occurrence 2."""
    found = mutants_of("a = len(x)\nreturn g(a, len(x))")

    assert [1, 2] == [one.occurrence for one in found if one.was == "len(x)"]


def test_a_constant_is_shown_with_what_is_around_it():
    """`0` alone says nothing: the smallest expression around it is shown."""
    assert [("f(x=0)", "f(x=1)")] == edits("wrong constant", "return f(x=0)")


def test_a_missing_exercise_is_an_error():
    """An exercise that solution.py does not define is named."""
    with pytest.raises(TopicError, match="no top-level function or class 'g'"):
        mutants(solution("return x"), ["g"])


def test_an_exercise_without_markers_is_an_error():
    """An exercise without a marked solution is named with its line."""
    with pytest.raises(TopicError, match="line 1: f has no marked solution"):
        mutants("def f(x):\n    return x\n", ["f"])


@dataclass(frozen=True)
class Listed:
    """What `equivalent(...)` in mistakes.py leaves behind."""

    of: str
    was: str
    becomes: str
    because: str = "a reason"
    where: str = "mistakes.py:7"
    occurrence: int | None = None


def test_a_listed_mutant_need_not_be_caught():
    """An equivalent takes its mutant, and only it, from the list."""
    found = mutants_of("return x > 0")
    left = unlisted(found, [Listed("f", "x > 0", "x >= 0")])

    assert [("x > 0", "x >= 0")] == [(one.was, one.becomes) for one in found if one not in left]


def test_an_equivalent_means_every_occurrence():
    """Without a number, equal edits are one for equivalence."""
    found = mutants_of("a = len(x)\nreturn g(a, len(x))")
    left = unlisted(found, [Listed("f", "len(x)", "len(x) - 1")])

    assert "len(x)" not in [one.was for one in left]


def test_an_equivalent_may_name_one_occurrence():
    """With a number, the other occurrences stay."""
    found = mutants_of("a = len(x)\nreturn g(a, len(x))")
    left = unlisted(found, [Listed("f", "len(x)", "len(x) - 1", occurrence=2)])

    assert [1] == [one.occurrence for one in left if one.was == "len(x)"]


def test_an_equivalent_that_names_no_mutant_is_reported():
    """The message names the file, the equivalent and the nearest mutant."""
    found = mutants_of("return x > 0")
    (message,) = stale(found, [Listed("f", "x>0", "x>=0"), Listed("f", "x > 0", "x >= 0")])

    assert message.startswith("mistakes.py:7: equivalent(of='f', was='x>0', becomes='x>=0')")
    assert "the nearest is was='x > 0', becomes='x >= 0'" in message


def test_an_equivalent_of_an_unknown_exercise_is_reported():
    """An exercise without mutants is said to have none."""
    (message,) = stale([], [Listed("g", "x", "y")])

    assert "g has no mutants" in message
