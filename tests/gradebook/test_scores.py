"""Score files are read as people write them; a mistake is named with its line and column."""

from __future__ import annotations

import csv
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.errors import CourseError
from autograder.gradebook import read_roster
from autograder.gradebook.scores import read_scores

HEADER = "student,assignment,score,points,excused,reason\n"


@pytest.fixture
def read(tmp_path, course):
    """Read the scores in some text."""

    def read(text, course=course, encoding="utf-8"):
        path = tmp_path / "scores.csv"
        path.write_bytes(text.encode(encoding))
        return read_scores(path, course)

    return read


def test_reads_exact_scores(read):
    """A score is what was typed, not the nearest double."""
    (score,) = read(HEADER + "ann,midterm,7.1,10,,\n")

    assert (score.student, score.assignment) == ("ann", "midterm")
    assert (score.earned, score.points) == (Fraction(71, 10), 10)
    assert not score.excused


def test_only_three_columns_are_needed(read):
    """What an assignment is worth is known from the course."""
    (score,) = read("assignment,score,student\nquiz,3,ann\n")

    assert (score.earned, score.points) == (3, 10)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_reads_what_spreadsheets_save(read, encoding, end):
    """Byte order marks, line ends, empty lines, quotes and commas in names change nothing."""
    lines = [HEADER.strip(), '"Lee, ""Ann"" Ёлкина",quiz,5,10,,"late, but ""fine"""', "", ",,,,,"]
    (score,) = read(end.join(lines), encoding=encoding)

    assert score.student == 'Lee, "Ann" Ёлкина'
    assert score.reason == 'late, but "fine"'


@pytest.mark.parametrize("separator", [";", "\t"])
def test_reads_semicolons_and_tabs(read, separator):
    """Half of Europe's spreadsheets separate by semicolons; what is pasted, by tabs."""
    (score,) = read("student;assignment;score\nLee, Ann;quiz;5\n".replace(";", separator))

    assert score.student == "Lee, Ann"


def test_excused_work_needs_no_score(read):
    """An excuse says that work does not count."""
    (score,) = read(HEADER + "ann,losses,,,yes,ill\n")

    assert score.excused
    assert (score.points, score.reason) == (0, "ill")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            HEADER + "ann,midtrem,7,10,,",
            "line 2, column assignment: no assignment is named 'midtrem'; did you mean 'midterm'?",
        ),
        (HEADER + "\nann,midterm,seven,10,,", "line 3, column score: 'seven', but should be 0 or"),
        (
            HEADER + 'ann,midterm,"7,5",10,,',
            "line 2, column score: '7,5', but should be 0 or more: write 7.5",
        ),
        (HEADER + "ann,midterm,-1,10,,", "line 2, column score: '-1', but should be 0 or more"),
        (HEADER + "ann,midterm,nan,10,,", "line 2, column score: 'nan'"),
        (HEADER + "ann,midterm,1e3,10,,", "line 2, column score: '1e3'"),
        (HEADER + "ann,midterm,,10,,", "line 2, column score: ''"),
        (HEADER + "ann,midterm,11,10,,", "line 2, column score: 11, but should be at most 10"),
        (HEADER + "ann,midterm,0,0,,", "line 2, column points: 0, but should be more than 0"),
        (HEADER + "ann,losses,1,,,", "line 2, column points: empty; write what losses is worth"),
        (HEADER + ",midterm,1,10,,", "line 2, column student: empty"),
        (HEADER + "ann,midterm,1,10,maybe,", "line 2, column excused: 'maybe', but should be yes"),
        (HEADER + "ann,midterm,1,10,yes,", "line 2: excused and scored 1; leave one empty"),
        (
            HEADER + "ann,quiz,1,,,\nbob,quiz,1,,,\nann,quiz,2,,,",
            "line 4: ann already has a score for quiz on line 2",
        ),
        (HEADER + "Lee, Ann,quiz,5,10,,", "line 2: 7 cells, but the header has 6; put"),
        (HEADER + '"ann,quiz,1,,,', "line 2: unexpected end of data"),
        ("student,asignment,score\n", "line 1: unknown column 'asignment'; did you mean"),
        ("student,assignment\n", "line 1: no column 'score'; the header is student,assignment,sc"),
        ("student,student,assignment,score\n", "line 1: the column 'student' occurs twice"),
        ("", "line 1: no column 'student'"),
    ],
)
def test_names_line_and_column_of_a_mistake(read, tmp_path, text, message):
    """Where, what we got, what it should be."""
    with pytest.raises(CourseError) as caught:
        read(text)

    assert str(caught.value).startswith(f"{tmp_path / 'scores.csv'}, {message}")


def test_lines_are_counted_as_editors_do(read):
    """A quoted cell may hold line ends; the line named is where the row begins."""
    with pytest.raises(CourseError, match=r"line 4, column score"):
        read(HEADER + 'ann,quiz,1,,,"two\nlines"\nbob,quiz,x,,,\n')


def test_other_encodings_are_refused(read):
    """A file that is not UTF-8 would garble names silently."""
    with pytest.raises(CourseError, match="not UTF-8"):
        read(HEADER + "Ёлкина,quiz,1,10,,", encoding="cp1251")


def test_a_missing_file_is_named(tmp_path, course):
    """The path says which file is meant."""
    with pytest.raises(CourseError, match=r"scores\.csv: No such file"):
        read_scores(tmp_path / "scores.csv", course)


def test_students_must_be_on_the_roster_if_there_is_one(read, make_course):
    """A mistyped id would give one student two lines and another a zero."""
    with pytest.raises(CourseError, match="'anm' is not on the roster; did you mean 'ann'"):
        read(HEADER + "anm,quiz,1,,,", course=make_course(students=["ann"]))


@given(st.lists(st.text(min_size=1).filter(lambda name: name == name.strip()), unique=True))
def test_any_id_survives(tmp_path_factory, course, names):
    """Whatever csv can quote comes back as it was."""
    names = [name for name in names if "\0" not in name and name.isprintable()]
    path = tmp_path_factory.mktemp("scores") / "scores.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows(
            [["student", "assignment", "score"], *([name, "quiz", "1"] for name in names)]
        )

    assert [score.student for score in read_scores(path, course)] == names


def test_reads_a_roster(tmp_path):
    """The roster is the column `student` of any CSV."""
    path = tmp_path / "students.csv"
    path.write_text('name,student\n"Lee, Ann",ann\nBob,bob\n')

    assert read_roster(path) == ("ann", "bob")
    path.write_text("student\nann\nann\n")
    with pytest.raises(CourseError, match="line 3: ann occurs twice"):
        read_roster(path)
