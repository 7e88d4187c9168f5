"""More than 120 odd hand-ins go through `grade` and `gradebook`: each is accounted for, once."""

import copy
import csv
import gzip
import io
import json
import os
import subprocess
import sys
import unicodedata
import zipfile
from collections import Counter
from pathlib import Path

import pytest

from autograder.layout import Layout
from autograder.receipts import read_receipt

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[1]
GRADED, REMARK, NEEDS_YOU = "graded", "graded with a remark", "needs you"
NAME = "vectors.ipynb"


def cell(source, **more):
    """A code cell as most tools write it."""
    plain = {"cell_type": "code", "metadata": {}, "execution_count": None, "outputs": []}
    return plain | {"source": source} | more


def book(cells, **more):
    """A notebook of nbformat 4, as a dict."""
    return {"nbformat": 4, "nbformat_minor": 4, "metadata": {}, "cells": cells} | more


def dumped(data, **how):
    """A notebook as bytes."""
    return json.dumps(data, **how).encode()


def printed(megabytes):
    """A saved output of so many MiB, in lines."""
    return {
        "output_type": "stream",
        "name": "stdout",
        "text": ["x" * 99 + "\n"] * (megabytes * 10486),
    }


def zipped(**files):
    """A zip as bytes."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def changed(notebook, each=None, **top):
    """The notebook with every cell changed, and some keys of its own."""
    made = copy.deepcopy(notebook)
    made["cells"] = [
        each(number, one) if each else one for number, one in enumerate(made["cells"])
    ]
    return dumped(made | top)


def without(*keys):
    """Leave keys out of a cell."""
    return lambda _, one: {key: value for key, value in one.items() if key not in keys}


def plus(**more):
    """Add keys to a cell."""
    return lambda _, one: one | more


def about(**metadata):
    """Add metadata to a cell."""
    return lambda _, one: one | {"metadata": metadata}


def third(sources):
    """A notebook of nbformat 3, with the kinds of cell that only it has."""
    heading = {"cell_type": "heading", "level": 1, "metadata": {}, "source": ["Title"]}
    code = [
        {
            "cell_type": "code",
            "collapsed": False,
            "input": source.splitlines(keepends=True),
            "language": "python",
            "metadata": {},
            "outputs": [
                {"output_type": "pyout", "prompt_number": 1, "text": ["1"], "metadata": {}}
            ],
            "prompt_number": 1,
        }
        for source in sources
    ]
    sheet = {"cells": [heading, *code], "metadata": {}}
    return {"metadata": {"name": ""}, "nbformat": 3, "nbformat_minor": 0, "worksheets": [sheet]}


def by_tools(good, sources):
    """What tools write: all of it is a right notebook in its place."""
    python = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    yield (
        "colab",
        changed(
            good,
            lambda n, one: (
                one | {"metadata": {"id": f"aB_{n}", "outputId": "x", "colab": {"base_uri": "u"}}}
            ),
            nbformat_minor=0,
            metadata={
                "colab": {"provenance": [], "toc_visible": True},
                "accelerator": "GPU",
                **python,
            },
        ),
    )
    yield (
        "colab title",
        changed(good, lambda _, one: one | {"source": "#@title A\n" + one["source"]}),
    )
    yield (
        "vscode",
        changed(
            good,
            lambda n, one: (
                one | {"id": f"W{n}sZmlsZQ==", "metadata": {"vscode": {"languageId": "python"}}}
            ),
            nbformat_minor=5,
            metadata={"vscode": {"interpreter": {"hash": "0" * 64}}, **python},
        ),
    )
    yield "vscode without kernel", changed(good, metadata={"language_info": {"name": "python"}})
    yield (
        "polyglot",
        changed(good, about(dotnet_interactive={}, polyglot_notebook={"kernelName": "x"})),
    )
    yield (
        "kaggle",
        changed(
            good,
            about(_uuid="a" * 36, trusted=True, execution={"iopub.status.busy": "2027"}),
            metadata={"kaggle": {"accelerator": "none", "dataSources": [], "isGpuEnabled": False}},
        ),
    )
    yield (
        "deepnote",
        changed(
            good,
            about(cell_id="a1", deepnote_cell_type="code", execution_start=1, source_hash=None),
            metadata={"deepnote": {}, "deepnote_notebook_id": "x", "deepnote_execution_queue": []},
        ),
    )
    lite = {
        "kernelspec": {"name": "python", "display_name": "Python (Pyodide)", "language": "python"}
    }
    yield "jupyterlite", changed(good, metadata=lite, nbformat_minor=5)
    yield "databricks", changed(good, about(application={"databricks": {"title": ""}}))
    yield "cocalc", changed(good, about(cocalc={"last": 1}), metadata={"cocalc": {}})
    yield "datalore", changed(good, about(datalore={"node_id": "x", "type": "CODE"}))
    yield "papermill", changed(good, about(papermill={"duration": 0.1}, tags=["parameters"]))
    yield "slides", changed(good, about(slideshow={"slide_type": "slide"}))
    yield (
        "jupytext metadata",
        changed(good, metadata={"jupytext": {"formats": "ipynb,py:percent"}}),
    )
    yield "noteable", changed(good, about(noteable={"cell_type": "code"}))
    yield (
        "sagemaker",
        changed(good, metadata={"instance_type": "ml.t3", "availableInstances": [{}]}),
    )
    yield (
        "nbgrader claims",
        changed(good, about(nbgrader={"grade": True, "grade_id": "x", "points": 99})),
    )
    yield "format 3", dumped(third(sources))
    yield "format 4.0", changed(good, nbformat_minor=0)
    yield "format 4.2", changed(good, nbformat_minor=2)
    yield "format 4.5", changed(good, lambda n, one: one | {"id": f"c{n}"}, nbformat_minor=5)
    yield "format 4.9", changed(good, nbformat_minor=9)
    yield "no minor version", dumped({key: good[key] for key in ("nbformat", "metadata", "cells")})
    yield (
        "no metadata",
        dumped({key: good[key] for key in ("nbformat", "nbformat_minor", "cells")}),
    )
    yield "metadata null", changed(good, metadata=None)
    yield "cells without metadata", changed(good, without("metadata"))
    yield "cells without outputs", changed(good, without("outputs"))
    yield "cells without a count", changed(good, without("execution_count"))
    yield "bare cells", changed(good, without("metadata", "outputs", "execution_count"))
    yield "cell metadata null", changed(good, plus(metadata=None))
    yield "ids of format 4.5 in 4.4", changed(good, lambda n, one: one | {"id": f"c{n}"})
    yield "the same id", changed(good, plus(id="same"), nbformat_minor=5)
    yield (
        "ids too long",
        changed(good, lambda n, one: one | {"id": f"{n}" * 100}, nbformat_minor=5),
    )
    yield "ids of numbers", changed(good, lambda n, one: one | {"id": n}, nbformat_minor=5)
    yield "ids null", changed(good, plus(id=None), nbformat_minor=5)
    yield "ids missing", changed(good, nbformat_minor=5)
    yield "keys of its own", changed(good, plus(trusted=True, visible=1), signature="x", version=2)
    yield (
        "sources in lines",
        changed(good, lambda _, one: one | {"source": one["source"].splitlines(keepends=True)}),
    )
    error = {"output_type": "error", "ename": "E", "evalue": "", "traceback": ["\x1b[31m"]}
    yield "errors saved", changed(good, plus(outputs=[error], execution_count=3))
    yield "outputs of no kind", changed(good, plus(outputs=[{"a": 1}, 3, None]))
    yield "nan in metadata", dumped(good | {"metadata": {"x": float("nan")}})
    yield (
        "raw and empty cells",
        dumped(
            book([*good["cells"], cell(""), {"cell_type": "raw", "metadata": {}, "source": "raw"}])
        ),
    )
    yield (
        "pictures pasted",
        dumped(
            book(
                [
                    *good["cells"],
                    {
                        "cell_type": "markdown",
                        "metadata": {},
                        "source": "![](attachment:a)",
                        "attachments": {"a": {"image/png": "AAAA"}},
                    },
                ]
            )
        ),
    )
    for magic in (
        "%matplotlib inline",
        "%load_ext autoreload",
        "!pip install x",
        "?np",
        "%%html\n<b>",
    ):
        yield f"magic {magic[:4]}", dumped(book([cell(magic), *good["cells"]]))
    for name, wrong in {
        "no syntax": "def (",
        "raises": "1 / 0",
        "asks": "input()",
        "no package": "import no_such_package",
    }.items():
        yield name, dumped(book([cell(wrong), *good["cells"]]))


def by_encoding(good):
    """Bytes that are the same notebook."""
    text = json.dumps(good, ensure_ascii=False)
    for name in ("utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le"):
        yield name, text.encode(name)
    yield "windows line ends", json.dumps(good, indent=1).replace("\n", "\r\n").encode()
    yield "tabs", json.dumps(good, indent="\t").encode()
    yield "blanks around", b" \n\n" + text.encode() + b"\n\n \n"
    yield "escaped", json.dumps(good, ensure_ascii=True).encode()
    russian = [cell("# Привет 🎉\nш = 'é'"), *good["cells"]]
    yield "cyrillic", json.dumps(book(russian), ensure_ascii=False).encode()
    yield "half a letter", dumped(book([cell("x = '\ud800'"), *good["cells"]]))


def by_size(good, sources):
    """Large, and for a right reason."""
    for megabytes in (2, 25, 110):
        with_outputs = [*good["cells"], cell("1", outputs=[printed(megabytes)])]
        yield f"{megabytes} MiB of outputs", dumped(book(with_outputs))
    old = third(sources)
    old["worksheets"][0]["cells"][1]["outputs"] = [printed(25)]
    yield "25 MiB of outputs in format 3", dumped(old)
    yield (
        "25 MiB of widgets",
        dumped(good | {"metadata": {"widgets": {"state": ["w" * 99] * 262144}}}),
    )
    picture = {"a.png": {"image/png": "A" * (25 << 20)}}
    pasted = {"cell_type": "markdown", "metadata": {}, "source": "x", "attachments": picture}
    yield "25 MiB of pictures", dumped(book([*good["cells"], pasted]))
    yield "3000 cells", dumped(book([*(cell(f"y = {n}") for n in range(3000)), *good["cells"]]))


def scripts(sources):
    """Python text in the place of a notebook."""
    text = "\n\n".join(f"# %%\n{source}" for source in sources)
    yield "percent format", "vectors.py", text.encode(), GRADED
    yield "one long cell", "vectors.py", "\n\n".join(sources).encode(), GRADED
    yield "script with a mark", "vectors.py", text.encode("utf-8-sig"), GRADED
    yield "script in utf-16", "vectors.py", text.encode("utf-16"), GRADED
    cookie = "# -*- coding: cp1251 -*-\n# Привет\n"
    yield "script in cp1251", "vectors.py", (cookie + text).encode("cp1251"), GRADED
    yield "windows script", "vectors.py", text.replace("\n", "\r\n").encode(), GRADED
    yield "renamed script", "hw1.py", text.encode(), REMARK
    yield "loud script", "VECTORS.PY", text.encode(), REMARK
    jupytext = "# ---\n# jupyter:\n#   jupytext:\n#     text_representation:\n"
    jupytext += "#       extension: .py\n#       format_name: percent\n# ---\n\n"
    yield "jupytext", "vectors.py", (jupytext + text).encode(), GRADED


RENAMED = [
    *("vectors-1.ipynb", "vectors (1).ipynb", "vectors_ann.ipynb", "Vectors.ipynb"),
    *("VECTORS.IPYNB", "Untitled.ipynb", "vectors.ipynb.txt", "vectors.ipynb.json", "vectors"),
    *("vectors.json", "vectors.ipynb.ipynb", "копия.ipynb", " vectors.ipynb", "vectors.ipynb "),
    *("-rf.ipynb", "a\nb.ipynb", "=1+1.ipynb", "%s{0}.ipynb", "x" * 200 + ".ipynb"),
    *("vectors/vectors.ipynb", "a/b/c/v.ipynb", "hand in/Vectors final (2).ipynb"),
    unicodedata.normalize("NFD", "é.ipynb"),
]


BESIDE = ["page.html", "plot.png", "public_checks.py", ".ipynb_checkpoints/a.ipynb"]


def refused(good, right):
    """Files in the place of the notebook that are none: what the staff read."""
    yield "empty file", b"", "is empty"
    yield "blank file", b" \n\n", "is empty"
    yield "web page", b"<!DOCTYPE html><html>", "is a web page, not a notebook"
    yield "zip by another name", zipped(**{NAME: right}), "is a zip, not a notebook"
    yield "pdf by another name", b"%PDF-1.7", "is a PDF, not a notebook"
    yield "pointer", b"version https://git-lfs.github.com/spec/v1\n", "is a pointer"
    yield "gzip", gzip.compress(right), "is not a notebook"
    yield "truncated", right[: len(right) // 2], "is not a notebook"
    yield "doubled", right + right, "is not a notebook"
    yield "conflict", b"<<<<<<< HEAD\n" + right, "not a notebook"
    yield "latin-1", dumped(good).replace(b"np", "é".encode("latin-1")), "is not a notebook"
    yield "zeros", bytes(1000), "is not a notebook"
    yield "text", b"I was ill.", "is not a notebook"
    yield "python text", b"def double(x):\n    return 2 * x\n", "is not a notebook"
    yield "json", b'{"a": 1}', "is JSON but no notebook"
    yield "list", b"[]", "is JSON but no notebook"
    yield "number", b"3", "is JSON but no notebook"
    yield (
        "deep",
        b'{"nbformat": 4, "cells": ' + b"[" * 9000 + b"]" * 9000 + b"}",
        "nested too deeply",
    )
    yield "no cells", dumped({"nbformat": 4, "nbformat_minor": 4, "metadata": {}}), "is a damaged"
    yield "future", dumped(good | {"nbformat": 17}), "is a"
    yield "a cell of numbers", dumped(book([cell(3)])), "is a damaged notebook"
    yield "10001 cells", dumped(book([cell("")] * 10001)), "has 10001 code cells"
    yield "21 MiB of text", dumped(book([cell("#" * (21 << 20))])), "is larger than 20 MiB"


def in_folders(layout, right):
    """What a student's folder holds instead of one notebook: student, files, what is said."""
    folder = layout.root / "submitted"
    several = "has several files that could be it"
    yield "two notebooks", {"vectors/a.ipynb": right, "vectors/b.ipynb": right}, several
    yield (
        "two copies",
        {"vectors/vectors-1.ipynb": right, "vectors/vectors-2.ipynb": right},
        several,
    )
    yield "two below", {"vectors/a/v.ipynb": right, "vectors/b/v.ipynb": right}, several
    yield "script or notebook", {"vectors/vectors.py": b"x = 1", "vectors/a.ipynb": right}, several
    yield "two scripts", {"vectors/a.py": b"", "vectors/b.py": b""}, several
    yield "a zip", {"vectors/vectors.zip": zipped(**{NAME: right})}, "found vectors.zip"
    yield "a pdf", {"vectors/vectors.pdf": b"%PDF"}, "found vectors.pdf"
    yield "a page", {"vectors/vectors.html": b"<html>"}, "found vectors.html"
    yield "pictures", {f"vectors/{n}.jpg": b"" for n in range(9)}, "4 more"
    hidden = "vectors/.ipynb_checkpoints/vectors-checkpoint.ipynb"
    yield "checkpoint only", {hidden: right}, "has no notebook; it should hold vectors.ipynb"
    yield "mac only", {"vectors/__MACOSX/._vectors.ipynb": b"\0"}, "has no notebook"
    yield (
        "checks only",
        {"vectors/public_checks.py": b"", "vectors/timestamp.txt": b""},
        "no notebook",
    )
    yield "too deep", {"vectors/a/b/c/d/e/f.ipynb": right}, "has no notebook"
    yield "misspelt", {f"vecotrs/{NAME}": right}, "did you mean 'vectors'"
    yield "in capitals", {f"Vectors/{NAME}": right}, "did you mean 'vectors'"
    yield "with a blank", {f"vectors /{NAME}": right}, "did you mean 'vectors'"
    yield "final", {f"vectors_final/{NAME}": right}, "did you mean 'vectors'"
    yield "hw1 - vectors", {f"hw1 - vectors/{NAME}": right}, "did you mean 'vectors'"
    yield "loose", {NAME: right}, "it belongs in submitted/loose/vectors/"
    yield "loose copy", {"vectors-1.ipynb": right}, "it belongs in submitted/loose copy/vectors/"
    yield "loose script", {"vectors.py": b""}, "it belongs in submitted/loose script/vectors/"
    yield "file for folder", {"vectors": right}, "it should be a folder"
    for name in ("an empty folder", "folder for file", "pipe", "link", "linked folder", "giant"):
        (folder / name).mkdir(parents=True)
    (folder / "an empty folder" / "vectors").mkdir()
    yield "an empty folder", {}, "has no notebook; it should hold vectors.ipynb"
    (folder / "folder for file" / "vectors" / NAME).mkdir(parents=True)
    yield "folder for file", {}, "is a folder"
    for name in ("pipe", "link", "giant"):
        (folder / name / "vectors").mkdir()
    os.mkfifo(folder / "pipe" / "vectors" / NAME)
    yield "pipe", {}, "is not a regular file"
    (folder / "link" / "vectors" / NAME).symlink_to(layout.reference / "vectors" / "solution.py")
    yield "link", {}, "is a link"
    (folder / "linked folder" / "vectors").symlink_to(layout.reference / "vectors")
    yield "linked folder", {}, "is a link"
    (folder / "giant" / "vectors" / NAME).touch()
    os.truncate(folder / "giant" / "vectors" / NAME, 301 << 20)
    yield "giant", {}, "is larger than 300 MiB"


