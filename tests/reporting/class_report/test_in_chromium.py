"""A real browser sorts the tables, runs nothing else, and needs no more room than a phone has."""

import base64
import hashlib
import re
import shutil
import subprocess
from fractions import Fraction

import pytest

from autograder.gradebook.scores import Score
from autograder.receipts import Outcome
from autograder.reporting.class_report import report_page

CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")
FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"]
FLAGS += ["--disable-background-networking", "--disable-component-update", "--disable-sync"]
RUN = "document.title='PWNED';document.body.append('PWNED')"
ATTACKS = [
    f"<script>{RUN}</script>",
    f'"><img src=x onerror="{RUN}">',
    f'<svg onload="{RUN}"><script>{RUN}</script></svg>',
    f"</style></title></details></main></body></html><script>{RUN}</script>",
    f"`<script>{RUN}</script>` $\\text{{<script>{RUN}</script>}}$",
]

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not CHROMIUM, reason="no Chromium here"),
]


@pytest.fixture
def dumped(tmp_path):
    """The document as Chromium holds it after loading, scripts run, in a window this wide."""

    def load(page, *, width=1200):
        path = tmp_path / "page.html"
        path.write_text(page, encoding="utf-8")
        options = [f"--user-data-dir={tmp_path / 'profile'}", f"--window-size={width},900"]
        command = [CHROMIUM, *FLAGS, *options, "--dump-dom", path.as_uri()]
        done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=120)
        return done.stdout

    return load


def with_more_script(page, more):
    """The page with more in its one script, and the policy saying so."""
    script = re.search(r"<script>(.*?)</script>", page, re.DOTALL).group(1) + more
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    page = re.sub(r"'sha256-[^']*'", lambda _: f"'sha256-{digest}'", page)
    return re.sub(
        r"<script>.*?</script>", lambda _: f"<script>{script}</script>", page, flags=re.DOTALL
    )


def column(document, table, place):
    """What stands in a column of a table, from top to bottom."""
    body = document.split(f'<div class="table" id="{table}">')[1].split("</tbody>")[0]
    rows = re.findall(r"<tr>(.*?)</tr>", body.split("<tbody>")[1], re.DOTALL)
    return [re.findall(r"<td.*?>(.*?)</td>", row, re.DOTALL)[place] for row in rows]


def test_a_click_on_a_head_sorts(dumped, report, make_class):
    """Numbers by size and not by letters, down after a second click, dashes last."""
    page = report_page(report(make_class(size=12)))
    click = 'document.querySelectorAll("#students th button")[1].click();'
    up, down = (
        [float(cell) for cell in column(dumped(with_more_script(page, clicks)), "students", 1)]
        for clicks in (click, click * 2)
    )

    assert 12 == len(up)
    assert 10 == max(up)  # which letters would put before 2
    assert up == sorted(up)
    assert down == sorted(up, reverse=True)
    assert column(dumped(page), "students", 0) == [f"s{n:02}" for n in range(12)]


def test_what_is_not_known_comes_last_both_ways(dumped, report, make_class):
    """A dash is neither the least nor the most."""
    ten = Fraction(10)
    marks = [Score(f"s{n:02}", "quiz", Fraction(n), ten) for n in (0, 2, 3)]
    marks.append(Score("s01", "quiz", Fraction(0), Fraction(0), excused=True))
    page = report_page(report(make_class(size=4), marks))
    click = 'document.querySelectorAll("#students th button")[3].click();'
    up, down = (
        [re.sub("<.*?>", "", cell) for cell in column(document, "students", 3)]
        for document in (dumped(with_more_script(page, clicks)) for clicks in (click, click * 2))
    )

    assert ["0.00", "2.00", "3.00", "–"] == up
    assert ["3.00", "2.00", "0.00", "–"] == down


def test_a_hostile_class_runs_nothing(dumped, report, receipt, result):
    """Neither as an id, a message, a hint, an input nor a problem; a bare script would be seen."""
    receipts = []
    for attack in ATTACKS:
        told = {"message": attack, "hint": attack, "example": attack}
        one = result("f_is_right", "f", Outcome.FAILED, **told)
        receipts.append(receipt(attack, "warmup", one, problem=attack))
    page = report_page(report(receipts))

    naked = dumped(f"<body><title>naked</title>{ATTACKS[0]}")
    assert "<title>PWNED</title>" in naked  # the witness is awake

    document = dumped(page)
    assert "<title>A small course: report</title>" in document
    assert document.count("<script") == 1
    assert "<button" in document  # our own script ran


def test_the_page_is_as_wide_as_a_phone(dumped, report, make_class, receipt, result):
    """Wide tables scroll in their own frames; long words wrap."""
    long = result("f_is_right", "f", Outcome.FAILED, message="w" * 400, example=f"x = {'9' * 400}")
    page = report_page(report([*make_class(), receipt("a" * 60, "warmup", long)]))
    opened = page.replace("<details", "<details open")
    measure = "document.title = document.documentElement.scrollWidth + ' in ' + innerWidth;"
    document = dumped(with_more_script(opened, measure), width=500)
    needed, there = re.search(r"<title>(\d+) in (\d+)</title>", document).groups()

    assert int(needed) <= int(there) <= 500
