"""The feedback page says everything a receipt knows, safely and without a network."""

import base64
import re
from dataclasses import replace
from zoneinfo import ZoneInfo

import nh3
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from autograder.errors import HINTS
from autograder.receipts import NOT_RUN, Outcome
from autograder.reporting.feedback import by_exercise, feedback_page, verdict

HOSTILE = "</pre></code></main>'\"><script>document.title='x'</script><img src=x onerror=alert(1)>"
PIECES = [
    "<",
    ">",
    "&",
    '"',
    "'",
    "<script>",
    "</section>",
    "<!--",
    "-->",
    "]]>",
    "{{ 7*7 }}",
    "$",
]
PIECES += [
    "\x1b[31m",
    "\ud800",
    "\u202e",
    "`",
    "<img src=x onerror=y>",
    "\n",
    "{% raw %}",
    "*",
    "\\",
]
TEXT = st.lists(st.sampled_from(PIECES) | st.text(max_size=5), max_size=12).map("".join)


def body(page, anchor):
    """The part of a page from the element with this id to the end of that element."""
    return re.search(rf'<(\w+)[^>]* id="{anchor}".*?</\1>', page, re.DOTALL).group()


def test_the_summary_names_points_and_exercises(page_of, parsed):
    """Total, each exercise with a link to its section, and how the checks ended."""
    page = page_of(course_title="Foundations")

    assert "2of 7 points" in parsed(page).text.replace("\n", "")
    assert 'href="#exercise-softplus"' in page
    assert 'id="exercise-softplus"' in page
    assert "1 of 4 checks passed, 1 failed, 1 skipped until another one passes" in page
    assert "Foundations" in page
    assert "handed in 12 February 2027, 19:10 (UTC)" in page


@pytest.mark.parametrize(
    "moment",
    ["2027-02-12T22:10:00+03:00", "2027-02-12 19:10:00.000000 UTC", "2027-02-12 19:10:59"],
)
def test_the_time_of_handing_in_is_told_in_the_zone_of_the_due_times(page_of, receipt, moment):
    """However nbgrader wrote it, and in words: a student compares it with the due time."""
    page = page_of(receipt=replace(receipt, submitted_at=moment), zone=ZoneInfo("Europe/Moscow"))

    assert "handed in 12 February 2027, 22:10 (MSK)" in page


def test_what_is_no_time_is_told_as_it_is(page_of, receipt):
    """Somebody wrote timestamp.txt by hand; without one nothing is said."""
    assert "handed in on Friday" in page_of(receipt=replace(receipt, submitted_at="on Friday"))
    assert "handed in" not in page_of(receipt=replace(receipt, submitted_at=None))


def test_what_a_skipped_check_waits_for_is_told_with_its_formula(
    page_of, make_result, make_receipt
):
    """The other check's sentence is set as sentences are; a student's words are not."""
    told = "waits until this holds: row $x_n$ is right"
    page = page_of(
        receipt=make_receipt(
            make_result(outcome=Outcome.SKIPPED, message=told),
            make_result("softplus_again", outcome=Outcome.FAILED, message="got $x_n$"),
        )
    )

    assert "waits until this holds: row <math" in page
    assert "got $x_n$" in page


def test_every_link_within_the_page_leads_somewhere(page_of, code_cell):
    """Summary to exercise, exercise to code, code to exercise."""
    page = page_of(code_cell("def softplus(x):\n    return x"))

    targets = set(re.findall(r'href="#([^"]+)"', page))
    assert {"exercise-softplus", "code-softplus", "notebook", "top"} <= targets
    assert targets <= set(re.findall(r'id="([^"]+)"', page))


def test_a_passed_check_shows_its_sentence_with_mathml(page_of):
    """LaTeX is drawn by the browser, without a script."""
    part = body(page_of(), "check-softplus_is_right")

    assert "✓</b> passed" in part
    assert "<math" in part
    assert "<msup><mi>e</mi><mi>x</mi></msup>" in part


def test_a_failed_check_shows_message_example_and_advice(page_of, parsed):
    """What was found, the smallest input to copy, and what to do."""
    part = body(page_of(), "check-softplus_never_overflows")
    text = parsed(part).text

    assert "✗ failed" in text
    assert "result[0, 1] is inf, but should be 1000." in text
    assert "x = np.array([[0.0, 1000.0]])" in text
    assert "What to do Factor the larger exponent out; np.log1p will help." in text
    assert "public" in text


def test_a_skipped_check_says_which_one_must_hold_first(page_of, parsed):
    """The message carries it."""
    part = parsed(body(page_of(), "check-gelu_backward_is_the_gradient"))

    assert "– skipped" in part.text
    assert "“gelu is right.” must hold first" in part.text


def test_what_checks_wait_for_is_told_once(page_of, make_result, make_receipt):
    """Five checks that wait for one are five lines, not five boxes with the same words."""
    told = {"outcome": Outcome.SKIPPED, "message": "waits until this holds: f is right"}
    checks = [make_result(f"softplus_{n}", **told) for n in range(5)]
    told["message"] = "waits until this holds: f is odd"
    page = page_of(receipt=make_receipt(*checks, make_result("softplus_is_odd", **told)))

    assert 6 == page.count("skipped</span>") - page.count('class="legend"')
    assert 1 == page.count("f is right")
    assert 1 == page.count("f is odd")


