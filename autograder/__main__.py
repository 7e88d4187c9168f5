"""The command `autograder`, also as `python -m autograder`."""

import sys


def main() -> None:
    """Run the command; an interrupt is one line on stderr and exit status 130."""
    try:
        # The imports take a tenth of a second, in which a user may press Ctrl-C too.
        from autograder.cli import run

        run()
    except KeyboardInterrupt:
        sys.stderr.write("\ninterrupted; what was graded is kept, run the same command again\n")
        sys.exit(130)


if __name__ == "__main__":
    main()
