"""Is the grader itself right?  The eight laws of a topic, proved by grading made-up submissions.

1. The reference earns every point.
2. Stubs and lazy answers earn nothing; hollow answers earn no hidden check, and no public check
   opens a hidden one.
3. Every mistake fails the check that claims it; every mutant fails some check, or is listed as
   equivalent.
4. Nothing leaks, and releasing again changes nothing.
5. Right answers written otherwise earn every point.
6. Grading again gives the same verdict.
7. The call that a failure of a mistake shows gives what it says, with the mistake and with the
   reference.
8. A mistake is told its own sentence or none.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from autograder.authoring.release import outdated
from autograder.authoring.topic import Topic
from autograder.grading.grade import Prepared
from autograder.grading.judge import judge_all
from autograder.grading.pool import Confinement, in_pool
from autograder.grading.processes import in_processes
from autograder.grading.session import ConfinedSession
from autograder.layout import Layout
from autograder.limits import Limits
from autograder.receipts import CheckResult, Outcome
from autograder.sandbox import Zygote
from autograder.verification.given_away import EVERY, GivenAway, broken_by_hollow, given_away
from autograder.verification.mutants import Mutant, mutants, stale, unlisted
from autograder.verification.reach import checks_reached, own_first
from autograder.verification.replay import replayed
from autograder.verification.reports import TopicReport
from autograder.verification.trials import (
    Trial,
    lazy_trials,
    mistake_trials,
    mutant_trials,
    right_trials,
)

FIFTH = 5
"""One of so many mistakes is graded again: what is judged otherwise seldom is so alone."""
Verdict = tuple[tuple[str, Outcome, str, str], ...]
"""(check, outcome, message, example) of every check that was run."""


@dataclass(frozen=True, slots=True)
class Tried:
    """What the grader made of a trial.

    Attributes:
        verdict: of each check.
        seconds: CPU seconds of all of it.
        seconds_of: CPU seconds of each check.
        shown: how many failures of a mistake are told as a call.
        untrue: a line for each of these that does not come out as told.
        causes: the sentences of known mistakes that are told.
    """

    verdict: Verdict
    seconds: float
    seconds_of: Mapping[str, float]
    shown: int = 0
    untrue: tuple[str, ...] = ()
    causes: frozenset[str] = frozenset()

    @property
    def failed(self) -> set[str]:
        """Names of the failed checks."""
        return {name for name, outcome, *_ in self.verdict if outcome is Outcome.FAILED}


def verify(
    layout: Layout,
    prepared: Mapping[str, Prepared],
    confinement: Confinement,
    *,
    regrades: int = 1,
    part: slice = slice(None),
    processes: int | None = None,
    progress: Callable[..., None] = lambda *_told, **_more: None,
) -> list[TopicReport]:
    """Try the laws on every prepared topic; `progress` is told (trial, how many in all, bad).

    The reference and a fifth of the mistakes are graded again `regrades` times, each time another
    fifth, in another order.  `part` leaves out mistakes and mutants.
    """
    topics = [one.topic for one in prepared.values()]
    edits = {t.name: mutants(t.solution_source, tuple(t.solution.exercises)) for t in topics}
    once = [trial for topic in topics for trial in _trials(topic, edits[topic.name], part)]
    repeated = [(i, t) for i, t in enumerate(once) if t.kind in ("reference", "mistake")]
    tasks = [*enumerate(once)]
    for number in range(regrades):
        again = [task for task in repeated if task[1].kind == "reference"]
        again += [task for task in repeated if task[1].kind == "mistake"][number % FIFTH :: FIFTH]
        random.Random(number).shuffle(again)  # noqa: S311  # an order, not a secret
        tasks += again
    hollow = [(t.name, one) for t in topics for one in (*t.solution.exercises, EVERY)]
    whole = len(tasks) + len(hollow)

    def work(zygote: Zygote, task: tuple[int, Trial]) -> Tried:
        return _try(zygote, task[1], prepared[task[1].topic], confinement.limits)

    tries: dict[int, list[Tried]] = {index: [] for index in range(len(once))}
    for (index, trial), tried in in_pool(tasks, work, confinement, jobs=processes):
        tries[index].append(tried)
        bad = bool(_broken_by(trial, tried))
        progress(f"{trial.topic}: {trial.kind}", whole, bad=bad)
    gifts: dict[str, list[GivenAway]] = {topic.name: [] for topic in topics}
    for (name, _), found in in_processes(
        hollow, lambda item: given_away(prepared[item[0]], item[1]), processes=processes
    ):
        gifts[name] += found
        progress(f"{name}: hollow", whole, bad=bool(found))
    reports = []
    for topic in topics:
        pairs = [(t, tries[i]) for i, t in enumerate(once) if t.topic == topic.name]
        reports.append(_report(layout, topic, pairs, edits[topic.name], gifts[topic.name]))
    return reports


def _trials(topic: Topic, edits: list[Mutant], part: slice) -> Iterable[Trial]:
    yield from right_trials(topic)
    yield from lazy_trials(topic)
    yield from [*mistake_trials(topic)][part]
    yield from [*mutant_trials(topic, edits)][part]


def _try(zygote: Zygote, trial: Trial, prepared: Prepared, limits: Limits) -> Tried:
    began = time.process_time()
    session = ConfinedSession(zygote, trial.sources, limits, given=prepared.given)
    try:
        session.start()
        results = _judge(session, trial, prepared)
    finally:
        session.close()
    verdict = tuple((r.name, r.outcome, r.message, r.demonstration) for r in results)
    seconds = time.process_time() - began + session.cpu_seconds()
    return Tried(
        verdict,
        seconds,
        {result.name: result.seconds for result in results},
        sum(result.shown is not None for result in results),
        tuple(replayed(results, trial.sources, prepared.topic.reference_anew)),
        frozenset(r.because for r in results if r.is_known_mistake),
    )


def _judge(session: ConfinedSession, trial: Trial, prepared: Prepared) -> list[CheckResult]:
    """Judge the checks that one differing exercise can reach; all, if more than one differs."""
    drawn = prepared.drawn
    if trial.exercise:
        drawn = checks_reached(prepared.topic, drawn, trial.exercise)
    mutant = trial.kind == "mutant"  # it has only to be noticed
    if mutant:
        drawn = own_first(drawn, trial.exercise)
    return judge_all(
        drawn,
        session,
        prepared.topic.reference,
        trial.label,
        known=prepared.known,
        sources=trial.sources,
        shrink=False,
        show=trial.kind == "mistake",
        stop=lambda result: mutant and result.outcome is Outcome.FAILED,
    )


def _report(
    layout: Layout,
    topic: Topic,
    tries: Sequence[tuple[Trial, Sequence[Tried]]],
    edits: list[Mutant],
    gifts: Sequence[GivenAway],
) -> TopicReport:
    broken = list(broken_by_hollow(topic, gifts))
    pairs = [(trial, tried) for trial, (tried, *_) in tries]
    mistakes = [(trial, tried) for trial, tried in pairs if trial.kind == "mistake"]
    caught = [trial for trial, tried in mistakes if trial.caught_by in tried.failed]
    for trial, (tried, *more) in tries:
        broken += _broken_by(trial, tried)
        if any(other.verdict != tried.verdict for other in more):
            broken.append(f"law 6: {trial.label} is judged otherwise when graded again")
        broken += [f"law 7: {trial.label}: {line}" for line in tried.untrue]
        others = sorted(tried.causes - {trial.says})
        broken += [f"law 8: {trial.label} is told: {line}" for line in others]
    seconds_of = next(tried.seconds_of for trial, tried in pairs if trial.kind == "reference")
    slowest = max(seconds_of, key=lambda name: seconds_of[name])
    must_fail = {id(mutant) for mutant in unlisted(edits, topic.equivalents)}
    survivors, dead = [], 0
    for trial, tried in pairs:
        if trial.mutant is None:
            continue
        dead += bool(tried.failed)
        if not tried.failed and id(trial.mutant) in must_fail:
            survivors.append(trial.label)
        if tried.failed and id(trial.mutant) not in must_fail:
            broken.append(f"law 3: {trial.label} is listed as equivalent but is caught")
    broken += [f"law 3: the mutant {label} is not caught" for label in survivors]
    broken += [f"law 3: {line}" for line in stale(edits, topic.equivalents)]
    broken += [
        f"law 4: {path} is not what a release makes; run autograder release"
        for path in outdated([topic], course_root=layout.root)
    ]
    return TopicReport(
        name=topic.name,
        points=topic.points,
        checks=len(topic.checks),
        mistakes=len(mistakes),
        mistakes_caught=len(caught),
        mutants=sum(trial.kind == "mutant" for trial, _ in pairs),
        mutants_caught=dead,
        equivalent=len(edits) - len(must_fail),
        survivors=tuple(survivors),
        broken=tuple(broken),
        seconds=round(sum(tried.seconds for _, tried in pairs), 2),
        replay_seconds=round(sum(seconds_of.values()), 3),
        slowest=(slowest, round(seconds_of[slowest], 3)),
        spoken=sum(trial.says in tried.causes for trial, tried in mistakes),
        failures=sum(len(tried.failed) for _, tried in mistakes),
        shown=sum(tried.shown for _, tried in mistakes),
    )


def _broken_by(trial: Trial, tried: Tried) -> list[str]:
    """The laws a single trial shows broken."""
    lines = [
        f"our error: {name} ends in ERROR on {trial.label}: {message}"
        for name, outcome, message, _ in tried.verdict
        if outcome is Outcome.ERROR
    ]
    for name, outcome, message, example in tried.verdict:
        if trial.kind in ("reference", "alternative") and outcome is not Outcome.PASSED:
            law = 1 if trial.kind == "reference" else 5
            lines.append(f"law {law}: {trial.label} loses {name}: {message} [{example}]")
        if trial.kind == "lazy" and outcome is Outcome.PASSED:
            lines.append(f"law 2: {trial.label} earn(s) {name}")
    if trial.kind == "mistake" and trial.caught_by not in tried.failed:
        lines.append(f"law 3: the mistake {trial.label} {_escape_of(trial, tried)}")
    return lines


def _escape_of(trial: Trial, tried: Tried) -> str:
    """How a mistake got past the check that claims it."""
    skipped = {name for name, outcome, *_ in tried.verdict if outcome is Outcome.SKIPPED}
    if trial.caught_by not in skipped:
        return f"passes {trial.caught_by}"
    first = next(name for name, outcome, *_ in tried.verdict if outcome is Outcome.FAILED)
    return f"does not get to {trial.caught_by}: {first} fails before it; name that one"