def nowhere(right):
    """Files that no student's work can be read from: path, what is said."""
    yield NAME, right, "lies in no student's folder; it belongs in submitted/STUDENT/vectors/"
    yield "vectors_ann.ipynb", right, "lies in no student's folder"
    yield "all.zip", b"PK", "lies in no student's folder"
    yield "lost/linear_algebra/work.ipynb", right, "lies in a folder called 'linear_algebra'"
    yield "lost/notes.txt", b"", "lies in no assignment's folder"


@pytest.fixture(scope="module")
def odd(tmp_path_factory, write_course, notebook):
    """The class, what should become of each, and what the commands said."""
    layout = Layout(write_course(tmp_path_factory.mktemp("odd") / "course"))
    due, reasons = _hand_in(layout, notebook())
    said = {}
    for command in ("grade", "gradebook", "feedback", "report"):
        done = _run(layout, command)
        said[command] = (done.returncode, done.stdout, done.stderr)
    return layout, due, reasons, said


def _hand_in(layout, right):
    """Write everything into `submitted/`: what should become of each, and why some need you."""
    due, reasons = {}, {}

    def put(student, name, content, fate):
        path = layout.root / "submitted" / student / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        due[student] = fate

    for student, name, content, fate in taken(right):
        put(student, f"vectors/{name}", content, fate)
    good = book([cell(one["source"]) for one in json.loads(right)["cells"]])
    for student, content, reason in refused(good, right):
        put(student, f"vectors/{NAME}", content, NEEDS_YOU)
        reasons[student] = reason
    for student, files, reason in in_folders(layout, right):
        for name, content in files.items():
            put(student, name, content, NEEDS_YOU)
        due[student], reasons[student] = NEEDS_YOU, reason
    for path, content, _ in nowhere(right):
        (layout.root / "submitted" / path).parent.mkdir(parents=True, exist_ok=True)
        (layout.root / "submitted" / path).write_bytes(content)
    return due, reasons


