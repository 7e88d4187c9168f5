"""From receipts to marks: what `course_config.py` is written with, and what reads it."""

from autograder.gradebook.corrections import Correction
from autograder.gradebook.course import Course, Waiver
from autograder.gradebook.deadlines import Extension, ExtraTime
from autograder.gradebook.exact import Rounding
from autograder.gradebook.formula import Assignment, Component
from autograder.gradebook.late_days import LateDays
from autograder.gradebook.lateness import Late
from autograder.gradebook.loading import load_course
from autograder.gradebook.scores import read_extensions, read_roster
from autograder.limits import Limits

__all__ = [
    "Assignment",
    "Component",
    "Correction",
    "Course",
    "Extension",
    "ExtraTime",
    "Late",
    "LateDays",
    "Limits",
    "Rounding",
    "Waiver",
    "load_course",
    "read_extensions",
    "read_roster",
]
