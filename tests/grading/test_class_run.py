"""A class is graded to the end, whatever lies in submitted/; what is good is kept."""

import os
from dataclasses import replace

import nbformat
import pytest

from autograder.errors import AutograderError, SandboxError
from autograder.grading import class_run
from autograder.grading.class_run import Job, grade_class, jobs_of
from autograder.grading.grade import fingerprint
from autograder.grading.pool import Confinement
from autograder.layout import Layout
from autograder.operations import grade_jobs
from autograder.receipts import Outcome, read_receipt, write_receipt


@pytest.fixture
def started(monkeypatch, zygote):
    """The jobs for which anything was started: one after the other, in this process."""
    begun = []

    def in_turn(tasks, work, confinement, *, jobs=None, died=None):
        for task in tasks:
            begun.append(task)
            yield task, work(zygote, task)

    monkeypatch.setattr(class_run, "in_pool", in_turn)
    return begun


@pytest.fixture
def layout(tmp_path):
    """A course folder into which anything can be handed in."""
    return Layout(tmp_path)


@pytest.fixture
def hand_in(layout, notebook):
    """Hand in bytes (or right answers, some of them replaced): the path."""

    def put(student, content=None, *, name="vectors.ipynb", **answers):
        folder = layout.submitted(student, "vectors").parent
        folder.mkdir(parents=True, exist_ok=True)
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(notebook(**answers) if content is None else content)
        return folder / name

    return put


@pytest.fixture
def run(layout, prepared, limits, started):
    """Grade everything that is handed in: student → how it went."""

    def graded(topic=prepared, **how):
        jobs = jobs_of(layout, ["vectors"])
        done = grade_class(layout, {"vectors": topic}, jobs, Confinement(limits), **how)
        return {one.job.student: one for one in done}

    return graded


def _folder(layout, student):
    folder = layout.submitted(student, "vectors").parent
    folder.mkdir(parents=True)
    return folder


def _link(layout, hand_in):
    hand_in("link", name="real.ipynb")
    layout.submitted("link", "vectors").symlink_to("real.ipynb")


def _linked_folder(layout, hand_in):
    folder = layout.submitted("linked_folder", "vectors").parent
    folder.parent.mkdir(parents=True)
    folder.symlink_to(hand_in("zoe").parent)


def _file_for_folder(layout, _):
    path = layout.submitted("file_for_folder", "vectors").parent
    path.parent.mkdir(parents=True)
    path.write_text("not a folder")


def _giant(path):
    path.touch()
    os.truncate(path, 300 * 2**20 + 1)


UNREADABLE = {
    "pipe": (
        lambda layout, _: os.mkfifo(_folder(layout, "pipe") / "vectors.ipynb"),
        "is not a regular file",
    ),
    "directory": (
        lambda layout, _: (_folder(layout, "directory") / "vectors.ipynb").mkdir(),
        "is a folder",
    ),
    "link": (_link, "is a link; it should be the file itself"),
    "linked_folder": (_linked_folder, "is a link; copy the folder itself there"),
    "file_for_folder": (
        _file_for_folder,
        "is a file; it should be a folder with vectors.ipynb in it",
    ),
    "empty": (
        lambda layout, _: _folder(layout, "empty"),
        "has no notebook; it should hold vectors.ipynb",
    ),
    "text": (
        lambda _, hand_in: hand_in("text", b"sorry, ill", name="excuse.txt"),
        "has no notebook; found excuse.txt; it should hold vectors.ipynb",
    ),
    "several": (
        lambda _, hand_in: [hand_in("several", name=f"v{n}.ipynb") for n in (1, 2)],
        "has several files that could be it: v1.ipynb, v2.ipynb; name one vectors.ipynb",
    ),
    "script_and_notebook": (
        lambda _, hand_in: [
            hand_in("script_and_notebook", name=n) for n in ("a.ipynb", "vectors.py")
        ],
        "has several files that could be it: a.ipynb, vectors.py; name one vectors.ipynb",
    ),
    "misspelt": (
        lambda layout, hand_in: hand_in("misspelt").parent.rename(
            layout.root / "submitted" / "misspelt" / "vecotrs"
        ),
        (
            "lies in a folder called 'vecotrs', and no assignment has that name; "
            "did you mean 'vectors'?  Rename the folder"
        ),
    ),
    "loose": (
        lambda layout, hand_in: (
            hand_in("loose")
            .rename(layout.root / "submitted" / "loose" / "Vectors (1).ipynb")
            .with_name("vectors")
            .rmdir()
        ),
        "lies in no assignment's folder; it belongs in submitted/loose/vectors/",
    ),
    "too_large": (
        lambda layout, _: _giant(_folder(layout, "too_large") / "vectors.ipynb"),
        "is larger than 300 MiB; clear its outputs and hand it in again",
    ),
}
FOR_STAFF = ("Rename", "it belongs in", "ask for", "copy the folder")
NO_NAME = os.fsdecode(b"latin\xff")


