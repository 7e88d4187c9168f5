"""What time it is."""

from __future__ import annotations

from datetime import UTC, datetime


def now() -> datetime:
    """The moment, in UTC; the one place that asks the machine's clock for marks."""
    return datetime.now(UTC)
