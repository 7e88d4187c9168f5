"""The subcommand for who is in the class: lms roster."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from autograder.cli.lms import FILE, lms
from autograder.cli.options import in_course
from autograder.console import one_line
from autograder.layout import Layout

Pair = tuple[str, str]


@lms.command()
@click.argument("file", type=FILE, required=False)
@click.option("--id", "id_column", metavar="COLUMN", help="The column with the students' ids.")
@click.option("--add", metavar="ID", help="Put a student into the class, or back into it.")
@click.option("--name", default="", metavar="NAME", help="With --add: 'Ann Lee', or 'Lee, Ann'.")
@click.option("--email", default="", help="With --add: the address.")
@click.option("--rename", nargs=2, metavar="OLD NEW", help="Give a student another id.")
@click.option("--merge", nargs=2, metavar="FROM INTO", help="Make one student of two ids.")
@click.option("--remove", metavar="ID", help="Take a student out of the class.")
@click.option("--reason", default="", help="Why, for history.csv and audit.csv.")
@in_course
def roster(
    file: Path | None,
    id_column: str | None,
    add: str | None,
    name: str,
    email: str,
    rename: Pair | None,
    merge: Pair | None,
    remove: str | None,
    reason: str,
    layout: Layout,
) -> None:
    """Read who is in the class from FILE, a CSV, into gradebook.db; or change it; or list it.

    FILE is Canvas's exported gradebook, Moodle's participants or grades, or columns such as
    student,first_name,last_name,email,lms_user_id.  Nobody is removed by reading it.

    \b
      autograder lms roster                       everybody in the class
      autograder lms roster --add zoe --name "Zoe Four" --email zoe@uni.edu
      autograder lms roster --rename zo zoe       with all work, scores and comments
      autograder lms roster --merge zo zoe        both handed in attempts of the one student
      autograder lms roster --remove zed          the work stays; --add zed brings it back

    What is done stands in history.csv: keep it as you keep grades/.
    """  # noqa: D301  # \b is click's "keep these lines"
    from autograder import operations
    from autograder.enrolment import changing
    from autograder.enrolment.mentions import in_config

    said = [each for each in (file, add, rename, merge, remove) if each]
    if len(said) > 1:
        raise click.UsageError("say one of FILE, --add, --rename, --merge and --remove.")
    if (name or email) and not add:
        raise click.UsageError("--name and --email are for --add.")
    course = operations.course_of(layout)
    if file is not None:
        click.echo(read(layout, file, id_column))
    elif add:
        from autograder.lms.roster import person

        someone = person({"id": add, "full_name": name, "email": email})
        click.echo(changing.add(layout, course, someone, why=reason))
    elif remove:
        click.echo(changing.remove(layout, course, remove, why=reason))
        named = in_config(layout, remove)
        for place in named:
            click.echo(f"{place}: names {remove}; take it out there", err=True)
        sys.exit(1 if named else 0)
    elif rename or merge:
        change = changing.rename if rename else changing.merge
        lines = change(layout, course, *(rename or merge or ("", "")), why=reason)
        for line in lines:
            click.echo(one_line(line))
        click.echo("next: autograder gradebook, then autograder feedback")
        sys.exit(1 if any(line.endswith(" there") for line in lines) else 0)
    else:
        for one in operations.class_of(layout, course):
            click.echo("  ".join(filter(None, (one.student, one.name, one.email))))


def read(layout: Layout, file: Path, id_column: str | None) -> str:
    """Read a roster into nbgrader's database: what was done, in a line."""
    from autograder import operations
    from autograder.gradebook.database import database_url
    from autograder.gradebook.nbgrader_database import write_people
    from autograder.lms.roster import read_people

    people = read_people(file, id_column=id_column)
    course = operations.course_of(layout)
    added, changed = write_people(database_url(layout.root, course), people, course)
    same = len(people) - added - changed
    return f"{len(people)} students: {added} added, {changed} changed, {same} as they were"
