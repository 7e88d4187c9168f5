"""Moved to autograder.receipts and autograder.files; this goes away."""

from autograder.files import write_atomically
from autograder.receipts import CheckResult, Outcome, Receipt, from_json, read_receipt, to_json, write_receipt

__all__ = ["CheckResult", "Outcome", "Receipt", "from_json", "read_receipt", "to_json", "write_atomically", "write_receipt"]
