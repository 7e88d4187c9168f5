#!/usr/bin/env bash
# Gradescope runs this for each submission.
root=${AUTOGRADER_ROOT:-/autograder}
exec "$root/venv/bin/python" -P -m autograder.exporting.gradescope_run grade "$root"
