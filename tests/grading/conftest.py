"""One warm zygote and one prepared topic for all tests of grading."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest

from autograder.authoring.topic import load_topic
from autograder.grading.grade import grade_file, prepare
from autograder.layout import Layout
from autograder.limits import Limits
from autograder.sandbox import Zygote

LIMITS = Limits(
    cpu_seconds=0.5,
    cell_cpu_seconds=1.0,
    total_cpu_seconds=20.0,
    memory_mb=512,
    idle_seconds=0.5,
    total_idle_seconds=2.0,
)


@pytest.fixture(scope="session")
def limits():
    """What one submission may use."""
    return LIMITS


@pytest.fixture(scope="session")
def course(tmp_path_factory, write_course):
    """The tiny course, which no student may read."""
    return Layout(write_course(tmp_path_factory.mktemp("course")))


@pytest.fixture(scope="session")
def zygote(course):
    """One zygote for all."""
    with Zygote(limits=LIMITS, course_root=course.root) as zygote:
        yield zygote


@pytest.fixture(scope="session")
def prepared(course):
    """The tiny topic with its examples drawn."""
    return prepare(load_topic(course.reference / "vectors"), "a secret")


@pytest.fixture(scope="session")
def prepare_topic(tmp_path_factory, write_topic):
    """Prepare the tiny topic with other checks; the same ones are drawn only once."""

    @cache
    def make(checks):
        folder = tmp_path_factory.mktemp("reference") / "other"
        return prepare(load_topic(write_topic(folder, checks=checks, mistakes="")), "a secret")

    return make


@pytest.fixture(scope="session")
def prepare_mistakes(tmp_path_factory, write_topic):
    """Prepare the tiny topic with other mistakes; the same ones are drawn only once."""

    @cache
    def make(mistakes):
        folder = tmp_path_factory.mktemp("reference") / "mistaken"
        return prepare(load_topic(write_topic(folder, mistakes=mistakes)), "a secret")

    return make


@pytest.fixture
def forks(monkeypatch):
    """The processes that were forked."""
    forked = []
    fork = Zygote.fork

    def counting(zygote):
        forked.append(fork(zygote))
        return forked[-1]

    monkeypatch.setattr(Zygote, "fork", counting)
    return forked


@pytest.fixture
def grade(tmp_path, zygote, prepared):
    """Grade the bytes of a file: (receipt, executed notebook)."""

    def run(content, *, topic=prepared, limits=LIMITS):
        path = tmp_path / "handed_in.ipynb"
        path.write_bytes(content)
        return grade_file(path, topic, zygote, limits, student="ann")

    return run


@pytest.fixture
def outcomes(grade, notebook):
    """Grade right answers with some replaced: (check → its result)."""

    def run(*more, topic=None, **answers):
        receipt, _ = grade(notebook(*more, **answers), **({"topic": topic} if topic else {}))
        return {result.name: result for result in receipt.checks}

    return run


@pytest.fixture(scope="session")
def timeless():
    """A receipt without what the clock decides."""

    def strip(receipt):
        checks = tuple(replace(result, seconds=0.0) for result in receipt.checks)
        return replace(receipt, checks=checks, cpu_seconds=0.0, peak_memory_mb=0.0)

    return strip
