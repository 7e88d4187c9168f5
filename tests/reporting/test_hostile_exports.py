"""Whatever a student wrote: the formats of others stay whole, and nothing in them is active."""

import json
import re
from html.parser import HTMLParser
from xml.etree import ElementTree as ET

import mistune
import nbformat
import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.console import FORMATS
from autograder.receipts import Outcome
from autograder.reporting.annotations import as_code_quality, as_github
from autograder.reporting.exports import (
    receipt_as_gradescope,
    receipt_as_json,
    receipt_as_junit,
    receipt_as_markdown,
)
from autograder.reporting.formats import formatted
from autograder.reporting.plain import inert, printable

HOSTILE = {
    "script": "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "end of markup": "]]></failure><!-- \"' --><system-out>&lol;",
    "fences": "```\n````\n<script>alert(1)</script>\n~~~\n",
    "tables": "| a | b |\n|---|---|\n| <iframe> | `x|y` |",
    "links": "[x](javascript:alert(1)) ![x](https://evil.example/x.png) [y](https://evil.example)",
    "references": "\n\n[x]: https://evil.example/x.png\n\n![x][x] ![x]",
    "colours": "\x1b[31mred\x1b]8;;https://evil.example\x07click\x1b[2J",
    "turned around": "\u202egnp.exe\u2066\u200f",
    "half of a pair": "\ud800 and \udfff",
    "zeros": "\x00\x08\x7f\x9b\ufffe\uffff",
    "commands": "\n::error file=a::b\r\n::set-output name=a::b\n##[command]x",
    "hidden commands": "\u3000::stop-commands::x\n ##vso[a] ###[error]x\n\t::add-mask::a",
    "wrapped commands": " ".join(["word" * 5, "::error::x"] * 20),
}
UNSEEN = ("\x1b", "\x00", "\x9b", "\u202e", "\u2066", "\ud800", "\udfff", "\ufffe")


@pytest.fixture(params=HOSTILE)
def receipt(request, make_receipt, make_result):
    """A receipt whose words are all hostile, as if nothing had escaped them before."""
    text = HOSTILE[request.param]
    words = {"message": text, "hint": text, "example": text}
    failed = make_result(outcome=Outcome.FAILED, public=True, **words)
    return make_receipt(failed, make_result("other", outcome=Outcome.SKIPPED, message=text))


@pytest.fixture
def path(tmp_path):
    """The notebook it is about."""
    path = tmp_path / "activations.ipynb"
    cell = nbformat.v4.new_code_cell("def softplus(x): pass", id="a")
    path.write_text(nbformat.writes(nbformat.v4.new_notebook(cells=[cell])), encoding="utf-8")
    return path


class Tags(HTMLParser):
    """The tags and attributes of a page."""

    def __init__(self, text):
        super().__init__()
        self.found = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        """Note it."""
        self.found.append((tag, [name for name, _ in attrs]))


def test_markdown_renders_to_our_own_elements_only(receipt):
    """By a renderer that hides nothing: no tag, link or picture but those of our template."""
    text = receipt_as_markdown(receipt)
    render = mistune.create_markdown(escape=False, plugins=["table"])
    tags = Tags(render(text)).found

    ours = {"h2", "h3", "p", "pre", "code", "table", "thead", "tbody", "tr", "th", "td", "strong"}
    assert ours >= {tag for tag, _ in tags}
    assert {"class", "style"} >= {name for _, names in tags for name in names}
    assert [1, 3] == [sum(tag == one for tag, _ in tags) for one in ("table", "tr")]
    assert 2 == sum(tag == "pre" for tag, _ in tags)
    assert not any(unseen in text for unseen in UNSEEN)


def test_junit_has_our_elements_only(receipt):
    """Parsed anew, it has two cases, and the failure's text is text."""
    text = receipt_as_junit(receipt)
    tags = [element.tag for element in ET.fromstring(text.encode()).iter()]  # noqa: S314 # our own

    assert ["testsuites", "testsuite", "testcase", "failure", "testcase", "skipped"] == tags
    assert not any(unseen in text for unseen in UNSEEN)


def test_gradescope_shows_text(receipt):
    """It is told that all is text, and gets nothing that a reader could not see."""
    results = json.loads(json.dumps(receipt_as_gradescope(receipt), ensure_ascii=False).encode())

    formats = ("output_format", "test_name_format", "test_output_format")
    assert {"text"} == {results[name] for name in formats}
    assert not any(unseen in test["output"] for test in results["tests"] for unseen in UNSEEN)


def test_json_is_written_and_read_again(receipt):
    """Whatever is in it is a value."""
    told = receipt_as_json(receipt)
    assert told == json.loads(json.dumps(told).encode())


def test_github_gets_one_command(receipt, path):
    """One line, of which all but our own beginning is data."""
    (line,) = as_github(receipt, path).splitlines()

    assert line.startswith("::error file=")
    assert not any(unseen in line for unseen in UNSEEN)


def test_gitlab_gets_one_issue(receipt, path):
    """With a description that can be read."""
    (issue,) = json.loads(json.dumps(as_code_quality(receipt, path), ensure_ascii=False).encode())

    assert not any(unseen in issue["description"] for unseen in UNSEEN)


def obeyed(text):
    """The lines that a log of GitHub Actions, Azure Pipelines or TeamCity takes for commands."""
    return [line for line in text.split("\n") if re.search(r"^\s*::|##\w*\[", line)]


@pytest.mark.parametrize("form", [form for form in FORMATS if form != "github"])
def test_no_line_is_a_command_to_a_log(receipt, path, form):
    """Whatever the format, what stands in a CI system's log is read and not obeyed."""
    assert [] == obeyed(formatted(receipt, form, path))


def test_what_is_made_inert_says_the_same_in_data(receipt, path):
    """JSON and XML hold the very words: only their spelling in the file differs."""
    told = json.loads(formatted(receipt, "json", path))
    case, *_ = ET.fromstring(formatted(receipt, "junit", path).encode())[0]  # noqa: S314 # our own

    assert json.loads(json.dumps(receipt_as_json(receipt))) == told
    assert printable(receipt.checks[0].message) == case[0].get("message")


def test_commands_are_seen_by_these_tests():
    """The pattern above finds each way to write one, and finds none in Markdown or Python."""
    assert 4 == len(obeyed("::error::x\n\u3000::a\na ##[error]x\n##vso[a]\n## title\nx[::2]"))


@given(
    st.lists(st.sampled_from([":", "::", "#", "##", "[", "a", " ", "\n", "\u3000"])).map("".join)
)
def test_no_text_at_all_stays_a_command(text):
    """However colons, hashes and brackets follow one another."""
    assert [] == obeyed(inert(text))
