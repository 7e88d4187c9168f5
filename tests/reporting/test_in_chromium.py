"""A real browser runs nothing of what a hostile student put into a notebook."""

import html
import re
import shutil
import subprocess

import pytest

CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")
FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"]
FLAGS += ["--disable-background-networking", "--disable-component-update", "--disable-sync"]
RUN = "document.title='PWNED';document.body.append('PWNED')"
ATTACKS = [
    f"<script>{RUN}</script>",
    f'<img src=x onerror="{RUN}">',
    f'<svg onload="{RUN}"><script>{RUN}</script></svg>',
    f'<iframe srcdoc="<script>parent.{RUN}</script>"></iframe>',
    f'<math><mtext></p><img src=x onerror="{RUN}"></mtext></math>',
    f'<a href="javascript:{RUN}" id=trap>x</a><script>trap.click()</script>',
    '<meta http-equiv="refresh" content="0;url=data:text/html,<title>PWNED</title>">',
    f'<iframe src="javascript:parent.{RUN}"></iframe><object data="javascript:{RUN}"></object>',
    f'<svg><animate onbegin="{RUN}" attributeName=x dur=1s /></svg>',
    f'<details open ontoggle="{RUN}">x</details><input autofocus onfocus="{RUN}">',
    f'<form action="javascript:{RUN}"><button id=b>x</button></form>',
    "<style>@import url(//pwned.invalid/a.css);body{background:url(//pwned.invalid/b)}</style>",
    '<p style="background:url(//pwned.invalid/c);position:fixed">x</p><base href=//pwned.invalid>',
    '<img src="//pwned.invalid/d"><link rel=stylesheet href="//pwned.invalid/e">',
    f"</style></title></pre></code></div></main></body></html><script>{RUN}</script>",
]


def dumped(path, profile, *flags):
    """The document as Chromium holds it after loading, scripts run."""
    command = [CHROMIUM, *FLAGS, *flags, f"--user-data-dir={profile}", "--dump-dom", path.as_uri()]
    return subprocess.run(command, capture_output=True, text=True, check=True, timeout=120).stdout


@pytest.mark.slow
@pytest.mark.skipif(not CHROMIUM, reason="no Chromium here")
def test_a_hostile_page_runs_nothing(tmp_path, page_of, code_cell):
    """Neither through text, Markdown, formulas, HTML nor SVG; a bare script would be seen."""
    cells = []
    for attack in ATTACKS:
        data = [
            {"text/html": attack},
            {"image/svg+xml": attack},
            {"text/latex": f"\\text{{{attack}}}"},
        ]
        shown = [{"output_type": "display_data", "data": bundle} for bundle in data]
        shown.append({"output_type": "stream", "name": "stdout", "text": attack})
        cells.append(code_cell(attack, *shown))
        cells.append({"cell_type": "markdown", "source": f"{attack} $\\text{{{attack}}}$"})
    page, naked = tmp_path / "page.html", tmp_path / "naked.html"
    page.write_text(page_of(*cells), encoding="utf-8")
    naked.write_text(f"<body><title>naked</title>{ATTACKS[0]}", encoding="utf-8")

    assert "<title>PWNED</title>" in dumped(naked, tmp_path / "one")  # the witness is awake
    document = dumped(page, tmp_path / "two")
    assert "<title>Activations: feedback for ada</title>" in document
    assert "<script" not in document
    assert html.escape(ATTACKS[0], quote=False) in document
    assert not re.search(
        r"""<(?:[^>"]|"[^"]*")*\s(?:on\w+=|(?:src|href|action|data)="?(?:javascript:|//pwned))""",
        document,
    )
    for tag in ("<iframe", "<object", "<base", "<form", "<link", '<meta http-equiv="refresh"'):
        assert tag not in document
    assert "url(//pwned" not in "".join(
        re.findall(r"<[^<>]*>|<style.*?</style>", document, re.DOTALL)
    )


WIDE = "| A long word | Another | A third | A fourth |\n|---|---|---|---|\n| " + (
    "`one_name_of_an_exercise` | " * 4
)


@pytest.mark.slow
@pytest.mark.skipif(not CHROMIUM, reason="no Chromium here")
def test_a_page_is_as_wide_as_a_phone(tmp_path, page_of, code_cell):
    """Wide tables of an assignment's text scroll in their own frames, and long lines of code."""
    page = page_of({"cell_type": "markdown", "source": WIDE}, code_cell("x = " + "9" * 400))
    measure = "document.title = document.documentElement.scrollWidth + ' in ' + innerWidth"
    path = tmp_path / "page.html"
    path.write_text(
        re.sub("<meta[^>]*Content-Security-Policy[^>]*>", "", page)
        + f"<script>{measure}</script>",
        encoding="utf-8",
    )
    document = dumped(path, tmp_path / "profile", "--window-size=500,900")
    needed, there = re.search(r"<title>(\d+) in (\d+)</title>", document).groups()

    assert int(needed) <= int(there) <= 500