def test_what_cannot_be_read_has_a_receipt_and_the_rest_is_graded(layout, hand_in, run):
    """It says what is wrong, and to each of staff and student what to do; the 0 is not final."""
    hand_in("ann")
    hand_in(NO_NAME)
    for make, _ in UNREADABLE.values():
        make(layout, hand_in)
    graded = run()

    assert 12 == graded["ann"].receipt.earned
    assert 12 == graded["zoe"].receipt.earned
    assert "is no name in UTF-8; rename the folder" in graded[NO_NAME].problem
    assert graded[NO_NAME].receipt is None
    for student, (_, problem) in UNREADABLE.items():
        receipt = read_receipt(layout.receipt(student, "vectors"))
        assert (0, 12, "") == (receipt.earned, receipt.points, receipt.submission_hash)
        assert graded[student].problem == receipt.problem
        assert receipt.problem.startswith(f"submitted/{student}")
        assert receipt.problem.endswith(f": {problem}")
        assert problem.partition("; ")[0] in receipt.remarks[0]
        assert not any(words in receipt.remarks[0] for words in FOR_STAFF)
        assert "\n" not in receipt.problem


def test_what_is_no_notebook_gets_a_receipt_that_says_so(layout, hand_in, run):
    """The student reads why nothing was earned; grading again does nothing until it changes."""
    hand_in("ann", b"{")
    hand_in("bob", b"[1]")
    hand_in("cat")
    hand_in("dot", b"[" + b" " * 20 * 2**20)
    graded = run()

    assert "is larger than 20 MiB; clear its outputs" in graded["dot"].problem
    assert "is not a notebook" in graded["ann"].problem
    assert "is JSON but no notebook" in graded["bob"].problem
    receipt = read_receipt(layout.receipt("ann", "vectors"))
    assert (0, 12) == (receipt.earned, receipt.points)
    assert all("the file you handed in is not" in check.message for check in receipt.checks)
    assert not layout.autograded("ann", "vectors").exists()
    assert "because it is not a notebook" in receipt.remarks[0]
    told = read_receipt(layout.receipt("bob", "vectors"))
    assert "ask for the .ipynb file" in told.problem
    assert "ask for" not in told.remarks[0]
    assert 12 == graded["cat"].receipt.earned
    assert all(one.kept for one in run().values())


TAKEN = {
    "vectors-1.ipynb": "Taken from vectors-1.ipynb, which should be called vectors.ipynb.",
    "VECTORS.IPYNB": "Taken from VECTORS.IPYNB, which should be called vectors.ipynb.",
    "vectors.ipynb.txt": "Taken from vectors.ipynb.txt, which should be called vectors.ipynb.",
    "vectors": "Taken from vectors, which should be called vectors.ipynb.",
    "a/b/vectors.ipynb": "Taken from a/b/vectors.ipynb, which should be called vectors.ipynb.",
    os.fsdecode(
        b"v\xff.ipynb"
    ): "Taken from v\\udcff.ipynb, which should be called vectors.ipynb.",
}


def test_the_only_notebook_counts_whatever_its_name(layout, hand_in, run):
    """It is said which; grading again keeps it, until it gets its right name."""
    for number, name in enumerate(TAKEN):
        hand_in(f"s{number}", name=name)
    graded = run()
    for number, told in enumerate(TAKEN.values()):
        receipt = graded[f"s{number}"].receipt
        assert (12, told, "") == (receipt.earned, receipt.taken, receipt.problem)
    assert all(one.kept for one in run().values())
    path = layout.submitted("s0", "vectors")
    path.with_name("vectors-1.ipynb").rename(path)
    assert ["s0"] == [name for name, one in run().items() if not one.kept]
    assert "" == read_receipt(layout.receipt("s0", "vectors")).taken


def test_what_lies_beside_the_notebook_is_named(hand_in, run):
    """It does not count, and the student reads that; what comes with the release is no work."""
    hand_in("ann")
    for name in ("old.ipynb", "vectors.py", "public_checks.py", ".ipynb_checkpoints/a.ipynb"):
        hand_in("ann", b"{}", name=name)

    assert (
        "vectors.ipynb counts; what lies beside it does not count: old.ipynb, vectors.py."
        == run()["ann"].receipt.taken
    )


