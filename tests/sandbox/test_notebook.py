"""Cells run as in Jupyter, and what they show is recorded as nbformat has it."""

import base64
from pathlib import Path

import nbformat
import pytest
from IPython.core.inputtransformer2 import TransformerManager
from nbformat.v4 import new_code_cell, new_notebook

from autograder.sandbox import Violation, outputs
from autograder.sandbox.inside.notebook import is_python
from autograder.sandbox.inside.wire import Malformed

ROOT = Path(__file__).parents[2]


@pytest.fixture
def show(fork):
    """Run cells in one process: the outputs of the last."""

    def run(*cells: str):
        process = fork()
        shown = [process.run_cell(cell) for cell in cells]
        pairs = zip(cells, shown, strict=True)
        nbformat.validate(new_notebook(cells=[new_code_cell(c, outputs=o) for c, o in pairs]))
        return shown[-1]

    return run


def test_text_and_value_in_order(show):
    """Runs of text are merged; stdout, stderr and the last value come in their order."""
    shown = show(
        "import sys\nprint('a')\nprint('b')\nprint('c', file=sys.stderr)\nprint('d')\n6 * 7"
    )

    assert [(o["output_type"], o.get("name"), o.get("text")) for o in shown] == [
        ("stream", "stdout", "a\nb\n"),
        ("stream", "stderr", "c\n"),
        ("stream", "stdout", "d\n"),
        ("execute_result", None, None),
    ]
    assert shown[-1]["execution_count"] == 1
    assert shown[-1]["data"] == {"text/plain": "42"}


def test_in_and_out_are_counted(show):
    """In and Out work, and a cell can be given its number."""
    assert show("1 + 1", "", "Out[1] + _1")[0]["execution_count"] == 2


def test_a_cell_may_be_given_its_number(fork):
    """A cell left out leaves the numbers of the others alone."""
    process = fork("1")
    shown = process.run_cell("2", number=5)

    assert shown[0]["execution_count"] == 5


def test_figures_are_shown_inline(show):
    """A figure becomes a PNG at the end of its cell, without being asked for."""
    shown = show("import matplotlib.pyplot as plt\nplt.plot([1, 2], [3, 5])\nprint('drawn')")

    assert [o["output_type"] for o in shown] == ["stream", "display_data"]
    assert base64.b64decode(shown[-1]["data"]["image/png"]).startswith(b"\x89PNG")


def test_rich_outputs_are_kept(show):
    """HTML, Markdown and updates are recorded; a cleared output is gone."""
    shown = show(
        "from IPython.display import HTML, clear_output, display\n"
        "print('gone')\nclear_output()\n"
        "handle = display(HTML('<b>old</b>'), display_id='x')\nhandle.update(HTML('<b>new</b>'))"
    )

    assert [o["data"].get("text/html") for o in shown] == ["<b>new</b>"]


def test_cells_after_an_error_run(show):
    """An error is an output, without colours, and the next cell runs."""
    process_output = show("x = 1\n1 / 0")
    assert process_output[0]["ename"] == "ZeroDivisionError"
    assert "----> 2 1 / 0" in "\n".join(process_output[0]["traceback"])
    assert "\x1b" not in str(process_output)

    assert show("x = 1\n1 / 0", "x + 1")[0]["data"] == {"text/plain": "2"}


@pytest.mark.parametrize(
    ("cell", "name"),
    [
        ("input('name?')", "StdinNotImplementedError"),
        ("import getpass; getpass.getpass()", "StdinNotImplementedError"),
        ("def f(:", "SyntaxError"),
        ("  x = 1\n y = 2", "IndentationError"),
        ("raise SystemExit(3)", "SystemExit"),
        ("%%bash\nls", "PermissionError"),
        ("def f(): return f()\nf()", "RecursionError"),
    ],
)
def test_what_cannot_work_is_an_error_output(show, cell, name):
    """It ends its cell with a name, and nothing else."""
    assert [o["ename"] for o in show(cell) if o["output_type"] == "error"] == [name]
    assert show(cell, "'still here'")


@pytest.mark.parametrize("cell", ["x = 1 #" + "x" * (5 << 20), "'\ud800'", "x = '\0'"])
def test_odd_sources_are_harmless(fork, cell):
    """A giant cell, half a pair or a null: at most an error output, and the next cell runs."""
    process = fork()

    assert len(process.run_cell(cell)) <= 1
    assert process.run_cell("1 + 1")[0]["data"] == {"text/plain": "2"}


@pytest.mark.parametrize(
    "cell",
    [
        "%matplotlib inline",
        "%matplotlib notebook",
        "%matplotlib",
        "%timeit -n1 -r1 1",
        "%%time\n1",
        "%config InlineBackend.figure_format = 'retina'",
        "%pip install numpy",
        "!ls /",
        "files = !ls",
        "exit",
        "quit()",
        "# a comment",
        "from autograder import check\nassert check('softplus') is None",
        "import autograder\nassert autograder.check(1, two=3) is None",
    ],
)
def test_what_notebooks_do_is_harmless(show, cell):
    """Magics, shell commands and the student's own checks end in no error."""
    assert not [o for o in show(cell) if o["output_type"] == "error"]


