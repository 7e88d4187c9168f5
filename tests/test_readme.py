"""What README.md says is so."""

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from autograder.authoring.release import release
from autograder.authoring.topic import load_topic
from autograder.cli import cli
from autograder.console import FORMATS
from autograder.gradebook import load_course

ROOT = Path(__file__).parents[1]
TEXT = (ROOT / "README.md").read_text(encoding="utf-8")
FENCES = re.findall(r"^```text\n(.*?)^```$", TEXT, re.MULTILINE | re.DOTALL)
COMMANDS = re.findall(r"\bautograder ([a-z]+)\b((?: [^\s`#|>…]+)*)", "\n".join(FENCES))


@pytest.fixture
def example(tmp_path):
    """The topic of the README, its four files cut out of the text."""
    folder = tmp_path / "reference" / "hinge"
    folder.mkdir(parents=True)
    for name in ("assignment.md", "solution.py", "checks.py", "mistakes.py"):
        fence = rf"^`{re.escape(name)}`.*?^(````?)\w+\n(.*?)^\1$"
        content = re.search(fence, TEXT, re.MULTILINE | re.DOTALL)[2]
        (folder / name).write_text(content, encoding="utf-8")
    return load_topic(folder)


@pytest.mark.slow
def test_the_example_can_be_released(example, tmp_path):
    """Four files are a whole topic: nbgrader makes a notebook of it, and nothing leaks."""
    changed = release([example], course_root=tmp_path)

    assert ["hinge.ipynb", "public_checks.py"] == sorted(path.name for path in changed)
    assert [3, 1] == [len(example.checks), len(example.mistakes)]


@pytest.mark.parametrize(("command", "arguments"), COMMANDS)
def test_a_command_of_the_readme_exists(command, arguments):
    """Every `autograder …` in a fence is a command with the options that it is shown with."""
    found = cli.commands[command]
    for name in arguments.split():
        found = getattr(found, "commands", {}).get(name, found)
    known = {option for each in found.params for option in each.opts}
    options = [word for word in arguments.split() if word.startswith("--")]

    assert set(options) <= known
    assert 0 == CliRunner().invoke(cli, [command, "--help"]).exit_code


def test_commands_are_found_in_the_readme():
    """The pattern above sees the term, quizzes, the demonstration and CI."""
    assert {
        *("demo", "verify", "release", "grade", "gradebook", "feedback", "report"),
        *("export", "init", "lms", "similarity", "variants"),
    } == {command for command, _ in COMMANDS}


def test_the_formats_are_all_named():
    """What `--format` may be stands in the section on CI."""
    line = next(line for line in TEXT.splitlines() if line.startswith("`--format` is"))

    assert list(FORMATS) == re.findall(r"`(\w+)`", line)


def test_the_formula_is_the_courses():
    """The README and the configuration say the same, and it is what the gradebook prints."""
    formula = re.search(r"^grade=(.*)$", TEXT, re.MULTILINE)[1]
    printed = str(load_course(ROOT / "course_config.py").formula)

    assert f"grade={formula}," in (ROOT / "course_config.py").read_text(encoding="utf-8")
    assert ["0.4", "0.1", "0.2", "0.3"] == re.findall(r"[\d.]+", formula)
    assert re.findall(r"[\d.]+", formula) == re.findall(r"[\d.]+", printed)


def test_ci_runs_the_two_commands_of_the_readme_word_for_word():
    """It finds them by how they begin: one runs the demonstration, one the tests."""
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    beginning = re.search(r"grep '\^(.*)' README\.md", script)[1]
    demonstration, tests = [line for line in TEXT.splitlines() if line.startswith(beginning)]

    assert demonstration.endswith("&& pip install . && autograder demo")
    assert '&& pip install -e ".[test]" && python -m pytest ' in tests
    assert 2 == TEXT.count("pip install .") + TEXT.count("pip install -e")


@pytest.mark.parametrize("link", re.findall(r"\]\(([^)#]+?)(?:#[^)]*)?\)", TEXT))
def test_a_link_leads_somewhere(link):
    """Files of the repository that the README links to exist."""
    assert link.startswith("https://") or (ROOT / link).exists()


SECURITY = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")


def named_tests(text):
    """(file, test) for each test that docs/security.md names, each after its file."""
    for file, after in re.findall(r"([\w/]*test_\w+\.py)((?:(?![\w/]*test_\w+\.py|\n).)*)", text):
        path = ROOT / "tests" / file
        for name in re.findall(r"\btest_\w+", after):
            yield path, name


def test_each_rule_on_security_has_tests_that_exist():
    """The page names file and test, and both are there."""
    named = list(named_tests(SECURITY))
    missing = [
        f"{path.name}: {name}"
        for path, name in named
        if not re.search(rf"^ *def {name}\(", path.read_text("utf-8"), re.MULTILINE)
    ]

    assert [] == missing
    assert "test_no_word_tells_of_what_was_asked_together" in {name for _, name in named}
