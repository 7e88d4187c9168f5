"""Submissions that want points without an answer: none gets one, none learns anything."""

import contextlib
import json
from dataclasses import replace
from pathlib import Path

import pytest

from autograder.receipts import to_json

ALL = "double = center = norm = split = cheat"

# What a function may return instead of an answer.
RETURNS = {
    "nan": "np.full_like(x, np.nan)",
    "infinity": "np.full_like(x, np.inf)",
    "an empty array": "np.zeros(0)",
    "an empty array of the right rank": "np.zeros((0,) * x.ndim)",
    "zeros": "np.zeros_like(x)",
    "the argument": "x",
    "an array of objects": "np.array([Equal()] * x.size, dtype=object).reshape(x.shape)",
    "an object that equals everything": "Equal()",
    "a float that equals everything": "Number(0.0)",
    "an array that equals everything": "np.zeros_like(x).view(Array)",
    "a pair of such arrays": "(np.zeros_like(x).view(Array),) * 2",
    "a masked array": "np.ma.masked_all(x.shape)",
    "a matrix": "np.matrix(np.zeros((1, 1)))",
    "records": "np.zeros(x.shape, dtype=[('a', float)])",
    "bytes as numbers": "np.zeros(x.shape, dtype='S8')",
    "dates": "np.zeros(x.shape, dtype='M8[s]')",
    "half precision": "np.zeros_like(x, dtype=np.float16)",
    "complex numbers": "x * 1j",
    "truth": "True",
    "text": "'1.0'",
    "seven things": "(x,) * 7",
    "a giant by broadcasting": "np.broadcast_to(0.0, (4096, 4096, 4096))",
    "a giant": "np.zeros((6000, 6000))",
    "a list that holds itself": "loop",
    "a deep list": "deep",
    "a dict of colliding keys": "{i * (2**61 - 1): 0 for i in range(5000)}",
    "an enormous int": "10**100_000",
    "a generator": "(one for one in x)",
    "a function": "cheat",
    "a class": "Equal",
    "a module": "np",
    "not implemented": "NotImplemented",
}
HELPERS = """
class Equal:
    def __eq__(self, other): return True
    def __ne__(self, other): return False
    def __le__(self, other): return True
    __lt__ = __gt__ = __ge__ = __le__
    def __bool__(self): return True
    def __float__(self): return 0.0
    def __array__(self, *args, **kwargs): return np.zeros(1)
    def __sub__(self, other): return 0.0
    __rsub__ = __add__ = __radd__ = __mul__ = __rmul__ = __sub__
    def __getattr__(self, name): return Equal()
class Number(float):
    def __eq__(self, other): return True
    def __sub__(self, other): return 0.0
    __rsub__ = __sub__
    __hash__ = None
class Array(np.ndarray):
    def __eq__(self, other): return np.ones(self.shape, bool)
    def __array_ufunc__(self, *args, **kwargs): return np.zeros(self.shape)
    def __array_function__(self, *args, **kwargs): return True
loop = []
loop.append(loop)
deep = []
for _ in range(5000):
    deep = [deep]
"""

