"""The public checks of the assignment `sequences`.  Generated; not to be edited.

In the notebook, `check("bigram_probabilities")` runs those of one exercise on your answer.  Read them:
they say what your answer must do.  Changing them changes no grade, for your work is graded with
the course's own copy and with hidden checks besides.  Where a public check waits for a hidden one
(`after=`), that is left out here.
"""

import math
import numpy as np
from autograder.checks import (
    assert_between,
    assert_close,
    assert_equal,
    assert_gradient,
    check,
    choices,
    cotangents,
    for_all,
    integers,
    labels,
    normals,
    numbers,
    require,
    seeds,
)

ASSIGNMENT = "sequences"
EXERCISES = (
    "bigram_probabilities",
    "generate",
    "rnn_step",
    "rnn_step_backward",
    "rnn_forward",
    "rnn_backward",
    "clip_gradients",
    "lstm_step",
    "lstm_step_backward",
    "embedding_forward",
    "embedding_backward",
    "attention",
    "attention_backward",
)
STEP = {
    "x": normals("N D"),
    "h": normals("N H"),
    "Wx": normals("D H", scale=0.6),
    "Wh": normals("H H", scale=0.6),
    "b": normals("H", scale=0.6),
}
RNN = {**STEP, "x": normals("N T D")}
LSTM = {  # the four blocks of gates have an axis of their own here; `packed` takes it away
    "x": normals("N D"),
    "h": normals("N H"),
    "c": normals("N H"),
    "Wx": normals("D 4 H", scale=0.6),
    "Wh": normals("H 4 H", scale=0.6),
    "b": normals("4 H", scale=0.6),
}
QKV = {"Q": normals("N T d"), "K": normals("N S d"), "V": normals("N S M")}


def packed(Wx, Wh, b):
    """The gates side by side: (D, 4, H), (H, 4, H), (4, H) -> (D, 4H), (H, 4H), (4H,)."""
    return Wx.reshape(len(Wx), -1), Wh.reshape(len(Wh), -1), b.reshape(-1)


def assert_all_close(got, want, names, *, hint=""):
    """Every one of several answers is as it should be."""
    for name, value, expected in zip(names, got, want, strict=True):
        assert_close(value, expected, what=name, hint=hint)


# -------------------------------------------------------------------- bigram_probabilities


@check(points=1, public=True)
def bigram_probabilities_of_six_tokens_counted_by_hand(student):
    """0 1 0 2 0 1 with 4 tokens: 1 follows 0 two times in three; a row without counts is ¼."""
    probs = student.bigram_probabilities(np.array([0, 1, 0, 2, 0, 1]), 4)
    want = [[0, 2 / 3, 1 / 3, 0], [1, 0, 0, 0], [1, 0, 0, 0], [1 / 4, 1 / 4, 1 / 4, 1 / 4]]
    assert_close(probs, np.array(want))


@check(points=1, public=True)
def bigram_probabilities_smoothed_by_hand(student):
    """With smoothing 0.5 every count of 0 1 0 2 0 1 is ½ larger: row 0 is 0.1, 0.5, 0.3, 0.1."""
    tokens = np.array([0, 1, 0, 2, 0, 1])
    probs = student.bigram_probabilities(tokens, 4, smoothing=0.5)
    want = [[0.1, 0.5, 0.3, 0.1], [1 / 2, 1 / 6, 1 / 6, 1 / 6], [1 / 2, 1 / 6, 1 / 6, 1 / 6]]
    assert_close(probs, np.array([*want, [1 / 4, 1 / 4, 1 / 4, 1 / 4]]))


@check(points=1, public=True)
@for_all(tokens=labels("T<=9", below=30), vocab=integers(1, 5), smoothing=choices(0.0, 1.0, 0.25))
def bigram_probabilities_are_distributions(student, tokens, vocab, smoothing):
    """Every row is non-negative and sums to 1, whatever the tokens."""
    probs = student.bigram_probabilities(tokens % vocab, vocab, smoothing)
    assert_between(probs, 0, 1)
    assert_close(probs.sum(axis=1), np.ones(vocab), what="the sum of each row")


# -------------------------------------------------------------------------------- generate


def tokens_of(answer, length):
    """The answer, an array or a list of `length` ints, as an array."""
    require(isinstance(answer, (np.ndarray, list, tuple)), "the result should be an array of ints")
    tokens = np.asarray(answer)
    require(
        tokens.shape == (length,),
        f"the result has shape {tokens.shape}, but should have shape {(length,)}",
    )
    require(not length or tokens.dtype.kind in "iu", "the result should hold ints")
    return tokens.astype(np.int64)
