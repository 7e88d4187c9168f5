"""The adjoint identity: it accepts every right backward of a linear map, and no wrong one."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from autograder.checks import assert_adjoint
from autograder.errors import Failure

SOME = settings(max_examples=50, deadline=None)


def matrix(seed, rows, columns):
    """A random matrix with vectors for both of its sides."""
    rng = np.random.default_rng(seed)
    return rng.normal(size=(rows, columns)), rng.normal(size=columns), rng.normal(size=rows)


def failure(*args, **kwargs):
    """The Failure of assert_adjoint, or None if it passes."""
    try:
        assert_adjoint(*args, **kwargs)
    except Failure as found:
        return found
    return None


class TestRightBackwards:
    """The identity holds, to rounding."""

    @SOME
    @given(st.integers(0, 2**32 - 1), st.integers(1, 40), st.integers(1, 40))
    def test_the_transpose_is_accepted(self, seed, rows, columns):
        """⟨Ax, y⟩ = ⟨x, Aᵀy⟩ for any matrix, in any scale."""
        A, x, y = matrix(seed, rows, columns)
        for scale in (1e-6, 1.0, 1e6):
            assert_adjoint(x, scale * (A @ x), y, scale * (A.T @ y))

    def test_rounding_of_float32_is_no_mistake(self):
        """A backward in float32 of two thousand terms passes, though it is 1e-6 off."""
        A, x, y = (part.astype(np.float32) for part in matrix(0, 2000, 50))

        assert failure(x, A @ x, y, A.T @ y) is None

    def test_several_inputs_go_together(self):
        """Of a concatenation each input gets its own part back, as a tuple or a list."""
        up, skip, y = np.arange(3.0), np.arange(4.0), np.arange(7.0) - 2
        out = np.concatenate([up, skip])

        assert failure((up, skip), out, y, (y[:3], y[3:])) is None
        assert failure((up, skip), out, y, [y[:3], y[3:]]) is None


class TestWrongBackwards:
    """A difference, said so that it helps."""

    @SOME
    @given(st.integers(0, 2**32 - 1), st.integers(2, 10))
    def test_one_wrong_entry_is_seen(self, seed, size):
        """A weight that is one millionth off in one entry of the backward fails."""
        A, x, y = matrix(seed, size, size)
        wrong = A.T @ y
        wrong[0] += 1e-6 * np.sign(x[0])
        x[0] += np.sign(x[0])

        assert failure(x, A @ x, y, A.T @ y) is None
        assert failure(x, A @ x, y, wrong) is not None

    def test_the_message_has_both_numbers_and_the_names(self):
        """It says ⟨w, dw⟩, what it is and what it should be, and what a transpose is."""
        found = failure(np.ones(2), np.array([3.0]), np.ones(1), np.array([1.0, 1.0]), what="w")

        assert "⟨w, dw⟩ is 2, but should be ⟨out, dout⟩ = 3" == found.message
        assert found.hint.startswith("backward is the transpose of forward")

    def test_a_wrong_sign_and_a_lost_gradient_are_named(self):
        """-fᵀ and 0 are told from other mistakes."""
        x, out, y, back = np.ones(2), np.array([3.0]), np.ones(1), np.array([1.0, 2.0])

        assert failure(x, out, y, -back).message.endswith(": the sign is off")
        assert failure(x, out, y, 0 * back).message.endswith(": nothing comes back")

    def test_nan_is_no_agreement(self):
        """A backward with nan fails."""
        assert failure(np.ones(1), np.ones(1), np.ones(1), np.array([np.nan])) is not None

    def test_shapes_come_first(self):
        """A gradient of another shape, a forward of another shape, and too few gradients."""
        x, out, y = np.ones((2, 1)), np.ones(3), np.ones(3)

        assert failure(x, out, y, np.ones(2)).message.startswith("dx has shape (2,)")
        assert "the result of the forward has shape" in failure(x, x, y, x).message
        assert failure((x, x), out, y, (x,)).message.startswith("dx is a tuple of 1")

    @pytest.mark.parametrize("back", [None, [1.0, 1.0], "text"])
    def test_anything_but_numbers_is_refused(self, back):
        """None, a list and text fail as what they are."""
        with pytest.raises(Failure, match="should be numbers"):
            assert_adjoint(np.ones(2), np.ones(1), np.ones(1), back)
