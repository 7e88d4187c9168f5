"""The command itself, and the options its subcommands share."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any

import click

from autograder import __version__
from autograder.console import FORMATS, Suggesting
from autograder.layout import find_course

Command = Callable[..., Any]


@click.group(cls=Suggesting, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="autograder")
def cli() -> None:
    """Auto-graded homework for numerical Python courses.

    \b
    A term, in the order you need it:
      autograder release activations    make the students' notebook
      autograder verify                 is the grader itself right?
      (students work; their notebooks arrive in submitted/STUDENT/activations/)
      autograder grade activations      grade them all, in a sandbox
      autograder gradebook              marks by the course's formula
      autograder feedback activations   one HTML page per student
      autograder report                 one HTML page about the class, for the staff

    New here?  `autograder demo` plays a whole term and says where to look;
    `autograder init` begins a course of your own.
    """  # noqa: D301  # \b is click's "keep these lines"


def in_course(command: Command) -> Command:
    """--course, and a Layout in place of the folder."""

    @click.option(
        "--course", type=click.Path(path_type=Path), default=".", help="The course's folder."
    )
    @wraps(command)
    def with_layout(*args: Any, course: Path, **kwargs: Any) -> Any:
        return command(*args, layout=find_course(course), **kwargs)

    return with_layout


JOBS = click.option(
    "--jobs", type=click.IntRange(1), default=None, help="Processes at once [all cores]."
)
TRUST = click.option(
    "--trust-students",
    is_flag=True,
    help="Accept weak confinement (no Landlock, no seccomp), for code you would run yourself.",
)


def _forms(
    _: click.Context, __: click.Parameter, values: tuple[str, ...]
) -> list[tuple[str, Path]]:
    """FORMAT=FILE, taken apart."""
    parts = [(form, Path(name)) for form, _, name in (value.partition("=") for value in values)]
    for form, target in parts:
        if form not in FORMATS or target == Path():
            known = ", ".join(FORMATS)
            raise click.BadParameter(f"should be FORMAT=FILE, with a format of {known}")
    return parts


SAVE = click.option(
    "--save",
    "saved",
    multiple=True,
    metavar="FORMAT=FILE",
    callback=_forms,
    help="Write the result to a file as well, such as junit=report.xml (repeatable).",
)
