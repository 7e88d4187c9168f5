"""A real JupyterLab in a real browser: nbgrader's web page, and what students see."""

import csv
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import nbformat
import pytest

from autograder.authoring.answers import reference_answers
from autograder.authoring.notebook import fill
from autograder.authoring.topic import load_topic
from autograder.layout import Layout
from autograder.receipts import read_receipt

pytestmark = [pytest.mark.extra, pytest.mark.slow]

ROOT = Path(__file__).parents[1]
CHROMIUM = shutil.which("chromium") or ""
TOKEN = "of-this-test-only"  # noqa: S105  # guards a server of this test on this machine

SUBMITTED = "2027-02-10 10:00:00 UTC"


def environment(home):
    """Our own code, and no settings of whoever runs the tests."""
    return {**os.environ, "PYTHONPATH": str(ROOT), "HOME": str(home), "NO_COLOR": "1"} | {
        name: str(home / name) for name in ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "IPYTHONDIR")
    }


def free_port():
    """A port of this machine that nobody uses."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def jupyter_lab(folder, home):
    """A JupyterLab that serves `folder`: its address."""
    port = free_port()
    options = ["--no-browser", "--allow-root", "--ip=127.0.0.1", f"--port={port}"]
    options += [f"--IdentityProvider.token={TOKEN}", f"--ServerApp.root_dir={folder}"]
    with (home / "lab.log").open("w") as log:
        server = subprocess.Popen(
            [sys.executable, "-m", "jupyter", "lab", *options],
            cwd=folder,
            env=environment(home),
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    try:
        wait_for(f"http://127.0.0.1:{port}/api", server)
        yield f"http://127.0.0.1:{port}"
    finally:
        os.killpg(server.pid, signal.SIGTERM)
        server.wait(timeout=30)


def wait_for(address, server):
    """Return when the server answers."""
    for _ in range(240):
        assert server.poll() is None, "JupyterLab ended"
        try:
            with urlopen(address, timeout=5):  # noqa: S310  # this machine's own
                return
        except (URLError, OSError):
            time.sleep(0.5)
    pytest.fail("JupyterLab does not answer")


@pytest.fixture
def page():
    """A page of a real browser."""
    playwright = pytest.importorskip("playwright.sync_api", reason="needs the extra `browser`")
    if not CHROMIUM:
        pytest.skip("needs Chromium")
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        one = browser.new_page(viewport={"width": 1280, "height": 900})
        one.set_default_timeout(40_000)
        yield one
        browser.close()


def run(root, home, module, *arguments, status=0):
    """Run `python -m module …` in the course."""
    done = subprocess.run(
        [sys.executable, "-m", module, *arguments],
        cwd=root,
        env=environment(home),
        capture_output=True,
        text=True,
        check=False,
    )
    assert status == done.returncode, done.stdout + done.stderr
    return done.stdout


def mark(root, home, status=0):
    """Bob's row in our own gradebook, made anew."""
    run(root, home, "autograder", "gradebook", status=status)
    with (root / "gradebook.csv").open() as file:
        return next(row for row in csv.DictReader(file) if row["student"] == "bob")


def autograde(page, address):
    """Press formgrader's button for bob, and wait until it says that all is well."""
    page.goto(f"{address}/formgrader/manage_submissions/vectors")
    page.locator("tr", has_text="bob").locator("td.autograde a").click()
    page.wait_for_selector(".modal.in")
    assert "OK" in page.inner_text(".modal.in")


def test_what_people_enter_in_formgrader_counts_and_survives(page, tmp_path, write_course, right):
    """Autograde by the button, a score and a comment by hand, four regrades: they are kept."""
    root, home = write_course(tmp_path / "course"), tmp_path / "home"
    home.mkdir()
    shutil.copy(ROOT / "nbgrader_config.py", root)
    run(root, home, "autograder", "release")
    layout = Layout(root)
    blank = nbformat.read(layout.released("vectors"), as_version=4)
    wrong = {"center": "def center(x):\n    return x"}
    for student, answers in (("ann", right), ("bob", right | wrong)):
        path = layout.submitted(student, "vectors")
        path.parent.mkdir(parents=True)
        nbformat.write(fill(blank, answers), path)
        path.with_name("timestamp.txt").write_text(SUBMITTED)

    with jupyter_lab(root, home) as address:
        page.goto(f"{address}/formgrader/manage_assignments?token={TOKEN}")
        page.wait_for_selector("text=vectors")
        autograde(page, address)
        receipt = read_receipt(layout.receipt("bob", "vectors"))
        assert (9, 12) == (receipt.earned, receipt.points)
        assert not layout.receipt("ann", "vectors").exists()
        before = mark(root, home, status=1)  # ann's work needs somebody

        entered = enter(page, address, score="2.5", comment="Nearly: the mean is missing.")
        page.screenshot(path=str(tmp_path / "formgrader.png"), full_page=True)

        after = mark(root, home, status=1)
        assert (9.0, 11.5) == (float(before["vectors"]), float(after["vectors"]))
        run(root, home, "autograder", "grade", "vectors", "--again")
        assert after == mark(root, home)
        run(root, home, "autograder", "grade", "vectors", "--regrade", "--again", "--yes")
        assert after == mark(root, home)
        autograde(page, address)
        assert after == mark(root, home)
        page.goto(entered)
        # The page fetches the values after it is there.
        page.wait_for_function("document.querySelector('#check_center').value === '2.5'")
        assert "Nearly: the mean is missing." == page.input_value("#center-comment")