WALK = np.array([[0.0, 0.9, 0.1], [0.8, 0.1, 0.1], [0.6, 0.0, 0.4]])
CYCLE = np.array([[0.0, 0.0, 1.0], [1.0, 0.0, 0.0], [0.0, 1.0, 0.0]])


@check(points=1, public=True, free_shapes=True)
def generate_follows_a_chain_that_leaves_no_choice(student):
    """Where 0 is followed by 2, 2 by 1 and 1 by 0, always: 1 0 2 1 0 2."""
    answer = student.generate(CYCLE, 1, 6, np.random.default_rng(0))
    assert_equal(tokens_of(answer, 6), np.array([1, 0, 2, 1, 0, 2]))


@check(points=1, public=True, free_shapes=True)
def generate_makes_exactly_as_many_tokens_as_asked(student):
    """The length is exact, start included: 5 tokens, 1 token, none at all."""
    for length in (5, 2, 1, 0):
        tokens = tokens_of(student.generate(WALK, 2, length, np.random.default_rng(0)), length)
        assert_equal(tokens[:1], np.array([2, 2, 2])[:length][:1], what="the first token")


# -------------------------------------------------------------------------------- rnn_step


@check(points=1, public=True)
def rnn_step_done_by_hand(student):
    """A step of two units: the tanh of 0.5 + 0.5 - 1 = 0 and of 0.5 - 1 + 1 = 0.5."""
    x, h = np.array([[1.0, 2.0]]), np.array([[1.0, -1.0]])
    Wx, Wh = np.array([[0.5, 0.0], [0.0, 0.25]]), np.array([[0.5, 1.0], [0.0, 2.0]])
    new, _ = student.rnn_step(x, h, Wx, Wh, np.array([-1.0, 1.0]))
    assert_close(new, np.array([[0.0, 0.46211715726000973]]), what="the new h")


@check(points=1, public=True, examples=5)
@for_all(
    x=normals("N<=2 D<=3"),
    h=normals("N<=2 H<=3"),
    Wx=normals("D<=3 H<=3", scale=0.6),
    Wh=normals("H<=3 H<=3", scale=0.6),
    b=normals("H<=3"),
    dh=cotangents("N<=2 H<=3"),
)
def rnn_step_backward_matches_differences_of_your_step(student, x, h, Wx, Wh, b, dh):
    """The five gradients match central differences of your own rnn_step."""
    _, cache = student.rnn_step(x, h, Wx, Wh, b)
    assert_gradient(
        student.rnn_step_backward(dh, cache),
        of=lambda x, h, Wx, Wh, b: student.rnn_step(x, h, Wx, Wh, b)[0],
        at={"x": x, "h": h, "Wx": Wx, "Wh": Wh, "b": b},
        dout=dh,
    )


# ----------------------------------------------------------------------------- rnn_forward


@check(points=1, public=True)
def rnn_forward_of_three_times_done_by_hand(student):
    """One unit, all weights 1, b = -½, from h0 = ½ with inputs 1, 0, -1: the first h is tanh 1."""
    x, one = np.array([[[1.0], [0.0], [-1.0]]]), np.ones((1, 1))
    hs, _ = student.rnn_forward(x, np.array([[0.5]]), one, one, np.array([-0.5]))
    first = np.tanh(1.0)
    second = np.tanh(first - 0.5)
    assert_close(hs, np.array([[[first], [second], [np.tanh(second - 1.5)]]]), what="hs")


@check(points=1, public=True)
@for_all(**{**RNN, "x": normals("N T>=3 D")})
def rnn_forward_takes_one_step_after_the_other(student, x, h, Wx, Wh, b):
    r"""At every time $h_t = \tanh(x_t W_x + h_{t-1} W_h + b)$; one time is one step from h0."""
    hs, _ = student.rnn_forward(x, h, Wx, Wh, b)
    alone, _ = student.rnn_forward(x[:, :1], h, Wx, Wh, b)
    before = np.concatenate([h[:, None], hs[:, :-1]], axis=1)
    assert_close(hs, np.tanh(x @ Wx + before @ Wh + b), what="hs")
    assert_close(alone, hs[:, :1], what="hs of the first time alone")


