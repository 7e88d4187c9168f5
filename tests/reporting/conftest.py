"""Receipts and notebooks for the tests of what people read."""

from html.parser import HTMLParser

import pytest

from autograder.receipts import CheckResult, Outcome, Receipt
from autograder.reporting.feedback import feedback_page

VOID = {"meta", "br", "hr", "img", "input", "link", "wbr", "col", "base"}


class Page(HTMLParser):
    """What a page consists of, as a parser sees it: tags, attributes, text and nesting."""

    def __init__(self, source):
        super().__init__()
        self.tags, self.attributes, self.pieces, self.paths, self.open = set(), [], [], {}, []
        self.feed(source)
        self.close()

    def handle_starttag(self, tag, attrs):
        """Note tag and attributes."""
        self.tags.add(tag)
        self.attributes += [(tag, name, value or "") for name, value in attrs]
        self.paths[tag] = tuple(self.open)
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        """As MathML writes empty elements."""
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag):
        """Insist that this is the tag to close."""
        assert self.open, f"</{tag}> closes nothing"
        assert tag == self.open.pop(), f"</{tag}> closes something else"

    def handle_data(self, data):
        """Note text but for style sheets."""
        if "style" not in self.open:
            self.pieces.append(data)

    @property
    def text(self):
        """All text outside style sheets."""
        return "".join(self.pieces)


@pytest.fixture(scope="session")
def parsed():
    """Parse HTML, insisting that every tag is closed where it should be."""
    return Page


@pytest.fixture(scope="session")
def make_result():
    """A check's result; only what a test is about need be said."""

    def make(name="softplus_never_overflows", outcome=Outcome.PASSED, points=1, **fields):
        given = {"exercise": "softplus", "sentence": "softplus stays finite.", "public": False}
        earned = points if outcome is Outcome.PASSED else 0
        return CheckResult(name, points=points, earned=earned, outcome=outcome, **given | fields)

    return make


@pytest.fixture(scope="session")
def make_receipt():
    """A receipt with the given results."""

    def make(*results, **fields):
        given = {"submission_hash": "5" * 64, "topic_hash": "7" * 64, "sandbox": "A"}
        return Receipt("activations", "ada", checks=results, **given | fields)

    return make


@pytest.fixture(scope="session")
def receipt(make_result, make_receipt):
    """One receipt with every outcome."""
    return make_receipt(
        make_result("softplus_is_right", points=2, sentence="softplus is $\\log(1 + e^x)$."),
        make_result(
            outcome=Outcome.FAILED,
            public=True,
            message="result[0, 1] is inf, but should be 1000.",
            hint="Factor the larger exponent out; `np.log1p` will help.",
            example="x = np.array([[0.0, 1000.0]])",
            seconds=0.25,
        ),
        make_result(
            "gelu_is_right",
            Outcome.ERROR,
            points=3,
            exercise="gelu",
            sentence="gelu is right.",
            message="KeyError in gelu_is_right",
        ),
        make_result(
            "gelu_backward_is_the_gradient",
            Outcome.SKIPPED,
            exercise="gelu",
            sentence="gelu_backward is the gradient of gelu.",
            message="Skipped: “gelu is right.” must hold first.",
        ),
        versions={"autograder": "0.1.0"},
        submitted_at="2027-02-12T22:10:00+03:00",
        cpu_seconds=0.5,
    )


@pytest.fixture(scope="session")
def code_cell():
    """A code cell of a notebook."""

    def make(source, *outputs, number=1):
        cell = {"cell_type": "code", "metadata": {}, "execution_count": number}
        return {**cell, "source": source, "outputs": list(outputs)}

    return make


@pytest.fixture(scope="session")
def page_of(receipt):
    """The feedback page of a notebook with these cells."""

    def make(*cells, receipt=receipt, **fields):
        notebook = {"cells": list(cells), "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
        return feedback_page(receipt, notebook, **{"title": "Activations"} | fields)

    return make
