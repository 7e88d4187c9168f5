"""The tiny course's autograder.zip, unpacked as Gradescope unpacks it."""

import io
import json
import zipfile
from pathlib import Path

import pytest

from autograder.authoring.topic import load_topic
from autograder.exporting.gradescope import autograder_zip, settings_of
from autograder.gradebook import load_course
from autograder.layout import Layout

SECRET = "the secret of the whole course"  # noqa: S105  # of a made-up course


@pytest.fixture(scope="session")
def tiny(tmp_path_factory, write_course):
    """The tiny course."""
    return Layout(write_course(tmp_path_factory.mktemp("course")))


@pytest.fixture(scope="session")
def made(tiny):
    """Make the zip of the tiny course's assignment: its bytes."""

    def make(**options):
        topic, course = load_topic(tiny.reference / "vectors"), load_course(tiny.config)
        return autograder_zip(topic, settings_of(topic, course, SECRET, **options))

    return make


@pytest.fixture(scope="session")
def unpack():
    """Unpack a zip into a folder as Gradescope does, run_autograder copied up: the folder."""

    def run(content: bytes, root: Path) -> Path:
        for name in ("source", "submission", "results"):
            (root / name).mkdir(parents=True)
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for entry in archive.infolist():
                path = root / "source" / entry.filename
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(archive.read(entry))
                path.chmod(entry.external_attr >> 16 & 0o777)
        script = root / "source" / "run_autograder"
        (root / "run_autograder").write_bytes(script.read_bytes())
        (root / "run_autograder").chmod(0o755)
        metadata = {
            "id": 7,
            "created_at": "2027-02-12T14:22:32.365935+03:00",
            "assignment": {"due_date": "2027-02-12T23:59:00+03:00", "title": "Vectors"},
            "users": [{"email": "ann@example.org", "id": 1, "name": "Ann"}],
            "previous_submissions": [],
        }
        (root / "submission_metadata.json").write_text(json.dumps(metadata))
        return root

    return run
