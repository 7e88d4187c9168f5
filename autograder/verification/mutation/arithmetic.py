"""Slips of the pen in a formula: signs, terms, factors, operands, constants."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from autograder.verification.mutation.places import (
    Mutation,
    SolutionNode,
    axis_of,
    called_name,
    changed,
    integer,
    is_library,
    same,
)

_TERMS = (ast.Add, ast.Sub)
_FACTORS = (ast.Mult, ast.Div)
_OTHER_SIGN: dict[type[ast.operator], type[ast.operator]] = {ast.Add: ast.Sub, ast.Sub: ast.Add}
_OTHER_FACTOR: dict[type[ast.operator], type[ast.operator]] = {
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
}
_EVEN_FUNCTIONS = {"abs", "absolute", "fabs", "square", "norm", "cos", "cosh"}
_ORDERED_PRODUCTS = {"dot", "matmul", "outer", "subtract", "divide"}
_SHAPE_FUNCTIONS = {"reshape", "transpose", "swapaxes", "moveaxis", "broadcast_to"}
_UNSIGNED_RESULTS = (
    *(ast.Tuple, ast.List, ast.Dict, ast.Set, ast.Compare, ast.BoolOp, ast.JoinedStr),
    *(ast.ListComp, ast.DictComp, ast.SetComp, ast.GeneratorExp, ast.Lambda),
)
_OTHER_NUMBER = {0: 1, 1: 2, 2: 1, 0.5: 1}


def wrong_sign(place: SolutionNode) -> Iterator[ast.AST]:
    """`a + b` for `a - b`, `w += step` for `w -= step`, and a lost minus."""
    match place.node:
        case (
            ast.BinOp(op=ast.Add() | ast.Sub() as op)
            | ast.AugAssign(op=ast.Add() | ast.Sub() as op)
        ) if not _joins_sequences(place.node):
            yield changed(place.node, op=_OTHER_SIGN[type(op)]())
        case ast.UnaryOp(op=ast.USub(), operand=operand) if not (
            _sign_is_lost(place) or _is_axis_or_index(place)
        ):
            yield operand


def negated_result(place: SolutionNode) -> Iterator[ast.AST]:
    """The right number with the wrong sign is returned."""
    match place.node:
        case ast.Return(value=ast.expr() as value) if not (
            isinstance(value, _UNSIGNED_RESULTS)
            or (isinstance(value, ast.Constant) and not _has_sign(value))
            or (isinstance(value, ast.UnaryOp) and not isinstance(value.op, ast.UAdd))
            or (isinstance(value, ast.Name) and value.id in {"self", "cache"})
        ):
            yield changed(place.node, value=ast.UnaryOp(op=ast.USub(), operand=value))


def dropped_term(place: SolutionNode) -> Iterator[ast.AST]:
    """One term of a sum is forgotten: a bias, a path of a gradient."""
    match place.node:
        case ast.BinOp(left=left, op=ast.Add() | ast.Sub() as op, right=right):
            yield left
            if isinstance(op, ast.Add) and not _is_chain(left, _TERMS):
                yield right


def dropped_factor(place: SolutionNode) -> Iterator[ast.AST]:
    """One factor of a product is forgotten, or the division by N."""
    match place.node:
        case ast.BinOp(left=left, op=ast.Mult() | ast.Div() as op, right=right):
            # A lone constant where an array belongs teaches nothing: any check catches it.
            if not isinstance(left, ast.Constant):
                yield left
            if isinstance(op, ast.Mult) and not (
                _is_chain(left, _FACTORS) or isinstance(right, ast.Constant)
            ):
                yield right


def wrong_operation(place: SolutionNode) -> Iterator[ast.AST]:
    """Multiplied instead of divided, or rounded up instead of down."""
    node = place.node
    match node:
        case (
            ast.BinOp(op=ast.Mult() | ast.Div() as op)
            | ast.AugAssign(op=ast.Mult() | ast.Div() as op)
        ) if not (_joins_sequences(node) or _is_one(node)):
            yield changed(node, op=_OTHER_FACTOR[type(op)]())
        case ast.BinOp(left=left, op=ast.FloorDiv()):
            down = changed(node, left=ast.UnaryOp(op=ast.USub(), operand=left))
            yield ast.UnaryOp(op=ast.USub(), operand=down)


def swapped_operands(place: SolutionNode) -> Iterator[ast.AST]:
    """`b - a`, `b / a` or `b @ a` for `a - b`, `a / b` or `a @ b`."""
    node = place.node
    match node:
        case ast.BinOp(left=left, op=ast.Sub() | ast.Div() | ast.MatMult() as op, right=right):
            unseen = isinstance(op, ast.Sub) and _sign_is_lost(place)
            if not (unseen or same(left, right)):
                yield changed(node, left=right, right=left)
        case ast.Call(func=ast.Attribute(value=library, attr=name), args=[one, other, *more]):
            if is_library(library) and name in _ORDERED_PRODUCTS and not same(one, other):
                yield changed(node, args=[other, one, *more])


def wrong_constant(place: SolutionNode) -> Iterator[ast.AST]:
    """0 for 1, 2 for 1, 1 for 0.5, the next integer, twice the number, False for True."""
    node = place.node
    if not isinstance(node, ast.Constant) or _is_axis_or_index(place):
        return
    if isinstance(node.value, bool):
        if not (isinstance(place.parent, ast.keyword) and place.parent.arg == "copy"):
            yield changed(node, value=not node.value)
    elif isinstance(node.value, int):
        yield changed(node, value=_OTHER_NUMBER.get(node.value, node.value + 1))
    elif isinstance(node.value, float):
        yield changed(node, value=float(_OTHER_NUMBER.get(node.value, 2 * node.value)))


def _is_chain(node: ast.expr, operators: tuple[type[ast.operator], ...]) -> bool:
    return isinstance(node, ast.BinOp) and isinstance(node.op, operators)


def _is_one(node: ast.BinOp | ast.AugAssign) -> bool:
    """Whether a product cannot be told from a quotient: `x * 1.0`."""
    right = node.right if isinstance(node, ast.BinOp) else node.value
    return isinstance(right, ast.Constant) and right.value == 1


def _has_sign(node: ast.Constant) -> bool:
    number = isinstance(node.value, int | float) and not isinstance(node.value, bool)
    return number and node.value != 0


def _joins_sequences(node: ast.AST) -> bool:
    """Whether `+` or `*` works on lists or text here, as in `history + [w]`."""
    sides = [getattr(node, side, None) for side in ("left", "right", "value")]
    return any(
        isinstance(side, ast.List | ast.Tuple | ast.ListComp | ast.JoinedStr)
        or (isinstance(side, ast.Constant) and isinstance(side.value, str))
        for side in sides
    )


def _sign_is_lost(place: SolutionNode) -> bool:
    """Whether the sign cannot be seen afterwards, as in `(a - b) ** 2` or `np.abs(a - b)`."""
    match place.parent:
        case ast.BinOp(left=left, op=ast.Pow(), right=power):
            exponent = integer(power)
            return left is place.node and exponent is not None and exponent % 2 == 0
        case ast.Call(args=[first, *_]) as call:
            return called_name(call) in _EVEN_FUNCTIONS and first is place.node
    return False


def _is_axis_or_index(place: SolutionNode) -> bool:
    """Whether a number says where, not how much: those have mutations of their own."""
    above = list(place.above)
    while above and isinstance(above[-1], ast.UnaryOp | ast.Tuple):
        above.pop()
    match above[-1] if above else None:
        case ast.keyword(arg="axis" | "axes"):
            return True
        case ast.Subscript() | ast.Slice():
            return True
        case ast.Call() as call:
            below = place.above[len(above)] if len(above) < len(place.above) else place.node
            return called_name(call) in _SHAPE_FUNCTIONS or axis_of(call) is below
    return False


MUTATIONS: tuple[Mutation, ...] = (
    wrong_sign,
    negated_result,
    dropped_term,
    dropped_factor,
    wrong_operation,
    swapped_operands,
    wrong_constant,
)
