"""The students of the demonstration: what each hands in, and what it should earn.

Every story is a function from a topic and its released notebook to a notebook; what it should earn
follows from the story, so that a test can hold the grader to it.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import nbformat

from autograder.authoring.answers import (
    alternative_answers,
    answer_source,
    reference_answers,
)
from autograder.authoring.notebook import fill, is_solution
from autograder.authoring.topic import Topic
from autograder.demo.notebooks import as_bytes, throw_out_examples
from autograder.grading.examples import DrawnCheck
from autograder.grading.grade import Prepared
from autograder.verification.reach import checks_reached, reached

ENDLESS = """\
def {name}(*args, **kwargs):
    # this never ends for me, why?
    while True:
        pass
"""
HUNGRY = """\
def {name}(*args, **kwargs):
    everything = []
    while True:
        everything.append(np.ones(10_000_000))
"""
MISSING_PACKAGE = "import a_package_that_is_not_here as tf\n"
HOSTILE = """\
import builtins, os, sys
print("<script>document.title = 'owned'</script>", file=sys.stderr)
for path in ("reference", "../../reference", "/etc/passwd", "gradebook.db"):
    try:
        print(os.listdir(path) if os.path.isdir(path) else open(path).read())
    except BaseException as error:
        print(type(error).__name__, path)
class Everything(np.ndarray):
    def __eq__(self, other): return np.ones(self.shape, bool)
    def __le__(self, other): return np.ones(self.shape, bool)
np.allclose = np.isclose = lambda *args, **kwargs: True
np.testing.assert_allclose = lambda *args, **kwargs: None
builtins.AssertionError = type("AssertionError", (BaseException,), {})
check = lambda *args: print("All public checks passed")
for descriptor in range(3, 32):
    try:
        os.write(descriptor, b'\\x10\\x00\\x00\\x00{"k": "ret", "v": 0.0}')
    except OSError:
        pass
def answer(*args, **kwargs):
    frame = sys._getframe()
    while frame is not None:
        for name, value in frame.f_locals.items():
            if "expected" in name or "reference" in name:
                return value
        frame = frame.f_back
    return np.zeros(3).view(Everything)
