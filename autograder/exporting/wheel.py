"""The framework as a wheel, made of the installed files: for machines that no index serves."""

from __future__ import annotations

import base64
import hashlib
import io
import re
import zipfile
from collections.abc import Container, Mapping
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

from autograder.errors import AutograderError

PACKAGE = Path(__file__).parents[1]
DISTRIBUTION = "autograder-numerics"
EXECUTABLE, PLAIN = 0o755, 0o644


def archive(files: Mapping[str, bytes], *, executable: frozenset[str] = frozenset()) -> bytes:
    """A zip of the files, by name; the same files give the same bytes."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as made:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name)  # dated 1980
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3  # Unix: the next line says who may execute it
            mode = EXECUTABLE if name in executable else PLAIN
            entry.external_attr = (0o100000 | mode) << 16
            made.writestr(entry, files[name])
    return buffer.getvalue()


def framework_wheel(needs: Container[str] | None = None) -> tuple[str, bytes]:
    """The wheel's file name and content: this very framework, no course and no reference.

    Args:
        needs: which of the framework's dependencies the wheel requires; None: all.

    Raises:
        AutograderError: the framework runs from a folder and is not installed, so that nobody
            knows what it depends on.
    """
    try:
        installed = distribution(DISTRIBUTION)
    except PackageNotFoundError:
        raise AutograderError(
            f"{PACKAGE}: runs without being installed; pip install it, so that its "
            "dependencies are known"
        ) from None
    required = [
        each
        for each in installed.requires or ()
        if "extra ==" not in each
        and (needs is None or re.split(r"[^\w.-]", each.lower())[0] in needs)
    ]
    python = installed.metadata["Requires-Python"] or ">=3.11"
    wheel = f"{DISTRIBUTION.replace('-', '_')}-{installed.version}"
    info = f"{wheel}.dist-info"
    files = {
        f"{PACKAGE.name}/{path.relative_to(PACKAGE).as_posix()}": path.read_bytes()
        for path in PACKAGE.rglob("*")
        if path.is_file() and path.suffix != ".pyc" and not path.name.startswith(".")
    }
    files |= {
        f"{info}/METADATA": _lines(
            "Metadata-Version: 2.1",
            f"Name: {DISTRIBUTION}",
            f"Version: {installed.version}",
            f"Requires-Python: {python}",
            *(f"Requires-Dist: {need}" for need in required),
        ),
        f"{info}/WHEEL": _lines(
            "Wheel-Version: 1.0",
            f"Generator: {DISTRIBUTION} {installed.version}",
            "Root-Is-Purelib: true",
            "Tag: py3-none-any",
        ),
        f"{info}/entry_points.txt": _lines(
            "[console_scripts]", "autograder = autograder.__main__:main"
        ),
    }
    record = [f"{name},sha256={_digest(files[name])},{len(files[name])}" for name in sorted(files)]
    files[f"{info}/RECORD"] = _lines(*record, f"{info}/RECORD,,")
    return f"{wheel}-py3-none-any.whl", archive(files)


def _lines(*lines: str) -> bytes:
    return "".join(f"{line}\n" for line in lines).encode()


def _digest(content: bytes) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=").decode()
