"""Blind spots: the reference, wrong only where a condition on the call holds."""

from __future__ import annotations

from autograder.verification.blind_spots.looking import Found, bad, blind_spots_of
from autograder.verification.blind_spots.tables import as_json, as_text

__all__ = ["Found", "as_json", "as_text", "bad", "blind_spots_of"]
