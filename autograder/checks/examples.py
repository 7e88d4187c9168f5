"""Drawing examples with Hypothesis, and searching for the smallest one that fails.

Drawing is seeded from a secret and the check's name: the same for every student, unknown to all.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING, Any, Protocol, runtime_checkable
from unittest import mock

import numpy as np

from autograder.checks.inputs import Input
from autograder.checks.sizes import shared_bounds
from autograder.errors import Fault, TopicError

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

Inputs = dict[str, Any]
SHRINK_EXECUTIONS = 25  # counted, not timed: a loaded machine finds the same smallest example


@runtime_checkable
class Spelled(Protocol):
    """A drawn value that says itself how it is read: an expression, for instance."""

    def as_python(self) -> str:
        """Lines that can be pasted into a notebook."""

    def complexity(self) -> int:
        """How much there is to read, in numbers."""


class _EnoughError(BaseException):
    """Ends a search at once: returning early would only drain Hypothesis's engine."""


def together(inputs: Mapping[str, Input]) -> SearchStrategy[Inputs]:
    """One strategy for all inputs of a check: sizes first, shared by name; arrays are read-only.

    In about half of the examples the sizes differ from each other, so that a swapped axis shows.
    """
    from hypothesis import strategies as st

    bounds = shared_bounds(size for one in inputs.values() for size in one.sizes)
    # The narrowest first: a size of few values should not find them taken.
    narrowest_first = sorted(bounds.items(), key=lambda item: item[1][1] - item[1][0])

    @cache
    def build(name: str, *drawn: tuple[str, int]) -> SearchStrategy[Any]:
        return inputs[name].build(dict(drawn), name)

    @st.composite
    def draw_together(draw: Any) -> Inputs:
        # Three times in four: Hypothesis likes to repeat itself, which leaves about half.
        different = draw(st.integers(0, 3)) > 0 if len(bounds) > 1 else False
        sizes: dict[str, int] = {}
        for name, (low, high) in narrowest_first:
            free = [n for n in range(low, high + 1) if n not in sizes.values()]
            if different and free:
                sizes[name] = draw(st.sampled_from(free))
            else:
                sizes[name] = draw(st.integers(low, high))
        return _read_only({name: draw(build(name, *sizes.items())) for name in inputs})

    return draw_together()


def varied(inputs: Mapping[str, Input], example: Inputs, rng: np.random.Generator) -> Inputs:
    """Another example of the same structure: sizes, layouts and choices stay, numbers change.

    Counts change only where nothing else can.  It takes microseconds; drawing takes milliseconds.
    """
    sizes: dict[str, int] = {}
    for name, one in inputs.items():
        sizes |= {s.name: n for s, n in zip(one.sizes, np.shape(example[name]), strict=False)}
    free = {name for name, one in inputs.items() if one.again and not one.steers}
    free = free or {name for name, one in inputs.items() if one.again}
    other = {
        name: one.again(example[name], rng, sizes) if one.again and name in free else example[name]
        for name, one in inputs.items()
    }
    return _read_only(other)


def _read_only(example: Inputs) -> Inputs:
    for value in example.values():
        if isinstance(value, np.ndarray):
            value.setflags(write=False)
    return example


def seed_of(secret: str, check_name: str, *, again: int = 0) -> int:
    """The seed of a check's examples, and of those drawn `again` in place of unusable ones."""
    text = f"{secret}\n{check_name}" + f"\n{again}" * bool(again)
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big")


@contextmanager
def _constants_of_hypothesis_alone() -> Iterator[None]:
    """Hypothesis also draws constants it finds in the source of the modules loaded so far.

    Without this the examples of a topic would depend on what else the process has imported.
    """
    from hypothesis.internal.conjecture import providers

    nothing = getattr(providers, "Constants", None)
    if nothing is None:  # a version of Hypothesis that does not look for them
        yield
        return
    providers.CONSTANTS_CACHE.cache.clear()
    with mock.patch.object(providers, "_get_local_constants", nothing):
        yield