@check(points=1, public=True, examples=10)
@for_all(**{**RNN, "x": normals("N T>=2 D")}, cut=integers(1, 6))
def rnn_forward_goes_on_from_a_carried_state(student, x, h, Wx, Wh, b, cut):
    """A sequence cut in two, the second part begun at the first part's last h, is the whole."""
    cut = 1 + cut % (x.shape[1] - 1)
    hs, _ = student.rnn_forward(x, h, Wx, Wh, b)
    first, _ = student.rnn_forward(x[:, :cut], h, Wx, Wh, b)
    second, _ = student.rnn_forward(x[:, cut:], first[:, -1], Wx, Wh, b)
    assert_close(np.concatenate([first, second], axis=1), hs, what="hs in two parts")
# ---------------------------------------------------------------------------- rnn_backward

RNN_NAMES = ("dx", "dh0", "dWx", "dWh", "db")


@check(points=1, public=True, examples=4)
@for_all(
    x=normals("N<=2 T<=3 D<=2"),
    h0=normals("N<=2 H<=2"),
    Wx=normals("D<=2 H<=2", scale=0.6),
    Wh=normals("H<=2 H<=2", scale=0.6),
    b=normals("H<=2"),
    dhs=cotangents("N<=2 T<=3 H<=2"),
)
def rnn_backward_matches_differences_of_your_forward(student, x, h0, Wx, Wh, b, dhs):
    """The five gradients match central differences of your own rnn_forward."""
    _, cache = student.rnn_forward(x, h0, Wx, Wh, b)
    assert_gradient(
        student.rnn_backward(dhs, cache),
        of=lambda x, h0, Wx, Wh, b: student.rnn_forward(x, h0, Wx, Wh, b)[0],
        at={"x": x, "h0": h0, "Wx": Wx, "Wh": Wh, "b": b},
        dout=dhs,
    )


@check(points=1, public=True, examples=8)
@for_all(**{**RNN, "x": normals("N T>=4 D")}, dhs=cotangents("N T>=4 H"), cut=integers(1, 6))
def rnn_backward_hands_its_dh0_to_the_part_before(student, x, h, Wx, Wh, b, dhs, cut):
    """A sequence cut in two, the later part's dh0 added to the last dhs of the earlier one."""
    cut = 1 + cut % (x.shape[1] - 1)
    whole = student.rnn_backward(dhs, student.rnn_forward(x, h, Wx, Wh, b)[1])
    hs, early = student.rnn_forward(x[:, :cut], h, Wx, Wh, b)
    _, late = student.rnn_forward(x[:, cut:], hs[:, -1], Wx, Wh, b)
    second = student.rnn_backward(dhs[:, cut:], late)
    carried = dhs[:, :cut].copy()
    carried[:, -1] += second[1]
    first = student.rnn_backward(carried, early)
    dx = np.concatenate([first[0], second[0]], axis=1)
    sums = [one + other for one, other in zip(first[2:], second[2:], strict=True)]
    names = [f"{name} in two parts" for name in RNN_NAMES]
    assert_all_close([dx, first[1], *sums], whole, names)


# ------------------------------------------------------------------------------- lstm_step


@check(points=1, public=True)
def lstm_step_done_by_hand(student):
    """Gates i = ¾, f = ¼, o = ½, g = 0.6 and c = 4: the new c is 1.45, the new h ½ tanh 1.45."""
    x, h, c = np.array([[1.0]]), np.array([[2.0]]), np.array([[4.0]])
    Wx = np.array([[math.log(3), 0.0, 0.0, 0.0]])
    Wh = np.array([[0.0, -math.log(3) / 2, 0.0, 0.0]])
    new_h, new_c, _ = student.lstm_step(x, h, c, Wx, Wh, np.array([0.0, 0.0, 0.0, math.log(2)]))
    assert_close(new_c, np.array([[1.45]]), what="the new c")
    assert_close(new_h, np.array([[0.4478464]]), rtol=0, atol=1e-7, what="the new h")


@check(points=1, public=True)
@for_all(**LSTM)
def lstm_step_remembers_and_forgets(student, x, h, c, Wx, Wh, b):
    """Input gate shut, forget gate open: c stays. The other way round: the old c is gone."""
    Wx, Wh, b = packed(Wx, Wh, b)
    z = x @ Wx + h @ Wh + b
    H = c.shape[1]
    shift = np.repeat([-1.0, 1.0, 0.0, 0.0], H) * (60 + np.abs(z).max())
    _, kept, _ = student.lstm_step(x, h, c, Wx, Wh, b + shift)
    assert_close(kept, c, what="the c that is kept")
    _, fresh, _ = student.lstm_step(x, h, c, Wx, Wh, b - shift)
    assert_close(fresh, np.tanh(z[:, 3 * H :]), what="the c that is written anew")


