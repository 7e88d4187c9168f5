"""A topic → Gradescope's autograder.zip: two scripts, the framework, that topic, its settings."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from autograder.authoring.topic import FILES, Topic
from autograder.errors import AutograderError
from autograder.exporting.wheel import archive, framework_wheel
from autograder.files import write_atomically
from autograder.gradebook import Course
from autograder.grading.versions import versions
from autograder.reporting.exports import Visibility

TEMPLATES = Path(__file__).parent / "templates"
SETTINGS = "settings.json"
# nbgrader, which grading never imports, would bring all of Jupyter into the image.
NEEDED = (
    *("hypothesis", "ipython", "jinja2", "jupytext", "matplotlib", "matplotlib-inline"),
    *("mistune", "nbformat", "numpy"),
)
SCRIPTS = {"setup.sh": "gradescope_setup.sh", "run_autograder": "gradescope_run.sh"}


@dataclass(frozen=True, slots=True)
class Settings:
    """What the container knows of the course.

    Attributes:
        assignment: the topic's name, and the notebook's.
        secret: decides which examples are drawn; this assignment's own.
        limits: of one submission, as in `course_config.py`.
        demand: the weakest level of confinement accepted, "A" or "B"; "E" trusts the students.
        hidden: from when on students see hidden checks.
        minutes: how long Gradescope lets one submission run.
    """

    assignment: str
    secret: str
    limits: dict[str, Any]
    demand: str = "B"
    hidden: Visibility = "after_published"
    minutes: float = 10.0


def settings_of(
    topic: Topic,
    course: Course,
    secret: str,
    *,
    demand: str = "B",
    hidden: Visibility = "after_published",
    minutes: float = 10.0,
) -> Settings:
    """The settings of an assignment; its secret tells nothing about the course's."""
    own = hashlib.sha256(f"gradescope\0{secret}\0{topic.name}".encode()).hexdigest()
    return Settings(topic.name, own, asdict(course.limits), demand, hidden, minutes)


def autograder_zip(topic: Topic, settings: Settings) -> bytes:
    """What Gradescope unpacks into /autograder/source."""
    name, wheel = framework_wheel(NEEDED)
    pins = "".join(f"{one}=={versions()[one]}\n" for one in ("numpy", "hypothesis"))
    files = {
        **{script: (TEMPLATES / template).read_bytes() for script, template in SCRIPTS.items()},
        **{f"reference/{topic.name}/{one}": (topic.folder / one).read_bytes() for one in FILES},
        name: wheel,
        "constraints.txt": pins.encode(),
        SETTINGS: json.dumps(asdict(settings), indent=1).encode(),
    }
    return archive(files, executable=frozenset(SCRIPTS))


def write_autograder_zip(path: Path, topic: Topic, settings: Settings) -> None:
    """Write autograder.zip."""
    write_atomically(path, autograder_zip(topic, settings))
    path.chmod(0o600)  # it holds the answers


def read_settings(folder: Path) -> Settings:
    """The settings in the folder; raise AutograderError if they are not ours."""
    path = folder / SETTINGS
    try:
        return Settings(**json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError) as error:
        raise AutograderError(
            f"{path}: holds no settings of ours ({error}); make the zip again with "
            "autograder export gradescope"
        ) from None
