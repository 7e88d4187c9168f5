"""The student's code in a confined process of its own, and its stand-in on our side."""

from autograder.sandbox.calls import Call, identical
from autograder.sandbox.failures import Died, NoAttribute, TimedOut, Violation
from autograder.sandbox.foresight import Foreseen, ForeseenStudent, Unforeseen, ask_all
from autograder.sandbox.inside.wire import Opaque
from autograder.sandbox.limits import Limits
from autograder.sandbox.process import Process
from autograder.sandbox.remote import RemoteFunction, RemoteObject
from autograder.sandbox.student import Student
from autograder.sandbox.text import escape
from autograder.sandbox.zygote import Zygote, is_at_least

__all__ = [
    "Call",
    "Died",
    "Foreseen",
    "ForeseenStudent",
    "Limits",
    "NoAttribute",
    "Opaque",
    "Process",
    "RemoteFunction",
    "RemoteObject",
    "Student",
    "TimedOut",
    "Unforeseen",
    "Violation",
    "Zygote",
    "ask_all",
    "escape",
    "identical",
    "is_at_least",
]