def taken(right):
    """Files with right answers: student, file in the assignment's folder, bytes, what it is."""
    sources = ["".join(one["source"]) for one in json.loads(right)["cells"]]
    good = book([cell(source) for source in sources])
    for student, content in (
        *by_tools(good, sources),
        *by_encoding(good),
        *by_size(good, sources),
    ):
        yield student, NAME, content, GRADED
    yield from scripts(sources)
    for number, file in enumerate(RENAMED):
        yield f"renamed {number}", file, right, REMARK
    for number, file in enumerate(["old.ipynb", "vectors.py", "a/b.ipynb"]):
        yield f"beside {number}", file, b"{}", REMARK
        yield f"beside {number}", NAME, right, REMARK
    for number, file in enumerate(BESIDE):
        yield f"with {number}", file, b"", GRADED
        yield f"with {number}", NAME, right, GRADED


def _run(layout, *command):
    return subprocess.run(
        [sys.executable, "-m", "autograder", *command],
        cwd=layout.root,
        env={**os.environ, "PYTHONPATH": str(ROOT), "AUTOGRADER_SECRET": "odd"},
        capture_output=True,
        text=True,
        check=False,
        timeout=600,
    )


def _fate(layout, student):
    receipt = read_receipt(layout.receipt(student, "vectors"))
    if receipt.problem:
        return NEEDS_YOU
    return REMARK if receipt.told else GRADED


