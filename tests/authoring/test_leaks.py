"""Looking for answers and hidden checks in what students receive."""

import pytest

from autograder.authoring.leaks import require_no_leaks, secret_lines
from autograder.errors import TopicError

SOLUTION = """\
def given(x):
    return np.exp(x) / np.exp(x).sum()


def f(x):
    ### BEGIN SOLUTION
    n = len(x)
    if x is None:
        return x
    else:
        y = np.exp(x - np.max(x))
    # subtract the largest entry first
    return np.exp(x) / np.exp(x).sum()
    return  y / n
    ### END SOLUTION
"""


def look(text, *, hidden=()):
    """Look for leaks in one text."""
    require_no_leaks({"the text": text}, solution_source=SOLUTION, hidden=hidden, topic="topic")


class TestRequireNoLeaks:
    """What counts as a leak."""

    @pytest.mark.parametrize(
        "text",
        [
            "return y / n",
            "    return y/n",
            "Hint: `return y / n` is enough.",
            "y = np.exp(x - np.max(x))",
            "# subtract the largest entry first",
        ],
    )
    def test_a_line_between_markers_is_found(self, text):
        """However it is spaced or quoted, and the message names its line."""
        with pytest.raises(TopicError, match=r"the text would show .* of topic/solution\.py"):
            look(f"before\n{text}\nafter")

    @pytest.mark.parametrize(
        "text",
        ["n = len(x)", "else:", "return x", "return np.exp(x) / np.exp(x).sum()", "return y / m"],
    )
    def test_plumbing_and_given_lines_are_no_leak(self, text):
        """Lines that could stand anywhere, or do stand outside the markers, tell nothing."""
        look(text)

    def test_a_hidden_check_s_name_is_found(self):
        """As a whole word only."""
        with pytest.raises(TopicError, match="the name of the hidden check 'f_agrees'"):
            look("see f_agrees", hidden={"f_agrees"})
        look("f_agrees_too", hidden={"f_agrees"})


def test_secret_lines_carry_their_line_numbers():
    """The message can say where the answer stands."""
    secrets = secret_lines(SOLUTION, where="solution.py")

    assert {"y=np.exp(x-np.max(x))", "#subtractthelargestentryfirst", "returny/n"} == set(secrets)
    assert 14 == secrets["returny/n"]
