"""The house rules: who may import whom, how long a module may be, what is shipped."""

import ast
import os
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from collections import Counter
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from importlib.metadata import version
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
STUDENTS_MAY_IMPORT = frozenset(
    {
        *("numpy", "math", "fractions", "itertools", "functools", "collections"),
        *("contextlib", "dataclasses"),
    }
)
RECORDS = frozenset({"errors", "files", "layout", "limits", "receipts"})
STANDARD = frozenset(sys.stdlib_module_names)


@dataclass(frozen=True, slots=True)
class Import:
    """One imported name: the line, the dotted name, and whether importing the file runs it."""

    line: int
    name: str
    at_load: bool


@dataclass(frozen=True, slots=True)
class Rule:
    """What the files of one kind may import.

    Attributes:
        title: the rule in words.
        files: patterns of files, from the root of the repository.
        allowed: prefixes of dotted names; None allows whatever is not forbidden.
        forbidden: prefixes of dotted names.
        autograder: prefixes allowed below `autograder.`; None allows all of it.
    """

    title: str
    files: tuple[str, ...]
    allowed: frozenset[str] | None = None
    forbidden: frozenset[str] = frozenset()
    autograder: frozenset[str] | None = None


RULES = (
    Rule(
        "a solution imports what a good student would",
        files=("reference/*/solution.py",),
        allowed=STUDENTS_MAY_IMPORT,
    ),
    Rule(
        "checks import numpy and the vocabulary",
        files=("reference/*/checks.py",),
        allowed=STUDENTS_MAY_IMPORT | {"autograder.checks"},
    ),
    Rule(
        "mistakes import numpy, the vocabulary, the checks and what the solution gives",
        files=("reference/*/mistakes.py",),
        allowed=STUDENTS_MAY_IMPORT | {"autograder.checks", ".checks", ".solution"},
    ),
    Rule(
        "questions import numpy and the vocabulary",
        files=("reference/*/questions.py",),
        allowed=STUDENTS_MAY_IMPORT | {"autograder.checks", "autograder.quizzes"},
    ),
    Rule(
        "what runs beside student code knows no check and no reference",
        files=("autograder/sandbox/inside/*.py",),
        allowed=STANDARD
        | {".", "numpy", "IPython", "traitlets", "matplotlib", "matplotlib_inline"},
    ),
    Rule(
        "reports read receipts and the course, never a topic, never the sandbox",
        files=("autograder/reporting/**/*.py",),
        autograder=RECORDS | {"reporting", "gradebook"},
    ),
    Rule(
        "the gradebook reads receipts and the course, never a topic, never the sandbox",
        files=("autograder/gradebook/**/*.py",),
        autograder=RECORDS | {"gradebook"},
    ),
    Rule(
        "the framework knows no topic and no course by name",
        files=("autograder/**/*.py",),
        forbidden=frozenset({"reference", "assignments", "course_config", "tests"}),
    ),
)


def imports(source: str) -> list[Import]:
    """Every import of a file, `importlib.import_module("…")` with a literal included."""
    found: list[Import] = []

    def visit(node: ast.AST, *, at_load: bool) -> None:
        match node:
            case ast.Import(names=names):
                found.extend(Import(node.lineno, name.name, at_load) for name in names)
            case ast.ImportFrom(module=module, names=names, level=level):
                start = "." * level + (f"{module}." if module else "")
                found.extend(Import(node.lineno, start + name.name, at_load) for name in names)
            case ast.Call(func=function, args=[ast.Constant(value=str(name)), *_]) if re.search(
                r"(\b|_)import(_module|__)$", ast.unparse(function)
            ):
                found.append(Import(node.lineno, name, at_load))
            case ast.If(test=test) if ast.unparse(test).endswith("TYPE_CHECKING"):
                at_load = False
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.Lambda():
                at_load = False
        for child in ast.iter_child_nodes(node):
            visit(child, at_load=at_load)

    visit(ast.parse(source), at_load=True)
    return found


def is_below(name: str, prefixes: frozenset[str]) -> bool:
    """Whether a dotted name is one of the prefixes or lies below one."""
    return any(
        name == prefix or name.startswith(prefix if prefix == "." else f"{prefix}.")
        for prefix in prefixes
        if prefix != "." or not name.startswith("..")
    )


