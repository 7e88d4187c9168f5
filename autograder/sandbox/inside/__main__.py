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
from typing import Any

NAME = "autograder_inside"


def start(descriptor: int) -> None:
    """Receive the settings, say how strong the walls will be, and serve once told to go on."""
    folder = Path(__file__).resolve().parent
    spec = spec_from_file_location(
        NAME, folder / "__init__.py", submodule_search_locations=[str(folder)]
    )
    if spec is None or spec.loader is None:
        raise ImportError(folder)
    package = sys.modules[NAME] = module_from_spec(spec)
    spec.loader.exec_module(package)
    control = socket.socket(fileno=descriptor)
    settings = offer(control)
    if control.recv(2):
        importlib.import_module(f"{NAME}.zygote").serve(control, settings)


def offer(control: socket.socket) -> dict[str, Any]:
    """Settle what may be read and which level there will be; say so."""
    grants, confine = (importlib.import_module(f"{NAME}.{name}") for name in ("grants", "confine"))
    settings: dict[str, Any] = json.loads(control.recv(1 << 16))
    where = settings.pop("course")  # no child of ours shall remember it
    course = Path(where) if where else None
    grants.clean_path(course)
    try:
        settings["readable"] = grants.readable(course)
    except grants.Refused as refused:
        control.sendall(json.dumps({"error": str(refused)}).encode())
        sys.exit(1)
    settings["level"] = confine.choose_level(set(settings["without"]))
    control.sendall(json.dumps({"level": settings["level"]}).encode())
    return settings


if __name__ == "__main__":
    start(int(sys.argv[1]))
