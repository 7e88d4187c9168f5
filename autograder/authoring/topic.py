"""A folder on disk → a validated `Topic`."""

from __future__ import annotations

import ast
import difflib
import functools
import hashlib
import importlib.machinery
import importlib.util
import sys
import traceback
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import CodeType, MappingProxyType, ModuleType
from typing import Any, TypeVar

from autograder.authoring.stubs import Solution, split_solution
from autograder.checks import Alternative, Check, Equivalent, Mistake, Outside
from autograder.errors import TopicError, near_miss

Declared = TypeVar("Declared", Check, Mistake, Alternative)
FILES = ("assignment.md", "solution.py", "checks.py", "mistakes.py")


@dataclass(frozen=True, slots=True)
class Topic:
    """The vertical slice of one subject: what students read, write, and are checked for.

    Attributes:
        name: the folder's name; also the assignment's.
        folder: where it lies.
        assignment_text: assignment.md.
        solution_source: solution.py.
        checks_source: checks.py.
        solution: solution.py split into given code and exercises.
        reference: the names solution.py defines.
        checks: in the order of checks.py, each with its exercise.
        mistakes: known wrong answers.
        alternatives: right answers written otherwise.
        equivalents: mutants that are no mistakes.
        outside: places of the input that the text excludes.
    """

    name: str
    folder: Path
    assignment_text: str = field(repr=False)
    solution_source: str = field(repr=False)
    checks_source: str = field(repr=False)
    solution: Solution = field(repr=False)
    reference: Mapping[str, Any] = field(repr=False)
    checks: tuple[Check, ...]
    mistakes: tuple[Mistake, ...] = field(repr=False)
    alternatives: tuple[Alternative, ...] = field(repr=False)
    equivalents: tuple[Equivalent, ...] = field(repr=False)
    outside: tuple[Outside, ...] = field(repr=False, default=())

    @property
    def points(self) -> int:
        """What the assignment is worth."""
        return sum(check.points for check in self.checks)

    @property
    def points_by_exercise(self) -> dict[str, int]:
        """What each exercise is worth, in the order of solution.py."""
        return {
            name: sum(check.points for check in self.checks if check.exercise == name)
            for name in self.solution.exercises
        }

    @property
    def public_check_names(self) -> tuple[str, ...]:
        """Checks whose source students receive."""
        return tuple(check.name for check in self.checks if check.public)

    @property
    def hidden_check_names(self) -> tuple[str, ...]:
        """Checks students know by their sentence only."""
        return tuple(check.name for check in self.checks if not check.public)

    def reference_anew(self) -> Mapping[str, Any]:
        """The names of the reference, defined once more: they share no state with `reference`."""
        where = str(self.folder / "solution.py")
        names = {"__name__": f"solution of {self.name}", "__file__": where}
        exec(_compiled(self.solution_source, where), names)  # noqa: S102  # the instructor's own
        return names

    @property
    def content_hash(self) -> str:
        """SHA-256 of checks and solution: what a verdict depends on."""
        return hashlib.sha256(f"{self.solution_source}\0{self.checks_source}".encode()).hexdigest()


@functools.cache
def _compiled(source: str, where: str) -> CodeType:
    return compile(source, where, "exec")


def find_topics(folder: Path) -> list[str]:
    """Names of the topic folders in `folder`."""
    return sorted(path.parent.name for path in folder.glob("*/checks.py"))


def load_topic(folder: Path) -> Topic:
    """Read and validate a topic; raise TopicError naming file, line and remedy."""
    folder = folder.resolve()
    if not folder.is_dir():
        meant = near_miss(folder.name, find_topics(folder.parent))
        raise TopicError(f"{folder}: there is no such topic{meant}")
    texts = {}
    for name in FILES:
        path = folder / name
        if not path.is_file():
            raise TopicError(f"{path}: is missing; a topic is the four files {', '.join(FILES)}")
        try:
            texts[name] = path.read_text(encoding="utf-8")
        except UnicodeDecodeError as error:
            raise TopicError(
                f"{path}: is not UTF-8 at byte {error.start}; save it as UTF-8"
            ) from None
    solution = split_solution(texts["solution.py"], where=str(folder / "solution.py"))
    if not solution.exercises:
        raise TopicError(
            f"{folder / 'solution.py'}: has no exercise; put ### BEGIN SOLUTION and "
            "### END SOLUTION around the body of a function"
        )
    modules = import_files(folder, ("solution", "checks", "mistakes"))
    for name in ("solution.py", "checks.py", "mistakes.py"):
        no_name_twice(folder / name, texts[name])
    checks = _named_for_exercises(_collect(modules["checks"], Check), tuple(solution.exercises))
    mistakes = _collect(modules["mistakes"], Mistake)
    alternatives = _collect(modules["mistakes"], Alternative)
    equivalents = tuple(vars(modules["mistakes"]).get("EQUIVALENTS", ()))
    outside = tuple(vars(modules["mistakes"]).get("OUTSIDE", ()))
    for line in outside:
        _known(line.of, solution.exercises, f"{line.where_written}: of=")
    for claim in (*mistakes, *alternatives, *equivalents):
        _known(claim.of, solution.exercises, f"{claim.where}: of=")
    _every_exercise_is_checked(folder, solution, checks)
    return Topic(
        name=folder.name,
        folder=folder,
        assignment_text=texts["assignment.md"],
        solution_source=texts["solution.py"],
        checks_source=texts["checks.py"],
        solution=solution,
        reference=MappingProxyType(vars(modules["solution"])),
        checks=checks,
        mistakes=mistakes,
        alternatives=alternatives,
        equivalents=equivalents,
        outside=outside,
    )


