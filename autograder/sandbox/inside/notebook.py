"""A notebook shell: IPython with its outputs recorded, without a terminal, files or processes."""

from __future__ import annotations

import ast
import builtins
import getpass
import random
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import Any, NoReturn

import numpy as np
from IPython.core.compilerop import CachingCompiler
from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.error import StdinNotImplementedError
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.text import SList
from traitlets.config import Config

from .recorder import Output, Recorder, Stream
from .replies import safe_text

FIRST_FRAMES, LAST_FRAMES = 5, 10
DEFINITIONS = (ast.Import, ast.ImportFrom, ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
PARTS: dict[str, tuple[type[ast.stmt], ...]] = {
    "all": (ast.stmt,),
    "quiet": (*DEFINITIONS, ast.Assign, ast.AnnAssign, ast.AugAssign),
    "definitions": DEFINITIONS,
}
"""Which statements of a cell are run: of a cell that came to a bad end, not all."""

WARM_UP = """
import numpy as np
import matplotlib.pyplot as plt
def f(x):
    return np.linalg.inv(x)
f(np.zeros((2, 2)))
---
def broken(:
---
plt.plot([1, 2], [3, 4], label='$x^2$')
plt.title('a')
plt.legend()
plt.show()
---
plt.imshow(np.eye(3))
plt.colorbar()
plt.hist(np.arange(3))
---
from IPython.display import HTML, Markdown, Math, display
display(HTML('<b>a</b>'), Markdown('a'), Math('x'))
np.eye(2)
---
%timeit -n1 -r1 1
---
%matplotlib inline
---
!true
---
np.float64(1) / 0
"""


class Compiler(CachingCompiler):
    """Names the code of a cell after the cell, so that a traceback can be read."""

    def get_code_name(
        self,
        raw_code: str,  # noqa: ARG002  # IPython's signature
        transformed_code: str,  # noqa: ARG002  # IPython's signature
        number: int,
    ) -> str:
        """`<cell 3>`"""
        return f"<cell {number}>"


class Publisher(DisplayPublisher):
    """Records rich outputs."""

    def publish(
        self,
        data: dict[str, Any],
        metadata: dict[str, Any] | None = None,
        *_: Any,
        transient: dict[str, Any] | None = None,
        update: bool = False,
        **__: Any,
    ) -> None:
        """Record one."""
        self.shell.recorder.display(
            data, metadata or {}, display_id=(transient or {}).get("display_id"), update=update
        )

    def clear_output(self, wait: bool = False) -> None:
        """Forget the cell's outputs."""
        self.shell.recorder.clear(wait=wait)


class Hook(DisplayHook):
    """Records the value of a cell's last expression."""

    def write_output_prompt(self) -> None:
        """A notebook shows the count beside the output, not in it."""

    def write_format_data(
        self, format_dict: dict[str, Any], md_dict: dict[str, Any] | None = None
    ) -> None:
        """Record it."""
        self.shell.recorder.result(self.prompt_count, format_dict, md_dict or {})

    def finish_displayhook(self) -> None:
        """There is nothing to flush."""


class Shell(InteractiveShell):
    """The shell; `recorder` is set once it exists."""

    recorder = Recorder(0, 0)  # before __init__ IPython may already show something

    def transform_cell(self, raw_cell: str) -> str:
        """What is Python already holds no magics; to search it is half the time of a cell."""
        if is_python(raw_cell) and not self.input_transformers_post:
            return raw_cell if raw_cell.endswith("\n") else f"{raw_cell}\n"
        transform: Any = super().transform_cell  # untyped
        return str(transform(raw_cell))

    def enable_gui(self, gui: str | None = None) -> None:
        """There is no window system."""

    def enable_matplotlib(self, gui: str | None = None) -> Any:  # noqa: ARG002  # it is "inline"
        """Whatever `%matplotlib` asks for, figures are shown inline."""
        inline: Any = super().enable_matplotlib  # untyped
        return inline("inline")

    def system(self, cmd: str) -> None:
        """`!command`"""
        print(f"shell commands do not run in the grader: !{cmd}", file=sys.stderr)  # noqa: T201

    system_piped = system_raw = system

    def getoutput(self, cmd: str, split: bool = True, *_: Any, **__: Any) -> Any:
        """`lines = !command`"""
        self.system(cmd)
        return SList([]) if split else ""

    def ask_exit(self) -> None:
        """`exit` ends nothing: the cells below still run."""

    def _get_exc_info(self, exc_tuple: Any = None) -> Any:
        get: Any = super()._get_exc_info  # untyped
        kind, error, trace = get(exc_tuple)
        return kind, error, shortened(trace)

    def _showtraceback(self, etype: Any, evalue: Any, stb: list[str]) -> None:
        self.recorder.error(str(etype.__name__), safe_text(evalue), list(stb))

    def _format_exception_for_storage(self, *_: Any, **__: Any) -> dict[str, Any]:
        return {}  # IPython would format every traceback twice, all its frames

    @contextmanager
    def _tee(self, channel: str) -> Iterator[None]:  # noqa: ARG002  # IPython's signature
        yield  # IPython would keep a second, unbounded copy of what is printed


class Only(ast.NodeTransformer):
    """Leaves statements of some kinds, below some line, in a cell."""

    def __init__(self, kinds: tuple[type[ast.stmt], ...], below: int) -> None:
        self._kinds = kinds
        self._below = below

    def visit(self, node: ast.AST) -> ast.AST:
        """The cell without its other statements."""
        if isinstance(node, ast.Module):
            node.body = [
                one
                for one in node.body
                if isinstance(one, self._kinds) and one.lineno > self._below
            ]
        return node


def is_python(cell: str) -> bool:
    """Whether Python takes the cell as it stands, without a word."""
    if "\\" in cell or cell[:1].isspace():  # a warning about `\\d` must not be given twice
        return False
    try:
        compile(cell, "", "exec", ast.PyCF_ONLY_AST)
    except (SyntaxError, ValueError, OverflowError, MemoryError, RecursionError):
        return False
    return True


def no_input(*_: Any, **__: Any) -> NoReturn:
    """`input()` in a graded notebook."""
    __tracebackhide__ = True
    raise StdinNotImplementedError("input() does not work in the grader: nobody is there to type")


def shortened(trace: TracebackType | None) -> TracebackType | None:
    """The first and last frames of a long traceback: IPython needs a millisecond for each."""
    frames = []
    while trace is not None:
        frames.append(trace)
        trace = trace.tb_next
    if len(frames) > FIRST_FRAMES + LAST_FRAMES:
        frames = frames[:FIRST_FRAMES] + frames[-LAST_FRAMES:]
    for frame in reversed(frames):
        trace = TracebackType(trace, frame.tb_frame, frame.tb_lasti, frame.tb_lineno)
    return trace


def warm(cell_text: int, outputs: int) -> Shell:
    """A fresh shell with every lazy import done: one traceback, one figure, one of each magic.

    It records so many characters of text of each cell, and so many of outputs in all.
    """
    config = Config()
    config.HistoryManager.enabled = False
    config.InteractiveShell.colors = "nocolor" if _lower_case_colors() else "NoColor"
    config.InteractiveShell.display_page = True
    shell: Shell = Shell.instance(
        config=config,
        displayhook_class=Hook,
        display_pub_class=Publisher,
        compiler_class=Compiler,
    )
    shell.enable_matplotlib()
    builtins.input = no_input
    getpass.getpass = no_input
    for cell in WARM_UP.split("---\n"):
        run(shell, cell)
    import matplotlib.pyplot as plt

    plt.close("all")
    reset: Any = shell.reset  # untyped
    reset(new_session=True)
    shell.compile._filename_map.clear()  # noqa: SLF001  # IPython has no public way to forget names
    shell.recorder = Recorder(cell_text, outputs)
    return shell


def open_streams(shell: Shell) -> None:
    """Let sys.stdout and sys.stderr be recorded."""
    sys.stdout, sys.stderr = (Stream(name, shell.recorder) for name in ("stdout", "stderr"))


def run(
    shell: Shell, source: str, number: int | None = None, part: str = "all", below: int = 0
) -> list[Output]:
    """Run one cell, under this number or the next: its outputs.

    Of the cell only a part of PARTS is run, and of that what begins below a line.
    """
    if number is not None:
        shell.execution_count = number
    shell.recorder.begin()
    transformers: list[Any] = shell.ast_transformers
    before = transformers[:]
    if part != "all":
        transformers.append(Only(PARTS[part], below))
    try:
        run_cell: Any = shell.run_cell  # untyped
        run_cell(source, store_history=True)
    except BaseException as error:  # noqa: BLE001  # IPython lets a few through (SystemExit in a hook)
        shell.recorder.error(type(error).__name__, safe_text(error), [])
    finally:
        if part != "all":
            transformers[:] = before
    return shell.recorder.take()


def stopped_at(shell: Shell, number: int) -> int:
    """The line of the cell in which the last exception came up; 0 if that is not known."""
    error = getattr(shell.last_execution_result, "error_in_exec", None)
    trace = getattr(error, "__traceback__", None)
    while trace is not None:
        code = trace.tb_frame.f_code
        if code.co_filename == f"<cell {number}>" and code.co_name == "<module>":
            return int(trace.tb_lineno)
        trace = trace.tb_next
    return 0


def seed() -> None:
    """The global random generators, as every notebook and every example finds them."""
    random.seed(0)
    np.random.seed(0)  # noqa: NPY002  # the old global generator is the very one meant


def _lower_case_colors() -> bool:
    import IPython

    return IPython.version_info[0] >= 9
