"""Who shares code: copies are found, independent answers and short formulas are not."""

import ast
import csv
import io
import json
import re
import sys
from itertools import zip_longest
from pathlib import Path

import pytest

from autograder import cli
from autograder.layout import Layout
from autograder.reporting.similarity import marked, similarity_csv, similarity_page
from autograder.similarity import Corpus, Pair, suspicious_pairs
from autograder.similarity.reading import code_of

pytest.importorskip("copydetect", reason="needs the extra `similarity`")
pytestmark = pytest.mark.extra
ROOT = Path(__file__).parents[2]
TOPICS = ("activations", "losses", "backprop", "optimizers", "convolution", "descent")


def _answers(topic, kind):
    """Functions of mistakes.py with this decorator, as texts: exercise → its answers."""
    found = {}
    tree = ast.parse((ROOT / "reference" / topic / "mistakes.py").read_text("utf-8"))
    for node in tree.body:
        for mark in getattr(node, "decorator_list", ()):
            if isinstance(mark, ast.Call) and ast.unparse(mark.func) == kind:
                (of,) = (word.value.value for word in mark.keywords if word.arg == "of")
                node.decorator_list, node.name = [], of
                found.setdefault(of, []).append(ast.unparse(node))
    return found


def _class(topic, kind):
    """Students who answer independently: no two take the same answer to an exercise."""
    rows = zip_longest(*_answers(topic, kind).values(), fillvalue="")
    return {f"s{i}": "\n\n".join(filter(None, row)) for i, row in enumerate(rows)}


def _released(topic):
    return code_of(ROOT / "assignments" / topic / f"{topic}.ipynb")


def _disguised(code):
    """The same with other names, no comments, and the functions in reverse order."""
    tree = ast.parse(code)
    bound = {a.arg for a in ast.walk(tree) if isinstance(a, ast.arg)} - {"self"}
    bound |= {
        n.id for n in ast.walk(tree) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.arg) and node.arg in bound:
            node.arg = f"my_{node.arg}"
        if isinstance(node, ast.Name) and node.id in bound:
            node.id = f"my_{node.id}"
    tree.body.reverse()
    return ast.unparse(tree)


def _names(pairs):
    return [(pair.first, pair.second) for pair in pairs]


@pytest.mark.parametrize("topic", TOPICS)
def test_independent_answers_are_no_alarm(topic):
    """Known answers to the same exercises, right or wrong, none taken twice."""
    reference = (ROOT / "reference" / topic / "solution.py").read_text("utf-8")
    for kind, given in (("alternative", []), ("mistake", [reference])):
        students = _class(topic, kind)
        assert len(students) >= 2
        assert [] == _names(suspicious_pairs(Corpus(students, [_released(topic), *given])))


@pytest.mark.parametrize("topic", TOPICS)
def test_a_copy_in_disguise_is_found(topic):
    """Renamed variables and reordered functions hide nothing, and nobody else is named."""
    students = _class(topic, "alternative")
    students["copy"] = _disguised(students["s0"])
    pairs = suspicious_pairs(Corpus(students, [_released(topic)]))

    assert [("copy", "s0")] == _names(pairs)
    assert max(pairs[0].shares) > 0.8


def test_short_formulas_written_alike_are_no_alarm():
    """Everybody's sigmoid is the same line."""
    code = "def sigmoid(x):\n    return 1 / (1 + np.exp(-x))\n"

    assert [] == suspicious_pairs(Corpus({"ann": code, "bob": code}, []))


def test_what_is_given_or_written_by_many_is_nobodys_own():
    """The same code is an alarm for two of a class, none if it was given or if six have it."""
    code = _class("losses", "alternative")["s0"]
    two, six = dict.fromkeys("ab", code), dict.fromkeys("abcdef", code)

    assert [("a", "b")] == _names(suspicious_pairs(Corpus(two, [])))
    assert [] == suspicious_pairs(Corpus(two, [code]))
    assert [] == suspicious_pairs(Corpus(six, []))


@pytest.mark.parametrize("code", ["", "def (", "<script>", "# nothing\n"])
def test_code_that_is_none_is_compared_with_nothing(code):
    """An empty or broken notebook is no alarm and no error."""
    assert [] == suspicious_pairs(Corpus({"ann": code, "bob": code}, [code]))


def test_what_students_wrote_is_escaped_everywhere():
    """Neither names nor code are markup to a browser, nor formulas to a spreadsheet."""
    evil = "<script>alert(1)</script>"
    pair = Pair(f"=1+{evil}", "bob", (1.0, 0.5), 200, (((0, 8),), ((2, 4),)))
    page = similarity_page("losses", [pair], {pair.first: evil, "bob": evil}, at_least=0.5)

    assert "<script" not in page
    assert "<mark>&lt;script&gt;</mark>alert(1)" in page
    assert "What this does not mean" in page
    assert not re.search(r"(src|href)=\"(?!#)", page)
    rows = list(csv.reader(io.StringIO(similarity_csv([pair]))))
    assert rows[1] == [f"'=1+{evil}", "bob", "1.000", "0.500", "200"]


def test_passages_that_overlap_are_marked_once():
    """Every character of the code is shown exactly once."""
    text = marked(".,;:!?()", [(4, 6), (1, 3), (2, 5)])

    assert ".,;:!?()" == re.sub("</?mark>", "", text)
    assert ".<mark>,;</mark><mark>:!</mark><mark>?</mark>()" == text


def test_words_are_marked_whole():
    """A mark that begins or ends within a word takes all of it, and no neighbour."""
    code = "x_hat = centre(x)\n"

    assert "<mark>x_hat = centre</mark>(x)\n" == marked(code, [(2, 10)])
    assert "x_hat<mark> = </mark>centre(x)\n" == marked(code, [(5, 8)])
    assert f"<mark>{code}</mark>" == marked(code, [(0, len(code))])
    assert "<mark>x_hat</mark> = centre(x)\n" == marked(code, [(0, 2), (2, 4)])


def test_the_command_compares_a_class(write_course, tmp_path, notebook, monkeypatch, capsys):
    """Page and CSV lie in similarity/; what cannot be read is named, and the rest compared."""
    layout = Layout(write_course(tmp_path / "course"))
    long = "def split(x):\n" + "".join(
        f"    step_{i} = x[{i}:] * {i} + np.sum(x ** {i}) - abs(x[{i}])\n" for i in range(9)
    )
    other = json.loads(notebook(split=long.replace("step", "mine")))
    other["cells"].reverse()
    for name, content in (
        ("ann", notebook(split=long)),
        ("bob", json.dumps(other).encode()),
        ("eve", notebook()),
        ("joe", b"no notebook"),
    ):
        path = layout.submitted(name, "vectors")
        path.parent.mkdir(parents=True)
        path.write_bytes(content)
    monkeypatch.setattr(sys, "argv", ["autograder", "similarity", "vectors"])
    monkeypatch.chdir(layout.root)
    cli.run()
    told = capsys.readouterr()

    assert "3 compared, 1 pairs to look at" in told.out
    assert "joe: " in told.err
    lines = (layout.root / "similarity" / "vectors.csv").read_text().splitlines()
    assert lines[1].startswith("ann,bob,")
    assert "ann and bob" in (layout.root / "similarity" / "vectors.html").read_text()
