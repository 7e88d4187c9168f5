"""The vocabulary instructors write checks in.

A check is a law: a function whose name is a sentence, whose docstring is what students read, and
whose body asserts.  Nothing here knows where the student's code runs.
"""

from autograder.checks.assertions import (
    assert_between,
    assert_close,
    assert_dtype,
    assert_equal,
    assert_finite,
    assert_raises,
    assert_shape,
    assert_unchanged,
    require,
)
from autograder.checks.callbacks import callback
from autograder.checks.causality import assert_causal
from autograder.checks.convergence import assert_converges, assert_diverges
from autograder.checks.declarations import (
    Alternative,
    Equivalent,
    Mistake,
    Outside,
    alternative,
    check,
    equivalent,
    for_all,
    mistake,
    outside,
)
from autograder.checks.distributions import assert_drawn_from, assert_frequencies, normal_cdf
from autograder.checks.drawn_expressions import expressions
from autograder.checks.expressions import Expression, Operation, assert_backpropagates, evaluate
from autograder.checks.gradients import assert_gradient
from autograder.checks.inputs import cotangents, labels, normals, probabilities, reals
from autograder.checks.laws import Check
from autograder.checks.linear_maps import assert_adjoint
from autograder.checks.precision import assert_keeps_float32
from autograder.checks.single_values import choices, integers, numbers, seeds
from autograder.checks.tracing import traced
from autograder.checks.trajectories import assert_trajectory
from autograder.errors import Failure

__all__ = [
    "Alternative",
    "Check",
    "Equivalent",
    "Expression",
    "Failure",
    "Mistake",
    "Operation",
    "Outside",
    "alternative",
    "assert_adjoint",
    "assert_backpropagates",
    "assert_between",
    "assert_causal",
    "assert_close",
    "assert_converges",
    "assert_diverges",
    "assert_drawn_from",
    "assert_dtype",
    "assert_equal",
    "assert_finite",
    "assert_frequencies",
    "assert_gradient",
    "assert_keeps_float32",
    "assert_raises",
    "assert_shape",
    "assert_trajectory",
    "assert_unchanged",
    "callback",
    "check",
    "choices",
    "cotangents",
    "equivalent",
    "evaluate",
    "expressions",
    "for_all",
    "integers",
    "labels",
    "mistake",
    "normal_cdf",
    "normals",
    "numbers",
    "outside",
    "probabilities",
    "reals",
    "require",
    "seeds",
    "traced",
]
