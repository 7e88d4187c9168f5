"""A receipt in each of the formats that the commands print and save."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from autograder.files import write_atomically
from autograder.receipts import Receipt
from autograder.reporting import exports
from autograder.reporting.annotations import as_code_quality, as_github
from autograder.reporting.plain import inert
from autograder.reporting.terminal import as_plain_text, receipt_text


def formatted(receipt: Receipt, form: str, path: Path) -> str:
    """The receipt of the file at `path` in one of the FORMATS.

    No line of it is a command to a CI system's log, but those that `github` consists of.
    """
    as_data = {"json": exports.receipt_as_json, "gradescope": exports.receipt_as_gradescope}
    if form == "junit":
        return inert(exports.receipt_as_junit(receipt), lambda sign: f"&#{ord(sign)};")
    if form == "markdown":
        return inert(exports.receipt_as_markdown(receipt))
    if form == "github":
        return as_github(receipt, path)
    if form in as_data or form == "codequality":
        data = as_data[form](receipt) if form in as_data else as_code_quality(receipt, path)
        text = json.dumps(data, indent=1, ensure_ascii=False)
        return inert(text, lambda sign: f"\\u{ord(sign):04x}")
    return inert(as_plain_text(receipt_text(receipt)).rstrip("\n"))


def save_formatted(receipt: Receipt, wanted: Sequence[tuple[str, Path]], path: Path) -> None:
    """Write the receipt into files, each in its format."""
    for form, target in wanted:
        write_atomically(target, f"{formatted(receipt, form, path)}\n".encode())