def violations(source: str, rule: Rule) -> list[str]:
    """The imports of a file that a rule does not allow, one line each."""
    return [
        f"line {one.line} imports {one.name}"
        for one in imports(source)
        if one.name.split(".")[0] != "__future__" and not _is_allowed(one.name, rule)
    ]


def _is_allowed(name: str, rule: Rule) -> bool:
    if is_below(name, rule.forbidden):
        return False
    if rule.allowed is not None and not is_below(name, rule.allowed):
        return False
    inside = name.removeprefix("autograder.")
    if rule.autograder is None or inside in {name, "__version__"}:
        return True
    return is_below(inside, rule.autograder)


def eager_imports(source: str, library: str) -> list[str]:
    """Where importing the file at once imports a library."""
    return [
        f"line {one.line} imports {one.name} at the top"
        for one in imports(source)
        if one.at_load and is_below(one.name, frozenset({library}))
    ]


def files(*patterns: str) -> list[Path]:
    """The files that match, in order."""
    found = {path for pattern in patterns for path in ROOT.glob(pattern)}
    return sorted(path for path in found if "__pycache__" not in path.parts)


def relative(path: Path) -> str:
    """A path as one reads it in a test's name."""
    return path.relative_to(ROOT).as_posix()


MODULES = files("autograder/**/*.py")
GOVERNED = [
    pytest.param(path, rule, id=f"{relative(path)}: {rule.title}")
    for rule in RULES
    for path in files(*rule.files)
]


