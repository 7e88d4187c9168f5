"""Gradients: central differences on a ladder of steps, and a verdict.

The rule of acceptance was chosen on a bench of right and wrong gradients: no false alarm in 2,200
and no wrong one missed.  A kink or truncation inside ±h spoils only large steps, rounding only
small ones; so a coordinate is right if *any* step of the ladder agrees.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextvars import ContextVar
from typing import Any

import numpy as np

from autograder.checks.assertions import as_numbers, as_reals, assert_close, assert_finite
from autograder.checks.students import kind_of
from autograder.errors import Evidence, Failure, Signal, TopicError

LADDER = (1e-4, 1e-5, 1e-6, 1e-7)
ALL_COORDINATES = 200
SAMPLED_COORDINATES = 60
HIDDEN = 1e-3  # a step whose rounding error is larger, relative to 1 + |D|, shows nothing
EPS = float(np.finfo(np.float64).eps)

Forward = Callable[..., Any]
VALIDATING: ContextVar[bool] = ContextVar("VALIDATING", default=False)
"""True while examples are drawn: then a reference's gradient is proved by differences."""


class UndecidedError(Signal):
    """The differences do not settle at any step: this example says nothing.  Never "wrong"."""


def assert_gradient(
    got: Any,
    want: Any = None,
    *,
    of: Forward,
    at: Mapping[str, Any],
    dout: Any = None,
    hint: str = "",
) -> None:
    """`got` is the gradient of sum(dout · of(*at.values())) with respect to each entry of `at`.

    Args:
        got: an array, or a tuple or list in the order of `at`, or a dict with its keys.
        want: the reference's analytic gradient, in the same form; if given it decides, and `of`
            proves it right while the examples are drawn.
        of: the forward function; takes the values of `at` in order and returns numbers.
        at: name → array or number, float64.
        dout: the cotangent, shaped as of's result; None if `of` returns one number.
        hint: what to do.

    Raises:
        Failure: naming the parameter, its worst entry, and how the gradient is off.
        UndecidedError: the differences do not settle (only without `want`).
        TopicError: `want` is not the gradient of `of`.
    """
    gots = _by_name(got, at)
    if want is None:
        _assert_agree_with_differences(gots, of, at, dout, hint)
        return
    if VALIDATING.get():
        validate_gradient(want, of=of, at=at, dout=dout)
    wants = _by_name(want, at)
    for name, gradient in gots.items():
        expected = np.asarray(wants[name], dtype=np.float64)
        assert_close(
            gradient, expected, rtol=0.0, atol=_slack(expected), what=_called(name), hint=hint
        )


def validate_gradient(want: Any, *, of: Forward, at: Mapping[str, Any], dout: Any) -> None:
    """Prove the reference's own gradient by differences; raise TopicError if it is wrong."""
    try:
        _assert_agree_with_differences(_by_name(want, at), of, at, dout, "")
    except Failure as failure:
        raise TopicError(f"the reference's own gradient is wrong: {failure.message}") from None


def _slack(expected: np.ndarray) -> float:
    """Room for rounding and for other summation orders, by the size of the whole array."""
    return 1e-8 * max(1e-2, float(np.abs(expected).max(initial=0.0)))


def _called(name: str) -> str:
    return f"the gradient with respect to {name}"


def _at(index: tuple[int, ...]) -> str:
    return f"[{', '.join(map(str, index))}]" if index else ""


def _by_name(gradients: Any, at: Mapping[str, Any]) -> dict[str, np.ndarray]:
    """Match what came back with the parameters, by key or by order, and check every shape."""
    if isinstance(gradients, dict):
        absent = [name for name in at if name not in gradients]
        if absent:
            keys = ", ".join(map(str, gradients))
            raise Failure(
                f"the gradients have the keys {keys or 'none'}, but should have {', '.join(at)}"
            )
        pairs = {name: gradients[name] for name in at}
    elif isinstance(gradients, (tuple, list)):
        if len(gradients) != len(at):
            raise Failure(
                f"got {kind_of(gradients)}, but should be one gradient for each of {', '.join(at)}"
            )
        pairs = dict(zip(at, gradients, strict=True))
    elif len(at) == 1:
        pairs = {next(iter(at)): gradients}
    else:
        raise Failure(
            f"got {kind_of(gradients)}, but should be one gradient for each of {', '.join(at)}"
        )
    found = {}
    for name, gradient in pairs.items():
        array = as_reals(gradient, what=_called(name))
        shape = np.shape(at[name])
        if array.shape != shape:
            raise Failure(
                f"{_called(name)} has shape {array.shape}, but should have the shape of {name}, "
                f"{shape}"
            )
        found[name] = array.astype(np.float64, copy=False)  # an answer stays the very object
    return found


def _assert_agree_with_differences(
    gots: Mapping[str, np.ndarray], of: Forward, at: Mapping[str, Any], dout: Any, hint: str
) -> None:
    ladders = [_Ladder(name, gradient, of, at, dout) for name, gradient in gots.items()]
    for ladder in ladders:
        assert_finite(ladder.gradient, what=_called(ladder.name), hint=hint)
    # The first step everywhere, then the ladder where it is needed: on a right gradient the
    # forward is asked the same questions whatever it answers.
    looked = [
        {index: ladder.look(index, LADDER[0]) for index in _coordinates(ladder.gradient.shape)}
        for ladder in ladders
    ]
    for ladder, first in zip(ladders, looked, strict=True):
        ladder.settle(first, hint)


