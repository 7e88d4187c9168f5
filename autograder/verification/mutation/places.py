"""Places in a solution where an edit may happen, and trees with one place replaced."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import TypeVar, cast

Node = TypeVar("Node", bound=ast.AST)
Replacement = ast.AST | list[ast.stmt]

REDUCTIONS = frozenset(
    {
        *("sum", "mean", "median", "prod", "cumsum", "cumprod", "var", "std", "any", "all"),
        *("max", "min", "amax", "amin", "argmax", "argmin"),
    }
)
_UNTOUCHED = (ast.Raise, ast.Assert, ast.JoinedStr)  # error messages are nobody's mathematics
_NOT_CODE = {"annotation", "returns", "decorator_list", "type_params", "type_comment"}


@dataclass(frozen=True, slots=True)
class SolutionNode:
    """A node of a solution and what stands above it.

    Attributes:
        node: the node itself.
        above: its ancestors, from the exercise's definition down to the parent.
    """

    node: ast.AST
    above: tuple[ast.AST, ...]

    @property
    def parent(self) -> ast.AST | None:
        """The node directly above; None for the exercise's own definition."""
        return self.above[-1] if self.above else None

    @property
    def steps_a_while_loop(self) -> bool:
        """Whether this is part of the assignment that brings a `while` loop to its end."""
        tested: set[str] = set()
        for node in (*self.above, self.node):
            if isinstance(node, ast.While):
                tested |= names_in(node.test)
            targets = node.targets if isinstance(node, ast.Assign) else []
            targets = [node.target] if isinstance(node, ast.AugAssign) else targets
            if any(tested & names_in(target) for target in targets):
                return True
        return False


Mutation = Callable[[SolutionNode], Iterator[Replacement]]


def places(definition: ast.AST, solution_lines: AbstractSet[int]) -> Iterator[SolutionNode]:
    """Every place of an exercise that may be edited, in the order one reads it.

    A function is a place as soon as a part of it is solution: its arguments can be written to.

    Args:
        definition: the exercise's function or class.
        solution_lines: the numbers of the lines between markers.
    """

    def is_solution(node: ast.AST) -> bool:
        if not isinstance(node, ast.expr | ast.stmt | ast.keyword):
            return False
        lines = range(node.lineno, (node.end_lineno or node.lineno) + 1)
        enough = any if isinstance(node, ast.FunctionDef) else all
        return enough(line in solution_lines for line in lines)

    def walk(node: ast.AST, above: tuple[ast.AST, ...]) -> Iterator[SolutionNode]:
        if isinstance(node, _UNTOUCHED):
            return
        if is_solution(node):
            yield SolutionNode(node, above)
        for name, value in ast.iter_fields(node):
            if name in _NOT_CODE:
                continue
            for child in value if isinstance(value, list) else [value]:
                if isinstance(child, ast.AST):
                    yield from walk(child, (*above, node))

    yield from walk(definition, ())


def replaced(tree: Node, old: ast.AST, new: Replacement) -> Node:
    """A copy of a tree in which `new` stands where `old` stood."""
    if tree is old:
        return cast("Node", new)
    fields: dict[str, object] = {}
    for name, value in ast.iter_fields(tree):
        if isinstance(value, list):
            fields[name] = _replaced_in_list(value, old, new)
            if name == "body" and not fields[name]:
                fields[name] = [ast.Pass()]
        elif isinstance(value, ast.AST):
            fields[name] = replaced(value, old, new)
        else:
            fields[name] = value
    return ast.copy_location(type(tree)(**fields), tree)


def _replaced_in_list(items: list[object], old: ast.AST, new: Replacement) -> list[object]:
    result: list[object] = []
    for item in items:
        if item is old and isinstance(new, list):
            result.extend(new)
        else:
            result.append(replaced(item, old, new) if isinstance(item, ast.AST) else item)
    return result


def changed(node: Node, **fields: object) -> Node:
    """A shallow copy of a node with other fields."""
    return ast.copy_location(type(node)(**{**dict(ast.iter_fields(node)), **fields}), node)


def text_of(tree: ast.AST) -> str:
    """A tree as Python text; nodes made by an edit need no line numbers."""
    return ast.unparse(ast.fix_missing_locations(tree))


def same(one: ast.AST, other: ast.AST) -> bool:
    """Whether two trees say the same."""
    return ast.dump(one) == ast.dump(other)


def names_in(tree: ast.AST) -> set[str]:
    """Every plain name that occurs in a tree."""
    return {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}


def called_name(node: ast.AST | None) -> str:
    """The last word of what is called, "sum" for `np.sum(x)` and `x.sum()`; else empty."""
    if not isinstance(node, ast.Call):
        return ""
    return getattr(node.func, "attr", getattr(node.func, "id", ""))


def is_library(node: ast.AST) -> bool:
    """Whether a node is the name of numpy or math."""
    return isinstance(node, ast.Name) and node.id in {"np", "numpy", "math"}


def integer(node: ast.AST | None) -> int | None:
    """The value of an integer literal, -1 included; None for anything else."""
    match node:
        case ast.Constant(value=bool()):
            return None
        case ast.Constant(value=int(value)):
            return value
        case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=int(value))):
            return -value
    return None


def axis_of(call: ast.Call) -> ast.expr | None:
    """The axis that is given to a reduction, by keyword or by position; None without one."""
    for keyword in call.keywords:
        if keyword.arg == "axis":
            return keyword.value
    if called_name(call) in REDUCTIONS and isinstance(call.func, ast.Attribute):
        position = 1 if is_library(call.func.value) else 0
        if len(call.args) > position:
            return call.args[position]
    return None


def swapped(items: list[Node], first: int) -> list[Node]:
    """The list with items `first` and `first + 1` exchanged."""
    return [*items[:first], items[first + 1], items[first], *items[first + 2 :]]
