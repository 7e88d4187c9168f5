"""A function of a check's, as text that a student can paste: closed-over values written out."""

from __future__ import annotations

import ast
import builtins
import copy
import inspect
from collections.abc import Callable
from functools import lru_cache
from types import FunctionType
from typing import Any

import numpy as np

from autograder.checks.examples import literal

KNOWN = frozenset({"np", *vars(builtins)})
"""Names that a student's notebook has."""


class NoTextError(Exception):
    """The function cannot be written down on its own."""


def function_text(function: Callable[..., Any]) -> str:
    """A lambda as an expression, anything else as a `def`; raise NoTextError."""
    if type(function) is not FunctionType:
        raise NoTextError(f"{function!r} is no function of a file")
    node = _node(function)
    values = {**function.__globals__, **inspect.getclosurevars(function).nonlocals}
    if function.__defaults__:  # as they were when the function was made
        node.args.defaults = [_literal(value) for value in function.__defaults__]
    text = ast.unparse(_WrittenOut(values, _bound(node)).visit(node))
    return f"({text})" if isinstance(node, ast.Lambda) else text


def _node(function: FunctionType) -> ast.Lambda | ast.FunctionDef:
    code = function.__code__
    found = [
        node
        for node in ast.walk(_tree(code.co_filename))
        if isinstance(node, (ast.Lambda, ast.FunctionDef))
        and node.lineno == code.co_firstlineno
        and (node.name if isinstance(node, ast.FunctionDef) else "<lambda>") == code.co_name
        and [each.arg for each in node.args.args] == list(code.co_varnames[: code.co_argcount])
    ]
    if len(found) != 1:
        raise NoTextError(f"{function.__name__} stands in no file, or not alone in its line")
    return copy.deepcopy(found[0])  # the tree is kept


@lru_cache(maxsize=64)
def _tree(path: str) -> ast.Module:
    try:
        with open(path, encoding="utf-8") as file:  # noqa: PTH123  # a name, not a Path
            return ast.parse(file.read())
    except (OSError, SyntaxError, ValueError):
        return ast.Module(body=[], type_ignores=[])


def _bound(node: ast.AST) -> frozenset[str]:
    """Names that the function gives values itself."""
    names = {each.arg for each in ast.walk(node) if isinstance(each, ast.arg)}
    names |= {
        each.id
        for each in ast.walk(node)
        if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Store)
    }
    return frozenset(names)


class _WrittenOut(ast.NodeTransformer):
    """Replaces names from outside by their values."""

    def __init__(self, values: dict[str, Any], bound: frozenset[str]) -> None:
        self._values = values
        self._bound = bound

    def visit_Name(self, node: ast.Name) -> ast.expr:
        """A literal in place of a name."""
        if node.id in self._bound or node.id in KNOWN:
            return node
        value = self._values.get(node.id, self)
        return _literal(value)


def _literal(value: Any) -> ast.expr:
    """A plain value, or a lambda, as an expression."""
    if value is None or isinstance(value, (bool, int, float, complex, str, np.ndarray)):
        return ast.parse(literal(value), mode="eval").body
    if isinstance(value, FunctionType) and value.__name__ == "<lambda>":
        return ast.parse(function_text(value), mode="eval").body
    raise NoTextError(f"a {type(value).__name__} has no text of its own")
