"""The reference that a test module is named for, and the course's topics to grade with."""

import re
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import pytest
from nbformat import writes
from nbformat.v4 import new_code_cell, new_notebook

from autograder.grading.grade import grade_submission
from autograder.grading.judge import judge_all
from autograder.grading.submission import parse_submission
from autograder.limits import Limits
from autograder.receipts import Outcome, Receipt
from autograder.sandbox import Zygote
from autograder.verification.given_away import InProcess
from autograder.verification.reach import checks_reached

REFERENCE = Path(__file__).parents[2] / "reference"
LIMITS = Limits(cpu_seconds=5, cell_cpu_seconds=10, total_cpu_seconds=120)


@pytest.fixture(scope="module")
def solution(request):
    """solution.py of TOPIC in test_TOPIC_golden.py and test_TOPIC_against_libraries.py."""
    topic = re.fullmatch("test_(.+)_(golden|against_libraries)", request.path.stem)[1]
    spec = spec_from_file_location(f"{topic}_solution", REFERENCE / topic / "solution.py")
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def course_zygote():
    """A zygote beside the course."""
    with Zygote(limits=LIMITS, course_root=REFERENCE.parent) as zygote:
        yield zygote


@pytest.fixture(scope="session")
def graded(course_zygote, prepared_topic):
    """Grade a notebook of these cells in a topic of the course: its receipt."""

    def run(name, *cells):
        blank = Receipt(name, "ann", "0" * 64, "", course_zygote.level, ())
        notebook = new_notebook(cells=[new_code_cell(cell) for cell in cells])
        handed_in = parse_submission(Path("a.ipynb"), writes(notebook).encode())
        prepared = prepared_topic(name)
        return grade_submission(handed_in, prepared, course_zygote, LIMITS, blank=blank)[0]

    return run


@pytest.fixture
def lost(prepared_topic):
    """The checks lost where `spoil` is applied to what the reference's exercise returns."""

    def judged(topic, exercise, spoil):
        ready = prepared_topic(topic)
        right = ready.topic.reference[exercise]
        names = {
            **ready.topic.reference,
            exercise: lambda *args, **more: spoil(right(*args, **more)),
        }
        drawn = checks_reached(ready.topic, ready.drawn, exercise)
        results = judge_all(
            drawn, InProcess(names), ready.topic.reference, "", shrink=False, show=False
        )
        return {result.name for result in results if result.outcome is not Outcome.PASSED}

    return judged
