"""Slips with arrays: axes, transposes, dtypes, indices, the wrong function of the library."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from autograder.verification.mutation.places import (
    REDUCTIONS,
    Mutation,
    SolutionNode,
    axis_of,
    called_name,
    changed,
    integer,
    is_library,
    replaced,
    swapped,
)

_PAIRS = (
    *(("sum", "mean"), ("max", "min"), ("maximum", "minimum"), ("argmax", "argmin")),
    *(("amax", "amin"), ("any", "all"), ("floor", "ceil"), ("var", "std"), ("sin", "cos")),
    *(("triu", "tril"), ("hstack", "vstack")),
)
_MISTAKEN_FOR = {
    **dict(_PAIRS),
    **{right: left for left, right in _PAIRS},
    "log1p": "log",
    "expm1": "exp",
    "log2": "log",
    "prod": "sum",
}
_ELEMENTWISE = {
    *("abs", "absolute", "fabs", "sqrt", "square", "exp", "log", "tanh", "sign", "clip"),
    *("reversed", "sorted", "copy"),
}
_LEGACY_RANDOM = {
    *("normal", "standard_normal", "uniform", "random", "permutation", "choice", "shuffle"),
    *("exponential", "binomial", "multinomial", "gumbel", "logistic"),
}
_TAKES_DTYPE_SECOND = {"zeros", "ones", "empty", "array", "asarray"}
_FLOAT64_ANYWAY = {"zeros", "ones", "empty", "eye", "identity", "linspace"}


def wrong_axis(place: SolutionNode) -> Iterator[ast.AST]:
    """The other axis, or all of them at once."""
    call = place.node
    axis = axis_of(call) if isinstance(call, ast.Call) else None
    if axis is None or not isinstance(call, ast.Call):
        return
    value = integer(axis)
    if value is not None:
        yield replaced(call, axis, ast.Constant(value - 1 if value > 0 else 1 - abs(value)))
    if isinstance(axis, ast.Tuple) and len(axis.elts) > 1:
        yield replaced(call, axis, changed(axis, elts=axis.elts[:-1]))
        yield replaced(call, axis, changed(axis, elts=axis.elts[1:]))
    keywords = [keyword for keyword in call.keywords if keyword.value is not axis]
    if called_name(call) in REDUCTIONS | {"norm", "softmax"} and not _is_none(axis):
        args = [argument for argument in call.args if argument is not axis]
        yield changed(call, args=args, keywords=keywords)


def dropped_keepdims(place: SolutionNode) -> Iterator[ast.AST]:
    """`keepdims=keepdims` is not passed on (`True` and `False` are flipped as constants are)."""
    match place.node:
        case ast.Call(keywords=keywords) as call:
            for keyword in keywords:
                if keyword.arg == "keepdims" and not isinstance(keyword.value, ast.Constant):
                    rest = [other for other in keywords if other is not keyword]
                    yield changed(call, keywords=rest)


def wrong_transpose(place: SolutionNode) -> Iterator[ast.AST]:
    """A transpose too few, or one too many on a matrix (a name with a capital) in a product."""
    match place.node:
        case ast.Attribute(value=value, attr="T"):
            yield value
        case ast.BinOp(left=left, op=ast.MatMult(), right=right) as product:
            if _is_matrix(left):
                yield changed(product, left=ast.Attribute(left, "T", ast.Load()))
            if _is_matrix(right):
                yield changed(product, right=ast.Attribute(right, "T", ast.Load()))
        case ast.Call(args=[*args]) as call if called_name(call) == "transpose":
            axes = args[-1] if args and isinstance(args[-1], ast.Tuple) else None
            if axes is not None and len(axes.elts) > 1:
                other = changed(axes, elts=swapped(axes.elts, len(axes.elts) - 2))
                yield changed(call, args=[*args[:-1], other])
            elif len(args) > 1 and all(integer(argument) is not None for argument in args):
                yield changed(call, args=swapped(args, len(args) - 2))


def dropped_dtype(place: SolutionNode) -> Iterator[ast.AST]:
    """The dtype is left to numpy, so that float32 becomes float64 or integers stay integers."""
    call = place.node
    if not isinstance(call, ast.Call):
        return
    name = called_name(call)
    if name == "astype" and isinstance(call.func, ast.Attribute):
        yield call.func.value
    for keyword in call.keywords:
        default = name in _FLOAT64_ANYWAY and ast.unparse(keyword.value) in {"float", "np.float64"}
        if keyword.arg == "dtype" and not default:
            yield changed(
                call, keywords=[other for other in call.keywords if other is not keyword]
            )
    if name in _TAKES_DTYPE_SECOND and len(call.args) == 2:
        yield changed(call, args=call.args[:1])


def wrong_function(place: SolutionNode) -> Iterator[ast.AST]:
    """The mean for the sum, the smaller for the larger, the wrong logarithm."""
    match place.node:
        case ast.Call(func=ast.Attribute(attr=name) as function) as call if name in _MISTAKEN_FOR:
            yield changed(call, func=changed(function, attr=_MISTAKEN_FOR[name]))
        case ast.Call(func=ast.Name(id="max" | "min" | "any" | "all" as name) as function) as call:
            yield changed(call, func=changed(function, id=_MISTAKEN_FOR[name]))


def dropped_function(place: SolutionNode) -> Iterator[ast.AST]:
    """An absolute value, a root, an activation, a copy is forgotten."""
    call = place.node
    if not isinstance(call, ast.Call) or called_name(call) not in _ELEMENTWISE:
        return
    match call.func:
        case ast.Attribute(value=value) if not is_library(value):
            yield value
        case _ if call.args:
            yield call.args[0]


def swapped_branches(place: SolutionNode) -> Iterator[ast.AST]:
    """What belongs where the condition holds stands where it does not."""
    match place.node:
        case ast.Call(args=[condition, one, other]) as call if called_name(call) == "where":
            yield changed(call, args=[condition, other, one])
        case ast.IfExp(body=one, orelse=other) as choice:
            yield changed(choice, body=other, orelse=one)


def biased_variance(place: SolutionNode) -> Iterator[ast.AST]:
    """Divided by N - 1 where N is asked."""
    match place.node:
        case ast.Call(keywords=keywords) as call if called_name(call) in {"var", "std"}:
            if not any(keyword.arg in {"ddof", "correction"} for keyword in keywords):
                yield changed(call, keywords=[*keywords, ast.keyword("ddof", ast.Constant(1))])


def global_randomness(place: SolutionNode) -> Iterator[ast.AST]:
    """`np.random.normal` for `rng.normal`: not the generator that was handed over."""
    match place.node:
        case ast.Call(func=ast.Attribute(value=generator, attr=name) as function) as call if (
            name in _LEGACY_RANDOM and ast.unparse(generator).split(".")[-1].strip("_") == "rng"
        ):
            library = ast.Attribute(ast.Name("np", ast.Load()), "random", ast.Load())
            yield changed(call, func=changed(function, value=library))


def wrong_index(place: SolutionNode) -> Iterator[ast.AST]:
    """The first for the second, the first for the last, a row where a column belongs."""
    match place.node:
        case ast.Subscript(slice=ast.Tuple(elts=elements) as index) as subscript:
            for position, element in enumerate(elements):
                if (value := integer(element)) is not None:
                    other = [*elements]
                    other[position] = ast.Constant(_neighbour(value))
                    yield changed(subscript, slice=changed(index, elts=other))
            if len(elements) == 2 and sum(map(_is_none, elements)) == 1:
                yield changed(subscript, slice=changed(index, elts=elements[::-1]))
        case ast.Subscript(slice=index) as subscript if (value := integer(index)) is not None:
            yield changed(subscript, slice=ast.Constant(_neighbour(value)))


def wrong_slice(place: SolutionNode) -> Iterator[ast.AST]:
    """A slice begins at the beginning, ends at the end, or takes every entry."""
    match place.node:
        case ast.Slice(lower=lower, upper=upper, step=step) as part:
            if lower is not None and integer(lower) != 0:
                yield changed(part, lower=None)
            if upper is not None:
                yield changed(part, upper=None)
            if step is not None:
                yield changed(part, step=None)


def swapped_sizes(place: SolutionNode) -> Iterator[ast.AST]:
    """`D, N = x.shape` for `N, D = x.shape`."""
    match place.node:
        case (
            ast.Assign(
                targets=[ast.Tuple(elts=[_, _, *_] as names) as target],
                value=ast.Attribute(attr="shape"),
            ) as statement
        ):
            other = changed(target, elts=swapped(names, len(names) - 2))
            yield changed(statement, targets=[other])


def _neighbour(index: int) -> int:
    return 1 if index == 0 else index - 1 if index > 0 else index + 1


def _is_none(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and node.value is None


def _is_matrix(node: ast.AST) -> bool:
    return isinstance(node, ast.Name) and node.id[0].isupper()


MUTATIONS: tuple[Mutation, ...] = (
    wrong_axis,
    dropped_keepdims,
    wrong_transpose,
    dropped_dtype,
    wrong_function,
    dropped_function,
    swapped_branches,
    biased_variance,
    global_randomness,
    wrong_index,
    wrong_slice,
    swapped_sizes,
)
