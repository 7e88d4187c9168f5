"""Temporary: `python -m autograder.authoring.selfcheck reference/<topic> [--mutants]`: the laws, in-process and quick."""

import math
import sys
import time
from pathlib import Path

import numpy as np

from autograder.verification import answers as A
from autograder.authoring.topic import load_topic
from autograder.grading.examples import draw_topic
from autograder.grading.judge import judge_all
from autograder.checks.students import LocalStudent


class Local:
    def __init__(self, namespace):
        self.ns = namespace

    def student(self, exercise, guard):
        return LocalStudent(self.ns)

    def answer_all(self, exercise, examples):
        return None

    def cpu_seconds(self):
        return 0.0

    def ended(self, failure):
        return False

    def note_end(self, exercise):
        pass


def main():
    topic = load_topic(Path(sys.argv[1]))
    t = time.time()
    drawn = draw_topic(topic, "secret")
    print(f"{topic.name}: {len(topic.checks)} checks, {topic.points} points; drawn in {time.time()-t:.1f}s")
    print({k: v for k, v in topic.points_by_exercise.items()})

    def grade(sources, only=None, **kw):
        ns = {}
        exec(topic.solution.given, ns)
        ns.setdefault("np", np)
        for name, src in sources.items():
            exec(compile(src, f"<{name}>", "exec"), ns)
        return judge_all(drawn, Local(ns), topic.reference, "x", **kw)

    bad = 0
    results = grade(A.reference_answers(topic))
    for r in results:
        if r.outcome != "PASSED":
            bad += 1
            print("REFERENCE", r.outcome, r.name, r.message, r.hint)
        if r.seconds > 0.1:
            print(f"SLOW {r.name}: {r.seconds}s")
    print("total seconds on the reference:", round(sum(r.seconds for r in results), 2))
    for alt in topic.alternatives:
        for r in grade(A.with_answer(topic, alt.of, A.answer_source(alt))):
            if r.outcome != "PASSED":
                bad += 1
                print("ALTERNATIVE", alt.name, r.outcome, r.name, r.message, r.hint, r.example)
    for m in topic.mistakes:
        try:
            res = grade(A.with_answer(topic, m.of, A.answer_source(m)), shrink="-v" in sys.argv)
        except Exception as e:
            print("MISTAKE", m.name, "cannot run", repr(e)); bad += 1; continue
        r = {r.name: r for r in res}[m.caught_by]
        if r.outcome != "FAILED":
            bad += 1
            print("MISTAKE", m.name, "is not caught by", m.caught_by, r.outcome, r.message, "| failing:", [x.name for x in res if x.outcome == "FAILED"])
        for x in res:
            if x.outcome == "ERROR":
                bad += 1
                print("MISTAKE", m.name, "ERROR in", x.name, x.message)
        if "-v" in sys.argv:
            print(f"  {m.name}: {r.message} | {r.hint} | {r.example!r}")
    for title, expression in A.LAZY_BODIES.items():
        for r in grade(A.lazy_answers(topic, expression), shrink=False):
            if r.outcome in ("PASSED", "ERROR"):
                bad += 1
                print("LAZY", title, "earns", r.earned, r.outcome, r.name, r.message)
    if "--mutants" in sys.argv:
        from autograder.authoring.mutants import mutants
        listed = {(e.of, e.was, e.becomes) for e in topic.equivalents}
        total = caught = 0
        found = set()
        for m in mutants(topic.solution_source, tuple(topic.solution.exercises)):
            total += 1
            found.add((m.exercise, m.was, m.becomes))
            import signal
            def alarm(*a): raise RuntimeError("timeout")
            signal.signal(signal.SIGALRM, alarm); signal.alarm(10)
            try:
                res = grade(A.with_answer(topic, m.exercise, m.source), shrink=False, stop=lambda r: r.outcome == "FAILED")
                ok = any(r.outcome == "FAILED" for r in res)
            except Exception:
                ok = True
            signal.alarm(0)
            caught += ok
            if not ok and (m.exercise, m.was, m.becomes) not in listed:
                print(f"SURVIVES equivalent(of={m.exercise!r}, was={m.was!r}, becomes={m.becomes!r}, because=...)  # line {m.line}")
            if ok and (m.exercise, m.was, m.becomes) in listed:
                print("LISTED BUT CAUGHT", m.exercise, m.was, m.becomes)
        for stale in listed - found:
            print("STALE", stale)
        print(f"mutants: {total}, caught {caught}, listed {len(listed)}")
    print("OK" if not bad else f"{bad} problems", f"({len(topic.mistakes)} mistakes, {len(topic.alternatives)} alternatives)")


main()
