"""The page and its CSV files: complete, always the same, harmless whatever students write."""

from __future__ import annotations

import base64
import csv
import hashlib
import io
import random
import re
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from autograder.gradebook.scores import Score
from autograder.receipts import Outcome
from autograder.reporting.class_report import report_page, write_report
from autograder.reporting.class_report.tables import (
    ColumnKind,
    listed,
    percent,
    shown,
    table_as_csv,
)
from autograder.reporting.pages import style_sheet

HOSTILE = "<script>alert(1)</script>"
FORMULA = re.compile(r"(?:^|[;\t\r\n])[=+@-]")


@pytest.fixture(scope="module")
def made(report, make_class):
    """The report of a class of twenty, with scores on paper."""
    scores = [
        Score(f"s{n:02}", "quiz", Fraction(n % 11), Fraction(10)) for n in range(20) if n != 3
    ]
    return report(make_class(), scores)


@pytest.fixture(scope="module")
def page(made):
    """Its page."""
    return report_page(made)


def test_everything_is_there(page, parsed):
    """Grades, who is at risk, when work came in, checks, mistakes, gradients, slow work."""
    text = " ".join(parsed(page).text.split())

    for said in (
        *("20 students", "40 submissions", "median grade so far", "Look here first"),
        *("Grade so far", "HW", "Q", "Students at risk", "Everybody"),
        *("warmup, due 2027-02-12 23:59", "Late and missing work", "discrimination"),
        *("double is right.", "result[", "but should be", "Slowest submissions"),
    ):
        assert said in text
    assert "grade = 0.5·HW + 0.2·Q + 0.3·Exam" in text


def test_order_of_receipts_changes_no_byte(report, make_class, page):
    """Receipts come from a folder, in no order; some may be of other checks than the rest."""
    receipts = [
        replace(each, checks=each.checks[::-1] if number % 3 else each.checks)
        for number, each in enumerate(make_class())
    ]
    straight = report_page(report(receipts))
    shuffled = report_page(report(random.Random(5).sample(receipts, len(receipts))))

    assert straight == shuffled
    assert straight != page


def test_receipts_of_other_courses_are_left_out(report, make_class, receipt, result):
    """An assignment that was taken out of the course does not count."""
    receipts = make_class()
    stray = receipt("s00", "gone", result("x_is", "x", Outcome.FAILED))

    assert report_page(report(receipts)) == report_page(report([*receipts, stray]))


def test_a_course_that_has_not_begun_has_a_page(report, parsed):
    """No students, no receipts: words instead of tables."""
    text = parsed(report_page(report([]))).text

    assert "0 students" in text
    assert "Nothing is graded by machine yet." in text
    assert "Nobody is at risk." in text


def test_a_class_on_paper_has_a_page(report, parsed):
    """Scores alone have a distribution and marks."""
    text = parsed(report_page(report([], [Score("ann", "quiz", Fraction(7), Fraction(10))]))).text

    assert "1 student" in text
    assert "7.00" in text


def test_nothing_could_be_read_has_a_page(report, receipt, parsed):
    """A broken file has no checks; what is wrong is said."""
    broken = receipt("ann", "warmup", problem="is not a notebook")
    text = parsed(report_page(report([broken]))).text

    assert "Nothing could be run." in text
    assert "provisional, is not a notebook" in text


def test_errors_of_ours_and_negative_discrimination_come_to_the_front(report, make_class, result):
    """What keeps grades from being final is first in the list."""
    receipts = make_class()
    receipts[0] = replace(
        receipts[0], checks=(*receipts[0].checks, result("norm_is_odd", "norm", Outcome.ERROR))
    )
    number = {each.student: n for n, each in enumerate(receipts[::2])}
    odd = [
        replace(
            each,
            checks=(
                *each.checks,
                result(
                    "odd_is_odd",
                    "odd",
                    Outcome.FAILED if number[each.student] > 9 else Outcome.PASSED,
                ),
            ),
        )
        for each in receipts
    ]
    first, *others = report(odd).highlights

    assert (first.told, first.urgent) == ("1 check of ours broke: norm_is_odd", True)
    assert "warmup: passed rather by those who earn less elsewhere: odd_is_odd" in [
        each.told for each in others
    ]