def test_each_ends_in_one_of_three_ways(odd):
    """Graded, graded with a remark, or needs you; right work has its points."""
    layout, due, _, said = odd
    found = {student: _fate(layout, student) for student in due}

    assert due == found
    assert len(due) >= 120
    assert {path.stem for path in layout.receipts("vectors")} == set(due)
    points = {student: read_receipt(layout.receipt(student, "vectors")).earned for student in due}
    assert {s for s, fate in due.items() if fate != NEEDS_YOU} == {
        s for s, p in points.items() if p == 12
    }
    count = Counter(due.values())
    assert said["grade"][1].startswith(
        f"{count[GRADED] + count[REMARK]} graded, 0 kept as they were, "
        f"{count[NEEDS_YOU]} could not be read\n"
    )


def test_no_command_stumbles(odd):
    """Exit status 1, since somebody must look; never a traceback."""
    for command, (status, _, err) in odd[3].items():
        assert status == (1 if command in ("grade", "gradebook") else 0), (command, err)
        assert "Traceback" not in err


def test_who_needs_you_is_named_everywhere(odd):
    """With the reason: by grade, gradebook and report, in both tables, on the student's page."""
    layout, _, reasons, said = odd
    graded, marked = said["grade"][2].splitlines(), said["gradebook"][2].splitlines()
    audit = _table(layout.root / "audit.csv", "notes")
    states = _table(layout.root / "audit.csv", "state")
    risks = _table(layout.root / "report" / "at-risk.csv", "why")
    provisional = _table(layout.root / "gradebook.csv", "provisional")
    report = (layout.root / "report" / "late-and-missing.csv").read_text(encoding="utf-8")
    for student, reason in reasons.items():
        assert any(each.startswith(f"{student}, vectors: ") and reason in each for each in graded)
        named = f"needs attention: {student}: vectors: provisional, "
        assert any(each.startswith(named) and reason in each for each in marked)
        assert reason in audit[student]
        assert "not read" == states[student]
        assert "not final: vectors must be looked at" in risks[student]
        assert "yes" == provisional[student]
        assert reason in report
        page = layout.feedback(student, "vectors").read_text(encoding="utf-8")
        assert "This grade is not final" in page