def test_what_took_the_place_of_a_file_that_could_not_be_read_is_the_first_attempt(
    layout, hand_in, run
):
    """An empty folder was no attempt; nor does the page show what was executed before."""
    hand_in("ann")
    run()
    hand_in("ann", b"{")
    run()
    assert not layout.autograded("ann", "vectors").exists()
    hand_in("bob", name="a.txt", content=b"")
    run()
    hand_in("bob")

    assert 12 == run()["bob"].receipt.earned
    assert [] == layout.earlier_receipts("bob", "vectors")


def test_receipt_and_executed_notebook_are_on_disk(layout, hand_in, run):
    """When a result is yielded, everything it speaks of is there, and can be read."""
    hand_in("ann")
    graded = run()["ann"]

    assert graded.receipt == read_receipt(layout.receipt("ann", "vectors"))
    assert ("ann", "vectors") == (graded.receipt.student, graded.receipt.assignment)
    notebook = nbformat.read(layout.autograded("ann", "vectors"), as_version=4)
    nbformat.validate(notebook)
    assert 5 == len(notebook.cells)


def test_a_second_run_keeps_everything(layout, hand_in, run, started):
    """Nothing is started for what has a good receipt, and no file is touched."""
    hand_in("ann")
    hand_in("bob", norm="def norm(x):\n    return -1.0")
    run()
    before = _state(layout)
    started.clear()
    again = run()

    assert all(one.kept for one in again.values())
    assert [] == started
    assert before == _state(layout)
    assert ["ann", "bob"] == sorted(again)


def _state(layout):
    return {
        path: (path.stat().st_mtime_ns, path.read_bytes())
        for path in layout.root.rglob("*")
        if path.is_file()
    }


def test_what_is_kept_starts_no_process_at_all(
    layout, hand_in, run, prepared, limits, monkeypatch
):
    """Not even to see whether students could be confined."""
    hand_in("ann")
    run()
    monkeypatch.undo()  # the real pool again

    def nothing(_):
        raise AssertionError

    monkeypatch.setattr(Confinement, "zygote", nothing)
    jobs = jobs_of(layout, ["vectors"])
    graded = list(grade_class(layout, {"vectors": prepared}, jobs, Confinement(limits)))

    assert [True] == [one.kept for one in graded]


def _regraded(run, started):
    started.clear()
    run()
    return [job.student for job in started]


def test_what_has_changed_is_graded_again(layout, hand_in, run, started):
    """A new file, a new time of handing in, a receipt that is damaged or gone: and no other."""
    for student in ("ann", "bob", "cat", "dan", "eve"):
        hand_in(student)
    run()
    hand_in("ann", norm="def norm(x):\n    return -1.0")
    hand_in("bob", b"2027-02-12 20:00:00.0 UTC", name="timestamp.txt")
    layout.receipt("cat", "vectors").write_bytes(b"\xff{")
    layout.receipt("dan", "vectors").unlink()

    assert ["ann", "bob", "cat", "dan"] == _regraded(run, started)
    assert 9 == read_receipt(layout.receipt("ann", "vectors")).earned
    assert (
        "2027-02-12 20:00:00.0 UTC" == read_receipt(layout.receipt("bob", "vectors")).submitted_at
    )
    assert 12 == read_receipt(layout.receipt("cat", "vectors")).earned
    assert [] == _regraded(run, started)


def test_another_topic_or_secret_grades_all_again(hand_in, run, prepared):
    """What a verdict depends on is in its receipt."""
    hand_in("ann")
    run()
    mark = fingerprint(prepared.topic, "another secret")
    other = replace(prepared, fingerprint=mark)
    assert not run(topic=other)["ann"].kept
    assert run(topic=other)["ann"].kept
    changed = replace(prepared.topic, checks_source=prepared.topic.checks_source + "# changed")
    assert 3 == len({prepared.fingerprint, mark, fingerprint(changed, "a secret")})
    assert prepared.fingerprint == fingerprint(prepared.topic, "a secret")


