"""The student's code in a confined process of its own, and its stand-in on our side."""

from autograder.sandbox.disturbance import disturbed
from autograder.sandbox.failures import Died, NoAttribute, TimedOut, Violation, in_our_words
from autograder.sandbox.foresight import Foreseen, Line, Told, Unforeseen, ask_all, fits
from autograder.sandbox.given import Settled, give, settle
from autograder.sandbox.inside.wire import Opaque
from autograder.sandbox.limits import Limits
from autograder.sandbox.process import Process
from autograder.sandbox.rehearsal import Rehearsal
from autograder.sandbox.remote import RemoteFunction, RemoteObject
from autograder.sandbox.student import Student, worded
from autograder.sandbox.text import escape
from autograder.sandbox.zygote import Zygote, is_at_least

__all__ = [
    "Died",
    "Foreseen",
    "Limits",
    "Line",
    "NoAttribute",
    "Opaque",
    "Process",
    "Rehearsal",
    "RemoteFunction",
    "RemoteObject",
    "Settled",
    "Student",
    "TimedOut",
    "Told",
    "Unforeseen",
    "Violation",
    "Zygote",
    "ask_all",
    "disturbed",
    "escape",
    "fits",
    "give",
    "in_our_words",
    "is_at_least",
    "settle",
    "worded",
]
