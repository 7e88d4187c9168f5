"""What a check asks of the reference: every call and the kind of every answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from autograder.checks.steps import Step, called_names
from autograder.checks.students import LocalFunction, LocalStudent
from autograder.errors import Failure
from autograder.grading.guard import Kind, kind
from autograder.sandbox import Call
from autograder.sandbox.calls import Sequel, is_plain


class Recording:
    """The reference in the student's place, taking notes.

    Attributes:
        calls: every call of a function, in order.
        answers: what came back; of a watched call which arguments were modified.
        kinds: (name, kind of the answer) of the calls that have one.
        asked: the functions and classes that were called.
        live: whether objects came back, which can only be asked about live.
        raised: whether a call raised, or a function was missing.
    """

    def __init__(self, names: Mapping[str, Any], *, disturbed: bool = False) -> None:
        self._student = LocalStudent(names)
        self._disturbed = disturbed
        self.calls: list[Call] = []
        self.answers: list[Any] = []
        self._sequel = Sequel()
        self.kinds: list[tuple[str, Kind]] = []
        self.asked: set[str] = set()
        self.live = False
        self.raised = False

    def __call__(self, steps: Sequence[Step], wanted: Sequence[int], what: str) -> list[Any]:
        """Many steps at once; they are not foreseen."""
        self.live = True
        self.asked |= called_names(steps)
        return self._student(steps, wanted, what)

    def __getattr__(self, name: str) -> RecordedFunction:
        return RecordedFunction(self, name, self.function_of(self._student, name))

    def function_of(self, owner: LocalStudent | LocalFunction, name: str) -> LocalFunction:
        """The function of this name; that there is none is noted, a student may have one."""
        try:
            return getattr(owner, name)  # type: ignore[no-any-return]  # both give functions
        except Failure:
            self.raised = True
            raise

    def made(self, call: Call, ask: Callable[[], Any]) -> Any:
        """Make a call and note it with its answer; `disturbed`, hand on another answer instead."""
        self.asked.add(call.name.partition(".")[0])
        self.calls.append(self._sequel.named(call).kept())
        try:
            answer = ask()
        except Failure:
            self.raised = True
            self._sequel.answered(None)
            raise
        self.live = self.live or not is_plain(answer)
        self.answers.append(answer)
        if call.watch:
            self._sequel.answered(None)
            return answer
        self.kinds.append((call.name, kind(answer)))
        handed_on = disturb(answer) if self._disturbed else answer
        self._sequel.answered(handed_on)
        return handed_on


class RecordedFunction:
    """A function of the reference that notes its calls."""

    def __init__(self, recording: Recording, name: str, function: LocalFunction) -> None:
        self._recording = recording
        self._name = name
        self._function = function

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Call it."""
        call = Call(self._name, args, kwargs)
        return self._recording.made(call, lambda: self._function(*args, **kwargs))

    def __getattr__(self, name: str) -> RecordedFunction:
        """A class's own function."""
        inner = self._recording.function_of(self._function, name)
        return RecordedFunction(self._recording, f"{self._name}.{name}", inner)

    def changed_by(self, *args: Any, **kwargs: Any) -> tuple[str, ...]:
        """Call it and name the arguments it modified."""
        call = Call(self._name, args, kwargs, watch=True)
        made = self._recording.made(call, lambda: self._function.changed_by(*args, **kwargs))
        return tuple(made)


def disturb(answer: Any) -> Any:
    """An answer that is as right, but not the same bit for bit: what depends on it then shows.

    Containers inside a tuple are caches: nobody but their maker looks into them.
    """
    if isinstance(answer, tuple):
        containers = (tuple, list, dict)
        return tuple(part if isinstance(part, containers) else disturb(part) for part in answer)
    if isinstance(answer, list):
        return [disturb(part) for part in answer]
    if isinstance(answer, dict):
        return {key: disturb(value) for key, value in answer.items()}
    array = np.asarray(answer)
    if array.dtype.kind not in "fc":
        return answer
    moved = array * (1 + 4 * np.finfo(array.dtype).eps)
    return moved if isinstance(answer, np.ndarray) else type(answer)(moved)
