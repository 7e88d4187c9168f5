"""Lets nbgrader's own commands and formgrader work on this course, with our scores."""

from pathlib import Path

from autograder.gradebook.nbgrader_steps import configure

configure(get_config(), Path(__file__).with_name("course_config.py"))  # noqa: F821  # nbgrader's
