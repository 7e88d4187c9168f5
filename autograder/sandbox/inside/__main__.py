"""Start of the zygote: `python -s -P .../inside DESCRIPTOR`.

The folder becomes a package under a name of its own, so that importing from it imports nothing
else of `autograder`; and the course leaves sys.path before anything is imported from there.
"""

from __future__ import annotations

import importlib
import json
import socket
import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

NAME = "autograder_inside"


def start(descriptor: int) -> None:
    """Receive the settings, import with a clean path, and serve."""
    folder = Path(__file__).resolve().parent
    spec = spec_from_file_location(
        NAME, folder / "__init__.py", submodule_search_locations=[str(folder)]
    )
    if spec is None or spec.loader is None:
        raise ImportError(folder)
    package = sys.modules[NAME] = module_from_spec(spec)
    spec.loader.exec_module(package)
    control = socket.socket(fileno=descriptor)
    settings = json.loads(control.recv(1 << 16))
    course = Path(settings["course"]) if settings["course"] else None
    importlib.import_module(f"{NAME}.grants").clean_path(course)
    importlib.import_module(f"{NAME}.zygote").serve(control, settings)


if __name__ == "__main__":
    start(int(sys.argv[1]))
