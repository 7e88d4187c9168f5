"""What the command shows besides its results: a progress bar, near misses, an untimely end."""

from __future__ import annotations

import difflib
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import monotonic
from typing import Any, NoReturn

import click

PLAIN_EVERY = 10.0  # seconds between lines where there is no terminal
FORMATS = ("text", "json", "markdown", "junit", "gradescope", "github", "codequality")
"""Forms in which one receipt can be printed."""


def one_line(text: object) -> str:
    """What a terminal or a log may be sent, whatever files are called: one line, escaped."""
    from autograder.reporting.plain import inert
    from autograder.sandbox.text import escape

    return inert(escape(" ".join(str(text).split())))


@contextmanager
def an_end_is_told(name: str) -> Iterator[None]:
    """Code that ends this process ends it with exit status 2 and a sentence, never with 0."""
    end, own = os._exit, os.getpid()

    def told(status: int) -> NoReturn:
        if os.getpid() == own:  # not that of a process which was forked from it
            line = f"{name}: nothing was checked, because its code called os._exit"
            os.write(2, f"{line}; take that call out\n".encode())
            status = 2
        end(status)

    os._exit = told
    try:
        yield
    finally:
        os._exit = end


class Suggesting(click.Group):
    """A group that answers a mistyped command with the nearest one."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """As click does, and with a suggestion if there is no such command."""
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            raise click.UsageError(
                f"{error.message}{_near(args[0], self.commands)}", ctx
            ) from None


def _near(name: str, known: Any) -> str:
    near = difflib.get_close_matches(name, list(known), n=1)
    return f" Did you mean {near[0]!r}?" if near and near[0] not in name else ""


@contextmanager
def progress(what: str, total: int | None = None) -> Iterator[Callable[..., None]]:
    """On a terminal a bar with rate, time left and failures; elsewhere a line now and then.

    What it yields is called after each piece of work: (label, total if it is known only then,
    failed).
    """
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
    )

    columns = (
        *(TextColumn(what), BarColumn(), MofNCompleteColumn(), TextColumn("{task.fields[rate]}")),
        *(TimeRemainingColumn(), TextColumn("[red]{task.fields[failures]}")),
        TextColumn("{task.description}", markup=False),
    )
    console = Console(stderr=True)
    began = last = monotonic()
    done = failed = 0
    # No refreshing thread: workers are forked while the bar is up.
    bar = Progress(*columns, console=console, auto_refresh=False)
    with bar if console.is_terminal else _nothing():
        task = bar.add_task("", total=total, rate="", failures="")

        def step(label: str, whole: int | None = None, *, bad: bool = False) -> None:
            nonlocal done, failed, last
            done, failed, now = done + 1, failed + bad, monotonic()
            rate = f"{done / max(now - began, 1e-3):.1f}/s"
            failures = f"{failed} failed" if failed else ""
            bar.update(
                task,
                advance=1,
                total=whole,
                description=one_line(label),
                rate=rate,
                failures=failures,
                refresh=console.is_terminal,
            )
            if not console.is_terminal and now - last >= PLAIN_EVERY:
                last, of = now, whole or total
                left = f", {_minutes((of - done) * (now - began) / done)} left" if of else ""
                words = f"{what}: {done} of {of or '?'}, {rate}{left}"
                click.echo(f"{words}{f', {failures}' if failures else ''}", err=True)

        yield step


def _minutes(seconds: float) -> str:
    return f"{seconds // 60:.0f}:{seconds % 60:02.0f}"


@contextmanager
def _nothing() -> Iterator[None]:
    yield