def both(answer):
    """The new h and the new c of a step side by side: (N, 2H)."""
    return np.concatenate([answer[0], answer[1]], axis=1)


@check(points=2, public=True, examples=3)
@for_all(
    x=normals("N<=2 D<=2"),
    h=normals("N<=2 H<=2"),
    c=normals("N<=2 H<=2"),
    Wx=normals("D<=2 4 H<=2", scale=0.6),
    Wh=normals("H<=2 4 H<=2", scale=0.6),
    b=normals("4 H<=2"),
    dh=cotangents("N<=2 H<=2"),
    dc=cotangents("N<=2 H<=2"),
)
def lstm_step_backward_matches_differences_of_your_step(student, x, h, c, Wx, Wh, b, dh, dc):
    """The six gradients match central differences of your own lstm_step, by its h and its c."""
    Wx, Wh, b = packed(Wx, Wh, b)
    _, _, cache = student.lstm_step(x, h, c, Wx, Wh, b)
    assert_gradient(
        student.lstm_step_backward(dh, dc, cache),
        of=lambda x, h, c, Wx, Wh, b: both(student.lstm_step(x, h, c, Wx, Wh, b)),
        at={"x": x, "h": h, "c": c, "Wx": Wx, "Wh": Wh, "b": b},
        dout=np.concatenate([dh, dc], axis=1),
    )


@check(points=1, public=True)
def embedding_forward_looks_up_rows_by_hand(student):
    """The tokens 2, 0, 2 are the rows 2, 0, 2 of W."""
    W = np.array([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]])
    out, _ = student.embedding_forward(np.array([2, 0, 2]), W)
    assert_close(out, np.array([[5.0, 6.0], [1.0, 2.0], [5.0, 6.0]]), what="out")


# ---------------------------------------------------------------------- embedding_backward


@check(points=1, public=True)
def embedding_backward_adds_up_repeated_tokens(student):
    """Token 0 occurs twice in 0, 2, 0: its row of dW is the sum of two; tokens 1 and 3 get 0."""
    _, cache = student.embedding_forward(np.array([0, 2, 0]), np.ones((4, 2)))
    dW = student.embedding_backward(np.array([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]]), cache)
    assert_close(
        dW,
        np.array([[6.0, 8.0], [0.0, 0.0], [3.0, 4.0], [0.0, 0.0]]),
        what="dW",
    )
# -------------------------------------------------------------------------- clip_gradients

CLIPPED = 1e-5  # relative: room for those who add 1e-6 to the norm
TWO = {"A": normals("N D"), "a": cotangents("M")}


def assert_clipped(got, want):
    """Each gradient is as it should be, up to what a small epsilon beside the norm does."""
    require(len(got) == len(want), f"got {len(got)} gradients, but should be {len(want)}")
    for number, (one, expected) in enumerate(zip(got, want, strict=True)):
        name = f"gradient {number}"
        assert_close(one, expected, rtol=CLIPPED, atol=1e-9, what=name)


@check(points=1, public=True)
def clip_gradients_shrinks_two_arrays_together(student):
    """[3] and [[0, 4]] have the joint norm 5; clipped to 1 they are [0.6] and [[0, 0.8]]."""
    got = student.clip_gradients([np.array([3.0]), np.array([[0.0, 4.0]])], 1.0)
    assert_clipped(got, [np.array([0.6]), np.array([[0.0, 0.8]])])


@check(points=1, public=True)
@for_all(**TWO, max_norm=numbers(0.5, 8.0), part=numbers(0.0, 0.99))
def clip_gradients_leaves_short_gradients_as_they_are(student, A, a, max_norm, part):
    """At a norm of max_norm or less nothing changes; zeros stay zeros."""
    factor = part * max_norm / math.sqrt(np.sum(A**2) + np.sum(a**2))
    short, zeros = [factor * A, factor * a], [0 * A, 0 * a]
    assert_clipped(student.clip_gradients(short, max_norm), short)
    assert_clipped(student.clip_gradients(zeros, max_norm), zeros)


@check(points=1, public=True)
@for_all(**TWO, max_norm=numbers(0.5, 8.0))
def clip_gradients_ends_at_the_norm_asked_for(student, A, a, max_norm):
    """The joint norm of the results is the smaller one of the norm before and max_norm."""
    got = student.clip_gradients([A, a], max_norm)
    before = math.sqrt(np.sum(A**2) + np.sum(a**2))
    after = math.sqrt(sum(float(np.sum(np.square(one))) for one in got))
    assert_close(after, min(before, max_norm), rtol=CLIPPED, what="the joint norm")