def test_the_script_is_the_only_one_and_is_named_by_its_hash(page, parsed):
    """The policy allows that script and nothing else: no network, no handler, no frame."""
    script = str(style_sheet("report.js"))
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    (policy,) = re.findall(r'Content-Security-Policy" content="([^"]*)"', page)
    document = parsed(page)

    assert [script] == re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
    assert policy.startswith(f"default-src 'none'; script-src 'sha256-{digest}'; ")
    assert "unsafe-eval" not in policy
    assert not [name for _, name, _ in document.attributes if name.startswith("on")]
    assert not {"iframe", "object", "embed", "link", "img", "form", "base"} & document.tags


def test_every_address_is_on_the_page_or_holds_its_own_data(page, parsed):
    """Links lead to elements that are there, or are a CSV; nothing is fetched."""
    attributes = parsed(page).attributes
    ids = [value for _, name, value in attributes if name == "id"]
    addresses = [value for _, name, value in attributes if name in {"href", "src"}]

    assert len(ids) == len(set(ids))
    for address in addresses:
        assert address.startswith("data:text/csv;") or address.removeprefix("#") in ids


def hostile_class(receipt, result, word):
    """Everything students can name or write is `word`."""
    failed = {"message": word, "hint": word, "example": word}
    return [
        receipt(
            word,
            "warmup",
            result("f_is_right", "f", Outcome.FAILED, **failed),
            problem=word,
            submitted_at=word,
        ),
        receipt(word, "losses", result("g_is_right", "g", Outcome.FAILED, **failed)),
    ]


@pytest.mark.parametrize(
    "word",
    [
        HOSTILE,
        f'"><img src=x onerror="alert(1)">{HOSTILE}',
        f"</style></title></details></main></body>{HOSTILE}",
        f"`{HOSTILE}` $\\text{{{HOSTILE}}}$",
        "x = 1\n" * 300 + HOSTILE,
        "{{ 7 * 7 }}{% raw %}",
        "\x1b[31m\u202e\x00",
    ],
)
def test_no_word_of_a_student_becomes_markup(report, receipt, result, parsed, word):
    """Ids, messages, hints, inputs, problems and times are text."""
    made = report(hostile_class(receipt, result, word))
    page = report_page(made)
    document = parsed(page)

    assert page.count("<script") == 1
    assert "img" not in document.tags
    assert not [name for _, name, _ in document.attributes if name.startswith("on")]
    for text in (page, *map(table_as_csv, made.all_tables)):
        assert not set("\x1b\u202e\x00") & set(text)
    if word.startswith(("<", "x", "{", '"')):
        assert word in document.text


@settings(max_examples=50, deadline=None)
@given(st.text(min_size=1, max_size=20) | st.from_regex(r"[;,\t\r\n\"=+@-]{1,4}A1[;\n][=+@-]1"))
def test_no_word_of_a_student_becomes_a_formula_or_shifts_a_column(report, receipt, result, word):
    """In every CSV, also where semicolons separate; numbers may be negative."""
    try:
        word.encode()
    except UnicodeEncodeError:
        return  # receipts are UTF-8
    for table in report(hostile_class(receipt, result, word)).all_tables:
        head, *rows = csv.reader(io.StringIO(table_as_csv(table), newline=""))

        assert head == [column.title for column in table.columns]
        assert len(rows) == len(table.rows)
        for row in rows:
            assert len(row) == len(head)
            for cell in row:
                assert not FORMULA.search(cell) or re.fullmatch(r"-[\d.]+(e-?\d+)?", cell)