# What a cell may do before its functions return zeros.
PATCHES = {
    "numpy's comparisons": "np.allclose = np.isclose = np.array_equal = lambda *a, **k: True",
    "numpy's assertions": "np.testing.assert_allclose = lambda *a, **k: None",
    "numpy's arithmetic": "np.abs = np.subtract = lambda *a, **k: 0.0",
    "builtins": (
        "import builtins\nbuiltins.all = builtins.any = builtins.isinstance = lambda *a: True\n"
        "builtins.abs = lambda x: 0\nbuiltins.AssertionError = type('E', (Exception,), {})"
    ),
    "JSON": "import json\njson.dumps = json.JSONEncoder.encode = lambda *a, **k: '{}'",
    "struct": "import struct\nstruct.pack = lambda *a: b''",
    "the shell": "get_ipython().run_cell = get_ipython().user_ns.__class__.get = None",
    "the display": "import sys\nsys.displayhook = sys.excepthook = lambda *a: None",
    "the self-check": "from autograder import check\ncheck = lambda *a, **k: 'All checks passed'",
    "a grader of one's own": (
        "import sys, types\nfake = types.ModuleType('autograder.checks')\n"
        "fake.assert_close = lambda *a, **k: None\nsys.modules['autograder.checks'] = fake"
    ),
    "points": "points = earned = score = total = 100\n100",
    "a trace": "import sys\nsys.settrace(lambda *a: None)\nsys.setprofile(lambda *a: None)",
    "a timer": "import signal\nsignal.signal(signal.SIGALRM, lambda *a: None)\nsignal.alarm(1)",
    "an exit handler": "import atexit\natexit.register(lambda: print('passed'))",
    "frames on every descriptor, at once": (
        "import os\nfor d in range(3, 64):\n    try:\n"
        '        os.write(d, b\'\\x28\\0\\0\\0\' * 2 + b\'{"q": 1, "k": "returned"}\')\n'
        "    except OSError: pass"
    ),
    "its own limits": (
        "import resource\nfor kind in (0, 7, 9):\n    try:\n"
        "        resource.setrlimit(kind, (-1, -1))\n    except (OSError, ValueError): pass"
    ),
    "recursion": "import sys\nsys.setrecursionlimit(10**9)",
    "garbage collection": "import gc\ngc.disable()\ngc.set_threshold(1)",
    "the loop that serves it": (
        "import gc\nfor one in gc.get_objects():\n"
        "    if type(one).__name__ in ('Child', 'Answerer', 'Keep', 'Encoder'):\n"
        "        one.__class__._single = one.__class__._batch = lambda *a: []\n"
        "        one.__class__.answer = one.__class__.result = lambda *a, **k: []"
    ),
}

# What a function may do when it is called.
ACTIONS = {
    "looks for answers in the frames above": """
    import sys
    frame = sys._getframe()
    while frame is not None:
        for name, value in list(frame.f_locals.items()):
            if name in ("expected", "wanted", "want", "reference", "answer", "_results"):
                return value
        frame = frame.f_back
    """,
    "looks for answers in memory": """
    import gc
    for one in gc.get_objects():
        if callable(one) and getattr(one, "__module__", "").endswith("solution"):
            return one(x)
    """,
    "imports the reference": """
    for name in ("reference.vectors.solution", "solution", "vectors", "checks"):
        try:
            return __import__(name).double(x)
        except ImportError:
            pass
    """,
    "reads the reference": """
    import glob
    for path in glob.glob("**/solution.py", recursive=True) + glob.glob("/**/grades"):
        print(open(path).read())
    """,
    "answers for itself on the wire": """
    import os
    for d in range(3, 64):
        try:
            os.write(d, b"\\x20\\0\\0\\0\\x1c\\0\\0\\0" + b'{"q":2,"k":"returned","v":0}')
        except OSError:
            pass
    """,
    "exits as if all were well": "import os; os._exit(0)",
    "exits by exception": "raise SystemExit(0)",
    "interrupts": "raise KeyboardInterrupt",
    "kills itself": "import os, signal; os.kill(os.getpid(), signal.SIGKILL)",
    "stops itself": "import os, signal; os.kill(os.getpid(), signal.SIGSTOP)",
    "aborts": "import os; os.abort()",
    "crashes": "import ctypes; ctypes.string_at(0)",
    "closes the wire": "import os; os.closerange(3, 64)",
    "replaces the wire": "import os; [os.dup2(1, d) for d in range(3, 8)]",
    "starts a thread": "import threading; threading.Thread(target=print, args=(1,)).start()",
    "forks": "import os; os.fork()",
    "edits its argument to fit": "x[...] = 0",
    "claims to be a stub of the grader": "raise AssertionError('passed')",
    "claims an error of the grader": "raise type('AutograderError', (Exception,), {})('ours')",
    "claims to be unsatisfiable": "raise type('UnsatisfiedAssumption', (BaseException,), {})",
}
LEAKS = {
    "printing": "print('INPUT', x.tolist())",
    "writing to the error output": "import sys; print('INPUT', x.tolist(), file=sys.stderr)",
    "writing to descriptors": "import os; [os.write(d, b'INPUT') for d in (1, 2)]",
    "warnings": "import warnings; warnings.warn('INPUT ' + str(x.tolist()))",
    "rich output": "from IPython.display import HTML, display; display(HTML('INPUT'))",
    "figures": "import matplotlib.pyplot as plt; plt.title('INPUT'); plt.plot([1]); plt.show()",
    "logging": "import logging; logging.error('INPUT')",
    "the shell's history": "get_ipython().run_cell('print(\"INPUT\")')",
}