def enter(page, address, *, score, comment):
    """Type bob's score and comment for `center` as people do; the address of the form."""
    page.goto(f"{address}/formgrader/manage_submissions/vectors")
    found = page.evaluate(
        "fetch('/formgrader/api/submitted_notebooks/vectors/vectors').then(r => r.json())"
    )
    (identity,) = (one["id"] for one in found if "bob" == one["student"])
    assert re.fullmatch(r"[0-9a-f]{32}", identity)
    form = f"{address}/formgrader/submissions/{identity}"
    page.goto(form)
    page.wait_for_selector("#check_center")
    for field, value in (("#check_center", score), ("#center-comment", comment)):
        with page.expect_response(lambda answer: answer.request.method == "PUT" and answer.ok):
            page.fill(field, value)
            page.press(field, "Tab")
    return form


READY = """fetch('/api/kernels').then(answer => answer.json()).then(
    ([one]) => one && one.connections > 0 && one.execution_state === 'idle'
)"""


SAVED = """fetch('/api/contents/warmup.ipynb').then(answer => answer.json()).then(
    file => JSON.stringify(file.content).includes('autograder-checks') && file.content
)"""


def fetched(page, expression):
    """What the expression fetches, once that is something."""
    for _ in range(400):
        if found := page.evaluate(expression):
            return found
        page.wait_for_timeout(100)
    pytest.fail(f"never came true: {expression}")


def run_all(page):
    """Run all cells by the menu, once the kernel is there, and wait until it rests."""
    fetched(page, READY)
    page.wait_for_selector("text=Python 3 (ipykernel) | Idle")
    page.click("text=/^No$/")  # to the question about news
    page.click(".lm-MenuBar-item >> text=/^Run$/")
    page.click('.lm-Menu-item[data-command="runmenu:run-all"]')
    # An example below raises, because its answer is a stub: the cells after it are run too.
    page.locator(".jp-CodeCell", has_text="# True, False, True").wait_for()
    page.locator(".jp-CodeCell").last.locator("text=/^\\[\\d+\\]:$/").wait_for()
    fetched(page, READY)


def cell_with(page, call):
    """The notebook's cell with this call, scrolled to: what is far off is not on the page."""
    cell = page.locator(".jp-CodeCell", has_text=call).last
    cell.scroll_into_view_if_needed()
    cell.locator(".autograder-checks").wait_for()
    page.wait_for_timeout(500)  # the notebook moves while what comes into view is laid out
    return cell


def test_check_shows_its_result_in_the_notebook(page, tmp_path):
    """Run all cells of a released notebook: a right answer, a wrong one, a stub, maths."""
    topic, home = load_topic(ROOT / "reference" / "warmup"), tmp_path / "home"
    folder = shutil.copytree(ROOT / "assignments" / "warmup", tmp_path / "warmup")
    home.mkdir()
    answers = topic.solution.exercises
    wrong = answers["polynomial_features"].answer.replace("degree + 1)", "3)")  # as if it were 2
    stubs = {name: answers[name].stub for name in ("final_grade", "exam_waived")}
    wrong = {"polynomial_features": wrong, **stubs}
    path = folder / "warmup.ipynb"
    blank = nbformat.read(path, as_version=4)
    nbformat.write(fill(blank, {**reference_answers(topic), **wrong}), path)

    with jupyter_lab(folder, home) as address:
        page.goto(f"{address}/lab/tree/warmup.ipynb?token={TOKEN}")
        run_all(page)
        passed = cell_with(page, 'check("neuron")')
        passed.screenshot(path=str(tmp_path / "passed.png"))
        assert "All 2 public checks passed; the hidden ones run when you" in passed.inner_text()
        # Maths stands as such, not as the source of it.
        assert passed.locator("math").is_visible()
        assert "$" not in passed.inner_text()
        failed = cell_with(page, 'check("polynomial_features")')
        failed.screenshot(path=str(tmp_path / "failed.png"))
        assert "1 of 2 public checks passed." in failed.inner_text()
        assert "degree 0 is a column of ones." in failed.inner_text()
        assert "Run this below your own cells:\n" in failed.inner_text()
        assert "polynomial_features(np.array([[" in failed.inner_text()
        stub = cell_with(page, 'check("exam_waived")')
        stub.screenshot(path=str(tmp_path / "stub.png"))
        assert "What to do: this exercise is still a stub" in stub.inner_text()
        page.click(".lm-MenuBar-item >> text=/^File$/")
        page.click('.lm-Menu-item[data-command="docmanager:save"]')
        theirs = nbformat.from_dict(fetched(page, SAVED))
        theirs.metadata["by"] = "somebody else"  # so that nobody here has trusted it
        nbformat.write(theirs, folder / "theirs.ipynb")
        page.goto(f"{address}/lab/workspaces/another/tree/theirs.ipynb?token={TOKEN}")
        untrusted = cell_with(page, 'check("neuron")')
        untrusted.screenshot(path=str(tmp_path / "untrusted.png"))
        assert not untrusted.locator("math").count()
        assert "a2w" not in untrusted.inner_text()
        assert "a_(2w - 3v)(x) = 2 a_w(x) - 3 a_v(x): no bias" in untrusted.inner_text()
