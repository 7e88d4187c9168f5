"""Grade the same class with nbgrader, otter-grader and this framework, and compare the cost.

From the repository's root:  python -m benchmarks
"""

from __future__ import annotations

import argparse
import os
import platform
import re
import statistics
import sys
import tempfile
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from autograder.files import write_atomically
from benchmarks.assignment import HOG, LOOP, class_of
from benchmarks.contestants import NBGRADER, ON_ALL_CORES, OTTER, OURS, Contestant
from benchmarks.measuring import Cost, adopt_orphans
from benchmarks.parts import parts
from benchmarks.scaling import scaling

README = Path(__file__).with_name("README.md")
SMALL = 2  # its cost, taken from that of the class, leaves what one more submission costs
KILLED_AFTER = 90.0  # seconds: otter has no limit of its own
ALL = (OURS, ON_ALL_CORES, NBGRADER, OTTER)
RATIOS = ((NBGRADER, OURS), (NBGRADER, ON_ALL_CORES), (OTTER, OURS))
Run = dict[tuple[str, int], Cost]
"""(grader, size of the class) → what it cost."""


def main() -> None:
    """Run what was asked for, print the tables, and keep them in the README if told to."""
    options = _parser().parse_args()
    adopt_orphans()
    with tempfile.TemporaryDirectory(prefix="benchmark-") as folder:
        work = Path(folder)
        tables = {}
        if options.scaling:
            tables["scaling"] = scaling(work, options.scaling, jobs=options.jobs)
        if options.parts:
            tables["parts"] = parts(work)
        if options.hostile:
            tables["hostile"] = hostile(work)
        if not tables:
            tables["comparison"] = comparison(work, options.students, options.rounds)
    for name, rows in tables.items():
        text = "\n".join([*rows, "", _circumstances()])
        print(f"\n{text}")
        if options.keep:
            keep(name, text)


def comparison(work: Path, students: int, rounds: int) -> list[str]:
    """All in turn, round after round, for each one's sizes of the class."""
    sizes = {one.name: (SMALL, students, students * one.times) for one in ALL}
    courses = {}
    for one in ALL:
        for size in {*sizes[one.name]}:
            courses[one.name, size] = work / f"{one.name}-{size}"
            one.prepare(courses[one.name, size], class_of(size))
    runs: list[Run] = []
    for number in range(rounds):
        print(f"round {number + 1} of {rounds} …", file=sys.stderr, flush=True)
        runs.append(
            {
                (one.name, size): one.run(courses[one.name, size], class_of(size))
                for one in ALL
                for size in sorted({*sizes[one.name]})
            }
        )

    def more(run: Run, one: Contestant, kind: str) -> float:
        large = students * one.times
        costs = (getattr(run[one.name, size], kind) for size in (large, SMALL))
        return (next(costs) - next(costs)) / (large - SMALL)

    names = [one.name for one in ALL]
    ratios = [f"{other.name} / {ours.name}" for other, ours in RATIOS]
    rows = [
        f"{students} submissions, {rounds} rounds; medians, and the range of the rounds' ratios.",
        "",
        f"| | {' | '.join([*names, *ratios])} |",
        f"|---|{'---:|' * (len(names) + len(ratios))}",
    ]
    for kind in ("cpu", "wall"):
        what = f"{kind} s per submission".replace("cpu", "CPU")
        each = [{one.name: more(run, one, kind) for one in ALL} for run in runs]
        rows.append(_row(f"{what}, one more", each, "{:.3f}"))
        whole = [{n: getattr(run[n, students], kind) / students for n in names} for run in runs]
        rows.append(_row(f"{what}, whole class", whole, "{:.3f}"))
    memory = [{name: run[name, students].memory for name in names} for run in runs]
    rows.append(_row("peak memory of all processes, MB", memory, "{:.0f}"))
    return rows


def _row(name: str, rounds: list[dict[str, float]], form: str) -> str:
    cells = [form.format(statistics.median(run[one.name] for run in rounds)) for one in ALL]
    for other, ours in RATIOS:
        ratios = [run[other.name] / run[ours.name] for run in rounds]
        middle, least, most = statistics.median(ratios), min(ratios), max(ratios)
        cells.append(f"{middle:.1f} ({min(least, middle):.1f}–{most:.1f})")
    return f"| {name} | {' | '.join(cells)} |"


def hostile(work: Path) -> list[str]:
    """An endless loop, and a hog of 3.2 GB, each handed in beside one right submission."""
    graders = (OURS, NBGRADER, OTTER)
    heads = " | ".join(f"{one.name}, s wall | MB" for one in graders)
    rows = [f"| submission | {heads} |", "|---|" + "---:|" * 2 * len(graders)]
    for name, slip in (("endless loop", LOOP), ("3.2 GB at once", HOG)):
        cells = []
        for one in graders:
            class_ = class_of(1, slip)
            course = work / f"{one.name}-{name.replace(' ', '-')}"
            one.prepare(course, class_)
            cost = one.run(course, class_, timeout=KILLED_AFTER)
            killed = "killed at " if cost.wall > KILLED_AFTER else ""
            cells += [f"{killed}{cost.wall:.0f}", f"{cost.memory:.0f}"]
        rows.append(f"| {name} | {' | '.join(cells)} |")
    return rows


def keep(name: str, text: str) -> None:
    """Write a table between its markers in the README."""
    readme = README.read_text("utf-8")
    pattern = re.compile(rf"(<!-- {name} -->\n).*?(<!-- end of {name} -->)", re.DOTALL)
    if not pattern.search(readme):
        raise SystemExit(f"{README}: has no markers <!-- {name} --> and <!-- end of {name} -->")
    new = pattern.sub(lambda found: f"{found[1]}\n{text}\n\n{found[2]}", readme)
    write_atomically(README, new.encode())


def _circumstances() -> str:
    """Machine, versions, day, and how busy the machine was."""
    names = ("nbgrader", "otter-grader", "hypothesis", "numpy")
    known = ", ".join(f"{name} {version(name)}" for name in names)
    return (
        f"*{datetime.now(UTC):%Y-%m-%d}; {os.cpu_count()} cores ({platform.machine()}), "
        f"load {os.getloadavg()[0]:.1f} at the end; Python {platform.python_version()}, {known}; "
        f"`python -m benchmarks {' '.join(sys.argv[1:])}`*"
    )


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--students", type=int, default=12, help="size of the class (12)")
    parser.add_argument("--rounds", type=int, default=3, help="paired repetitions (3)")
    parser.add_argument("--scaling", type=int, nargs="+", metavar="N", help="ours, at these sizes")
    parser.add_argument("--jobs", type=int, default=2, help="processes for --scaling (2)")
    parser.add_argument("--parts", action="store_true", help="ours, part by part")
    parser.add_argument("--hostile", action="store_true", help="an endless loop and a hog")
    parser.add_argument("--keep", action="store_true", help="write the tables into README.md")
    return parser


if __name__ == "__main__":
    main()