CELLS = [
    *(
        "x = 5 % 2",
        "x = 1 # why?",
        "a = (1\n % 2)\n\n",
        "def f():\n    return '%time ?'",
        "",
        "\n",
    ),
    *("%time 1", "x = %pwd", "!ls", "x = !ls", "x?", "  x = 1", ">>> x = 1", "await f()", "x = ("),
    *("/f 1", ";f 1", "%%time\n1", "'''\n%time\n'''", "s = '\\d'", "for x in y:\n    %time x"),
    *("x = 1;\n", "# %%\nx = 1", "?", "f(\n!ls\n)", "x = 1\r\ny = 2", "\x0cx = 1", "x\n\n\n  "),
]


def test_ipython_would_change_no_cell_that_is_python():
    """So it need not search such a cell for magics; most of the course's cells are such."""
    course = [
        cell.source
        for path in sorted(ROOT.glob("assignments/*/*.ipynb"))
        for cell in nbformat.read(path, as_version=4).cells
        if cell.cell_type == "code"
    ]
    python = [cell for cell in [*CELLS, *course] if is_python(cell)]

    assert len(course) // 2 < len(python)
    assert {"x = 5 % 2", "x = 1;\n", "'''\n%time\n'''"} < set(python)
    for cell in python:
        assert TransformerManager().transform_cell(cell).rstrip() == cell.rstrip()


def test_only_the_stand_in_of_autograder_is_there(show):
    """Nothing of the grader can be imported."""
    assert show("import autograder.checks")[0]["ename"] == "ModuleNotFoundError"


class TestBounds:
    """Whatever is shown is bounded, with a note where it was cut."""

    def test_a_huge_print_is_cut(self, show):
        """A cell shows 64 KiB of text."""
        (output,) = show("for i in range(100_000): print('x' * 100)")

        assert len(output["text"]) < (64 << 10) + 200
        assert "output cut here" in output["text"]

    def test_a_huge_value_is_cut(self, show):
        """So does the text of a value; HTML that is too long is left out."""
        (output,) = show(
            "class A:\n    def __repr__(self): return 'r' * 10**6\n"
            "    def _repr_html_(self): return 'h' * 10**6\nA()"
        )

        assert set(output["data"]) == {"text/plain"}
        assert len(output["data"]["text/plain"]) < (64 << 10) + 200

    def test_a_notebook_is_bounded(self, fork):
        """All cells together show 4 MiB."""
        process = fork(
            "from IPython.display import Image, display\nimport os\n"
            "data = b'\\x89PNG\\r\\n\\x1a\\n' + bytes(300_000)"
        )
        shown = [process.run_cell("display(Image(data)); print('a')") for _ in range(20)]

        assert 0.8 < sum(len(str(o)) for o in shown) / (4 << 20) < 1.1
        assert "left out" in str(shown[-1])

    def test_many_outputs_are_cut(self, show):
        """A cell shows some hundred outputs."""
        shown = show("for i in range(5000): display(i)")

        assert len(shown) < 1000
        assert "left out" in str(shown[-1])


@pytest.mark.parametrize(
    "forged",
    [
        "text",
        ["text"],
        [{"output_type": "pyout"}],
        [{"output_type": "stream", "name": "stdin", "text": ""}],
        [{"output_type": "stream", "name": "stdout", "text": ["a"]}],
        [{"output_type": "stream", "name": "stdout", "text": "a", "more": 1}],
        [{"output_type": "error", "ename": "E", "evalue": "", "traceback": "text"}],
        [{"output_type": "error", "ename": "E", "evalue": "", "traceback": [1]}],
        [{"output_type": "display_data", "data": {"text/plain": ["a"]}, "metadata": {}}],
        [{"output_type": "display_data", "data": {"javascript": "a"}, "metadata": {}}],
        [{"output_type": "display_data", "data": {}, "metadata": {"a": [1]}}],
        [{"output_type": "execute_result", "data": {}, "metadata": {}}],
        [{"output_type": "stream", "name": "stdout", "text": "a"}] * 2000,
        [{"output_type": "stream", "name": "stdout", "text": "a" * (9 << 20)}],
    ],
)
def test_forged_outputs_are_refused(forged):
    """What is not an output of nbformat's is no output."""
    with pytest.raises(Malformed):
        outputs.checked(forged, 0, 1000)


def test_a_forged_answer_ends_the_process(fork):
    """A student who replaces the recorder gains nothing but the end of the process."""
    process = fork()
    with pytest.raises(Violation, match="cell 1 wrote to the grader's own channel"):
        process.run_cell("get_ipython().recorder.take = lambda: [{'output_type': 'x'}]")
