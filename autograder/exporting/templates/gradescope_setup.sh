#!/usr/bin/env bash
# Gradescope runs this once, as root, when it builds the image.
set -euo pipefail
root=${AUTOGRADER_ROOT:-/autograder}

recent() { "$1" -c 'import sys, ensurepip; sys.exit(sys.version_info < (3, 11))' 2> /dev/null; }

find_python() {
    for python in ${PYTHON:-python3} python3.14 python3.13 python3.12 python3.11; do
        if recent "$python"; then
            echo "$python"
            return
        fi
    done
    return 1
}

python=$(find_python) || {
    export DEBIAN_FRONTEND=noninteractive
    apt-get -qq update
    for python in python3.13 python3.12 python3.11; do
        apt-get -qq install -y --no-install-recommends "$python" "$python-venv" && break
    done
    python=$(find_python) || {
        echo "setup.sh: needs Python 3.11 or newer; choose the newest Ubuntu as the base image" >&2
        exit 1
    }
}

"$python" -m venv "$root/venv"
"$root/venv/bin/python" -m pip install --quiet --disable-pip-version-check \
    --constraint "$root/source/constraints.txt" "$root"/source/*.whl

# Draws the examples, and shows at once if student code cannot be confined here.
"$root/venv/bin/python" -P -m autograder.exporting.gradescope_run prepare "$root"
