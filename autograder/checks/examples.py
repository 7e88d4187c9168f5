"""Drawing examples with Hypothesis, and searching for the smallest one that fails.

Drawing is seeded from a secret and the check's name: the same for every student, unknown to all.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from autograder.checks.inputs import Input, Size
from autograder.errors import Failure, TopicError

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

Inputs = dict[str, Any]
SHRINK_EXECUTIONS = 150  # counted, not timed: a loaded machine finds the same smallest example


class _EnoughError(BaseException):
    """Ends a search at once: returning early would only drain Hypothesis's engine."""


def _named_sizes(inputs: Mapping[str, Input]) -> dict[str, Size]:
    bounds: dict[str, Size] = {}
    for drawn in inputs.values():
        for size in drawn.sizes:
            if size.name:
                known = bounds.get(size.name, size)
                low, high = max(known.low, size.low), min(known.high, size.high)
                high = max(high, low) if known.high != size.high else high
                bounds[size.name] = Size(size.name, low, high)
    return bounds


def together(inputs: Mapping[str, Input]) -> SearchStrategy[Inputs]:
    """One strategy for all inputs of a check: sizes first, shared by name.

    In half of the examples the sizes differ from each other, so that a transposed axis shows.
    """
    from hypothesis import strategies as st

    bounds = _named_sizes(inputs)

    @st.composite
    def draw_together(draw: Any) -> Inputs:
        different = draw(st.booleans()) if len(bounds) > 1 else False
        sizes: dict[str, int] = {}
        for name, size in bounds.items():
            free = [n for n in range(size.low, size.high + 1) if n not in sizes.values()]
            if different and free:
                sizes[name] = draw(st.sampled_from(free))
            else:
                sizes[name] = draw(st.integers(size.low, size.high))
        return {name: draw(one.build(sizes)) for name, one in inputs.items()}

    return draw_together()


def seed_of(secret: str, check_name: str) -> int:
    """The seed of a check's examples."""
    return int.from_bytes(hashlib.sha256(f"{secret}\n{check_name}".encode()).digest()[:8], "big")


def _run(strategy: SearchStrategy[Inputs], body: Callable[[Inputs], None], seed: int, n: int) -> None:
    from hypothesis import HealthCheck, Phase, Verbosity, given, settings
    from hypothesis import seed as seeded

    @seeded(seed)
    @settings(
        max_examples=n,
        database=None,
        deadline=None,
        derandomize=False,
        phases=(Phase.generate, Phase.shrink),
        report_multiple_bugs=False,
        suppress_health_check=list(HealthCheck),
        verbosity=Verbosity.quiet,
    )
    @given(strategy)
    def property_under_test(inputs: Inputs) -> None:
        body(inputs)

    property_under_test()


def draw(inputs: Mapping[str, Input], *, count: int, seed: int, where: str) -> list[Inputs]:
    """Draw up to `count` examples; arrays are read-only.  Raises TopicError if none can be drawn."""
    if not inputs:
        return [{}]
    drawn: list[Inputs] = []

    def collect(example: Inputs) -> None:
        for value in example.values():
            if isinstance(value, np.ndarray):
                value.setflags(write=False)
        drawn.append(example)

    try:
        _run(together(inputs), collect, seed, count)
    except Exception as error:
        raise TopicError(
            f"{where}: no examples can be drawn ({type(error).__name__}: {error})"
        ) from None
    return drawn[:count]


def smallest_failure(
    inputs: Mapping[str, Input],
    fails: Callable[[Inputs], Failure | None],
    *,
    count: int,
    seed: int,
    executions: int = SHRINK_EXECUTIONS,
) -> tuple[Inputs, Failure] | None:
    """Search the examples of `draw` (same count and seed) for a failure and shrink it.

    Args:
        inputs: as of the check.
        fails: runs one example; returns the failure or None.
        count: how many examples are drawn before giving up.
        seed: as given to `draw`.
        executions: how many examples are run after the first failure.

    Returns:
        The smallest failing example found and its failure; None if nothing fails.
    """
    best: list[tuple[Inputs, Failure]] = []
    left = executions

    def body(example: Inputs) -> None:
        nonlocal left
        if best:
            left -= 1
            if left < 0:
                raise _EnoughError
        failure = fails(example)
        if failure is None:
            return
        if not best or complexity(example) <= complexity(best[0][0]):
            best[:] = [(example, failure)]
        raise AssertionError

    if not inputs:
        failure = fails({})
        return None if failure is None else ({}, failure)
    try:
        _run(together(inputs), body, seed, count)
    except (AssertionError, _EnoughError):
        pass
    except Exception as error:
        from hypothesis.errors import HypothesisException

        # Flaky: the student's answer changes from call to call.  What failed once has failed.
        if not isinstance(error, (HypothesisException, ExceptionGroup)):
            raise
    return best[0] if best else None


def complexity(example: Inputs) -> tuple[int, float]:
    """What "smaller" means to a reader: fewer numbers, then rounder and nearer to zero."""
    size, weight = 0, 0.0
    for value in example.values():
        array = np.asarray(value)
        size += array.size
        if array.dtype.kind in "biuf" and not isinstance(value, int):
            plain = np.abs(array.astype(float))
            weight += float(plain.sum() + np.count_nonzero(plain != np.round(plain)))
    return size, weight


def spell(example: Inputs, *, limit: int = 1500) -> str:
    """The example as Python text that can be pasted into a notebook."""
    lines = [f"{name} = {_literal(value)}" for name, value in example.items()]
    text = "\n".join(lines)
    return text if len(text) <= limit else text[:limit] + " …"


def _literal(value: Any) -> str:
    if not isinstance(value, np.ndarray):
        return repr(value)
    plain = value.dtype in (np.float64, np.int64, np.bool_)
    return f"np.array({value.tolist()!r}{'' if plain else f', dtype=np.{value.dtype}'})"