def test_a_remark_is_told_wherever_the_work_is_shown(odd):
    """Which file was taken, on the page, in the audit, and by grade."""
    layout, due, _, said = odd
    audit = _table(layout.root / "audit.csv", "notes")
    for student in (student for student, fate in due.items() if fate == REMARK):
        (told,) = read_receipt(layout.receipt(student, "vectors")).told
        assert " ".join(told.split()) in " ".join(said["grade"][2].split())
        assert told.removeprefix("Taken from ").removesuffix(".") in audit[student]
        page = layout.feedback(student, "vectors").read_text(encoding="utf-8")
        assert "How this was graded." in page


def test_what_is_nobodys_is_named(odd):
    """A loose file, a folder that no assignment is called by: by grade, gradebook and report."""
    layout, _, _, said = odd
    page = (layout.root / "report.html").read_text(encoding="utf-8")
    for path, _, reason in nowhere(b""):
        place = "/".join(path.split("/")[:2])
        for command in ("grade", "gradebook"):
            lines = said[command][2].splitlines()
            assert any(f"submitted/{place}: {reason}" in line for line in lines), (command, place)
        assert f"submitted/{place}" in page


def test_grading_again_changes_nothing(odd):
    """What is good is kept, what could not be read is told again in the same words."""
    layout, due, _, said = odd
    before = {path: path.read_bytes() for path in layout.receipts("vectors")}
    again = _run(layout, "grade")
    good = sum(fate != NEEDS_YOU for fate in due.values())

    assert before == {path: path.read_bytes() for path in layout.receipts("vectors")}
    assert again.stdout.startswith(f"0 graded, {good} kept as they were, ")
    assert _told(said["grade"][2]) == _told(again.stderr)


def _told(err):
    """What is on stderr, without how far it was at some moment."""
    return [line for line in err.splitlines() if not line.startswith("grading: ")]


def _table(path, column):
    """Student → a column of a CSV."""
    with path.open(encoding="utf-8", newline="") as file:
        return {row["student"].removeprefix("'"): row[column] for row in csv.DictReader(file)}