@pytest.mark.parametrize(
    ("was", "demand", "kept"),
    [("E", "A", False), ("B", "A", False), ("?", "A", False), ("B", "B", True), ("A", "E", True)],
)
def test_a_receipt_of_weaker_walls_than_demanded_is_not_kept(
    layout, hand_in, run, prepared, limits, was, demand, kept
):
    """What was graded with less is graded again, and a regrade counts it among the stale."""
    hand_in("ann")
    receipt = run()["ann"].receipt
    write_receipt(layout.receipt("ann", "vectors"), replace(receipt, sandbox=was))
    job = Job("vectors", "ann")
    stale = class_run.is_stale(layout, prepared, job, demand)
    confinement = Confinement(limits, demand=demand)
    (again,) = grade_class(layout, {"vectors": prepared}, [job], confinement)

    assert kept == again.kept
    assert stale != kept
    assert (was if kept else receipt.sandbox) == again.receipt.sandbox


def test_what_killed_runs_left_is_removed_by_the_next_one(layout, hand_in, run):
    """Half-written receipts and notebooks, hidden beside the whole ones."""
    hand_in("ann")
    run()
    left = [layout.receipt("ann", "vectors"), layout.autograded("ann", "vectors")]
    for path in left:
        path.with_name(".abcdefgh.partial").write_bytes(b"{")
    run()

    assert [] == list(layout.root.rglob("*.partial"))
    assert all(path.is_file() for path in left)


def test_again_grades_what_is_good_too(hand_in, run, started):
    """`--again` trusts no receipt."""
    hand_in("ann")
    run()

    assert not run(again=True)["ann"].kept


def test_an_error_of_ours_is_graded_again(layout, hand_in, run):
    """Once the check is mended, nobody has to look for whom it broke."""
    hand_in("ann")
    receipt = run()["ann"].receipt
    first = replace(receipt.checks[0], outcome=Outcome.ERROR, earned=0)
    write_receipt(
        layout.receipt("ann", "vectors"), replace(receipt, checks=(first, *receipt.checks[1:]))
    )

    assert 12 == run()["ann"].receipt.earned


@pytest.mark.parametrize("stamp", [b"", b"  \n", b"\xff\xfe", None])
def test_a_time_that_cannot_be_read_is_unknown(layout, hand_in, run, stamp):
    """Neither a damaged timestamp nor a pipe in its place stops anybody."""
    path = hand_in("ann").with_name("timestamp.txt")
    os.mkfifo(path) if stamp is None else path.write_bytes(stamp)

    assert None is run()["ann"].receipt.submitted_at


def test_an_unforeseen_error_of_ours_costs_one_submission(layout, hand_in, run, monkeypatch):
    """The staff read what happened; the student gets no zero, and the rest is graded."""
    grade_file = class_run.grade_file

    def broken(path, *args, student, **kwargs):
        return {}[1] if student == "bob" else grade_file(path, *args, student=student, **kwargs)

    monkeypatch.setattr(class_run, "grade_file", broken)
    for student in ("ann", "bob", "cat"):
        hand_in(student)
    graded = run()

    assert None is graded["bob"].receipt
    assert "could not be graded (KeyError: 1, test_class_run.py, line" in graded["bob"].problem
    assert [12, 12] == [graded[student].receipt.earned for student in ("ann", "cat")]


def test_without_a_sandbox_nothing_goes_on(hand_in, run, monkeypatch):
    """Nobody is graded outside: that is no matter of one submission."""

    def refused(*_, **__):
        raise SandboxError("the zygote has ended")

    monkeypatch.setattr(class_run, "grade_file", refused)
    hand_in("ann")
    with pytest.raises(AutograderError, match="the zygote has ended"):
        run()


def test_students_are_the_folders_that_hold_the_assignment(layout, hand_in):
    """In order; hidden folders and other assignments are none."""
    hand_in("zoe")
    hand_in("ann")
    hand_in(".ipynb_checkpoints")
    (layout.root / "submitted" / "bob" / "matrices").mkdir(parents=True)

    hand_in("..x")

    assert ["..x", "ann", "zoe"] == [job.student for job in jobs_of(layout, ["vectors"])]


def test_the_summary_counts_and_the_problems_are_sorted(
    layout, hand_in, run, started, prepared, limits
):
    """What was graded, kept and unreadable, and a line for each that staff must look at."""
    hand_in("ann")
    run()
    hand_in("zoe", b"{")
    hand_in("bob", b"x", name="work.txt")
    steps = []
    outcome = grade_jobs(
        layout,
        {"vectors": prepared},
        jobs_of(layout, ["vectors"]),
        Confinement(limits),
        step=lambda label, *, bad: steps.append((label, bad)),
    )

    assert "0 graded, 1 kept as they were, 2 could not be read" == outcome.summary
    assert ["bob, vectors", "zoe, vectors"] == [line.split(":")[0] for line in outcome.problems]
    assert {("ann, vectors", False), ("bob, vectors", True), ("zoe, vectors", True)} == set(steps)
