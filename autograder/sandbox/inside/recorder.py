"""What a cell shows, as nbformat outputs in the order shown, bounded."""

from __future__ import annotations

import base64
import io
import re
from collections.abc import Mapping
from typing import Any

CELL_OUTPUTS = 500
TRACEBACK = 16 << 10
MESSAGE = 2000

LEFT_OUT = "[output left out: it is too large]"

Output = dict[str, Any]

MIME = re.compile(r"[a-z]+/[a-zA-Z0-9.+-]{1,80}")
TEXTUAL = re.compile(r"text/.*|.*(xml|json|javascript)")


class Recorder:
    """Collects the outputs of one cell at a time; outside cells it discards them.

    Args:
        cell_text: characters of text that one cell may show.
        notebook: characters of outputs that all cells may show.
    """

    def __init__(self, cell_text: int, notebook: int) -> None:
        self._recording = False
        self._outputs: list[Output] = []
        self._cell_text = self._text = cell_text
        self._room = notebook
        self._cut = f"\n[output cut here: a cell may show {cell_text >> 10} KiB of text]\n"
        self._clear_at_next = False

    def begin(self) -> None:
        """Start a cell."""
        self._recording, self._outputs, self._text = True, [], self._cell_text
        self._clear_at_next = False

    def take(self) -> list[Output]:
        """End the cell: its outputs."""
        self._recording = False
        outputs, self._outputs = self._outputs, []
        for output in outputs:
            output.pop("display_id", None)
            if output["output_type"] == "stream":
                output["text"] = "".join(output["text"])
        return outputs

    def stream(self, name: str, text: str) -> None:
        """Text written to stdout or stderr; runs are merged."""
        if not self._recording or not text or self._text < 0:
            return
        room = min(self._text, self._room)
        self._spend(len(text))
        shown = text if len(text) <= room else text[:room] + self._cut
        if len(text) > room:
            self._text = -1  # the note stands; nothing more is shown
        last = self._outputs[-1] if self._outputs and not self._clear_at_next else None
        if last is not None and last["output_type"] == "stream" and last["name"] == name:
            last["text"].append(shown)
        else:
            self._add({"output_type": "stream", "name": name, "text": [shown]})

    def display(
        self,
        data: Mapping[str, Any],
        metadata: Mapping[str, Any],
        *,
        display_id: str | None = None,
        update: bool = False,
    ) -> None:
        """A rich output; an update changes those shown before under the same id."""
        if not self._recording:
            return
        bundle = {"data": self._bundle(data), "metadata": _metadata(metadata)}
        if update:
            for output in self._outputs:
                if display_id is not None and output.get("display_id") == display_id:
                    output.update(bundle)
            return
        self._add({"output_type": "display_data", **bundle, "display_id": display_id})

    def result(self, count: int, data: Mapping[str, Any], metadata: Mapping[str, Any]) -> None:
        """The value of the cell's last expression."""
        bundle = {"data": self._bundle(data), "metadata": _metadata(metadata)}
        self._add({"output_type": "execute_result", "execution_count": count, **bundle})

    def error(self, name: str, message: str, traceback: list[str]) -> None:
        """An exception that ended the cell."""
        lines: list[str] = []
        room = min(TRACEBACK, max(self._room, MESSAGE))
        for line in reversed(traceback):  # the end says most
            room -= len(line) + 1
            if room < 0:
                lines.append("[traceback cut here]")
                break
            lines.append(line)
        lines.reverse()
        self._spend(sum(map(len, lines)))
        message = message[:MESSAGE]
        self._add({"output_type": "error", "ename": name, "evalue": message, "traceback": lines})

    def clear(self, *, wait: bool) -> None:
        """Forget what the cell has shown, or do so when it shows something next."""
        self._clear_at_next = wait
        if not wait:
            self._outputs.clear()

    def _add(self, output: Output) -> None:
        if not self._recording:
            return
        if self._clear_at_next:
            self._outputs.clear()
            self._clear_at_next = False
        if len(self._outputs) < CELL_OUTPUTS:
            self._outputs.append(output)
        elif len(self._outputs) == CELL_OUTPUTS:
            self._outputs.append({"output_type": "stream", "name": "stderr", "text": [LEFT_OUT]})

    def _bundle(self, data: Mapping[str, Any]) -> dict[str, str]:
        """The representations that fit; a note if one does not."""
        kept: dict[str, str] = {}
        too_large = False
        for mime, value in data.items():
            shown = base64.b64encode(value).decode() if isinstance(value, bytes) else value
            if type(shown) is not str or not MIME.fullmatch(mime):
                continue  # JSON trees are for widgets, which do not live in a graded notebook
            if mime == "text/plain" and len(shown) > self._text:
                shown = shown[: max(self._text, 0)] + self._cut
            room = min(self._text, self._room) if TEXTUAL.fullmatch(mime) else self._room
            if len(shown) <= room + len(self._cut):
                kept[mime] = shown
                self._spend(len(shown), text=mime == "text/plain")
            else:
                too_large = True
        if too_large:
            kept["text/plain"] = f"{kept.get('text/plain', '')}\n{LEFT_OUT}".strip()
        return kept

    def _spend(self, length: int, *, text: bool = True) -> None:
        self._room = max(self._room - length, 0)
        if text:
            self._text = max(self._text - length, 0)


class Stream(io.TextIOBase):
    """sys.stdout or sys.stderr of the notebook."""

    encoding = "utf-8"

    def __init__(self, name: str, recorder: Recorder) -> None:
        self.name = f"<{name}>"
        self._channel = name
        self._recorder = recorder

    def writable(self) -> bool:
        """It can be written to."""
        return True

    def write(self, text: str) -> int:
        """Record the text."""
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text).__name__}")
        self._recorder.stream(self._channel, text)
        return len(text)


def _metadata(metadata: Mapping[str, Any] | None) -> dict[str, Any]:
    """Sizes and flags: whole numbers, text and truth values, one level of them per MIME type."""
    kept: dict[str, Any] = {}
    for key, value in (metadata or {}).items():
        if isinstance(value, Mapping):
            kept[str(key)] = {str(k): v for k, v in value.items() if type(v) in (bool, int, str)}
        elif type(value) in (bool, int, str):
            kept[str(key)] = value
    return kept
