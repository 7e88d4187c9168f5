"""`check("softplus")`: a student's public checks, run in the student's own process."""

from __future__ import annotations

import inspect
import os
import sys
import time
from collections import ChainMap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from autograder.checks import Check
from autograder.checks.examples import Inputs, smallest_failure, spell
from autograder.checks.gradients import UndecidedError
from autograder.errors import HINTS, AutograderError, Failure, Fault, near_miss
from autograder.grading.blame import of_another_form
from autograder.grading.showing import shown
from autograder.receipts import CheckResult, Outcome, Receipt, Shown
from autograder.sandbox import Entry, asked_again, entries_of
from autograder.sandbox.given import Settled
from autograder.sandbox.inside.given import Given, given_names
from autograder.sandbox.rehearsal import Rehearsal

PUBLIC_CHECKS = "public_checks.py"
SEED = 0  # students see the same examples each time; graded ones are drawn from another seed


@dataclass(frozen=True, slots=True)
class PublicResults:
    """What `check` returns: shown richly in Jupyter, as text elsewhere.

    Attributes:
        results: of every check that was run.
        remarks: what was done about code that was given and is missing or changed.
    """

    results: tuple[CheckResult, ...]
    remarks: tuple[str, ...] = ()

    @property
    def passed(self) -> bool:
        """Whether every check holds."""
        return all(result.outcome is Outcome.PASSED for result in self.results)

    def __repr__(self) -> str:
        from autograder.reporting.public_results import public_results_text

        return public_results_text(self.results).rstrip("\n")

    def _repr_html_(self) -> str:
        from autograder.reporting.public_results import public_results_html

        return public_results_html(self.results)


@dataclass(frozen=True, slots=True)
class Advice:
    """What `check` returns when it cannot check: one line, no traceback."""

    line: str

    def __repr__(self) -> str:
        return self.line


def check(exercise: str | None = None) -> PublicResults | Advice | None:
    """Run the public checks of one exercise (or of all) on the functions you have defined.

    Args:
        exercise: its name, as in check("softplus"); none means all.

    Returns:
        The results, or one line of advice if there is nothing to check.  None while nbgrader
        validates: it takes whatever a cell returns for a pass, and whatever stands on stderr for
        a failure, so what is not right is printed there.
    """
    result: PublicResults | Advice
    try:
        result = run_public_checks(Path.cwd() / PUBLIC_CHECKS, _callers_names(), exercise)
    except AutograderError as error:
        result = Advice(str(error))
    if os.environ.get("NBGRADER_EXECUTION") != "validate":
        return result
    if isinstance(result, Advice) or not result.passed:
        print(result, file=sys.stderr)  # noqa: T201  # the only words that nbgrader shows
    return None


def _callers_names() -> Mapping[str, Any]:
    """The names of whoever called check(): a notebook's, or a script's."""
    frame = inspect.currentframe()
    while frame is not None and f"{frame.f_globals.get('__name__')}.".startswith("autograder."):
        frame = frame.f_back
    return {} if frame is None else frame.f_globals


def run_public_checks(path: Path, names: Mapping[str, Any], exercise: str | None) -> PublicResults:
    """Run the checks of `path` on the functions in `names`.

    Raises:
        AutograderError: the file is missing or stale, or there is no such exercise.
    """
    exercises, checks = _load(_names_of(path), path, names.get("RELEASE"))
    if exercise is not None and not isinstance(exercise, str):
        name = getattr(exercise, "__name__", exercises[0])
        raise AutograderError(f'check takes the name of an exercise in quotes: check("{name}")')
    if exercise is not None and exercise not in exercises:
        meant = near_miss(exercise, exercises) or f"; they are {', '.join(exercises)}"
        raise AutograderError(f"there is no exercise {exercise!r}{meant}")
    done: dict[str, CheckResult] = {}
    for one in checks:
        if exercise in (None, one.exercise) or any(
            one.name in later.after for later in checks if later.exercise == exercise
        ):
            done[one.name] = _run(one, names, done)
    return PublicResults(tuple(r for r in done.values() if exercise in (None, r.exercise)))


def _names_of(path: Path) -> dict[str, Any]:
    """What public_checks.py defines."""
    try:
        source = path.read_bytes()
    except OSError:
        raise AutograderError(
            f"{path.name} does not lie in {path.parent}: download it next to the notebook, and "
            "start the notebook from its own folder"
        ) from None
    names: dict[str, Any] = {"__name__": "public_checks", "__file__": str(path)}
    try:
        exec(compile(source, str(path), "exec"), names)  # noqa: S102  # the course's own file
    except (Exception, SystemExit) as error:  # noqa: BLE001  # the file may be of another version
        raise _stale(path, error) from None
    return names


def _stale(path: Path, error: BaseException) -> AutograderError:
    told = " ".join(f"{type(error).__name__}: {error}".split())
    return AutograderError(
        f"{path.name} does not fit this version of autograder ({told}); download the "
        "assignment again, or update autograder"
    )


