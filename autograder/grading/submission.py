"""A submitted file → its cells.  It is a stranger's: opened with care, bounded, hashed once."""

from __future__ import annotations

import hashlib
import io
import json
import os
import re
import stat
import tokenize
from dataclasses import dataclass, field
from functools import reduce
from operator import or_
from pathlib import Path
from typing import Any

from autograder.errors import SubmissionError
from autograder.grading.saved_outputs import without
from autograder.limits import Limits

LARGEST_FILE = 300 * 2**20  # no more is read; without saved outputs `Limits` bounds it
_LIGHT = 2**20  # bytes; what saved outputs take is dropped from larger notebooks before parsing
DEEPEST = 100  # lists and dicts within each other; copying them recurses
# Windows lacks most of these, and alone has O_BINARY: students check their files there.
_OPEN = ("O_RDONLY", "O_NOFOLLOW", "O_NONBLOCK", "O_CLOEXEC", "O_BINARY")
_FLAGS = reduce(or_, (getattr(os, name, 0) for name in _OPEN))
USUAL = Limits()
_KINDS = {b"<": "a web page", b"PK": "a zip", b"%PDF": "a PDF", b"version https://": "a pointer"}
_COOKIE = re.compile(r"\A((?:.*\n)?[ \t\f]*#.*?coding[:=][ \t]*)[-\w.]+")  # PEP 263
CELL_ID = re.compile(r"[a-zA-Z0-9_-]{1,64}")


@dataclass(frozen=True, slots=True)
class Submission:
    """One notebook as handed in; a script is one in Jupytext's percent format.

    Attributes:
        path: where it was read.
        content_hash: SHA-256 of the bytes as read.
        notebook: a valid one of nbformat 4, without outputs.
        sources: the code cells' texts, in order.
    """

    path: Path
    content_hash: str
    notebook: Any = field(repr=False)
    sources: tuple[str, ...] = field(repr=False)


def read_bytes(path: Path) -> bytes:
    """The file's content; raise SubmissionError for links, devices and giant files."""
    try:
        handle = os.open(path, _FLAGS)
    except OSError as error:
        if path.is_symlink():
            raise SubmissionError(path, "is a link; it should be the file itself") from None
        raise SubmissionError(path, f"cannot be opened ({error.strerror})") from None
    about = os.fstat(handle)
    if not stat.S_ISREG(about.st_mode):
        os.close(handle)
        raise SubmissionError(
            path, "is a folder" if stat.S_ISDIR(about.st_mode) else "is not a regular file"
        )
    with os.fdopen(handle, "rb") as file:
        _refuse_large(path, about.st_size, LARGEST_FILE)
        content = file.read(LARGEST_FILE + 1)
    _refuse_large(path, len(content), LARGEST_FILE)  # it may have grown meanwhile
    return content


def _refuse_large(path: Path, size: int, most: int) -> None:
    if size > most:
        raise SubmissionError(
            path, f"is larger than {most >> 20} MiB; clear its outputs and hand it in again"
        )


def _refuse_empty(path: Path, content: bytes) -> None:
    if not content.strip():
        raise SubmissionError(path, "is empty")


def is_script(path: Path) -> bool:
    """Whether the file is read as Python text rather than as a notebook."""
    return path.suffix.casefold() == ".py"


