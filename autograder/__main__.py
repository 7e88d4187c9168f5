"""The command `autograder`, also as `python -m autograder`."""

import signal
import sys
import time
import traceback

AT_ONCE = 0.5
"""Seconds within which a second Ctrl-C is taken for the first one."""


def main() -> None:
    """Run the command; an interrupt is one line on stderr and exit status 130.

    An error of the framework ends with status 2, foreseen or not.  Status 1 means that the
    staff must look at something.
    """
    last = -AT_ONCE

    def interrupt(*_: object) -> None:
        nonlocal last
        before, last = last, time.monotonic()
        if last - before > AT_ONCE:
            raise KeyboardInterrupt

    signal.signal(signal.SIGINT, interrupt)
    try:
        # The imports take a tenth of a second, in which a user may press Ctrl-C too.
        from autograder.cli import run

        run()
    except KeyboardInterrupt:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        sys.stderr.write("\ninterrupted; what was graded is kept, run the same command again\n")
        sys.exit(130)
    except Exception:  # noqa: BLE001  # whatever it is
        traceback.print_exc()
        sys.exit(2)


if __name__ == "__main__":
    main()
