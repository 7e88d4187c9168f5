"""The public checks of a topic, cut out of its checks.py for students."""

from __future__ import annotations

import ast
import copy
import sys
from collections.abc import Collection, Iterable, Iterator, Sequence
from pathlib import Path

from autograder.authoring.stubs import Block, blocks, parse
from autograder.errors import TopicError

_LINE_LENGTH = 99
_HEADER = '''\
"""The public checks of the assignment `{assignment}`.  Generated; not to be edited.

In the notebook, `check("{exercise}")` runs those of one exercise on your answer.  Read them:
they say what your answer must do.  Changing them changes no grade, for your work is graded with
the course's own copy and with hidden checks besides.  Where a public check waits for a hidden one
(`after=`), that is left out here.
"""
'''


def public_checks_source(
    *,
    assignment: str,
    checks_source: str,
    public: Collection[str],
    hidden: Collection[str],
    exercises: Sequence[str],
    where: str | Path,
    given: str = "",
) -> str:
    """The text of public_checks.py.

    It has the public checks as written, the imports, helpers and constants they use, and the
    names ASSIGNMENT, EXERCISES and GIVEN; of hidden checks it has nothing.

    Args:
        assignment: the assignment's name.
        checks_source: the text of checks.py.
        public: names of the public checks.
        hidden: names of the hidden checks.
        exercises: names of all exercises, in the topic's order.
        where: the path of checks.py, for messages.
        given: the code that the notebook gives; `autograder check` supplies what is missing of it.

    Raises TopicError if a public check is not there, or uses the reference, a hidden check or a
    module that students do not have.
    """
    statements = list(blocks(checks_source, where=where))
    imports = [block for block in statements if _is_import(block.node)]
    definitions = [block for block in statements if not _is_import(block.node)]
    needed = _closure(definitions, public, hidden, where=where)
    used = {name for block in needed for name in _used(block.node, hidden)}
    parts = [_HEADER.format(assignment=assignment, exercise=exercises[0])]
    parts += [line for block in imports for line in _imported(block.node, used, where=where)]
    parts += ["", f'ASSIGNMENT = "{assignment}"']
    parts += [_folded("EXERCISES = (", [f'"{name}"' for name in exercises])]
    for block in needed:
        gap = "\n\n" if isinstance(block.node, ast.FunctionDef | ast.ClassDef) else ""
        parts.append(gap + _without_hidden(block, hidden).strip("\n"))
    if given:
        parts.append(
            f"\n\n# What the notebook gives, as it was released.\nGIVEN = {_quoted(given)}"
        )
    text = "\n".join(parts).rstrip("\n") + "\n"
    parse(text, where=f"public_checks.py of {where}")
    return text


def _quoted(text: str) -> str:
    """The text as Python that a person can read, if it can be written so."""
    if "'''" in text or text.endswith("\\"):
        return repr(text)
    return f"r'''{text}'''"


def _closure(
    definitions: Sequence[Block],
    public: Iterable[str],
    hidden: Collection[str],
    *,
    where: str | Path,
) -> list[Block]:
    """The statements that define the names, and all that those use, in the file's order."""
    needed: set[int] = set()
    wanted = list(public)
    for name in wanted:
        if not any(name in _bound(block.node) for block in definitions):
            raise TopicError(f"{where}: no check {name!r}; define it at the top level")
    while wanted:
        name = wanted.pop()
        for position, block in enumerate(definitions):
            if position not in needed and name in _bound(block.node):
                needed.add(position)
                used = _used(block.node, hidden)
                _require_open(block.node, used & set(hidden), where=where)
                wanted += used
    return [definitions[position] for position in sorted(needed)]


def _require_open(node: ast.stmt, hidden: set[str], *, where: str | Path) -> None:
    """Raise TopicError if a statement that is to be released uses what students must not see."""
    for inner in ast.walk(node):
        named = inner.id if isinstance(inner, ast.Name) else getattr(inner, "arg", None)
        if named == "reference":
            raise TopicError(
                f"{where}:{getattr(inner, 'lineno', node.lineno)}: a public check uses "
                "'reference', which students do not have; state the law without it, or drop "
                "public=True"
            )
    if hidden:
        raise TopicError(
            f"{where}:{node.lineno}: a public check uses the hidden check "
            f"{min(hidden)!r}; make that public too, or name it in after= only"
        )