def test_an_exercise_in_which_all_passed_is_folded(page_of, make_result, make_receipt):
    """Its laws stand behind one line; a failed check, or a correction, is never folded away."""
    right = make_result("gelu_is_right", exercise="gelu")
    wrong = make_result("elu_is_right", exercise="elu", outcome=Outcome.FAILED)
    corrected = replace(make_result("relu_is_right", exercise="relu"), correction="it was wrong")
    page = page_of(receipt=make_receipt(right, wrong, corrected))

    assert ["The check passed"] == re.findall("<details><summary>(.*?)</summary>", page)
    assert "<details>" in body(page, "exercise-gelu")


def test_of_a_file_that_could_not_be_read_no_check_is_shown(page_of, receipt):
    """None was run: a table of red crosses would say that the answers are wrong."""
    page = page_of(receipt=replace(receipt, read=False))

    assert "No check was run." in page
    assert "✗" not in page
    assert "card summary" not in page


def test_an_error_of_ours_is_owned_and_not_explained(page_of, parsed):
    """The student learns that it is not their fault; the details are for the staff."""
    text = " ".join(parsed(page_of()).text.split())

    assert "Something of ours went wrong" in text
    assert "it costs you no final judgement" in text
    assert "This grade is not final." in text
    assert "KeyError" not in text


def test_outcomes_are_told_apart_without_colour(page_of):
    """Each has a sign and a word."""
    for sign, word in [("✓", "passed"), ("✗", "failed"), ("–", "skipped"), ("!", "not graded")]:
        assert f'<b aria-hidden="true">{sign}</b> {word}' in page_of()


def test_a_grade_that_staff_look_at_is_not_final(make_receipt, make_result):
    """What happened is told in remarks; the staff's line about it is not for the student."""
    receipt = make_receipt(
        make_result(), problem="/srv/submitted/x.ipynb: odd", remarks=("f did nothing for 5 s.",)
    )
    page = feedback_page(receipt, None, title="A")

    assert "This grade is not final." in page
    assert "f did nothing for 5 s." in page
    assert "/srv/" not in page
    assert "could not" not in page


def test_what_was_not_run_waits_for_nothing(make_result):
    """The verdict tells what waits for a check from what a budget did not allow."""
    waiting = make_result(outcome=Outcome.SKIPPED, message="waits until this holds: f is right")
    over = make_result(outcome=Outcome.SKIPPED, message=f"{NOT_RUN}f was not called again")

    assert verdict((waiting, over, over)) == (
        "0 of 3 checks passed, 1 skipped until another one passes, 2 not run."
    )


@pytest.mark.parametrize(
    ("outcomes", "sentence"),
    [
        ("", "No check was run."),
        ("P", "The check passed. Well done!"),
        ("PP", "All 2 checks passed. Well done!"),
        ("F", "0 of 1 check passed, 1 failed."),
        ("PFE", "1 of 3 checks passed, 1 failed, 1 not graded yet."),
        ("SS", "0 of 2 checks passed, 2 skipped until another one passes."),
    ],
)
def test_the_verdict_counts_outcomes(make_result, outcomes, sentence):
    """One sentence, without what did not happen."""
    known = {outcome[0]: outcome for outcome in Outcome}
    results = tuple(make_result(outcome=known[letter]) for letter in outcomes)

    assert verdict(results) == sentence


def test_a_page_without_notebook_has_no_link_to_one(receipt):
    """Nothing promises what is not there."""
    assert "#notebook" not in feedback_page(receipt, None, title="A")


def test_the_graded_definition_is_the_last_one(page_of, code_cell):
    """As in Python: a later definition replaces an earlier one."""
    page = page_of(code_cell("def gelu(x): first"), code_cell("def gelu(x): second"))

    assert page.count('id="code-gelu"') == 1
    assert page.index("first") < page.index('id="code-gelu"') < page.index("second")


def test_a_page_needs_no_network_and_no_script(page_of, code_cell, parsed):
    """Nothing but data URIs and anchors; a policy forbids the rest."""
    page = page_of(code_cell("x"))

    assert "default-src 'none'" in page
    assert not parsed(page).tags & {"script", "link", "iframe", "object"}
    assert not re.search(r"""(?:src|href|action|url)\s*[=(]\s*["']?(?:https?:)?//""", page)
    assert "@import" not in page


def test_pasted_pictures_are_shown(page_of, parsed):
    """A photo of a derivation pasted into a Markdown cell is part of the submission."""
    png = base64.b64encode(b"\x89PNG\r\n\x1a\n" + b"\0" * 40).decode()
    cell = {"cell_type": "markdown", "source": "![my *proof*](attachment:my%20proof.png)"}
    page = page_of({**cell, "attachments": {"my proof.png": {"image/png": png}}})

    assert ("img", "src", f"data:image/png;base64,{png}") in parsed(page).attributes
    assert "[picture: my proof]" in parsed(page_of({**cell, "attachments": {}})).text