def import_files(folder: Path, names: Sequence[str]) -> dict[str, ModuleType]:
    """Execute files of a folder, in order, as a package of their own, leaving no bytecode."""
    digest = hashlib.sha256(str(folder).encode()).hexdigest()[:8]
    package_name = f"_topic_{folder.name}_{digest}"
    for known in [name for name in sys.modules if name.split(".")[0] == package_name]:
        del sys.modules[known]
    package = ModuleType(package_name)
    package.__path__ = [str(folder)]
    sys.modules[package_name] = package
    modules = {}
    for name in names:
        path = folder / f"{name}.py"
        loader = importlib.machinery.SourceFileLoader(f"{package_name}.{name}", str(path))
        spec = importlib.util.spec_from_loader(loader.name, loader)
        assert spec is not None  # noqa: S101  # a loader always gives a spec
        module = importlib.util.module_from_spec(spec)
        module.__file__ = str(path)
        sys.modules[spec.name] = module
        try:
            # Compiled here, not by the import system: a stale .pyc must never grade anybody.
            exec(compile(loader.get_data(str(path)), str(path), "exec"), vars(module))  # noqa: S102  # the instructor's own file
        except TopicError:
            raise
        except SyntaxError as error:
            raise TopicError(f"{path}:{error.lineno}: {error.msg}") from None
        except Exception as error:  # noqa: BLE001  # the file may do anything
            line = max(
                (f.lineno or 0 for f in traceback.extract_tb(error.__traceback__)
                 if f.filename == str(path)),
                default=0,
            )  # fmt: skip
            raise TopicError(f"{path}:{line}: {type(error).__name__}: {error}") from None
        setattr(package, name, module)
        modules[name] = module
    return modules


def _collect(module: ModuleType, kind: type[Declared]) -> tuple[Declared, ...]:
    """Values of `kind` that the module itself declares, in order."""
    return tuple(
        value
        for value in vars(module).values()
        if isinstance(value, kind) and value.where.startswith(f"{module.__file__}:")
    )


def no_name_twice(path: Path, source: str) -> None:
    """A second function of the same name would silently replace the first."""
    seen: dict[str, int] = {}
    for node in ast.parse(source).body:
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            if node.name in seen:
                raise TopicError(
                    f"{path}:{node.lineno}: {node.name} is defined again (first on line "
                    f"{seen[node.name]}); rename one"
                )
            seen[node.name] = node.lineno


def _named_for_exercises(
    checks: tuple[Check, ...], exercises: tuple[str, ...]
) -> tuple[Check, ...]:
    named = []
    for check in checks:
        try:
            named.append(check.among(exercises))
        except ValueError as error:
            first = check.name.split("_")[0]
            near = difflib.get_close_matches(first, exercises, n=1)
            meant = f"; did you mean {near[0]}_…?" if near else ""
            raise TopicError(f"{check.where}: {error} ({', '.join(exercises)}){meant}") from None
    return tuple(named)


def _known(name: str, exercises: Mapping[str, object], where: str) -> None:
    if name not in exercises:
        meant = near_miss(name, exercises)
        raise TopicError(f"{where}{name!r} is no exercise of solution.py{meant}")


def _every_exercise_is_checked(
    folder: Path, solution: Solution, checks: tuple[Check, ...]
) -> None:
    checked = {check.exercise for check in checks}
    for name in solution.exercises:
        if name not in checked:
            raise TopicError(
                f"{folder / 'checks.py'}: no check begins with {name}; "
                f"write {name}_agrees_with_the_reference or a law of it"
            )