def _used(node: ast.stmt, hidden: Collection[str]) -> set[str]:
    """The names from outside that a statement uses, those in a dropped `after=` left out."""
    node = _opened(node, hidden)
    if not isinstance(node, ast.FunctionDef):
        return _loaded([node])
    inside = [inner for statement in node.body for inner in ast.walk(statement)]
    local = {inner.arg for inner in [*ast.walk(node.args), *inside] if isinstance(inner, ast.arg)}
    local |= _stored(inside)
    return _loaded([*node.decorator_list, node.args]) | (_loaded(node.body) - local)


def _opened(node: ast.stmt, hidden: Collection[str]) -> ast.stmt:
    """The statement with hidden checks taken out of its decorators' `after=`."""
    if not isinstance(node, ast.FunctionDef):
        return node
    node = copy.deepcopy(node)
    for decorator in node.decorator_list:
        if isinstance(decorator, ast.Call):
            decorator.keywords = [
                kept for word in decorator.keywords for kept in _kept(word, hidden)
            ]
    return node


def _kept(keyword: ast.keyword, hidden: Collection[str]) -> Iterator[ast.keyword]:
    """The keyword without hidden checks, or nothing if none is left."""
    if keyword.arg != "after":
        yield keyword
        return
    value = keyword.value
    checks = value.elts if isinstance(value, ast.Tuple) else [value]
    left = [one for one in checks if not (isinstance(one, ast.Name) and one.id in hidden)]
    if len(left) == len(checks):
        yield keyword
    elif left:
        after = left[0] if len(left) == 1 else ast.Tuple(left, ast.Load())
        yield ast.keyword("after", after)


def _without_hidden(block: Block, hidden: Collection[str]) -> str:
    """The block's text; a decorator is rewritten only if its `after=` names a hidden check."""
    opened = _opened(block.node, hidden)
    if not isinstance(block.node, ast.FunctionDef) or not isinstance(opened, ast.FunctionDef):
        return block.text
    lines = block.text.split("\n")
    pairs = zip(block.node.decorator_list, opened.decorator_list, strict=True)
    for written, decorator in reversed(list(pairs)):
        if ast.dump(written) != ast.dump(decorator):
            first = written.lineno - block.first
            last = (written.end_lineno or written.lineno) - block.first
            lines[first : last + 1] = [f"@{ast.unparse(decorator)}"]
    return "\n".join(lines)


def _imported(node: ast.stmt, used: set[str], *, where: str | Path) -> Iterator[str]:
    """The import statement, reduced to the names used."""
    if not isinstance(node, ast.Import | ast.ImportFrom):
        return
    names = [name for name in node.names if _import_binds(name) in used or name.name == "*"]
    future = isinstance(node, ast.ImportFrom) and node.module == "__future__"
    if future:
        yield ast.unparse(node)
    if future or not names:
        return
    written = [ast.unparse(name) for name in names]
    if isinstance(node, ast.Import):
        modules = [name.name for name in names]
        line = f"import {', '.join(written)}"
    else:
        modules = ["." * node.level + (node.module or "")]
        line = _folded(f"from {modules[0]} import (", written)
    for module in modules:
        if not _students_have(module) or names[0].name == "*":
            raise TopicError(
                f"{where}:{node.lineno}: a public check needs `{ast.unparse(node)}`; public "
                "checks import names from numpy, autograder.checks and the standard library only"
            )
    yield line


def _students_have(module: str) -> bool:
    root = module.split(".", maxsplit=1)[0]
    return root == "numpy" or module == "autograder.checks" or root in sys.stdlib_module_names


def _is_import(node: ast.stmt) -> bool:
    return isinstance(node, ast.Import | ast.ImportFrom)


def _import_binds(name: ast.alias) -> str:
    return name.asname or name.name.split(".")[0]


def _bound(node: ast.stmt) -> set[str]:
    """The names a top-level statement defines."""
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        return {node.name}
    return _stored(ast.walk(node))


def _loaded(nodes: Iterable[ast.AST]) -> set[str]:
    names = [inner for node in nodes for inner in ast.walk(node) if isinstance(inner, ast.Name)]
    return {name.id for name in names if isinstance(name.ctx, ast.Load)}


def _stored(nodes: Iterable[ast.AST]) -> set[str]:
    names = [node for node in nodes if isinstance(node, ast.Name)]
    return {name.id for name in names if isinstance(name.ctx, ast.Store)}


def _folded(opening: str, items: Sequence[str]) -> str:
    """`opening` and items on one line if they fit, else one a line; imports lose the bracket."""
    comma = "," if len(items) == 1 and "=" in opening else ""
    line = f"{opening}{', '.join(items)}{comma})"
    if "=" not in opening:
        line = line.replace("(", "").removesuffix(")")
    if len(line) <= _LINE_LENGTH:
        return line
    return "\n".join([opening, *(f"    {item}," for item in items), ")"])
