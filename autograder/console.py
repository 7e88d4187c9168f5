"""What the command shows besides its results: a progress bar, and near misses."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import click

FORMATS = ("text", "json", "markdown", "junit", "gradescope")
"""Forms in which one receipt can be printed."""


def one_line(text: object) -> str:
    """What a terminal may be sent, whatever folders and files are called: one line, escaped."""
    from autograder.sandbox.text import escape

    return escape(" ".join(str(text).split()))


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
    """A bar on a terminal, and nothing elsewhere."""
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
    )

    columns = (TextColumn(what), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    console = Console(stderr=True)
    # No refreshing thread: workers are forked while the bar is up.
    bar = Progress(*columns, TextColumn("{task.description}"), console=console, auto_refresh=False)
    with bar if console.is_terminal else _nothing():
        task = bar.add_task("", total=total)

        def step(label: str, total: int | None = None) -> None:
            bar.update(
                task,
                advance=1,
                total=total,
                description=_label(label),
                refresh=console.is_terminal,
            )

        yield step


def _label(text: str) -> str:
    from rich.markup import escape

    return escape(one_line(text))


@contextmanager
def _nothing() -> Iterator[None]:
    yield
