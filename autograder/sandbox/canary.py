"""The proof, at every start, that a confined process cannot read the course."""

from __future__ import annotations

import contextlib
import os
import secrets
import tempfile
from collections.abc import Iterator
from pathlib import Path

from autograder.errors import SandboxError
from autograder.sandbox.inside.encoding import Encoder
from autograder.sandbox.messages import Request
from autograder.sandbox.process import Process


def prove(process: Process, level: str, course: Path | None) -> None:
    """Raise SandboxError unless the process is refused a file that lies beside the reference.

    It is killed in any case.
    """
    try:
        with _canary(course) as path:
            path.read_bytes()  # it is there, and readable for us
            refused = process.ask(Request("probe", str(path), Encoder(), "the probe")).value
            if type(refused) is not int or refused == 0:
                raise SandboxError(
                    f"{path.parent} can be read from a confined process, but should be out of its "
                    "reach: no student code is run here"
                )
            if level == "A":
                granted = process.ask(Request("probe", os.__file__, Encoder(), "the probe")).value
                if granted != 0:
                    raise SandboxError(
                        f"{os.__file__} cannot be read from a confined process "
                        f"({os.strerror(granted)}), but Python needs it"
                    )
    finally:
        process.kill()


@contextlib.contextmanager
def _canary(course: Path | None) -> Iterator[Path]:
    """A readable file where the hidden reference is; an existing one if we may not write there."""
    if course is None:
        with tempfile.TemporaryDirectory(prefix="autograder-") as name:
            folder = Path(name)
            folder.chmod(0o755)  # nothing but the walls shall stand in the way
            (folder / "canary").write_text("canary")
            yield folder / "canary"
        return
    folder = course / "reference"
    folder = folder if folder.is_dir() else course
    path = folder / f".canary-{secrets.token_hex(8)}"
    try:
        path.write_text("canary")
    except OSError:
        existing = next((file for file in folder.rglob("*") if file.is_file()), None)
        if existing is None:
            raise SandboxError(f"{folder}: no file to prove with that it cannot be read") from None
        yield existing
        return
    try:
        yield path
    finally:
        path.unlink(missing_ok=True)
