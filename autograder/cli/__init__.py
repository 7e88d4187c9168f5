"""The command `autograder`: parses, calls, prints."""

from __future__ import annotations

import errno
import sys

import click

from autograder.cli import (  # noqa: F401  # each adds its subcommands
    authoring,
    demonstration,
    exporting,
    grading,
    lms,
    quizzes,
    repositories,
    roster,
    secret,
    similarity,
    term,
)
from autograder.cli.options import cli
from autograder.console import one_line
from autograder.errors import AutograderError

NO_ROOM = "; make room there and run the same command again: what was written before is kept"


def run() -> None:
    """Run the command; an error of ours is one line on stderr and exit status 2.

    Raises:
        KeyboardInterrupt: a user pressed Ctrl-C.
    """
    # jsonschema, which nbformat imports, would compile a grammar of web addresses, for a second,
    # and does without where there is none; no notebook has such a field.
    sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]  # "not to be found"
    try:
        cli.main(prog_name="autograder", standalone_mode=False)
    except click.ClickException as error:
        error.show()
        sys.exit(2)
    except click.Abort:
        raise KeyboardInterrupt from None
    except AutograderError as error:
        click.echo(f"autograder: {one_line(error)}", err=True)
        sys.exit(2)
    except OSError as error:
        remedy = NO_ROOM if error.errno in (errno.ENOSPC, errno.EDQUOT) else ""
        click.echo(f"autograder: {one_line(error)}{remedy}", err=True)
        sys.exit(2)
