"""Releasing with the real nbgrader."""

import re
import sqlite3
import warnings

import nbformat
import pytest

from autograder.authoring.answers import reference_answers
from autograder.authoring.notebook import fill
from autograder.authoring.release import outdated, release
from autograder.errors import TopicError


def contents(folder):
    """Every file below a folder with its bytes."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def released_notebook(root, name="rectifiers"):
    """The notebook students receive."""
    return nbformat.read(root / "assignments" / name / f"{name}.ipynb", as_version=4)


def gradebook_assignments(root):
    """The names of the assignments that nbgrader's gradebook knows."""
    with sqlite3.connect(root / "gradebook.db") as database:
        return [name for (name,) in database.execute("select name from assignment order by name")]


def hand_in(root):
    """Let the gradebook know one submission."""
    from nbgrader.api import Gradebook

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # nbgrader's own, about its SQLAlchemy session
        with Gradebook(f"sqlite:///{root}/gradebook.db") as gradebook:
            gradebook.add_student("ada")
            gradebook.add_submission("rectifiers", "ada")


@pytest.mark.slow
class TestRelease:
    """From topics to what students receive."""

    def test_writes_notebook_and_public_checks(self, tiny_topic, tmp_path):
        """Students receive two files; their paths are returned."""
        changed = release([tiny_topic()], course_root=tmp_path)

        folder = tmp_path / "assignments/rectifiers"
        assert [folder / "public_checks.py", folder / "rectifiers.ipynb"] == changed
        assert ["public_checks.py", "rectifiers.ipynb"] == list(contents(folder))

    def test_the_notebook_has_stubs_where_the_answers_were(self, tiny_topic, tmp_path):
        """Solution cells are cleared by nbgrader, the others locked."""
        topic = tiny_topic()
        release([topic], course_root=tmp_path)
        cells = {cell.id: cell for cell in released_notebook(tmp_path).cells}

        assert topic.solution.exercises["relu"].stub == cells["relu"].source
        assert cells["relu"].metadata.get("editable", True)
        assert cells["check_relu"].metadata.editable is False
        assert cells["given"].metadata.editable is False

    def test_the_notebook_is_valid_without_warnings(self, tiny_topic, tmp_path):
        """Neither nbformat nor nbgrader's schema objects to anything."""
        from nbgrader.nbgraderformat import MetadataValidator

        release([tiny_topic()], course_root=tmp_path)
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            notebook = released_notebook(tmp_path)
            nbformat.validate(notebook)
            MetadataValidator().validate_nb(notebook)

    def test_the_gradebook_knows_the_check_cells(self, tiny_topic, tmp_path):
        """Assignment, notebook and one grade cell per exercise, with its points."""
        release([tiny_topic()], course_root=tmp_path)
        with sqlite3.connect(tmp_path / "gradebook.db") as database:
            cells = database.execute(
                "select base_cell.name, max_score from grade_cells "
                "join base_cell using (id) join notebook on notebook.id = notebook_id "
                "join assignment on assignment.id = assignment_id "
                "where assignment.name = 'rectifiers' and notebook.name = 'rectifiers' "
                "order by base_cell.name"
            ).fetchall()

        assert [("check_relu", 4.0), ("check_relu_backward", 3.0)] == cells

    def test_releasing_again_changes_no_byte(self, tiny_topic, tmp_path):
        """The second release returns no changed file; another root gets the same bytes."""
        release([tiny_topic()], course_root=tmp_path / "one")
        before = contents(tmp_path / "one/assignments")
        again = release([tiny_topic()], course_root=tmp_path / "one")
        release([tiny_topic()], course_root=tmp_path / "two")

        assert [] == again
        assert before == contents(tmp_path / "one/assignments")
        assert before == contents(tmp_path / "two/assignments")

    def test_only_changed_files_are_replaced(self, tiny_topic, tmp_path):
        """A new sentence touches the notebook, not the public checks, and no other file."""
        release([tiny_topic()], course_root=tmp_path)
        (tmp_path / "assignments/rectifiers/notes.txt").write_text("mine")
        text = tiny_topic().assignment_text.replace("Two functions.", "Two short functions.")
        changed = release([tiny_topic(assignment_text=text)], course_root=tmp_path)

        assert [tmp_path / "assignments/rectifiers/rectifiers.ipynb"] == changed
        assert "mine" == (tmp_path / "assignments/rectifiers/notes.txt").read_text()

    def test_both_files_say_of_which_release_they_are(self, tiny_topic, tmp_path):
        """The same in both; new words keep it, an answer nobody sees too; new code changes it."""

        def stamp(**changes):
            release([tiny_topic(**changes)], course_root=tmp_path)
            given = {cell.id: cell.source for cell in released_notebook(tmp_path).cells}["given"]
            checks = (tmp_path / "assignments/rectifiers/public_checks.py").read_text()
            stamps = {
                re.search(r'^RELEASE = "(\w{12})"', text, re.MULTILINE)[1]
                for text in (given, checks)
            }
            (one,) = stamps
            return one

        topic = tiny_topic()
        first = stamp()
        assert first == stamp(assignment_text=topic.assignment_text.replace("Two", "2"))
        hidden = topic.solution_source.replace("return dout * mask", "return mask * dout")
        assert first == stamp(solution_source=hidden)
        given = topic.solution_source.replace("SLOPE = 0.01", "SLOPE = 0.02")
        assert first != stamp(solution_source=given)

    def test_a_filled_release_runs_and_an_untouched_one_does_not(self, tiny_topic, tmp_path):
        """Answers filled in run; stubs filled in again give back the untouched notebook."""
        topic = tiny_topic()
        release([topic], course_root=tmp_path)
        untouched = released_notebook(tmp_path)
        solved = fill(untouched, reference_answers(topic))
        sources = {cell.id: cell.source for cell in solved.cells}
        namespace = {}
        exec(sources["given"] + "\n" + sources["relu"], namespace)

        assert [0.0, 3.0] == namespace["relu"](namespace["np"].array([-2.0, 3.0])).tolist()
        stubs = {name: exercise.stub for name, exercise in topic.solution.exercises.items()}
        assert untouched == fill(solved, stubs)

    def test_a_leak_leaves_the_old_release_in_place(self, tiny_topic, tmp_path):
        """An answer in the text stops the release: no file and no gradebook learns of it."""
        release([tiny_topic()], course_root=tmp_path)
        before = contents(tmp_path / "assignments")
        leak = tiny_topic().assignment_text + "\nWrite `return dout * mask`.\n"
        fine = tiny_topic(name="other", assignment_text=tiny_topic().assignment_text + "\nNew.\n")

        with pytest.raises(TopicError, match=r"would show .*return dout"):
            release([fine, tiny_topic(assignment_text=leak)], course_root=tmp_path)
        assert before == contents(tmp_path / "assignments")
        assert gradebook_assignments(tmp_path) == ["rectifiers"]

    def test_cells_may_not_change_once_there_are_submissions(self, tiny_topic, tmp_path, caplog):
        """The reason nbgrader gives and the remedy are told, no log; the old release stands."""
        release([tiny_topic()], course_root=tmp_path)
        before = contents(tmp_path / "assignments")
        hand_in(tmp_path)
        split = "Two.\n\n```python\n1 + 1\n```\n\nNow"
        text = tiny_topic().assignment_text.replace("Now", split)

        with pytest.raises(
            TopicError, match=r"^rectifiers: nbgrader says: .*Cannot add or .*keep"
        ):
            release([tiny_topic(assignment_text=text)], course_root=tmp_path)
        assert before == contents(tmp_path / "assignments")
        assert caplog.records == []

    def test_words_may_change_once_there_are_submissions(self, tiny_topic, tmp_path):
        """A corrected sentence can be released in the middle of the term."""
        release([tiny_topic()], course_root=tmp_path)
        hand_in(tmp_path)
        text = tiny_topic().assignment_text.replace("Two", "2")

        assert release([tiny_topic(assignment_text=text)], course_root=tmp_path)

    def test_is_quiet(self, tiny_topic, tmp_path, capfd):
        """Nothing reaches the terminal, also when an old release is replaced."""
        release([tiny_topic()], course_root=tmp_path)
        release([tiny_topic()], course_root=tmp_path)

        assert ("", "") == capfd.readouterr()


@pytest.mark.slow
class TestOutdated:
    """Asking whether a release is due."""

    def test_nothing_is_outdated_after_a_release(self, tiny_topic, tmp_path):
        """CI may ask without writing anything."""
        release([tiny_topic()], course_root=tmp_path)
        before = contents(tmp_path)

        assert [] == outdated([tiny_topic()], course_root=tmp_path)
        assert before == contents(tmp_path)

    def test_names_the_files_that_a_release_would_change(self, tiny_topic, tmp_path):
        """A file edited by hand and a missing one are found."""
        release([tiny_topic()], course_root=tmp_path)
        folder = tmp_path / "assignments/rectifiers"
        (folder / "public_checks.py").write_text("edited")
        (folder / "rectifiers.ipynb").unlink()

        found = outdated([tiny_topic()], course_root=tmp_path)
        assert [folder / "public_checks.py", folder / "rectifiers.ipynb"] == found
