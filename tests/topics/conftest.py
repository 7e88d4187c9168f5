"""The reference that a test module is named for."""

import re
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import pytest

REFERENCE = Path(__file__).parents[2] / "reference"


@pytest.fixture(scope="module")
def solution(request):
    """solution.py of TOPIC in test_TOPIC_golden.py and test_TOPIC_against_libraries.py."""
    topic = re.fullmatch("test_(.+)_(golden|against_libraries)", request.path.stem)[1]
    spec = spec_from_file_location(f"{topic}_solution", REFERENCE / topic / "solution.py")
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
