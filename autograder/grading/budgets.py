"""What each exercise of a submission has used, and which is not called again."""

from __future__ import annotations

from dataclasses import replace

from autograder.errors import Fault
from autograder.limits import Limits
from autograder.sandbox import Allowance, Died, TimedOut


class NotRun(Fault):
    """Something was not run because a budget is used up; that proves nothing about it."""


class Account:
    """The use of a budget: all calls of one exercise, or all cells.

    Args:
        name: the function or class that is called.
        limits: the bounds.
    """

    def __init__(self, name: str, limits: Limits) -> None:
        self.name = name
        self._limits = limits
        self._cpu = 0.0
        self._idle = 0.0
        self._more_cpu = 0.0
        self._stops = 0
        self._deaths = 0

    def charge(self, cpu_seconds: float, idle_seconds: float) -> None:
        """Note what was used."""
        self._cpu += cpu_seconds
        self._idle += idle_seconds

    def note(self, end: Fault) -> None:
        """Note that a call was stopped, or ended its process."""
        self._stops += isinstance(end, TimedOut)
        self._deaths += isinstance(end, Died)

    def allow_more(self, cpu_seconds: float | None) -> None:
        """A check gives its calls so much time: what exceeds the usual comes on top."""
        self._more_cpu += max(0.0, (cpu_seconds or 0.0) - self._limits.cpu_seconds)

    def allowance(self, cpu_seconds: float | None) -> Allowance:
        """What the next call may use; `cpu_seconds` is the bound of its check, if it has one."""
        of_a_call = cpu_seconds or self._limits.cpu_seconds
        cpu, idle = self._cpu_budget - self._cpu, self._limits.exercise_idle_seconds - self._idle
        return Allowance(
            min(of_a_call, cpu),
            min(self._limits.idle_seconds, idle),
            self._ran_too_long if cpu < of_a_call else "",
            self._waited_too_long if idle < self._limits.idle_seconds else "",
        )

    @property
    def over(self) -> str:
        """Why it is not called again, without a subject; "" if it may be."""
        if self._stops + self._deaths >= self._limits.ends:
            return self._ended_too_often
        if self._cpu >= self._cpu_budget:
            return self._ran_too_long
        if self._idle >= self._limits.exercise_idle_seconds:
            return self._waited_too_long
        return ""

    @property
    def _cpu_budget(self) -> float:
        return self._limits.exercise_cpu_seconds + self._more_cpu

    @property
    def _ran_too_long(self) -> str:
        return f"used {self._cpu_budget:g} s of CPU time in all"

    @property
    def _waited_too_long(self) -> str:
        return f"did nothing for {self._limits.exercise_idle_seconds:g} s in all"

    @property
    def _ended_too_often(self) -> str:
        count = self._stops + self._deaths
        times = "once" if count == 1 else f"{count} times"
        if not self._stops:
            return f"ended its process {times}"
        if not self._deaths:
            return f"took too long {times}"
        return f"took too long, or ended its process, {times}"


def within_total(
    allowed: Allowance, limits: Limits, cpu_seconds: float, idle_seconds: float
) -> Allowance:
    """An allowance cut to what the submission may still use, having used so many seconds.

    Raises:
        NotRun: it may use nothing any more.
    """
    cpu, idle = limits.total_cpu_seconds, limits.total_idle_seconds
    if cpu is not None:
        told = f"used up the {cpu:g} s of CPU time of the whole submission"
        if cpu_seconds >= cpu:
            raise NotRun(f"the whole submission used more than {cpu:g} s of CPU time")
        if cpu - cpu_seconds < allowed.cpu_seconds:
            allowed = replace(allowed, cpu_seconds=cpu - cpu_seconds, cpu_words=told)
    if idle is not None:
        told = f"used up the {idle:g} s that the whole submission may do nothing"
        if idle_seconds >= idle:
            raise NotRun(f"the whole submission did nothing for {idle:g} s")
        if idle - idle_seconds < allowed.idle_seconds:
            allowed = replace(allowed, idle_seconds=idle - idle_seconds, idle_words=told)
    return allowed


def name_of(request: str) -> str:
    """Who answers for a request: "Linear" for "Linear.forward"."""
    return request.partition(".")[0]
