"""Slips in decisions and loops: comparisons, connectives, counts that are off by one."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from autograder.verification.mutation.places import (
    Mutation,
    SolutionNode,
    called_name,
    changed,
    integer,
)

_MISREAD: dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.Gt: (ast.GtE, ast.Lt),
    ast.GtE: (ast.Gt, ast.LtE),
    ast.Lt: (ast.LtE, ast.Gt),
    ast.LtE: (ast.Lt, ast.GtE),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
}
_COUNT_NAMES = {"N", "n"}


def wrong_comparison(place: SolutionNode) -> Iterator[ast.AST]:
    """`>=` for `>`, `<` for `>`, `!=` for `==`."""
    match place.node:
        case ast.Compare(ops=ops) as comparison:
            for position, op in enumerate(ops):
                for other in _MISREAD[type(op)]:
                    changed_ops = [*ops[:position], other(), *ops[position + 1 :]]
                    yield changed(comparison, ops=changed_ops)


def wrong_connective(place: SolutionNode) -> Iterator[ast.AST]:
    """`or` for `and`, a lost `not`, a condition that is not negated."""
    match place.node:
        case ast.BoolOp(op=op) as connective:
            yield changed(connective, op=ast.Or() if isinstance(op, ast.And) else ast.And())
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            yield operand
        case ast.If(test=test) | ast.IfExp(test=test) as decision if isinstance(
            test, ast.Name | ast.Attribute | ast.Call
        ) and not (isinstance(decision, ast.If) and decision.orelse):
            if isinstance(decision, ast.If):  # a choice has its branches swapped already
                yield changed(decision, test=ast.UnaryOp(op=ast.Not(), operand=test))


def off_by_one(place: SolutionNode) -> Iterator[ast.AST]:
    """A loop misses its first or last turn; a count is one less."""
    node = place.node
    match node:
        case ast.Call(args=[stop]) if called_name(node) == "range":
            yield changed(node, args=[_one_less(stop)])
            if not _is_bare_repetition(place):
                yield changed(node, args=[ast.Constant(1), stop])
        case ast.Call(args=[start, stop]) if called_name(node) == "range":
            yield changed(node, args=[start, _one_less(stop)])
            yield changed(node, args=[_one_more(start), stop])
        case ast.Call(func=ast.Name(id="len")):
            yield _one_less(node)
        case ast.BinOp(op=ast.Div(), right=right) if _is_count(right):
            yield changed(node, right=_one_less(right))


def _is_bare_repetition(place: SolutionNode) -> bool:
    """Whether the loop only counts: `for _ in range(steps)`."""
    target = getattr(place.parent, "target", None)
    return isinstance(target, ast.Name) and target.id == "_"


def _is_count(node: ast.expr) -> bool:
    """Whether something divided by is a number of examples."""
    match node:
        case ast.Name(id=name):
            return name in _COUNT_NAMES
        case ast.Attribute(attr="size"):
            return True
        case ast.Subscript(value=ast.Attribute(attr="shape")):
            return True
    return False


def _one_less(count: ast.expr) -> ast.expr:
    match count:
        case ast.BinOp(left=left, op=ast.Add(), right=ast.Constant(value=1)):
            return left
    if (value := integer(count)) is not None:
        return ast.Constant(value - 1)
    return ast.BinOp(left=count, op=ast.Sub(), right=ast.Constant(1))


def _one_more(count: ast.expr) -> ast.expr:
    if (value := integer(count)) is not None:
        return ast.Constant(value + 1)
    return ast.BinOp(left=count, op=ast.Add(), right=ast.Constant(1))


MUTATIONS: tuple[Mutation, ...] = (wrong_comparison, wrong_connective, off_by_one)
