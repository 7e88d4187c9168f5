"""The subcommand that compares submissions: similarity."""

from __future__ import annotations

from pathlib import Path

import click

from autograder.cli.options import cli, in_course
from autograder.layout import Layout


@cli.command()
@click.argument("assignment")
@click.option(
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    help="The page [similarity/ASSIGNMENT.html in the course's folder]; a CSV goes beside it.",
)
@click.option(
    "--at-least",
    type=click.IntRange(1, 100),
    default=60,
    metavar="PERCENT",
    help="Of either one's own code in common [60].",
)
@in_course
def similarity(assignment: str, output: Path | None, at_least: int, layout: Layout) -> None:
    """Show which submissions of ASSIGNMENT share much code, side by side, for the staff.

    Given code, the reference, and what many write alike do not count; names and order neither.
    Likeness is no proof of copying: read the code, and ask.
    """
    from autograder import operations
    from autograder.files import write_atomically
    from autograder.reporting.similarity import similarity_csv, similarity_page
    from autograder.similarity import suspicious_pairs
    from autograder.similarity.reading import read_class

    (topic,) = operations.topics_of(layout, [assignment])
    sources, problems = read_class(layout, topic)
    pairs = suspicious_pairs(sources, at_least=at_least / 100)
    page = output or layout.root / "similarity" / f"{assignment}.html"
    html = similarity_page(assignment, pairs, sources.students, at_least=at_least / 100)
    write_atomically(page, html.encode())
    write_atomically(page.with_suffix(".csv"), similarity_csv(pairs).encode())
    for line in problems:
        click.echo(line, err=True)
    click.echo(f"{len(sources.students)} compared, {len(pairs)} pairs to look at, in {page}")
