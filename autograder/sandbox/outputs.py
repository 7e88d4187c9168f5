"""The outputs of a cell as they arrive: nbformat's four kinds and nothing else, escaped."""

from __future__ import annotations

import re
from typing import Any

from autograder.sandbox.inside.wire import Malformed
from autograder.sandbox.text import escape, plain

MIME = re.compile(r"[a-z]+/[a-zA-Z0-9.+-]{1,80}")
MAX_OUTPUTS = 1000


def checked(outputs: Any, characters: int, room: int) -> tuple[list[dict[str, Any]], int]:
    """The outputs, built anew from what was said, and the characters of the notebook so far.

    The child cuts at `room` characters, with a note.  Raises Malformed where anything is not as
    nbformat has it, or twice too much.
    """
    if type(outputs) is not list or len(outputs) > MAX_OUTPUTS:
        raise Malformed("outputs that are none")
    characters += _size(outputs)
    if characters > 2 * room:
        raise Malformed("more outputs than a notebook may have")
    return [_output(output) for output in outputs], characters


def error(name: str, message: str, *more: str) -> dict[str, Any]:
    """An error of the grader's own, as the output of a cell."""
    traceback = [f"{name}: {message}", *more]
    return {"output_type": "error", "ename": name, "evalue": message, "traceback": traceback}


def _output(output: Any) -> dict[str, Any]:
    match output:
        case {"output_type": "stream", "name": "stdout" | "stderr" as name, "text": str(text)}:
            built = {"name": name, "text": plain(text)}
        case {"output_type": "error", "ename": str(ename), "evalue": str(evalue)}:
            lines = output.get("traceback")
            if type(lines) is not list:
                raise Malformed("a traceback that is none")
            traceback = [plain(_text(line)) for line in lines]
            built = {"ename": escape(ename, 200), "evalue": plain(evalue), "traceback": traceback}
        case {"output_type": "display_data", "data": dict(), "metadata": dict()}:
            built = _rich(output)
        case {
            "output_type": "execute_result",
            "execution_count": int(count),
            "data": dict(),
            "metadata": dict(),
        }:
            built = {"execution_count": count, **_rich(output)}
        case _:
            raise Malformed("an output of no known kind")
    if len(output) != len(built) + 1:
        raise Malformed("an output with more than its kind has")
    return {"output_type": output["output_type"], **built}


def _rich(output: dict[str, Any]) -> dict[str, Any]:
    return {"data": _bundle(output["data"]), "metadata": _metadata(output["metadata"])}


def _bundle(data: dict[Any, Any]) -> dict[str, str]:
    if not all(type(mime) is str and MIME.fullmatch(mime) for mime in data):
        raise Malformed("data of no MIME type")
    return {mime: plain(_text(value)) for mime, value in data.items()}


def _metadata(metadata: dict[Any, Any]) -> dict[str, Any]:
    built: dict[str, Any] = {}
    for key, value in metadata.items():
        if type(value) is dict:
            built[_key(key)] = {_key(name): _leaf(leaf) for name, leaf in value.items()}
        else:
            built[_key(key)] = _leaf(value)
    return built


def _leaf(value: Any) -> bool | int | str:
    if type(value) is str:
        return escape(value, 200)
    if type(value) in (bool, int):
        return value  # type: ignore[no-any-return]  # it is one of the two
    raise Malformed("metadata of no known kind")


def _key(key: Any) -> str:
    return escape(_text(key), 200)


def _text(value: Any) -> str:
    if type(value) is not str:
        raise Malformed("text that is none")
    return value


def _size(value: Any) -> int:
    if type(value) is str:
        return len(value)
    if type(value) is list:
        return sum(map(_size, value))
    if type(value) is dict:
        return sum(_size(key) + _size(item) for key, item in value.items())
    return 8
