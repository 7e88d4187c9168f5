"""What a release gives, kept whole in a notebook where it was deleted, retyped or overwritten.

The given code is run before the student's cells, unless these begin with it.  What a cell says
over again is left out, so that a class is still one class.  What it says differently stands for
the student's own code, or, if `insist`ed, does not stand at all; a check gets ours in any case.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from typing import Any

# Compiled here, once for all forks.
DEFINED = re.compile(r"^(?:def|class) +(\w+)", re.MULTILINE)
BINDS = re.compile(r"\bimport\b|^\w+ *=", re.MULTILINE)
WORD = re.compile(r"\w+")
DEFINITION = (ast.FunctionDef, ast.ClassDef)
PLAIN = (int, float, complex, str, bytes, bool, tuple)


def bound_names(tree: ast.AST) -> Iterator[str]:
    """The names that code defines, imports or assigns, wherever it does so."""
    for node in ast.walk(tree):
        if isinstance(node, DEFINITION):
            yield node.name
        elif isinstance(node, ast.alias):
            yield node.asname or node.name.partition(".")[0]
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id


def given_names(source: str) -> tuple[str, ...]:
    """The names that the given code has at its top level."""
    names: list[str] = []
    for node in ast.parse(source).body:
        names += [node.name] if isinstance(node, DEFINITION) else bound_names(node)
    return tuple(dict.fromkeys(names))


class Given:
    """The given code beside the names of one notebook.

    Args:
        source: the given code.
        given: the names it has at its top level.
        names: the notebook's names, alive.
        insist: leave out whatever a cell says differently, and restore what it overwrites.
        transform: from a cell to Python.

    Attributes:
        ours: what the given names stand for in checks, where the student changed them.
    """

    def __init__(
        self,
        source: str,
        given: tuple[str, ...],
        names: dict[str, Any],
        *,
        insist: bool = False,
        transform: Callable[[str], str] = str,
    ) -> None:
        self.ours: dict[str, Any] = {}
        self._source = source
        self._given = given
        self._names = names
        self._insist = insist
        self._transform = transform
        self._values: dict[str, Any] | None = None
        self._dumps: dict[str, str] | None = None
        self._seen: set[str] = set()

    def before(self, cell: str) -> str:
        """The cell as it is to be run."""
        if self._values is None and (self._insist or not self._is_whole(cell)):
            self._supply()
        if self._values is None:
            self._seen.update(self._given)
            return cell
        lacking = len(self._seen) < len(self._given)
        defines = not set(self._given).isdisjoint(DEFINED.findall(cell))
        return self._without_given(cell) if defines or (lacking and BINDS.search(cell)) else cell

    def after(self) -> None:
        """A cell has been run."""
        if self._values is None:
            self._values = {n: self._names[n] for n in self._given if n in self._names}
            if len(self._values) < len(self._given):  # the cell did not come to its end
                self._seen.clear()
                self._supply()
        elif self._insist:
            self._names.update(self._values)

    def settle(self) -> tuple[list[str], list[str]]:
        """All cells have been run: the given names that they lack, and those they changed."""
        if self._values is None:
            self._supply()
        missing, changed = set(self._given) - self._seen, []
        for name, value in (self._values or {}).items():
            if name not in self._names:
                self._names[name] = value
                missing.add(name)
            elif not _same(self._names[name], value):
                self.ours[name] = value
                changed.append(name)
        return [name for name in self._given if name in missing], changed

    def _supply(self) -> None:
        exec(compile(self._source, "<given>", "exec"), self._names)  # noqa: S102  # the course's own
        self._values = {name: self._names[name] for name in self._given}
        self._names.setdefault("check", _checked_elsewhere)

    def _is_whole(self, cell: str) -> bool:
        """Whether the cell holds the given code as it was released, and does nothing to it."""
        before, found, after = cell.partition(self._source or "\n")
        others = WORD.findall(f"{before} {after}")
        return bool(found) and set(self._given).isdisjoint(others)

    def _without_given(self, cell: str) -> str:
        """The cell without definitions of what is given already; line numbers stay."""
        try:
            text = self._transform(cell)
            tree = ast.parse(text)
        except Exception:  # noqa: BLE001  # then it does not run either, or the shell knows why
            return cell
        self._seen.update(set(self._given).intersection(bound_names(tree)))
        lines, dropped = text.split("\n"), False
        for node in tree.body:
            if not isinstance(node, DEFINITION) or node.name not in self._given:
                continue
            if self._insist or ast.dump(node) == self._dump(node.name):
                first = min([node.lineno, *(one.lineno for one in node.decorator_list)])
                last = node.end_lineno or node.lineno
                lines[first - 1 : last] = [""] * (last - first + 1)
                dropped = True
        return "\n".join(lines) if dropped else cell

    def _dump(self, name: str) -> str:
        if self._dumps is None:
            body = ast.parse(self._source).body
            self._dumps = {n.name: ast.dump(n) for n in body if isinstance(n, DEFINITION)}
        return self._dumps.get(name, "")


def _same(found: Any, ours: Any) -> bool:
    return found is ours or (type(found) is type(ours) and type(ours) in PLAIN and found == ours)


def _checked_elsewhere(*_: Any) -> None:
    """What `check("softplus")` does where the cell that gives `check` is missing."""