def _load(
    names: Mapping[str, Any], path: Path, release: object
) -> tuple[tuple[str, ...], list[Check]]:
    """The exercises, and the public checks of each; `release` is what the notebook says of it."""
    try:
        first, *others = names["EXERCISES"]  # every release writes it
        exercises = (first, *others)
        checks = [c.among(exercises) for c in names.values() if isinstance(c, Check)]
    except Exception as error:  # noqa: BLE001  # the file may be of another version
        raise _stale(path, error) from None
    if isinstance(release, str) and release != names.get("RELEASE"):
        of = f"{names.get('ASSIGNMENT', '?')!r}, release {names.get('RELEASE', '?')}"
        raise AutograderError(
            f"{path.name} in {path.parent} is of {of}, but the notebook is of release {release}: "
            "download both again into a new folder, and copy your answers into the new notebook"
        )
    return exercises, checks


def _run(
    check: Check, names: Mapping[str, Any], earlier: Mapping[str, CheckResult]
) -> CheckResult:
    began = time.process_time()
    waits_for = [n for n in check.after if n in earlier and not earlier[n].earned]
    failure: Fault = Failure("")
    outcome, example, call = Outcome.PASSED, "", None
    if waits_for:
        outcome = Outcome.SKIPPED
        failure = Failure(f"waits until this holds: {earlier[waits_for[0]].sentence}")
    elif found := smallest_failure(
        check.inputs,
        lambda inputs: _failure(check, names, inputs),
        count=check.examples,
        seed=SEED,
    ):
        outcome, failure = Outcome.FAILED, found[1]
        call = _call(failure, names)
        example = "" if call else spell(found[0])
    spent = time.process_time() - began
    return check.result(outcome, failure=failure, example=example, seconds=spent, shown=call)


def _call(failure: Fault, names: Mapping[str, Any]) -> Shown | None:
    """The call that shows the failure, with what came out."""
    if failure.hint == HINTS["NotImplementedError"]:
        return None

    def ask_again(entries: Sequence[Entry]) -> list[Any]:
        return asked_again(Rehearsal(names).student(), entries)

    return shown(failure, None, ask_again, None, frozenset(names))


def _failure(check: Check, names: Mapping[str, Any], inputs: Inputs) -> Failure | None:
    student = Rehearsal(names).student()
    try:
        check.run(student, None, inputs)
    except UndecidedError:
        return None
    except Failure as found:
        failure = found
    except Exception as error:  # noqa: BLE001  # whatever a wrong answer makes the check trip over
        failure = of_another_form(check, error)
    else:
        return None
    failure.entries = tuple(entries_of(student))
    return failure


def check_file(path: Path, exercise: str | None = None) -> PublicResults:
    """Run the cells of a notebook or a .py file in this process, then its public checks.

    What the notebook gives is supplied where it is missing, as in grading.

    Raises:
        AutograderError: the file is neither, or public_checks.py does not lie beside it.
    """
    from autograder.console import an_end_is_told
    from autograder.grading.submission import parse_submission, read_bytes

    cells = parse_submission(path, read_bytes(path)).sources
    public = path.resolve().with_name(PUBLIC_CHECKS)
    given = _names_of(public).get("GIVEN", "")
    with an_end_is_told(path.name):
        results, settled = _check_cells(cells, public, exercise, given, insist=False)
        if settled.changed and not results.passed:
            others, _ = _check_cells(cells, public, exercise, given, insist=True)
            if _earned(others) > _earned(results):
                return replace(others, remarks=settled.remarks(insisted=True))
    return results


def _check_cells(
    cells: Sequence[str], public: Path, exercise: str | None, source: str, *, insist: bool
) -> tuple[PublicResults, Settled]:
    """Run the cells beside the given code, then the public checks."""
    from IPython.core.interactiveshell import InteractiveShell
    from IPython.utils.capture import capture_output

    from autograder.console import one_line

    shell = InteractiveShell.instance(colors="nocolor")
    shell.reset(new_session=False)
    names = shell.user_ns
    given = Given(
        source, given_names(source), names, insist=insist, transform=shell.transform_cell
    )
    for number, cell in enumerate(cells, start=1):
        with capture_output():
            result = shell.run_cell(given.before(cell))
        given.after()
        error = result.error_before_exec or result.error_in_exec
        if error is not None and not isinstance(error, NotImplementedError) and not insist:
            line = f"code cell {number} raises {type(error).__name__}: {error}"
            print(one_line(line), file=sys.stderr)  # noqa: T201  # a command's own output
    settled = Settled(*map(tuple, given.settle()))
    results = run_public_checks(public, ChainMap(given.ours, names), exercise)
    return replace(results, remarks=settled.remarks(insisted=insist)), settled


def _earned(results: PublicResults) -> int:
    return sum(result.earned for result in results.results)


def as_receipt(path: Path, results: PublicResults) -> Receipt:
    """The results of `check_file`, for whatever prints receipts; student code was not confined."""
    from autograder.grading.submission import content_hash, read_bytes

    digest = content_hash(read_bytes(path))
    return Receipt(
        path.stem,
        "",
        digest,
        "public checks",
        "none",
        results.results,
        remarks=results.remarks,
    )