class TestImports:
    """Who may import whom."""

    @pytest.mark.parametrize(("path", "rule"), GOVERNED)
    def test_a_file_imports_only_what_its_place_allows(self, path, rule):
        """The rule of the file's folder holds."""
        assert violations(path.read_text("utf-8"), rule) == []

    @pytest.mark.parametrize("rule", RULES, ids=[rule.title for rule in RULES])
    def test_every_rule_governs_a_file(self, rule):
        """No rule is about files that are not there."""
        assert files(*rule.files)

    @pytest.mark.parametrize(
        ("number", "bad", "named"),
        [
            (0, "import os", "os"),
            (0, "from hypothesis import given", "hypothesis.given"),
            (0, "def f():\n    import subprocess", "subprocess"),
            (1, "from autograder import grading", "autograder.grading"),
            (1, "from .solution import relu", ".solution.relu"),
            (1, "from reference.losses.checks import x", "reference.losses.checks.x"),
            (2, "from .assignment import text", ".assignment.text"),
            (2, "from ..losses import checks", "..losses.checks"),
            (2, "import hypothesis", "hypothesis"),
            (3, "from autograder.grading import grade", "autograder.grading.grade"),
            (4, "from autograder.checks import check", "autograder.checks.check"),
            (4, "from .. import student", "..student"),
            (4, "import hypothesis", "hypothesis"),
            (4, "import nbformat", "nbformat"),
            (
                5,
                "from autograder.authoring.topic import Topic",
                "autograder.authoring.topic.Topic",
            ),
            (5, "from autograder import sandbox", "autograder.sandbox"),
            (5, "from autograder.grading import grade", "autograder.grading.grade"),
            (6, "import autograder.checks", "autograder.checks"),
            (6, "from autograder.reporting import pages", "autograder.reporting.pages"),
            (7, "import course_config", "course_config"),
            (7, "from reference.losses import solution", "reference.losses.solution"),
            (7, "importlib.import_module('reference.losses')", "reference.losses"),
            (7, "__import__('assignments')", "assignments"),
        ],
    )
    def test_a_rule_sees_what_it_forbids(self, number, bad, named):
        """A file that breaks the rule is reported with the line and the name."""
        (message,) = violations(bad, RULES[number])

        assert message == f"line {bad.count(chr(10)) + 1} imports {named}"

    @pytest.mark.parametrize(
        ("number", "good"),
        [
            (0, "from __future__ import annotations\nimport numpy as np"),
            (0, "from collections.abc import Callable"),
            (1, "from autograder.checks import check"),
            (2, "from .checks import relu_is_right"),
            (3, "from autograder.quizzes import question"),
            (4, "from . import seccomp\nfrom .wire import read\nimport ctypes, IPython"),
            (5, "from autograder.receipts import Receipt\nimport jinja2"),
            (5, "from autograder import __version__"),
            (6, "from autograder.gradebook.exact import exactly"),
            (7, "from autograder.references import anything"),
        ],
    )
    def test_a_rule_lets_pass_what_it_allows(self, number, good):
        """A file that keeps the rule is not reported."""
        assert violations(good, RULES[number]) == []

    def test_no_modules_import_one_another_in_a_circle(self):
        """Whether when they are loaded or later: one can be read, and changed, after the other."""
        graph = {dotted(path): imported(path) for path in MODULES}

        assert [*TopologicalSorter(graph).static_order()]

    def test_a_circle_is_seen(self):
        """Between two modules that import one another."""
        with pytest.raises(CycleError):
            [*TopologicalSorter({"a": {"b"}, "b": {"a"}}).static_order()]

    def test_nbgrader_is_known_to_two_modules(self):
        """One module of the gradebook and one of authoring import nbgrader, nobody else."""
        users = [
            path.parent.relative_to(ROOT).as_posix()
            for path in MODULES
            if any(
                is_below(one.name, frozenset({"nbgrader"})) for one in imports(path.read_text())
            )
        ]

        assert users == ["autograder/authoring", "autograder/gradebook"]

    @pytest.mark.parametrize("path", MODULES, ids=relative)
    @pytest.mark.parametrize("library", ["nbgrader", "distributed", "dask"])
    def test_slow_libraries_are_imported_where_they_are_used(self, path, library):
        """Importing a module of ours does not wait for a library that costs seconds."""
        assert eager_imports(path.read_text("utf-8"), library) == []

    @pytest.mark.parametrize(
        ("source", "count"),
        [
            ("import nbgrader.api", 1),
            ("if True:\n    from nbgrader import api", 1),
            ("class A:\n    import nbgrader", 1),
            ("def f():\n    import nbgrader", 0),
            ("if TYPE_CHECKING:\n    import nbgrader", 0),
            ("import nbgraders", 0),
        ],
    )
    def test_an_import_at_the_top_is_seen(self, source, count):
        """What runs when the module is imported counts, what runs later does not."""
        assert len(eager_imports(source, "nbgrader")) == count

    @pytest.mark.parametrize(
        ("module", "without"),
        [
            ("autograder", {"numpy", "hypothesis", "nbgrader", "IPython"}),
            ("autograder.gradebook", {"numpy", "hypothesis", "nbgrader", "IPython"}),
            ("autograder.reporting", {"hypothesis", "nbgrader", "IPython"}),
            ("autograder.checks", {"hypothesis", "nbgrader", "IPython"}),
        ],
    )
    def test_a_package_loads_no_more_than_it_needs(self, module, without):
        """What a package imports, directly or not, leaves out the heavy libraries."""
        script = f"import sys, {module}; print(*sys.modules)"
        command = [sys.executable, "-c", script]
        loaded = subprocess.run(
            command, capture_output=True, text=True, check=True, cwd=ROOT, timeout=60
        ).stdout.split()

        assert without & set(loaded) == set()


class TestModules:
    """How the files of the framework look."""

    def test_no_two_classes_have_one_name(self):
        """Who reads a name knows which class it is."""
        defined = [
            node.name
            for path in MODULES
            for node in ast.parse(path.read_text("utf-8")).body
            if isinstance(node, ast.ClassDef)
        ]

        assert [] == [name for name, times in Counter(defined).items() if times > 1]

    @pytest.mark.parametrize("path", MODULES, ids=relative)
    def test_a_module_is_short(self, path):
        """A module has one subject and at most 300 lines."""
        assert len(path.read_text("utf-8").splitlines()) <= 300

    @pytest.mark.parametrize("path", files("autograder/**/*.py", "tests/**/*.py"), ids=relative)
    def test_a_module_is_named_after_its_subject(self, path):
        """No module is called utils, nor by one of its other names."""
        assert path.stem not in {"utils", "util", "helpers", "common", "misc", "tools"}

    @pytest.mark.parametrize("path", MODULES, ids=relative)
    def test_every_folder_is_a_package(self, path):
        """A folder with modules has an `__init__.py`, or it would not be shipped."""
        assert (path.parent / "__init__.py").is_file()


