"""Slips with whole statements: a forgotten line, results out of order, a changed argument."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from autograder.verification.mutation.places import (
    Mutation,
    Replacement,
    SolutionNode,
    changed,
    names_in,
    same,
    swapped,
)

_NOT_ARRAYS = {"self", "cls", "rng", "ctx", "cache"}


def forgotten_statement(place: SolutionNode) -> Iterator[Replacement]:
    """An update, a call, or the case an `if` is about is left out."""
    match place.node:
        case ast.AugAssign() | ast.Expr(value=ast.Call()) | ast.Break() | ast.Continue():
            if not _is_only_statement_of_an_if(place):
                yield []
        case ast.Assign(targets=[ast.Subscript() | ast.Attribute()]):
            yield []
        case ast.If(body=body, orelse=[]):
            yield []
        case ast.If(body=body, orelse=orelse):
            yield body
            yield orelse


def overwritten_sum(place: SolutionNode) -> Iterator[ast.AST]:
    """`=` for `+=`: what was accumulated is lost."""
    match place.node:
        case ast.AugAssign(target=target, op=ast.Add(), value=value):
            yield ast.Assign(targets=[target], value=value)


def buffered_addition(place: SolutionNode) -> Iterator[ast.AST]:
    """`dW[ids] += dout` for `np.add.at(dW, ids, dout)`: repeated ids count once."""
    match place.node:
        case ast.Expr(value=ast.Call(func=function, args=[array, index, value])) if ast.unparse(
            function
        ).endswith("add.at"):
            target = ast.Subscript(array, index, ast.Store())
            yield ast.AugAssign(target=target, op=ast.Add(), value=value)


def swapped_results(place: SolutionNode) -> Iterator[ast.AST]:
    """Two results, or two entries of a dict, stand in each other's place."""
    match place.node:
        case ast.Return(value=ast.Tuple(elts=results) as value) as statement:
            for first in range(len(results) - 1):
                if not same(results[first], results[first + 1]):
                    other = changed(value, elts=swapped(results, first))
                    yield changed(statement, value=other)
        case ast.Dict(values=values) as table:
            for first in range(len(values) - 1):
                if not same(values[first], values[first + 1]):
                    yield changed(table, values=swapped(values, first))


def changed_argument(place: SolutionNode) -> Iterator[ast.AST]:
    """An array that was handed over is written to; what is returned is right."""
    function = place.node
    if not isinstance(function, ast.FunctionDef) or _is_a_detail(place):
        return
    arguments = function.args.posonlyargs + function.args.args
    required = arguments[: len(arguments) - len(function.args.defaults)]
    called = {ast.unparse(node.func) for node in ast.walk(function) if isinstance(node, ast.Call)}
    docstring = function.body[:1] if ast.get_docstring(function) is not None else []
    body = function.body[len(docstring) :]
    used = set().union(*map(names_in, body))
    for argument in required:
        if argument.arg in _NOT_ARRAYS | called or argument.arg not in used:
            continue
        keep, name = _kept_argument(argument.arg, body)
        target = ast.Subscript(ast.Name(name, ast.Load()), ast.Constant(...), ast.Store())
        write = ast.Assign(targets=[target], value=ast.Constant(0))
        attempt = ast.Try(body=body, handlers=[], orelse=[], finalbody=[write])
        yield changed(function, body=[*docstring, *keep, attempt])


def _kept_argument(name: str, body: list[ast.stmt]) -> tuple[list[ast.stmt], str]:
    """What keeps hold of an argument whose name the body binds anew, and under which name."""
    bound = {
        node.id
        for statement in body
        for node in ast.walk(statement)
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
    }
    if name not in bound:
        return [], name
    kept = f"given_{name}"
    assignment = ast.Assign(
        targets=[ast.Name(kept, ast.Store())], value=ast.Name(name, ast.Load())
    )
    return [assignment], kept


def _is_only_statement_of_an_if(place: SolutionNode) -> bool:
    """Whether leaving this out is the same as leaving out the `if` around it."""
    return isinstance(place.parent, ast.If) and place.parent.body == [place.node]


def _is_a_detail(place: SolutionNode) -> bool:
    """Whether a function is not called by checks with arrays: nested, or an operator's method."""
    function = place.node
    name = getattr(function, "name", "")
    if name.startswith("__") and name != "__init__":
        return True
    return bool(
        any(isinstance(node, ast.FunctionDef) for node in place.above)
        or any(isinstance(node, ast.Yield | ast.YieldFrom) for node in ast.walk(function))
    )


MUTATIONS: tuple[Mutation, ...] = (
    forgotten_statement,
    overwritten_sum,
    buffered_addition,
    swapped_results,
    changed_argument,
)