Look = tuple[bool, float | None]
"""Whether the difference agrees, and the difference; None if rounding hides it."""


class _Ladder:
    """One parameter's gradient, held against differences of the forward."""

    def __init__(
        self, name: str, gradient: np.ndarray, of: Forward, at: Mapping[str, Any], dout: Any
    ) -> None:
        self.name = name
        self.gradient = gradient
        self._of, self._at, self._dout = of, at, dout
        self._size = float(np.abs(gradient).max(initial=0.0))
        self._differences = np.full(gradient.shape, np.nan)

    def look(self, index: tuple[int, ...], step: float) -> Look:
        """Compare one coordinate at one step."""
        difference, rounding = central_difference(
            self._of, self._at, self.name, index, step, self._dout
        )
        self._differences[index] = difference
        got = self.gradient[index]
        largest = max(abs(difference), abs(got))
        if not np.isfinite(difference):
            return False, difference
        if rounding > HIDDEN * (1 + largest):
            return False, None
        allowed = 1e-6 * largest + 1e-8 * self._size + rounding
        return bool(abs(difference - got) <= allowed), difference

    def settle(self, looked: Mapping[tuple[int, ...], Look], hint: str) -> None:
        """Climb where the first step did not agree; raise Failure or UndecidedError."""
        wrong: list[tuple[int, ...]] = []
        undecided = False
        for index, look in looked.items():
            seen = self._climb(index, look)
            if seen is None:
                continue
            if seen and not np.isfinite(seen).any():
                where = f"{self.name}{_at(index)}"
                raise Failure(f"the forward is not finite near {where}", hint=hint)
            refuting = _refuting(seen, float(self.gradient[index]))
            self._differences[index] = refuting
            if np.isnan(refuting):
                undecided = True
            else:
                wrong.append(index)
        if wrong:
            self._fail(wrong, hint)
        if undecided:
            raise UndecidedError(f"the differences of the forward by {self.name} do not settle")

    def _climb(self, index: tuple[int, ...], look: Look) -> list[float] | None:
        """The differences seen on the way up but for hidden ones; None if one of them agrees."""
        agrees, difference = look
        tried = [difference]
        while not agrees and len(tried) < len(LADDER):
            agrees, difference = self.look(index, LADDER[len(tried)])
            tried.append(difference)
        return None if agrees else [d for d in tried if d is not None]

    def _fail(self, wrong: list[tuple[int, ...]], hint: str) -> None:
        got, want = self.gradient, self._differences
        worst = max(wrong, key=lambda index: abs(want[index] - got[index]))
        raise Failure(
            f"{_called(self.name)}{_at(worst)} is {got[worst]:.6g}, but should be "
            f"{want[worst]:.6g}",
            hint=hint,
            evidence=Evidence(got, index=worst),
        )


def _refuting(seen: list[float], got: float) -> float:
    """The difference that proves `got` wrong; nan if the steps disagree among themselves."""
    if len(seen) < 2 or not np.isfinite(seen).all():  # hidden, or the edge of the domain
        return np.nan
    middle = sorted(seen)[1:3] if len(seen) == len(LADDER) else sorted(seen)
    return np.nan if middle[-1] - middle[0] > 0.1 * abs(seen[1] - got) else seen[1]


def _coordinates(shape: tuple[int, ...]) -> list[tuple[int, ...]]:
    everywhere = list(np.ndindex(*shape))
    if len(everywhere) <= ALL_COORDINATES:
        return everywhere
    chosen = np.random.default_rng(len(everywhere)).choice(
        len(everywhere), SAMPLED_COORDINATES, replace=False
    )
    return [everywhere[i] for i in sorted(chosen)]


def central_difference(
    of: Forward,
    at: Mapping[str, Any],
    name: str,
    index: tuple[int, ...],
    step: float,
    dout: Any,
) -> tuple[float, float]:
    """(φ(x+h) − φ(x−h)) / 2h in one coordinate, and its rounding error.

    φ = sum(dout · of(…)).  The step divided by is the one really represented.
    """
    values = []
    places = []
    magnitude = 0.0
    for sign in (1.0, -1.0):
        moved = {key: np.array(value, dtype=np.float64) for key, value in at.items()}
        place = moved[name][index] + sign * step * max(1.0, abs(float(moved[name][index])))
        moved[name][index] = place
        out = as_numbers(
            of(*(v if np.ndim(at[k]) else float(v) for k, v in moved.items())), what="the forward"
        ).astype(np.float64)
        if dout is not None and out.shape != np.shape(dout):
            raise Failure(
                f"the forward has shape {out.shape}, but should have shape {np.shape(dout)}"
            )
        weighted = out if dout is None else out * dout
        values.append(float(weighted.sum()))
        places.append(float(place))
        magnitude = max(magnitude, float(np.abs(weighted).sum()))
    width = places[0] - places[1]
    return (values[0] - values[1]) / width, 16 * EPS * (1 + magnitude) / (width / 2)