@pytest.mark.parametrize(
    "notebook",
    [
        {},
        {"cells": None},
        {"cells": [None, 5, {}, {"cell_type": "code"}]},
        {"cells": [{"cell_type": "code", "source": ["x\n", 5], "outputs": {"a": 1}}]},
        {"cells": [{"cell_type": "markdown", "source": {}, "attachments": {"a": "b"}}]},
    ],
)
def test_a_malformed_notebook_raises_nothing(receipt, notebook, parsed):
    """A notebook is a stranger's file."""
    assert "Exercises" in parsed(feedback_page(receipt, notebook, title="A")).text


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(text=TEXT)
def test_no_text_of_a_student_becomes_a_tag(  # fixtures
    text, page_of, code_cell, make_result, make_receipt, parsed
):
    """Wherever it may stand, hostile text leaves the page's own tags as they are."""

    def page(text):
        words = {"message": text, "hint": text, "example": text}
        receipt = make_receipt(
            make_result(outcome=Outcome.FAILED, **words), submitted_at=text, problem=text
        )
        outputs = [
            {"output_type": "stream", "name": "stdout", "text": text},
            {"output_type": "error", "ename": text, "evalue": text, "traceback": [text]},
            {"output_type": "display_data", "data": {"text/plain": text}},
            {"output_type": "display_data", "data": {"text/html": text}},
            {"output_type": "display_data", "data": {"text/markdown": text, "image/png": text}},
        ]
        markdown = {"cell_type": "markdown", "source": text}
        return page_of(code_cell(text, *outputs), markdown, receipt=receipt, title=text)

    found = parsed(page(text))
    page(text).encode()
    allowed = parsed(page("plain")).tags | {
        "math",
        "img",
        "span",
        "em",
        "h1",
        "hr",
        "ul",
        "ol",
        "li",
    }
    allowed |= {"blockquote", "del", "br", "mspace", "mtext"}
    allowed |= {tag for tag in nh3.ALLOWED_TAGS if len(tag) == 1}  # drawn text spells <q> at times
    assert {tag for tag in found.tags if not tag.startswith("m")} <= allowed
    assert not [name for _, name, _ in found.attributes if name.startswith("on")]
    assert not [value for _, name, value in found.attributes if name == "src" and ":" not in value]
    assert found.paths["footer"] == ("html", "body")


def test_hostile_names_stay_text(page_of, make_receipt, make_result, parsed):
    """Student ids and titles are escaped too."""
    receipt = make_receipt(make_result(sentence=HOSTILE))
    page = parsed(page_of(title=HOSTILE, course_title=HOSTILE, receipt=receipt))

    assert "script" not in page.tags
    assert HOSTILE in page.text


def test_a_remark_says_how_the_work_was_graded(page_of, receipt):
    """Each remark of a receipt stands on the page as text, whatever is in it."""
    page = page_of(receipt=replace(receipt, remarks=("Taken from <b>warmup-1.ipynb</b>.",)))

    assert "Taken from &lt;b&gt;warmup-1.ipynb&lt;/b&gt;." in page


@pytest.fixture
def unbegun(make_result):
    """The checks of an exercise whose stub is as it was released."""
    found = {"outcome": Outcome.FAILED, "exercise": "elu", "hint": HINTS["NotImplementedError"]}
    waits = {"outcome": Outcome.SKIPPED, "exercise": "elu", "message": "waits until this holds"}
    return make_result("elu_is_right", **found), make_result("elu_rises", **waits)


def test_an_exercise_that_is_not_begun_takes_one_line(page_of, make_receipt, make_result, unbegun):
    """Its stub is told once, not check by check; what was written is told before it."""
    wrong = make_result(outcome=Outcome.FAILED, message="result is 3, but should be 4")
    page = page_of(receipt=make_receipt(*unbegun, wrong))

    assert "elu" in body(page, "exercise-elu")
    assert 'id="check-elu_is_right"' not in page
    assert page.index('id="check-softplus_never_overflows"') < page.index('id="exercise-elu"')
    assert 'A good place to start: <a href="#check-softplus_never_overflows">' in page


def test_a_notebook_that_is_not_begun_says_so(page_of, make_receipt, unbegun):
    """The verdict is that nothing is written, and no table shows that in red."""
    page = page_of(receipt=make_receipt(*unbegun))

    assert "Nothing is written yet" in page
    assert 'class="card summary"' not in page


def test_a_wrong_exercise_that_also_has_a_stub_is_begun(make_result, unbegun):
    """One check that found something written is enough."""
    passed = make_result("elu_is_defined", exercise="elu")

    assert [False, True, True] == [
        by_exercise(checks)[0].begun for checks in (unbegun, (*unbegun, passed), (passed,))
    ]


def test_a_file_that_could_not_be_read_failed_no_check(receipt):
    """The page says that no check was run, and points to none."""
    page = feedback_page(replace(receipt, read=False), None, title="Vectors")

    assert "No check was run." in page
    assert "A good place to start" not in page
