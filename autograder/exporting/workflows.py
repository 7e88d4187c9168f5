"""Workflows for CI: a course's own repository, and one that students work in."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import Literal

from autograder.errors import AutograderError
from autograder.exporting.wheel import framework_wheel
from autograder.files import write_atomically

Service = Literal["github", "gitlab"]
Audience = Literal["course", "students"]
TEMPLATES = Path(__file__).parent / "templates"
FILES: dict[tuple[str, str], dict[str, str]] = {
    ("github", "students"): {".github/workflows/public_checks.yml": "github_students.yml"},
    ("gitlab", "students"): {".gitlab-ci.yml": "gitlab_students.yml"},
    ("github", "course"): {
        ".github/workflows/course.yml": "github_course.yml",
        ".github/workflows/grade.yml": "github_grade.yml",
    },
    ("gitlab", "course"): {".gitlab-ci.yml": "gitlab_course.yml"},
}
"""Where each template goes."""


def write_workflows(
    folder: Path,
    service: Service,
    audience: Audience,
    *,
    framework: str | None = None,
    replace: bool = False,
) -> list[Path]:
    """Write the files of a workflow into a repository; return their paths.

    Args:
        folder: the repository.
        service: whose format.
        audience: whose repository.
        framework: what pip installs; None: a wheel of this framework, put into wheels/.
        replace: write over other files of the same name.

    Raises:
        AutograderError: the folder is missing, or a file is there already and differs.
    """
    if not folder.is_dir():
        raise AutograderError(f"{folder}: there is no such folder; name the repository's")
    contents: dict[str, bytes] = {}
    if framework is None:
        name, wheel = framework_wheel()
        framework = f"wheels/{name}"
        contents[framework] = wheel
    for target, template in FILES[service, audience].items():
        text = (TEMPLATES / template).read_text(encoding="utf-8")
        contents[target] = text.replace("@FRAMEWORK@", shlex.quote(framework)).encode()
    for target, content in contents.items():
        path = folder / target
        if not replace and path.exists() and path.read_bytes() != content:
            raise AutograderError(
                f"{path}: is there already and differs; --replace writes over it"
            )
    for target, content in contents.items():
        write_atomically(folder / target, content)
    return [folder / target for target in contents]
