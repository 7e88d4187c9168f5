"""A real browser runs nothing of what a hostile student put into a notebook."""

import html
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
    f"</style></title></pre></code></div></main></body></html><script>{RUN}</script>",
]


def dumped(path, profile):
    """The document as Chromium holds it after loading, scripts run."""
    command = [CHROMIUM, *FLAGS, f"--user-data-dir={profile}", "--dump-dom", path.as_uri()]
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