# ------------------------------------------------------------------------------- attention


@check(points=1, public=True)
def attention_done_by_hand(student):
    """d = 4, scores 2 ln 3 and 0 over √4: weights ¾ and ¼, and out is 3, 2 of V's 4 and 8."""
    Q = np.array([[[2.0, 0.0, 0.0, 0.0]]])
    K = np.array([[[math.log(3), 0.0, 0.0, 0.0], [0.0, 1.0, 0.0, 0.0]]])
    out, weights = student.attention(Q, K, np.array([[[4.0, 0.0], [0.0, 8.0]]]))
    assert_close(weights, np.array([[[0.75, 0.25]]]), what="weights")
    assert_close(out, np.array([[[3.0, 2.0]]]), what="out")


@check(points=1, public=True)
def attention_that_is_causal_done_by_hand(student):
    """Equal scores, causal: time 0 sees itself alone, time 1 two halves, time 2 three thirds."""
    same, V = np.ones((1, 3, 2)), np.array([[[6.0], [12.0], [0.0]]])
    out, weights = student.attention(same, same, V, causal=True)
    want = np.array([[[1.0, 0.0, 0.0], [1 / 2, 1 / 2, 0.0], [1 / 3, 1 / 3, 1 / 3]]])
    assert_close(weights, want, what="weights")
    assert_close(out, np.array([[[6.0], [9.0], [6.0]]]), what="out")


@check(points=1, public=True)
@for_all(**QKV, seed=seeds())
def attention_knows_no_order(student, Q, K, V, seed):
    """Shuffled keys and values give the same out; shuffled queries its rows, shuffled."""
    rng = np.random.default_rng(seed)
    keys, queries = rng.permutation(K.shape[1]), rng.permutation(Q.shape[1])
    out, weights = student.attention(Q, K, V)
    same, shuffled = student.attention(Q, K[:, keys], V[:, keys])
    moved, _ = student.attention(Q[:, queries], K, V)
    assert_close(same, out, what="out with shuffled keys and values")
    assert_close(shuffled, weights[:, :, keys], what="weights of shuffled keys")
    assert_close(moved, out[:, queries], what="out of shuffled queries")


@check(points=1, public=True)
def attention_survives_large_scores(student):
    """Scores of 1000 in one row and 0 in the next: each row has its own maximum."""
    Q, K = np.array([[[1000.0], [0.0], [-1000.0]]]), np.array([[[1.0], [1.0]]])
    out, weights = student.attention(Q, K, np.array([[[2.0], [4.0]]]))
    assert_close(weights, np.full((1, 3, 2), 0.5), what="weights")
    assert_close(out, np.full((1, 3, 1), 3.0), what="out")


@check(points=1, public=True)
def attention_survives_a_large_score_in_the_future(student):
    """Causal, with a score of 1000 at time 1: time 0 sees itself alone, and no nan comes out."""
    Q, K = np.ones((1, 2, 1)), np.array([[[0.0], [1000.0]]])
    out, weights = student.attention(Q, K, np.array([[[2.0], [4.0]]]), causal=True)
    assert_close(weights, np.eye(2)[None], what="weights")
    assert_close(out, np.array([[[2.0], [4.0]]]), what="out")


@check(points=2, public=True, examples=3)
@for_all(
    Q=normals("N<=2 T>=2<=3 d<=2"),
    K=normals("N<=2 T>=2<=3 d<=2"),
    V=normals("N<=2 T>=2<=3 M<=2"),
    dout=cotangents("N<=2 T>=2<=3 M<=2"),
)
def attention_backward_matches_differences_of_your_attention(student, Q, K, V, dout):
    """dQ, dK and dV match central differences of your own attention, causal and not."""
    for causal in (False, True):
        assert_gradient(
            student.attention_backward(dout, Q, K, V, causal),
            of=lambda Q, K, V, causal=causal: student.attention(Q, K, V, causal)[0],
            at={"Q": Q, "K": K, "V": V},
            dout=dout,
        )


# What the notebook gives, as it was released.
GIVEN = r'''import math

import numpy as np


def sigmoid(z):
    """1 / (1 + exp(-z)) elementwise, finite for every z; keeps the dtype.  (...) -> (...)"""
    e = np.exp(-np.abs(z))
    return np.where(z >= 0, 1, e) / (1 + e)'''


RELEASE = "bf14ee5982d0"  # the notebook has the same
