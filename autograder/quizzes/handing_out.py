"""What students get of a quiz: notebooks, or sheets of paper; and the key, for the staff."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from autograder.errors import AutograderError
from autograder.files import write_atomically
from autograder.gradebook.history import drawn_ids, read_history
from autograder.gradebook.secret import BRING_IT
from autograder.layout import Layout
from autograder.quizzes.quiz import Quiz, Variant, code_of, variant_of
from autograder.quizzes.written import Written
from autograder.receipts import fingerprint_of

if TYPE_CHECKING:
    from autograder.reporting.papers import Paper

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")
PDF_SECONDS = 300
CODE_LINES = 5
Step = Callable[[str], None]


def refuse_other_secrets(
    layout: Layout, quiz: str, students: Sequence[str], secret: str, *, on_paper: bool
) -> None:
    """Raise AutograderError if one of them was given another variant than would be drawn now.

    That variant is another secret's, and what is answered on it could not be graded any more.
    """
    folder = layout.printed / quiz
    paths = [
        folder / f"{student}.html" if on_paper else layout.variant(student, quiz)
        for student in students
    ]
    if other := [path for path in drawn_otherwise(layout, secret) if path in paths]:
        raise AutograderError(
            f"{other[0]}: holds a variant of another secret than {fingerprint_of(secret)}, the "
            f"present one; {BRING_IT}; or move it away, if nobody has got it"
        )


def drawn_otherwise(layout: Layout, secret: str) -> list[Path]:
    """The variants in the course's folder that another secret has drawn."""
    notebooks = sorted(layout.root.glob("variants/*/*/*.ipynb"))
    drawn = [(path, path.parent.name, path.parent.parent.name) for path in notebooks]
    drawn += [(p, p.parent.name, p.stem) for p in sorted(layout.printed.glob("*/*.html"))]
    ids = drawn_ids(read_history(layout.root))
    return [
        path
        for path, quiz, student in drawn
        if not any(
            code_of(quiz, one, secret) in path.read_text("utf-8", "replace")
            for one in ids.get(student, (student,))
        )
    ]


def _variants(
    layout: Layout, quiz: Quiz, students: Sequence[str], secret: str
) -> Iterator[Variant]:
    """The students' variants; whoever was renamed keeps the one of before."""
    ids = drawn_ids(read_history(layout.root))
    for student in students:
        drawn = variant_of(quiz, ids.get(student, (student,))[0], secret)
        yield replace(drawn, student=student)


def handed_out(layout: Layout, quiz: str) -> list[str]:
    """Ids of those who have a variant of the quiz, or handed something in."""
    folders = [*layout.root.glob(f"variants/*/{quiz}"), *layout.root.glob(f"submitted/*/{quiz}")]
    sheets = (layout.printed / quiz).glob("*.html")
    return sorted({folder.parent.name for folder in folders} | {sheet.stem for sheet in sheets})


def write_notebooks(
    layout: Layout, quiz: Quiz, students: Sequence[str], secret: str, step: Step = lambda _: None
) -> list[Path]:
    """Write each student's notebook to variants/STUDENT/QUIZ/QUIZ.ipynb."""
    import nbformat

    from autograder.quizzes.notebook import notebook_of

    paths = []
    for variant in _variants(layout, quiz, students, secret):
        student = variant.student
        path = layout.variant(student, quiz.name)
        text = nbformat.writes(notebook_of(variant))
        write_atomically(path, text.rstrip("\n").encode() + b"\n")
        paths.append(path)
        step(student)
    return paths


def write_papers(
    layout: Layout,
    quiz: Quiz,
    students: Sequence[str],
    secret: str,
    *,
    course_title: str,
    step: Step = lambda _: None,
) -> list[Path]:
    """Write a sheet per student, the answer key, and, where there is a Chromium, their PDFs.

    Returns:
        printed/QUIZ/STUDENT.html …, printed/QUIZ_answer_key.html, and perhaps printed/QUIZ.pdf
        with all sheets, and printed/QUIZ_answer_key.pdf.
    """
    from autograder.reporting.papers import answer_key_page, papers_page

    papers = [_paper(variant) for variant in _variants(layout, quiz, students, secret)]
    about = {"title": quiz.title, "course_title": course_title}
    folder = layout.printed / quiz.name
    paths = []
    for paper in papers:
        paths.append(folder / f"{paper.student}.html")
        page = papers_page([paper], opening=quiz.opening, **about)
        write_atomically(paths[-1], page.encode())
        step(paper.student)
    key = layout.printed / f"{quiz.name}_answer_key.html"
    write_atomically(key, answer_key_page(papers, **about).encode())
    paths.append(key)
    browser = next(filter(None, map(shutil.which, BROWSERS)), None)
    if browser is not None:
        everybody = papers_page(papers, opening=quiz.opening, **about)
        together = layout.printed / f"{quiz.name}.pdf"
        for page, pdf in (
            (everybody, together),
            (key.read_text("utf-8"), key.with_suffix(".pdf")),
        ):
            write_atomically(pdf, _as_pdf(browser, page))
            paths.append(pdf)
    return paths


def _paper(variant: Variant) -> Paper:
    from autograder.reporting.papers import Paper, PaperQuestion

    questions = tuple(
        PaperQuestion(
            title=one.question.title,
            points=one.question.points,
            text=one.text,
            options=tuple(option.text for option in one.options),
            form=one.key.form,
            lines=CODE_LINES if isinstance(one.key, Written) else 0,
            key=one.key.shown,
        )
        for one in variant.asked
    )
    return Paper(variant.student, variant.code, questions)


def _as_pdf(browser: str, page: str) -> bytes:
    """The page as Chromium prints it; raise AutograderError with its last words."""
    with tempfile.TemporaryDirectory(prefix="print-") as name:
        folder = Path(name)
        (folder / "page.html").write_text(page, encoding="utf-8")
        command = [
            browser,
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--no-pdf-header-footer",
        ]
        command += [
            f"--user-data-dir={folder / 'profile'}",
            f"--print-to-pdf={folder / 'page.pdf'}",
        ]
        done = subprocess.run(
            [*command, (folder / "page.html").as_uri()],
            capture_output=True,
            text=True,
            check=False,
            timeout=PDF_SECONDS,
        )
        try:
            return (folder / "page.pdf").read_bytes()
        except OSError:
            words = done.stderr.strip().rpartition("\n")[2]
            raise AutograderError(f"{browser} printed nothing: {words}") from None