def test_the_csv_beside_a_table_is_the_one_that_its_link_holds(made, page, tmp_path):
    """Each table has a link that needs no network, and a file in the folder of the page's name."""
    files = write_report(tmp_path / "report.html", made)
    links = re.findall(
        r'download="([^"]*)" href="data:text/csv;charset=utf-8;base64,([^"]*)"', page
    )

    assert {path.parent for path in files} == {tmp_path / "report"}
    assert (tmp_path / "report.html").read_text("utf-8") == page
    assert {path.name: path.read_bytes() for path in files} == {
        name: base64.b64decode(data) for name, data in links
    }
    assert len(files) == len(links) == len(made.all_tables)


def test_a_page_without_an_ending_has_its_tables_beside_it(made, tmp_path):
    """A folder cannot have the page's own name."""
    files = write_report(tmp_path / "page", made)

    assert {path.parent for path in files} == {tmp_path / "page_tables"}
    assert (tmp_path / "page").is_file()


@pytest.mark.parametrize(
    ("cell", "kind", "told"),
    [
        (None, ColumnKind.NUMBER, "–"),
        (0.004, ColumnKind.SHARE, "1 %"),
        (0.996, ColumnKind.SHARE, "99 %"),
        (1, ColumnKind.SHARE, "100 %"),
        (-0.25, ColumnKind.CORRELATION, "\N{MINUS SIGN}0.25"),
        (0.0042, ColumnKind.SECONDS, "4 ms"),
        (12.34, ColumnKind.SECONDS, "12.3 s"),
        (230.4, ColumnKind.SECONDS, "230 s"),
        (1.25, ColumnKind.NUMBER, "1.2"),
        (3, ColumnKind.NUMBER, "3"),
        ("a, b, c, d, e, f, g, h", ColumnKind.LIST, "a, b, c, d, e, f and 2 more"),
    ],
)
def test_a_cell_is_shown_as_people_read_it(cell, kind, told):
    """None of 250 is not 0 %, and all but one is not 100 %."""
    assert told == shown(cell, kind)


@given(st.floats(0, 1))
def test_a_share_is_rounded_but_never_to_nothing_or_everything(share):
    """0 % means nobody, 100 % everybody."""
    told = int(percent(share).removesuffix(" %"))

    assert (told == 0) == (share == 0)
    assert (told == 100) == (share == 1)


def test_a_list_that_would_leave_out_one_is_told_whole():
    """The name is shorter than `and 1 more`."""
    assert "a, b, c" == listed(["a", "b", "c"], most=2)


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize(
    ("colour", "ground", "least"),
    [
        *(("bar", "paper", 3), ("hatch", "paper", 3), ("hatch", "hatch-soft", 3)),
        *(("ink", "paper", 7), ("soft", "paper", 4.5), ("link", "paper", 4.5)),
        *(("ink", "failed-soft", 4.5), ("error", "error-soft", 4.5), ("soft", "page", 4.5)),
    ],
)
def test_colours_are_far_enough_apart(colour, ground, least, dark):
    """The contrasts of WCAG 2.2: 3 for what is drawn, 4.5 for what is read."""
    named = ("feedback.css", "report.css")
    sheets = "".join(str(style_sheet(name)).split("@media print")[0] for name in named)
    blocks = re.findall(
        r"^( *):root \{([^}]*)\}|dark\) \{ :root \{([^}]*)\}", sheets, re.MULTILINE
    )
    colours = {}
    for indent, plain, nested in blocks:
        if dark or not (indent or nested):
            colours |= dict(re.findall(r"--([\w-]+): (#\w+)", plain + nested))
    one, other = sorted((luminance(colours[colour]), luminance(colours[ground])))

    assert (other + 0.05) / (one + 0.05) >= least


def luminance(colour):
    """Of an sRGB colour, 0…1, as WCAG defines it."""
    digits = colour[1:] if len(colour) == 7 else "".join(2 * digit for digit in colour[1:])
    parts = [int(digits[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