"""

Notebook = Any


@dataclass(frozen=True, slots=True)
class PlayedSubmission:
    """One made-up submission and what it should earn.

    Attributes:
        student: who hands it in.
        topic: the topic's name.
        story: what it is, for people.
        content: the bytes of the file.
        wrong: exercises that may lose points; all others should earn everything.
        failing: checks that should fail.
        nothing: exercises that should earn nothing at all.
        days_late: how late it is handed in.
    """

    student: str
    topic: str
    story: str
    content: bytes = field(repr=False)
    wrong: frozenset[str] = frozenset()
    failing: frozenset[str] = frozenset()
    nothing: frozenset[str] = frozenset()
    days_late: int = 0


def make_class(
    prepared: Mapping[str, Prepared], released: Mapping[str, Notebook]
) -> list[PlayedSubmission]:
    """Every submission of the demonstration, for all topics."""
    stories: list[PlayedSubmission] = []
    for number, (name, one) in enumerate(prepared.items()):
        for student, story in STORIES.items():
            stories.append(story(student, one.topic, released[name], number, len(prepared)))
        stories.extend(_mistaken(one.topic, one.drawn, released[name]))
    return stories


def _made(
    student: str, topic: Topic, story: str, notebook: Notebook, **expected: Any
) -> PlayedSubmission:
    return PlayedSubmission(student, topic.name, story, as_bytes(notebook), **expected)


def _solved(topic: Topic, blank: Notebook, **changed: str) -> Notebook:
    return fill(blank, {**reference_answers(topic), **changed})


def _right(student: str, topic: Topic, blank: Notebook, *_: int) -> PlayedSubmission:
    return _made(student, topic, "everything right", _solved(topic, blank))


def _other_style(student: str, topic: Topic, blank: Notebook, *_: int) -> PlayedSubmission:
    notebook = fill(blank, alternative_answers(topic))
    return _made(student, topic, "everything right, in another style, a day late", notebook,
                 days_late=1)  # fmt: skip


def _untouched(student: str, topic: Topic, blank: Notebook, *_: int) -> PlayedSubmission:
    nothing = frozenset(topic.solution.exercises)
    return _made(student, topic, "the untouched notebook", blank, wrong=nothing, nothing=nothing)


def _half(student: str, topic: Topic, blank: Notebook, *_: int) -> PlayedSubmission:
    answers = reference_answers(topic)
    done = dict(list(answers.items())[: len(answers) // 2])
    left = frozenset(answers) - frozenset(done)
    notebook = fill(blank, done)
    return _made(student, topic, "half of the exercises", notebook, wrong=left, nothing=left)


def _last_function(topic: Topic) -> str:
    return [name for name, e in topic.solution.exercises.items() if e.kind == "function"][-1]


def _never_ends(student: str, topic: Topic, blank: Notebook, *_: int) -> PlayedSubmission:
    name = _last_function(topic)
    notebook = _solved(topic, blank, **{name: ENDLESS.format(name=name)})
    throw_out_examples(notebook)
    wrong = frozenset({name})
    return _made(student, topic, f"{name} never ends", notebook, wrong=wrong, nothing=wrong)


def _eats_memory(student: str, topic: Topic, blank: Notebook, *_: int) -> PlayedSubmission:
    name = _last_function(topic)
    notebook = _solved(topic, blank, **{name: HUNGRY.format(name=name)})
    wrong = frozenset({name})
    return _made(student, topic, f"{name} eats all memory", notebook, wrong=wrong, nothing=wrong)


def _import_fails(student: str, topic: Topic, blank: Notebook, *_: int) -> PlayedSubmission:
    notebook = _solved(topic, blank)
    notebook.cells.insert(0, nbformat.v4.new_code_cell(MISSING_PACKAGE, id="first"))
    return _made(student, topic, "right, but its first cell raises at import", notebook)


def _shuffled_cells(student: str, topic: Topic, blank: Notebook, *_: int) -> PlayedSubmission:
    notebook = _solved(topic, blank)
    kept = [c for c in notebook.cells if not c.metadata.get("nbgrader", {}).get("grade")]
    notebook.cells = [
        c for cell in kept for c in ([cell, _pasted(cell)] if is_solution(cell) else [cell])
    ]
    return _made(
        student, topic, "right, check cells deleted and answer cells duplicated", notebook
    )


def _pasted(cell: Any) -> Any:
    """A copy as Jupyter pastes it: nbgrader's metadata are the same, the cell's id is new."""
    pasted = copy.deepcopy(cell)
    pasted["id"] = f"{cell['id']}-pasted"
    return pasted


def _hostile(student: str, topic: Topic, blank: Notebook, *_: int) -> PlayedSubmission:
    functions = {name: f"{name} = answer\n" for name in topic.solution.exercises}
    notebook = fill(blank, functions)
    first = next(i for i, cell in enumerate(notebook.cells) if is_solution(cell))
    notebook.cells.insert(first, nbformat.v4.new_code_cell(HOSTILE, id="hostile"))
    nothing = frozenset(functions)
    return _made(student, topic, "attacks the grader", notebook, wrong=nothing, nothing=nothing)


def _truncated(student: str, topic: Topic, blank: Notebook, *_: int) -> PlayedSubmission:
    whole = as_bytes(_solved(topic, blank))
    nothing = frozenset(topic.solution.exercises)
    return PlayedSubmission(
        student,
        topic.name,
        "a damaged file",
        whole[: len(whole) // 2],
        nothing,
        frozenset(),
        nothing,
    )


Story = Callable[..., PlayedSubmission]
"""From student, topic, released notebook, its number in the term and how many there are."""


def _in_one(position: int, special: Story) -> Story:
    """Right everywhere but in the assignment at this position of the term."""

    def story(
        student: str, topic: Topic, blank: Notebook, number: int, count: int
    ) -> PlayedSubmission:
        chosen = special if number == position % count else _right
        return chosen(student, topic, blank, number, count)

    return story


STORIES: Mapping[str, Story] = {
    "ada": _right,
    "boris": _other_style,
    "chen": _half,
    "dora": _untouched,
    "emil": _in_one(-1, _never_ends),
    "farah": _in_one(2, _eats_memory),
    "goran": _import_fails,
    "hana": _shuffled_cells,
    "igor": _hostile,
    "jana": _in_one(0, _truncated),
}


def _mistaken(
    topic: Topic, drawn: Mapping[str, DrawnCheck], blank: Notebook
) -> list[PlayedSubmission]:
    """Every known mistake, spread over as few students as can be: one per exercise at a time.

    They have thrown the examples and pictures out of their notebooks, as students do.
    """
    waiting: dict[str, list[Any]] = {}
    for mistake in topic.mistakes:
        waiting.setdefault(mistake.of, []).append(mistake)
    near = {of: set(checks_reached(topic, drawn, of)) for of in waiting}
    submissions: list[PlayedSubmission] = []
    while any(waiting.values()):
        chosen: list[Any] = []
        touched: set[str] = set()
        for of, mistakes in waiting.items():
            if mistakes and not near[of] & touched:  # one mistake must not hide another
                chosen.append(mistakes.pop(0))
                touched |= near[of]
        number = len(submissions)
        notebook = _solved(topic, blank, **{one.of: answer_source(one) for one in chosen})
        throw_out_examples(notebook)
        may_fail = (name for one in chosen for name in reached(topic, drawn, one.of))
        submissions.append(
            _made(
                f"mistaken_{number + 1:02}",
                topic,
                "mistakes: " + ", ".join(one.name.replace("_", " ") for one in chosen),
                notebook,
                wrong=frozenset(drawn[name].check.exercise for name in may_fail),
                failing=frozenset(one.caught_by for one in chosen),
            )
        )
    return submissions