def _run(
    strategy: SearchStrategy[Inputs], body: Callable[[Inputs], None], seed: int, n: int
) -> None:
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

    with _constants_of_hypothesis_alone():
        property_under_test()


def draw(inputs: Mapping[str, Input], *, count: int, seed: int, where: str) -> list[Inputs]:
    """Draw up to `count` examples; arrays are read-only.

    Raises:
        TopicError: none can be drawn.
    """
    if not inputs:
        return [{}]
    drawn: list[Inputs] = []

    try:
        _run(together(inputs), drawn.append, seed, count)
    except Exception as error:  # noqa: BLE001  # whatever Hypothesis finds wrong with the inputs
        raise TopicError(
            f"{where}: no examples can be drawn ({type(error).__name__}: {error})"
        ) from None
    return drawn[:count]


def smallest_failure(
    inputs: Mapping[str, Input],
    fails: Callable[[Inputs], Fault | None],
    *,
    count: int,
    seed: int,
    executions: int = SHRINK_EXECUTIONS,
) -> tuple[Inputs, Fault] | None:
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
    best: list[tuple[Inputs, Fault]] = []
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
        if isinstance(value, Spelled):
            size += value.complexity()
            continue
        array = np.asarray(value)
        size += array.size
        if array.dtype.kind in "biuf" and not isinstance(value, int):
            plain = np.abs(array.astype(float))
            weight += float(plain.sum() + np.count_nonzero(plain != np.round(plain)))
    return size, weight


def spell(example: Inputs, *, limit: int = 1500) -> str:
    """The example as Python text that can be pasted into a notebook."""
    lines = [
        value.as_python() if isinstance(value, Spelled) else f"{name} = {literal(value)}"
        for name, value in example.items()
    ]
    if any("Fraction(" in line for line in lines):
        lines.insert(0, "from fractions import Fraction")
    text = "\n".join(lines)
    return text if len(text) <= limit else text[:limit] + " …"


def literal(value: Any) -> str:
    """A plain value as Python text."""
    if isinstance(value, np.ndarray):
        return _array_literal(value)
    if type(value) in (list, tuple):
        parts = ", ".join(map(literal, value))
        if type(value) is list:
            return f"[{parts}]"
        return f"({parts},)" if len(value) == 1 else f"({parts})"
    if type(value) is dict:
        return f"{{{', '.join(f'{key!r}: {literal(item)}' for key, item in value.items())}}}"
    if isinstance(value, complex):  # its own repr loses signs of zeros when it is read
        return f"complex({_named(repr(value.real))}, {_named(repr(value.imag))})"
    return _named(repr(value)) if isinstance(value, float) else repr(value)


def _array_literal(array: np.ndarray) -> str:
    """The array as text, in its own layout."""
    if not array.size:
        return f"np.empty({array.shape}, dtype=np.{array.dtype})"
    if array.flags.c_contiguous:
        ending = ""
    elif array.flags.f_contiguous:
        ending = ', order="F"'
    elif array[::-1].flags.c_contiguous:
        return f"{_array_literal(array[::-1])}[::-1]"
    else:
        return f"{_array_literal(np.ascontiguousarray(array))}.repeat(2, axis=-1)[..., ::2]"
    if array.dtype == object:  # Fractions, and ints beyond 64 bits
        ending = f", dtype=object{ending}"
    elif array.dtype not in (np.float64, np.int64, np.bool_):
        ending = f", dtype=np.{array.dtype}{ending}"
    # Through the text of the dtype's own numbers: 0.1, not 0.10000000149011612.
    if array.dtype == np.float32:
        text = _named(repr(array.astype(str).tolist()).replace("'", ""))
    elif array.dtype.kind == "f":
        text = _named(repr(array.tolist()))  # at once: arrays may be large
    else:
        text = literal(array.tolist())
    return f"np.array({text}{ending})"


def _named(text: str) -> str:
    """`nan` and `inf` are no names in a notebook; `np.nan` and `np.inf` are."""
    return re.sub(r"(?<![\w.])(nan|inf)\b", r"np.\1", text)
