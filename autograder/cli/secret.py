"""The subcommand for the course's secret: where it is, and how it comes to another machine."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from autograder.cli.options import cli, in_course
from autograder.errors import AutograderError
from autograder.layout import Layout

FILE = click.Path(path_type=Path, dir_okay=False, allow_dash=True)
PIPE = Path("-")


@cli.command()
@click.option("--to", "target", type=FILE, metavar="FILE", help="Copy it into FILE (-: print it).")
@click.option("--from", "source", type=FILE, metavar="FILE", help="Take it from FILE (-: stdin).")
@click.option("--new", is_flag=True, help="Make one, if it is lost for good.")
@click.option("--replace", is_flag=True, help="Take it although other work was made with another.")
@in_course
def secret(
    target: Path | None, source: Path | None, layout: Layout, *, new: bool, replace: bool
) -> None:
    """Show where the course's secret is; keep it, and move it to another machine.

    Hidden examples and every student's quiz variant are drawn from it.  `autograder init` or the
    first `autograder release` makes it, once, in .autograder/secret.  Another secret draws other
    examples and other variants: a course keeps its own to the end of the term, on every machine
    that grades.

    \b
    Keep it as you keep an SSH key: a copy in a safe place, none in git, none in a chat.
      autograder secret --to copy_of_the_secret
    Another machine that is to grade this course:
      autograder secret --to - | ssh HOST 'cd COURSE && autograder secret --from -'
      autograder secret --from copy_of_the_secret
    CI, as a secret variable of the private repository:
      autograder secret --to - | gh secret set AUTOGRADER_SECRET

    The environment variable AUTOGRADER_SECRET outranks the file.

    Receipts name the secret that graded them by a fingerprint, from which nobody can find it.  If
    they name another one than this command does, bring that one back with --from.

    \b
    If it is lost for good:
      autograder secret --new --replace
      autograder grade --regrade     homework is graded with other examples: look, then add --yes
    Quizzes that are handed out already cannot be graded with a new one: keep the receipts you
    have, and enter the other scores in scores.csv.
    """  # noqa: D301  # \b is click's "keep these lines"
    from autograder import keeping, operations

    if sum((target is not None, source is not None, new)) > 1:
        raise click.UsageError("--to, --from and --new exclude each other.")
    if replace and source is None and not new:
        raise click.UsageError("--replace is for --from and --new.")
    course = operations.course_of(layout)
    if target is not None:
        _copy(course.secret(layout.root), target)
        return
    if new:
        _told(keeping.make_secret(layout, course, replace=replace))
    elif source is not None:
        content = sys.stdin.buffer.read() if source == PIPE else source.read_bytes()
        _told(keeping.take_secret(layout, course, content, str(source), replace=replace))
    for line in keeping.described(layout, course):
        click.echo(line)


def _told(kept: Path | None) -> None:
    if kept:
        click.echo(f"{kept}: keeps the secret that was here")


def _copy(text: str, target: Path) -> None:
    """Print it, or write it to a new file that its owner alone can read."""
    from autograder.gradebook.secret import write_secret

    if target == PIPE:
        click.echo(text)
        return
    try:
        write_secret(target, text)
    except FileExistsError:
        raise AutograderError(f"{target}: is there already; name a new file") from None
    click.echo(f"{target}: holds a copy, readable by you alone")