def content_hash(content: bytes) -> str:
    """SHA-256 in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def parse_submission(path: Path, content: bytes, limits: Limits = USUAL) -> Submission:
    """Read a notebook, or a `.py` file; raise SubmissionError, in one line, if it is none.

    A script's cells begin with `# %%`, as Jupytext writes them; without any it is one cell.
    """
    import nbformat
    from nbformat.reader import NotJSONError

    digest = content_hash(content)
    script = is_script(path)
    most = limits.script_mb if script else limits.file_mb
    try:
        content = _as_utf8(content)
        _refuse_empty(path, content)
        if not script:
            content = _lighter(content, most << 20)
        _refuse_large(path, len(content), most << 20)
        data = (_script_data if script else _notebook_data)(path, content)
        _refuse_deep(data)
        notebook = _tidy(nbformat.convert(nbformat.from_dict(data), 4))
        sources = tuple(cell.source for cell in notebook.cells if cell.cell_type == "code")
    except SubmissionError:
        raise
    except RecursionError:
        raise SubmissionError(path, "is nested too deeply to be a notebook") from None
    except (ValueError, UnicodeDecodeError, NotJSONError) as error:
        if kind := _kind(content):
            what, remedy = f"is {kind}, not a notebook", "ask for the .ipynb file itself"
            raise SubmissionError(path, what, remedy) from None
        raise SubmissionError(path, f"is not a notebook ({_one_line(error)})") from None
    except Exception as error:  # noqa: BLE001  # nbformat trips over damage in many ways
        what = f"is a damaged notebook ({type(error).__name__}: {_one_line(error)})"
        raise SubmissionError(path, what) from None
    if len(sources) > limits.cells:
        what = f"has {len(sources)} code cells; at most {limits.cells} are run"
        raise SubmissionError(path, what)
    return Submission(path, digest, notebook, sources)


def _as_utf8(content: bytes) -> bytes:
    """UTF-16 and UTF-32, and a mark of the byte order, as some editors write them, as UTF-8."""
    encoding = json.detect_encoding(content)
    return content if encoding == "utf-8" else content.decode(encoding).encode()


def _lighter(content: bytes, most: int) -> bytes:
    """Without saved outputs if it is large, and without pasted pictures if it is too large."""
    if len(content) > _LIGHT:
        content = without(content, ["outputs", "widgets"])
    if len(content) > most:
        content = without(content, ["attachments"])
    return content


def _kind(content: bytes) -> str:
    """What a file is that only calls itself a notebook; "" if its first bytes do not say."""
    for first, kind in _KINDS.items():
        if content.lstrip().startswith(first):
            return kind
    return ""


def _notebook_data(path: Path, content: bytes) -> dict[str, Any]:
    data = json.loads(content)
    if not isinstance(data, dict) or "nbformat" not in data:
        raise SubmissionError(path, "is JSON but no notebook", "ask for the .ipynb file")
    for sheet in data.get("worksheets", ()):  # of formats 2 and 3; nbformat converts whole texts
        for cell in sheet["cells"]:
            cell["outputs"] = []
            for name in ("input", "source"):
                if name in cell:
                    cell[name] = _text(cell[name])
    return data


def _script_data(_path: Path, content: bytes) -> dict[str, Any]:
    import jupytext

    encoding, _ = tokenize.detect_encoding(io.BytesIO(content).readline)
    text = _COOKIE.sub(r"\1utf-8", content.decode(encoding), count=1)  # jupytext knows no other
    data: dict[str, Any] = jupytext.reads(text, fmt="py:percent")
    return data


def _refuse_deep(data: Any) -> None:
    """Raise RecursionError, without recursion, if lists and dicts lie too deep in each other."""
    level = [data]
    for _ in range(DEEPEST):
        insides = (v.values() if isinstance(v, dict) else v for v in level)
        level = [v for inside in insides for v in inside if isinstance(v, (dict, list))]
    if level:
        raise RecursionError


def _tidy(notebook: Any) -> Any:
    """The parts of a notebook that we use, so that it can be written whatever it was."""
    from nbformat import NotebookNode

    cells = [_tidy_cell(cell) for cell in notebook.cells]
    if len({cell.get("id") for cell in cells}) < len(cells) or any("id" not in c for c in cells):
        for cell in cells:
            cell.pop("id", None)
    return NotebookNode(
        nbformat=4,
        nbformat_minor=5 if cells and "id" in cells[0] else 4,
        metadata=_metadata(notebook),
        cells=cells,
    )


def _tidy_cell(cell: Any) -> Any:
    from nbformat import NotebookNode

    if cell.cell_type not in ("code", "markdown", "raw"):
        raise ValueError(f"a cell is of type {cell.cell_type!r}")
    tidy = NotebookNode(
        cell_type=cell.cell_type, metadata=_metadata(cell), source=_text(cell.source)
    )
    if isinstance(cell.get("id"), str) and CELL_ID.fullmatch(cell.id):
        tidy.id = cell.id
    if cell.cell_type == "code":
        tidy.update(outputs=[], execution_count=None)
    elif "attachments" in cell:  # pasted images
        tidy.attachments = {
            name: {mime: _text(data) for mime, data in bundle.items()}
            for name, bundle in cell.attachments.items()
        }
    return tidy


def _metadata(node: Any) -> Any:
    """What nbgrader knows its cells by; nothing of it decides a grade."""
    found = node.get("metadata")
    return found if isinstance(found, dict) else {}


def _text(source: Any) -> str:
    text = "".join(source) if isinstance(source, list) else source
    if not isinstance(text, str):
        raise TypeError(f"a cell's source is {type(source).__name__}")
    return text.encode("utf-8", "replace").decode()


def _one_line(error: BaseException) -> str:
    return " ".join(str(error).split())[:160]
