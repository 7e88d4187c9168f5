"""The edits that turn a right solution into a mutant, by subject.

A mutation is a function from a `Place` to the replacements it offers there;
its name says what a student would have done wrong, and becomes the mutant's kind.
"""

from __future__ import annotations

from autograder.verification.mutation import arithmetic, arrays, control, statements
from autograder.verification.mutation.places import Mutation

MUTATIONS: tuple[Mutation, ...] = (
    *arithmetic.MUTATIONS,
    *arrays.MUTATIONS,
    *control.MUTATIONS,
    *statements.MUTATIONS,
)

__all__ = ["MUTATIONS"]