def function(body, returned="np.zeros_like(x)"):
    """The source of `cheat`, which does something and returns something."""
    lines = body.strip("\n").splitlines() or ["pass"]
    text = lines if lines[0].startswith("    ") else [f"    {line}" for line in lines]
    return "\n".join(["def cheat(x):", *text, f"    return {returned}", ALL])


CHEATS = {
    **{f"returns {what}": (HELPERS, function("", how)) for what, how in RETURNS.items()},
    **{f"changes {what}": (cell, function("")) for what, cell in PATCHES.items()},
    **{what: (function(body),) for what, body in ACTIONS.items()},
}


NOBODY = dict.fromkeys(("double", "center", "norm", "split"))


def children(pid):
    """The processes whose parent it is."""
    found = set()
    for path in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            if path.read_text().rpartition(")")[2].split()[1] == str(pid):
                found.add(path.parent.name)
    return found


@pytest.mark.parametrize("cheat", CHEATS)
def test_a_cheat_earns_nothing_and_learns_nothing(grade, notebook, marker, cheat):
    """No point, no error of ours, and not a line of the reference in what is shown."""
    receipt, executed = grade(notebook(*CHEATS[cheat], **NOBODY))

    assert [] == [result.name for result in receipt.checks if result.earned]
    assert () == receipt.errors
    assert marker not in to_json(receipt)
    assert marker not in json.dumps([cell.get("outputs") for cell in executed.cells])


@pytest.mark.parametrize("leak", LEAKS)
def test_what_is_shown_while_checks_run_is_shown_to_nobody(grade, notebook, limits, leak):
    """Hidden inputs leave by no output; the answers are judged as if nothing were said."""
    body = f"    {LEAKS[leak]}\n    return x + x"
    patient = replace(limits, cpu_seconds=5, total_cpu_seconds=60)  # figures take their time
    receipt, executed = grade(notebook(double=f"def double(x):\n{body}"), limits=patient)
    shown = json.dumps([cell.get("outputs") for cell in executed.cells])

    assert [] == [r.message for r in receipt.checks if r.exercise == "double" and not r.earned]
    assert "INPUT" not in shown + to_json(receipt)


def test_there_are_many_cheats():
    """At least forty, all different."""
    assert len(CHEATS) >= 60
    assert len(set(CHEATS.values())) == len(CHEATS)


def test_metadata_of_cells_decide_nothing(grade, notebook):
    """Points, ids, grades and locks that a notebook claims for itself are nobody's business."""
    claimed = json.loads(notebook(double="def double(x):\n    return x"))
    for number, cell in enumerate(claimed["cells"]):
        cell["metadata"]["nbgrader"] = {
            "grade": True,
            "grade_id": "double" if number else "check_double",
            "points": 1000,
            "locked": True,
            "solution": False,
            "schema_version": 3,
            "checksum": "0" * 32,
        }
        cell["outputs"] = [{"output_type": "stream", "name": "stdout", "text": "All passed"}]
    claimed["metadata"]["autograder"] = {"earned": 1000, "student": "ann"}
    receipt, _ = grade(json.dumps(claimed).encode())

    assert (12, 9) == (receipt.points, receipt.earned)
    assert {"double_agrees_with_the_reference"} == {
        r.name for r in receipt.checks if r.outcome == "FAILED"
    }


def test_nothing_outlives_its_grading(grade, notebook, zygote):
    """After sleepers and those who ignore every signal the zygote has no child left."""
    sleeper = (
        "import os, signal\n"
        "for number in range(1, 32):\n"
        "    try:\n        signal.signal(number, signal.SIG_IGN)\n    except OSError: pass\n"
        "try:\n    os.setsid()\nexcept OSError: pass"
    )
    receipt, _ = grade(notebook(sleeper, function("import time; time.sleep(9)"), **NOBODY))

    assert 0 == receipt.earned
    assert set() == children(zygote._process.pid)