def dotted(path: Path) -> str:
    """The module's name."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imported(path: Path) -> set[str]:
    """The modules of the framework that it imports, now or later."""
    known = {dotted(each) for each in MODULES}
    inside = dotted(path).rpartition(".")[0]
    found = set()
    for one in imports(path.read_text("utf-8")):
        name = f"{inside}.{one.name[1:]}" if one.name.startswith(".") else one.name
        found |= {name if name in known else name.rpartition(".")[0]} & known
    return found - {dotted(path)}


def unshipped(names: list[str], packages: dict[str, list[str]]) -> list[str]:
    """The data files that no pattern of `package-data` names."""
    shipped = {
        name
        for package, patterns in packages.items()
        for pattern in patterns
        for name in names
        if Path(name).match(f"{package.replace('.', '/')}/{pattern}")
    }
    return [name for name in names if name not in shipped]


def marked(name):
    """The files of tests that use this mark."""
    return [
        relative(path)
        for path in files("tests/**/*.py")
        if re.search(rf"pytest\.mark\.{name}\b", path.read_text("utf-8"))
    ]


class TestShipping:
    """What is in the repository and what is in the wheel."""

    @pytest.mark.parametrize(
        "name",
        [
            *("pyproject.toml", "README.md", "LICENSE", "course_config.py"),
            *("assignments", "reference", "autograder", "tests"),
        ],
    )
    def test_the_repository_has_its_parts(self, name):
        """What the README speaks of exists."""
        assert (ROOT / name).exists()

    def test_what_needs_an_extra_is_marked(self):
        """CI selects by this mark what it runs with all extras installed."""
        skipping = {
            relative(path)
            for path in files("tests/**/*.py")
            if "importorskip" + "(" in path.read_text("utf-8")
        }

        assert skipping - set(marked("extra")) == set()

    def test_data_files_are_shipped(self):
        """Every file of the framework that is no module is named in `package-data`."""
        project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
        data = [path for path in files("autograder/**/*") if path.is_file()]
        names = [relative(path) for path in data if path.suffix not in {".py", ".pyc"}]

        assert unshipped(names, project["tool"]["setuptools"]["package-data"]) == []

    def test_a_data_file_that_is_not_shipped_is_seen(self):
        """A file beside the pattern is reported, one that it matches is not."""
        patterns = {"autograder.reporting": ["templates/*"]}
        names = ["autograder/reporting/templates/a.html", "autograder/reporting/style.css"]

        assert unshipped(names, patterns) == ["autograder/reporting/style.css"]

    @pytest.mark.slow
    def test_the_wheel_holds_the_framework_and_nothing_hidden(self, tmp_path):
        """A wheel is built of `autograder` alone: no reference, no course, no test."""
        if int(version("setuptools").split(".")[0]) < 77:
            pytest.skip("building needs setuptools 77")
        project = tmp_path / "project"
        unneeded = shutil.ignore_patterns(".*", "__pycache__", "build", "*.egg-info")
        for name in ("autograder", "reference", "tests"):
            shutil.copytree(ROOT / name, project / name, ignore=unneeded)
        for name in ("pyproject.toml", "README.md", "LICENSE", "course_config.py"):
            shutil.copy(ROOT / name, project / name)
        options = ["--no-deps", "--no-build-isolation", "--quiet", "--wheel-dir", tmp_path]
        subprocess.run(
            [sys.executable, "-m", "pip", "wheel", *options, project],
            check=True,
            timeout=300,
            env={**os.environ, "PIP_NO_INDEX": "1"},
        )
        (wheel,) = tmp_path.glob("*.whl")
        with zipfile.ZipFile(wheel) as archive:
            names = archive.namelist()
        tops = {name.split("/")[0] for name in names if ".dist-info/" not in name}

        assert tops == {"autograder"}
        assert {relative(path) for path in MODULES} <= set(names)
