"""What sequences must do.  A docstring is the sentence a student reads."""

import math

import numpy as np

from autograder.checks import (
    assert_between,
    assert_causal,
    assert_close,
    assert_dtype,
    assert_equal,
    assert_frequencies,
    assert_gradient,
    assert_unchanged,
    check,
    choices,
    cotangents,
    for_all,
    integers,
    labels,
    normals,
    numbers,
    reals,
    require,
    seeds,
)

STEP = {
    "x": normals("N D"),
    "h": normals("N H"),
    "Wx": normals("D H", scale=0.6),
    "Wh": normals("H H", scale=0.6),
    "b": normals("H", scale=0.6),
}
STEP_32 = {
    "x": normals("N D", dtype="float32"),
    "h": normals("N H", dtype="float32"),
    "Wx": normals("D H", dtype="float32"),
    "Wh": normals("H H", dtype="float32"),
    "b": normals("H", dtype="float32"),
}
RNN = {**STEP, "x": normals("N T D")}
RNN_32 = {**STEP_32, "x": normals("N T D", dtype="float32")}
LSTM = {  # the four blocks of gates have an axis of their own here; `packed` takes it away
    "x": normals("N D"),
    "h": normals("N H"),
    "c": normals("N H"),
    "Wx": normals("D 4 H", scale=0.6),
    "Wh": normals("H 4 H", scale=0.6),
    "b": normals("4 H", scale=0.6),
}
LSTM_32 = {
    "x": normals("N D", dtype="float32"),
    "h": normals("N H", dtype="float32"),
    "c": normals("N H", dtype="float32"),
    "Wx": normals("D 4 H", dtype="float32"),
    "Wh": normals("H 4 H", dtype="float32"),
    "b": normals("4 H", dtype="float32"),
}
QKV = {"Q": normals("N T d"), "K": normals("N S d"), "V": normals("N S M")}
MORE_KEYS = {**QKV, "Q": normals("N T<=3 d"), "K": normals("N S>=4 d"), "V": normals("N S>=4 M")}
TIMES = {"Q": normals("N T>=2 d"), "K": normals("N T>=2 d"), "V": normals("N T>=2 M")}
QKV_32 = {
    "Q": normals("N T d", dtype="float32"),
    "K": normals("N T d", dtype="float32"),
    "V": normals("N T M", dtype="float32"),
}
ONLY_READS = (
    "keep what backward needs in the cache you return (a variable outside is overwritten by the "
    "next forward), and only read it in backward"
)
NAMES = ("dx", "dh", "dWx", "dWh", "db")


def packed(Wx, Wh, b):
    """The gates side by side: (D, 4, H), (H, 4, H), (4, H) -> (D, 4H), (H, 4H), (4H,)."""
    return Wx.reshape(len(Wx), -1), Wh.reshape(len(Wh), -1), b.reshape(-1)


def assert_all_close(got, want, names, *, hint=""):
    """Every one of several answers is as it should be."""
    for name, value, expected in zip(names, got, want, strict=True):
        assert_close(value, expected, what=name, hint=hint)


def assert_all_of_dtype(got, names):
    """Every one of several answers is float32."""
    for name, value in zip(names, got, strict=True):
        assert_dtype(value, np.float32, what=name)


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


@check(points=2)
@for_all(
    tokens=labels("T>=2<=9", below=30), vocab=integers(1, 5), smoothing=choices(0.0, 1.0, 0.25)
)
def bigram_probabilities_agree_with_the_reference(student, reference, tokens, vocab, smoothing):
    """The entries are the formula's, with smoothing and without, for any tokens."""
    tokens = tokens % vocab
    once = np.append(vocab, tokens)  # its first token never follows another
    for words, V in ((tokens, vocab), (tokens, vocab + 1), (once, vocab + 1)):
        probs = student.bigram_probabilities(words, V, smoothing)
        assert_close(probs, reference.bigram_probabilities(words, V, smoothing))


@check(points=1, public=True, after=bigram_probabilities_agree_with_the_reference)
@for_all(tokens=labels("T<=9", below=30), vocab=integers(1, 5), smoothing=choices(0.0, 1.0, 0.25))
def bigram_probabilities_are_distributions(student, tokens, vocab, smoothing):
    """Every row is non-negative and sums to 1, whatever the tokens."""
    probs = student.bigram_probabilities(tokens % vocab, vocab, smoothing)
    assert_between(probs, 0, 1)
    assert_close(probs.sum(axis=1), np.ones(vocab), what="the sum of each row")


@check(points=1, after=bigram_probabilities_agree_with_the_reference)
def bigram_probabilities_of_no_pair_are_uniform(student):
    """One token, or none, holds no pair: every row is uniform, smoothed or not."""
    for tokens in (np.array([2]), np.zeros(0, dtype=np.int64)):
        for smoothing in (0.0, 1.0):
            probs = student.bigram_probabilities(tokens, 3, smoothing)
            assert_close(
                probs, np.full((3, 3), 1 / 3), what=f"the result for {len(tokens)} tokens"
            )


@check(points=1, after=bigram_probabilities_agree_with_the_reference, examples=10)
@for_all(tokens=labels("T", below=4))
def bigram_probabilities_leave_the_tokens_alone(student, tokens):
    """The tokens are the same after the call."""
    assert_unchanged(student.bigram_probabilities, tokens, 4)


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


@check(points=3, free_shapes=True)
def generate_draws_each_token_from_the_row_of_the_last(student):
    """Behind token i stands token j with probability probs[i, j] (false alarms: 6 in 10⁹)."""
    for seed, start in ((5, 0), (6, 1)):
        answer = student.generate(WALK, start, 700, np.random.default_rng(seed))
        tokens = tokens_of(answer, 700)
        for i, most in ((0, 200), (1, 200), (2, 50)):  # about 300, 300 and 100 there are
            behind = tokens[1:][tokens[:-1] == i][:most]
            require(len(behind), f"token {i} never occurs in 700")
            assert_frequencies(behind, WALK[i], what=f"the tokens behind {i}")


@check(
    points=1,
    public=True,
    after=generate_draws_each_token_from_the_row_of_the_last,
    free_shapes=True,
)
def generate_makes_exactly_as_many_tokens_as_asked(student):
    """The length is exact, start included: 5 tokens, 1 token, none at all."""
    for length in (5, 2, 1, 0):
        tokens = tokens_of(student.generate(WALK, 2, length, np.random.default_rng(0)), length)
        assert_equal(tokens[:1], np.array([2, 2, 2])[:length][:1], what="the first token")


@check(
    points=1,
    after=generate_draws_each_token_from_the_row_of_the_last,
    free_shapes=True,
    examples=3,
)
@for_all(seed=seeds())
def generate_depends_on_rng_alone(student, seed):
    """Equal generators make equal sequences, other generators others."""
    answers = [
        student.generate(WALK, 0, 100, np.random.default_rng(number))
        for number in (seed, seed, seed + 1)
    ]
    first, second, other = (tokens_of(answer, 100) for answer in answers)
    assert_equal(second, first, what="the second sequence")
    require((other != first).any(), "another generator makes the same sequence")


@check(points=1, free_shapes=True, after=generate_draws_each_token_from_the_row_of_the_last)
@for_all(length=integers(2, 6))
def generate_leaves_the_probabilities_alone(student, length):
    """probs is the same after the call."""
    assert_unchanged(student.generate, WALK, 0, length, np.random.default_rng(0))


# -------------------------------------------------------------------------------- rnn_step


@check(points=1, public=True)
def rnn_step_done_by_hand(student):
    """A step of two units: the tanh of 0.5 + 0.5 - 1 = 0 and of 0.5 - 1 + 1 = 0.5."""
    x, h = np.array([[1.0, 2.0]]), np.array([[1.0, -1.0]])
    Wx, Wh = np.array([[0.5, 0.0], [0.0, 0.25]]), np.array([[0.5, 1.0], [0.0, 2.0]])
    new, _ = student.rnn_step(x, h, Wx, Wh, np.array([-1.0, 1.0]))
    assert_close(new, np.array([[0.0, 0.46211715726000973]]), what="the new h")


@check(points=1)
@for_all(
    x=reals("N D", within=2, layout="any"),
    h=reals("N H", within=1, layout="any"),
    Wx=reals("D H", within=2, layout="any"),
    Wh=reals("H H", within=2, layout="any"),
    b=reals("H", within=2),
)
def rnn_step_agrees_with_the_reference(student, reference, x, h, Wx, Wh, b):
    r"""The new h is $\tanh(x W_x + h W_h + b)$, for any sizes."""
    want = reference.rnn_step(x, h, Wx, Wh, b)[0]
    assert_close(student.rnn_step(x, h, Wx, Wh, b)[0], want, what="the new h")


@check(points=1, after=rnn_step_agrees_with_the_reference, examples=6)
@for_all(**STEP, sign=choices(1, -1))
def rnn_step_survives_large_sums(student, reference, x, h, Wx, Wh, b, sign):
    """Where the sum inside the tanh is as large as 1e4, the new h is ±1, not nan."""
    b = b + sign * np.where(np.arange(len(b)) == 0, 1e4, 400)
    want = reference.rnn_step(x, h, Wx, Wh, b)[0]
    assert_close(student.rnn_step(x, h, Wx, Wh, b)[0], want, what="the new h")


@check(points=1, after=rnn_step_agrees_with_the_reference, examples=10)
@for_all(**STEP)
def rnn_step_leaves_its_arguments_alone(student, x, h, Wx, Wh, b):
    """rnn_step changes none of its arguments."""
    assert_unchanged(student.rnn_step, x, h, Wx, Wh, b)


@check(points=1, after=rnn_step_agrees_with_the_reference, examples=10)
@for_all(**STEP_32)
def rnn_step_keeps_float32(student, x, h, Wx, Wh, b):
    """float32 in, float32 out."""
    assert_dtype(student.rnn_step(x, h, Wx, Wh, b)[0], np.float32, what="the new h")


# ----------------------------------------------------------------------- rnn_step_backward


@check(points=1)
@for_all(**STEP, dh=cotangents("N H"))
def rnn_step_backward_finds_the_gradients_of_x_and_h(student, reference, x, h, Wx, Wh, b, dh):
    """The first two answers are the gradients with respect to x and to the old h."""
    assert_gradient(
        student.rnn_step_backward(dh, student.rnn_step(x, h, Wx, Wh, b)[1])[:2],
        reference.rnn_step_backward(dh, reference.rnn_step(x, h, Wx, Wh, b)[1])[:2],
        of=lambda x, h: reference.rnn_step(x, h, Wx, Wh, b)[0],
        at={"x": x, "h": h},
        dout=dh,
    )


@check(points=1)
@for_all(**STEP, dh=cotangents("N H"))
def rnn_step_backward_finds_the_gradients_of_the_weights(student, reference, x, h, Wx, Wh, b, dh):
    """The other three are the gradients of Wx, Wh and b, added up over the sequences."""
    assert_gradient(
        student.rnn_step_backward(dh, student.rnn_step(x, h, Wx, Wh, b)[1])[2:],
        reference.rnn_step_backward(dh, reference.rnn_step(x, h, Wx, Wh, b)[1])[2:],
        of=lambda Wx, Wh, b: reference.rnn_step(x, h, Wx, Wh, b)[0],
        at={"Wx": Wx, "Wh": Wh, "b": b},
        dout=dh,
    )


STEP_GRADIENTS = (
    rnn_step_backward_finds_the_gradients_of_x_and_h,
    rnn_step_backward_finds_the_gradients_of_the_weights,
)


@check(
    points=1,
    public=True,
    after=(
        rnn_step_backward_finds_the_gradients_of_x_and_h,
        rnn_step_backward_finds_the_gradients_of_the_weights,
    ),
    examples=5,
)
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


@check(points=1, after=STEP_GRADIENTS, examples=10)
@for_all(**STEP, dh=cotangents("N H"))
def rnn_step_backward_only_reads_its_cache(student, reference, x, h, Wx, Wh, b, dh):
    """Another rnn_step in between, or a second backward with one cache, changes nothing."""
    _, cache = student.rnn_step(x, h, Wx, Wh, b)
    student.rnn_step(2 * x + 1, 1 - h, 2 * Wx, Wh + 1, b)
    first = student.rnn_step_backward(dh, cache)
    second = student.rnn_step_backward(dh, cache)
    want = reference.rnn_step_backward(dh, reference.rnn_step(x, h, Wx, Wh, b)[1])
    assert_all_close(first, want, NAMES, hint=ONLY_READS)
    assert_all_close(second, want, [f"the second {name}" for name in NAMES], hint=ONLY_READS)


@check(points=1, after=STEP_GRADIENTS, examples=10)
@for_all(**STEP, dh=cotangents("N H"))
def rnn_step_backward_leaves_its_arguments_alone(student, x, h, Wx, Wh, b, dh):
    """rnn_step_backward changes neither dh nor what the cache holds."""
    assert_unchanged(student.rnn_step_backward, dh, student.rnn_step(x, h, Wx, Wh, b)[1])


@check(points=1, after=STEP_GRADIENTS, examples=10)
@for_all(**STEP_32, dh=cotangents("N H", dtype="float32"))
def rnn_step_backward_keeps_float32(student, x, h, Wx, Wh, b, dh):
    """float32 in, float32 gradients out."""
    _, cache = student.rnn_step(x, h, Wx, Wh, b)
    assert_all_of_dtype(student.rnn_step_backward(dh, cache), NAMES)


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


@check(points=1)
@for_all(
    x=reals("N T D", within=2, layout="any"),
    h0=reals("N H", within=1, layout="any"),
    Wx=reals("D H", within=1, layout="any"),
    Wh=reals("H H", within=1, layout="any"),
    b=reals("H", within=1),
)
def rnn_forward_agrees_with_the_reference(student, reference, x, h0, Wx, Wh, b):
    """hs holds the h of every time, for any number of sequences, times, inputs and units."""
    want = reference.rnn_forward(x, h0, Wx, Wh, b)[0]
    assert_close(student.rnn_forward(x, h0, Wx, Wh, b)[0], want, what="hs")


@check(points=1, public=True, after=rnn_forward_agrees_with_the_reference, examples=10)
@for_all(**{**RNN, "x": normals("N T>=2 D")}, cut=integers(1, 6))
def rnn_forward_goes_on_from_a_carried_state(student, x, h, Wx, Wh, b, cut):
    """A sequence cut in two, the second part begun at the first part's last h, is the whole."""
    cut = 1 + cut % (x.shape[1] - 1)
    hs, _ = student.rnn_forward(x, h, Wx, Wh, b)
    first, _ = student.rnn_forward(x[:, :cut], h, Wx, Wh, b)
    second, _ = student.rnn_forward(x[:, cut:], first[:, -1], Wx, Wh, b)
    assert_close(np.concatenate([first, second], axis=1), hs, what="hs in two parts")


@check(points=1, after=rnn_forward_agrees_with_the_reference, examples=10)
@for_all(**{**RNN, "x": normals("N T>=2 D")}, later=normals("N T>=2 D"))
def rnn_forward_does_not_look_ahead(student, x, h, Wx, Wh, b, later):
    """What comes at time t and later, be it padding, changes no h before t."""
    assert_causal(lambda x: student.rnn_forward(x, h, Wx, Wh, b)[0], [x], [later], what="hs")


@check(points=1, after=rnn_forward_agrees_with_the_reference, examples=10)
@for_all(**RNN)
def rnn_forward_leaves_its_arguments_alone(student, x, h, Wx, Wh, b):
    """rnn_forward changes none of its arguments."""
    assert_unchanged(student.rnn_forward, x, h, Wx, Wh, b)


@check(points=1, after=rnn_forward_agrees_with_the_reference, examples=10)
@for_all(**RNN_32)
def rnn_forward_keeps_float32(student, x, h, Wx, Wh, b):
    """float32 in, float32 out."""
    assert_dtype(student.rnn_forward(x, h, Wx, Wh, b)[0], np.float32, what="hs")


# ---------------------------------------------------------------------------- rnn_backward

RNN_NAMES = ("dx", "dh0", "dWx", "dWh", "db")


def assert_gradients_through_time(which, student, reference, x, h0, weights, dhs):
    """Some of rnn_backward's five answers are the gradients of what they are named after."""
    at = {"x": x, "h0": h0, **weights}
    names = list(at)[which]

    def forward(*values):
        return reference.rnn_forward(*{**at, **dict(zip(names, values, strict=True))}.values())[0]

    assert_gradient(
        student.rnn_backward(dhs, student.rnn_forward(*at.values())[1])[which],
        reference.rnn_backward(dhs, reference.rnn_forward(*at.values())[1])[which],
        of=forward,
        at={name: at[name] for name in names},
        dout=dhs,
    )


@check(points=1, examples=10)
@for_all(**RNN, dhs=cotangents("N T H"))
def rnn_backward_finds_the_gradient_of_x(student, reference, x, h, Wx, Wh, b, dhs):
    """The first answer, dx, holds the gradient of every input at every time."""
    weights = {"Wx": Wx, "Wh": Wh, "b": b}
    assert_gradients_through_time(slice(0, 1), student, reference, x, h, weights, dhs)


@check(points=1, examples=10)
@for_all(**RNN, dhs=cotangents("N T H"))
def rnn_backward_finds_the_gradient_of_h0(student, reference, x, h, Wx, Wh, b, dhs):
    """The second answer, dh0, has come through all times back to the beginning."""
    weights = {"Wx": Wx, "Wh": Wh, "b": b}
    assert_gradients_through_time(slice(1, 2), student, reference, x, h, weights, dhs)


@check(points=1, examples=10)
@for_all(**RNN, dhs=cotangents("N T H"))
def rnn_backward_finds_the_gradients_of_the_weights(student, reference, x, h, Wx, Wh, b, dhs):
    """The gradients of Wx, Wh and b are added up over the times, for all use the same weights."""
    weights = {"Wx": Wx, "Wh": Wh, "b": b}
    assert_gradients_through_time(slice(2, 5), student, reference, x, h, weights, dhs)


@check(points=1, examples=4)
@for_all(x=normals("2 30 D"), B=normals("H>=2 H"), dhs=cotangents("2 30 H"))
def rnn_backward_reaches_back_through_thirty_times(student, reference, x, B, dhs):
    """Where the gradient does not vanish, all five answers hold it over thirty times, too."""
    D, H = x.shape[2], len(B)
    Wx, Wh, b = 0.1 * np.ones((D, H)), np.linalg.qr(B)[0], np.full(H, 0.01)
    _, cache = student.rnn_forward(0.1 * x, np.zeros((2, H)), Wx, Wh, b)
    _, known = reference.rnn_forward(0.1 * x, np.zeros((2, H)), Wx, Wh, b)
    assert_all_close(
        student.rnn_backward(dhs, cache), reference.rnn_backward(dhs, known), RNN_NAMES
    )


RNN_GRADIENTS = (
    rnn_backward_finds_the_gradient_of_x,
    rnn_backward_finds_the_gradient_of_h0,
    rnn_backward_finds_the_gradients_of_the_weights,
)


@check(
    points=1,
    public=True,
    after=(
        rnn_backward_finds_the_gradient_of_x,
        rnn_backward_finds_the_gradient_of_h0,
        rnn_backward_finds_the_gradients_of_the_weights,
    ),
    examples=4,
)
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


@check(
    points=1,
    public=True,
    after=(
        rnn_backward_finds_the_gradient_of_x,
        rnn_backward_finds_the_gradient_of_h0,
        rnn_backward_finds_the_gradients_of_the_weights,
    ),
    examples=8,
)
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


@check(points=1, after=RNN_GRADIENTS, examples=8)
@for_all(**RNN, dhs=cotangents("N T H"))
def rnn_backward_only_reads_its_cache(student, reference, x, h, Wx, Wh, b, dhs):
    """Another rnn_forward in between, or a second backward with one cache, changes nothing."""
    _, cache = student.rnn_forward(x, h, Wx, Wh, b)
    student.rnn_forward(2 * x + 1, 1 - h, 2 * Wx, Wh + 1, b)
    first = student.rnn_backward(dhs, cache)
    second = student.rnn_backward(dhs, cache)
    want = reference.rnn_backward(dhs, reference.rnn_forward(x, h, Wx, Wh, b)[1])
    assert_all_close(first, want, RNN_NAMES, hint=ONLY_READS)
    assert_all_close(second, want, [f"the second {name}" for name in RNN_NAMES], hint=ONLY_READS)


@check(points=1, after=RNN_GRADIENTS, examples=8)
@for_all(**RNN, dhs=cotangents("N T H"))
def rnn_backward_leaves_its_arguments_alone(student, x, h, Wx, Wh, b, dhs):
    """rnn_backward changes neither dhs nor what the cache holds."""
    assert_unchanged(student.rnn_backward, dhs, student.rnn_forward(x, h, Wx, Wh, b)[1])


@check(points=1, after=RNN_GRADIENTS, examples=8)
@for_all(**RNN_32, dhs=cotangents("N T H", dtype="float32"))
def rnn_backward_keeps_float32(student, x, h, Wx, Wh, b, dhs):
    """float32 in, float32 gradients out."""
    _, cache = student.rnn_forward(x, h, Wx, Wh, b)
    assert_all_of_dtype(student.rnn_backward(dhs, cache), RNN_NAMES)


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


@check(points=2)
@for_all(**LSTM)
def lstm_step_agrees_with_the_reference(student, reference, x, h, c, Wx, Wh, b):
    r"""$c' = f \odot c + i \odot g$ and $h' = o \odot \tanh c'$, for any sizes."""
    Wx, Wh, b = packed(Wx, Wh, b)
    got = student.lstm_step(x, h, c, Wx, Wh, b)
    want = reference.lstm_step(x, h, c, Wx, Wh, b)
    assert_all_close(got[:2], want[:2], ("the new h", "the new c"))


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


@check(points=1, after=lstm_step_agrees_with_the_reference, examples=10)
@for_all(**LSTM)
def lstm_step_leaves_its_arguments_alone(student, x, h, c, Wx, Wh, b):
    """lstm_step changes none of its arguments."""
    assert_unchanged(student.lstm_step, x, h, c, *packed(Wx, Wh, b))


@check(points=1, after=lstm_step_agrees_with_the_reference, examples=10)
@for_all(**LSTM_32)
def lstm_step_keeps_float32(student, x, h, c, Wx, Wh, b):
    """float32 in, float32 out."""
    answer = student.lstm_step(x, h, c, *packed(Wx, Wh, b))
    assert_all_of_dtype(answer[:2], ("the new h", "the new c"))


# ---------------------------------------------------------------------- lstm_step_backward

LSTM_NAMES = ("dx", "dh", "dc", "dWx", "dWh", "db")


def both(answer):
    """The new h and the new c of a step side by side: (N, 2H)."""
    return np.concatenate([answer[0], answer[1]], axis=1)


def assert_gradients_of_the_cell(which, student, reference, at, dh, dc):
    """Some of lstm_step_backward's six answers are the gradients of what they are named after."""
    names = list(at)[which]

    def forward(*values):
        return both(reference.lstm_step(*{**at, **dict(zip(names, values, strict=True))}.values()))

    assert_gradient(
        student.lstm_step_backward(dh, dc, student.lstm_step(*at.values())[2])[which],
        reference.lstm_step_backward(dh, dc, reference.lstm_step(*at.values())[2])[which],
        of=forward,
        at={name: at[name] for name in names},
        dout=np.concatenate([dh, dc], axis=1),
    )


def cell(x, h, c, Wx, Wh, b):
    """The arguments of lstm_step by name."""
    return dict(zip(("x", "h", "c", "Wx", "Wh", "b"), (x, h, c, *packed(Wx, Wh, b)), strict=True))


@check(points=1, examples=10)
@for_all(**LSTM, dh=cotangents("N H"), dc=cotangents("N H"))
def lstm_step_backward_finds_the_gradients_of_x_and_h(
    student, reference, x, h, c, Wx, Wh, b, dh, dc
):
    """The first two answers are the gradients with respect to x and to the old h."""
    at = cell(x, h, c, Wx, Wh, b)
    assert_gradients_of_the_cell(slice(0, 2), student, reference, at, dh, dc)


@check(points=1, examples=10)
@for_all(**LSTM, dh=cotangents("N H"), dc=cotangents("N H"))
def lstm_step_backward_finds_the_gradient_of_c(student, reference, x, h, c, Wx, Wh, b, dh, dc):
    """The third answer is the gradient with respect to the old c, through the new c and h."""
    at = cell(x, h, c, Wx, Wh, b)
    assert_gradients_of_the_cell(slice(2, 3), student, reference, at, dh, dc)


@check(points=2, examples=10)
@for_all(**LSTM, dh=cotangents("N H"), dc=cotangents("N H"))
def lstm_step_backward_finds_the_gradients_of_the_weights(
    student, reference, x, h, c, Wx, Wh, b, dh, dc
):
    """The last three are the gradients of Wx, Wh and b, block by block."""
    at = cell(x, h, c, Wx, Wh, b)
    assert_gradients_of_the_cell(slice(3, 6), student, reference, at, dh, dc)


LSTM_GRADIENTS = (
    lstm_step_backward_finds_the_gradients_of_x_and_h,
    lstm_step_backward_finds_the_gradient_of_c,
    lstm_step_backward_finds_the_gradients_of_the_weights,
)


@check(
    points=2,
    public=True,
    after=(
        lstm_step_backward_finds_the_gradients_of_x_and_h,
        lstm_step_backward_finds_the_gradient_of_c,
        lstm_step_backward_finds_the_gradients_of_the_weights,
    ),
    examples=3,
)
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


@check(points=1, after=LSTM_GRADIENTS, examples=8)
@for_all(**LSTM, dh=cotangents("N H"), dc=cotangents("N H"))
def lstm_step_backward_only_reads_its_cache(student, reference, x, h, c, Wx, Wh, b, dh, dc):
    """Another lstm_step in between, or a second backward with one cache, changes nothing."""
    Wx, Wh, b = packed(Wx, Wh, b)
    cache = student.lstm_step(x, h, c, Wx, Wh, b)[2]
    student.lstm_step(2 * x + 1, 1 - h, c + 1, 2 * Wx, Wh + 1, b)
    first = student.lstm_step_backward(dh, dc, cache)
    second = student.lstm_step_backward(dh, dc, cache)
    want = reference.lstm_step_backward(dh, dc, reference.lstm_step(x, h, c, Wx, Wh, b)[2])
    assert_all_close(first, want, LSTM_NAMES, hint=ONLY_READS)
    assert_all_close(second, want, [f"the second {name}" for name in LSTM_NAMES], hint=ONLY_READS)


@check(points=1, after=LSTM_GRADIENTS, examples=8)
@for_all(**LSTM, dh=cotangents("N H"), dc=cotangents("N H"))
def lstm_step_backward_leaves_its_arguments_alone(student, x, h, c, Wx, Wh, b, dh, dc):
    """lstm_step_backward changes neither dh, dc nor what the cache holds."""
    cache = student.lstm_step(x, h, c, *packed(Wx, Wh, b))[2]
    assert_unchanged(student.lstm_step_backward, dh, dc, cache)


@check(points=1, after=LSTM_GRADIENTS, examples=8)
@for_all(**LSTM_32, dh=cotangents("N H", dtype="float32"), dc=cotangents("N H", dtype="float32"))
def lstm_step_backward_keeps_float32(student, x, h, c, Wx, Wh, b, dh, dc):
    """float32 in, float32 gradients out."""
    cache = student.lstm_step(x, h, c, *packed(Wx, Wh, b))[2]
    assert_all_of_dtype(student.lstm_step_backward(dh, dc, cache), LSTM_NAMES)


# ----------------------------------------------------------------------- embedding_forward

EMBEDDING = {"ids": labels("N T>=3", below="V<=4"), "W": normals("V<=4 D")}


@check(points=1, public=True)
def embedding_forward_looks_up_rows_by_hand(student):
    """The tokens 2, 0, 2 are the rows 2, 0, 2 of W."""
    W = np.array([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]])
    out, _ = student.embedding_forward(np.array([2, 0, 2]), W)
    assert_close(out, np.array([[5.0, 6.0], [1.0, 2.0], [5.0, 6.0]]), what="out")


@check(points=1)
@for_all(**{**EMBEDDING, "W": reals("V<=4 D", layout="any")})
def embedding_forward_agrees_with_the_reference(student, reference, ids, W):
    """ids may have any shape; out has it, too, and D as its last axis."""
    for some in (ids, ids[0], ids[None]):
        want = reference.embedding_forward(some, W)[0]
        assert_close(student.embedding_forward(some, W)[0], want, what="out")


@check(points=1, after=embedding_forward_agrees_with_the_reference, examples=10)
@for_all(**EMBEDDING)
def embedding_forward_leaves_its_arguments_alone(student, ids, W):
    """embedding_forward changes neither ids nor W."""
    assert_unchanged(student.embedding_forward, ids, W)


@check(points=1, after=embedding_forward_agrees_with_the_reference, examples=10)
@for_all(**{**EMBEDDING, "W": normals("V<=4 D", dtype="float32")})
def embedding_forward_keeps_float32(student, ids, W):
    """float32 in, float32 out."""
    assert_dtype(student.embedding_forward(ids, W)[0], np.float32, what="out")


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


@check(points=2)
@for_all(**EMBEDDING, dout=cotangents("N T>=3 D"))
def embedding_backward_finds_the_gradient_of_the_weights(student, reference, ids, W, dout):
    """dW has all rows of W, for ids of any shape."""
    for some, upstream in ((ids, dout), (ids[0], dout[0]), (ids[None], dout[None])):
        assert_gradient(
            student.embedding_backward(upstream, student.embedding_forward(some, W)[1]),
            reference.embedding_backward(upstream, reference.embedding_forward(some, W)[1]),
            of=lambda W, some=some: reference.embedding_forward(some, W)[0],
            at={"W": W},
            dout=upstream,
        )


@check(points=1, after=embedding_backward_finds_the_gradient_of_the_weights, examples=10)
@for_all(**EMBEDDING, dout=cotangents("N T>=3 D"))
def embedding_backward_leaves_its_arguments_alone(student, ids, W, dout):
    """embedding_backward changes neither dout nor what the cache holds."""
    assert_unchanged(student.embedding_backward, dout, student.embedding_forward(ids, W)[1])


@check(points=1, after=embedding_backward_finds_the_gradient_of_the_weights, examples=10)
@for_all(
    **{**EMBEDDING, "W": normals("V<=4 D", dtype="float32")},
    dout=cotangents("N T>=3 D", dtype="float32"),
)
def embedding_backward_keeps_float32(student, ids, W, dout):
    """float32 in, a float32 dW out."""
    dW = student.embedding_backward(dout, student.embedding_forward(ids, W)[1])
    assert_dtype(dW, np.float32, what="dW")


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


@check(points=1)
@for_all(**TWO, max_norm=numbers(0.5, 8.0))
def clip_gradients_agrees_with_the_reference(student, reference, A, a, max_norm):
    """Where the joint norm is above max_norm, every gradient is scaled by max_norm / norm."""
    for grads in ([A, a], [3 * a, A, A], [a]):
        want = reference.clip_gradients(grads, max_norm)
        assert_clipped(student.clip_gradients(grads, max_norm), want)


@check(points=1, public=True, after=clip_gradients_agrees_with_the_reference)
@for_all(**TWO, max_norm=numbers(0.5, 8.0), part=numbers(0.0, 0.99))
def clip_gradients_leaves_short_gradients_as_they_are(student, A, a, max_norm, part):
    """At a norm of max_norm or less nothing changes; zeros stay zeros."""
    factor = part * max_norm / math.sqrt(np.sum(A**2) + np.sum(a**2))
    short, zeros = [factor * A, factor * a], [0 * A, 0 * a]
    assert_clipped(student.clip_gradients(short, max_norm), short)
    assert_clipped(student.clip_gradients(zeros, max_norm), zeros)


@check(points=1, public=True, after=clip_gradients_agrees_with_the_reference)
@for_all(**TWO, max_norm=numbers(0.5, 8.0))
def clip_gradients_ends_at_the_norm_asked_for(student, A, a, max_norm):
    """The joint norm of the results is the smaller one of the norm before and max_norm."""
    got = student.clip_gradients([A, a], max_norm)
    before = math.sqrt(np.sum(A**2) + np.sum(a**2))
    after = math.sqrt(sum(float(np.sum(np.square(one))) for one in got))
    assert_close(after, min(before, max_norm), rtol=CLIPPED, what="the joint norm")


@check(points=1, after=clip_gradients_agrees_with_the_reference, examples=6)
@for_all(**TWO, size=choices(1e-6, 1e-7))
def clip_gradients_is_right_for_tiny_gradients(student, reference, A, a, size):
    """Gradients of about a millionth are clipped as exactly as others: add no epsilon."""
    grads = [size * A, size * a]
    for part in (0.5, 0.99):
        most = part * size * math.sqrt(np.sum(A**2) + np.sum(a**2))
        got, want = (one.clip_gradients(grads, most) for one in (student, reference))
        for number, (clipped, expected) in enumerate(zip(got, want, strict=True)):
            assert_close(clipped / size, expected / size, what=f"gradient {number} / {size:g}")


@check(points=1, after=clip_gradients_agrees_with_the_reference, examples=10)
@for_all(**TWO)
def clip_gradients_leaves_its_arguments_alone(student, A, a):
    """The arrays in grads are the same after the call."""
    assert_unchanged(student.clip_gradients, [A, a], 0.1)


@check(points=1, after=clip_gradients_agrees_with_the_reference, examples=10)
@for_all(A=normals("N D", dtype="float32"), a=normals("M", dtype="float32"))
def clip_gradients_keeps_float32(student, A, a):
    """float32 in, float32 out, clipped or not."""
    for max_norm in (0.1, 100.0):
        got = student.clip_gradients([A, a], max_norm)
        assert_all_of_dtype(got, ("gradient 0", "gradient 1"))


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


@check(points=2)
@for_all(
    Q=reals("N T d", within=3, layout="any"),
    K=reals("N S d", within=3, layout="any"),
    V=reals("N S M", layout="any"),
)
def attention_agrees_with_the_reference(student, reference, Q, K, V):
    r"""The weights are the softmax of $Q K^T / \sqrt d$ over the keys; out is their mean of V."""
    got, want = student.attention(Q, K, V), reference.attention(Q, K, V)
    assert_all_close(got, want, ("out", "weights"))


@check(points=1)
@for_all(**TIMES)
def attention_masks_the_future_if_causal(student, reference, Q, K, V):
    """With causal=True the weights of later times are exactly 0, and the others sum to 1."""
    out, weights = student.attention(Q, K, V, True)
    T = Q.shape[1]
    future = np.where(np.tri(T) == 0, weights, 0.0)
    assert_equal(future, np.zeros_like(future), what="weights of the future")
    assert_all_close((out, weights), reference.attention(Q, K, V, True), ("out", "weights"))


@check(points=1, public=True, after=attention_agrees_with_the_reference)
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


@check(points=1, after=attention_masks_the_future_if_causal, examples=10)
@for_all(
    **TIMES,
    later_Q=normals("N T>=2 d", scale=3),
    later_K=normals("N T>=2 d", scale=3),
    later_V=normals("N T>=2 M", scale=3),
)
def attention_does_not_look_ahead_if_causal(student, Q, K, V, later_Q, later_K, later_V):
    """With causal=True, what comes at time t and later, be it padding, changes no out before t."""
    assert_causal(
        lambda Q, K, V: student.attention(Q, K, V, causal=True)[0],
        [Q, K, V],
        [later_Q, later_K, later_V],
    )


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


@check(points=1, after=attention_agrees_with_the_reference, examples=10)
@for_all(**TIMES)
def attention_leaves_its_arguments_alone(student, Q, K, V):
    """attention changes none of Q, K and V."""
    assert_unchanged(student.attention, Q, K, V)
    assert_unchanged(student.attention, Q, K, V, True)


@check(points=1, after=attention_agrees_with_the_reference, examples=10)
@for_all(**QKV_32)
def attention_keeps_float32(student, Q, K, V):
    """float32 in, float32 out and weights."""
    for causal in (False, True):
        assert_all_of_dtype(student.attention(Q, K, V, causal), ("out", "weights"))


# ---------------------------------------------------------------------- attention_backward

ATTENTION_NAMES = ("dQ", "dK", "dV")
EITHER = {
    "Q": normals("N T d"),
    "K": normals("N T d"),
    "V": normals("N T M"),
    "dout": cotangents("N T M"),
}


def assert_attention_gradient(which, student, reference, Q, K, V, dout):
    """One of attention_backward's answers is the gradient, causal or not (T times, S = T)."""
    at = {"Q": Q, "K": K, "V": V}
    name = "QKV"[which]
    for causal in (False, True):

        def forward(value, causal=causal):
            return reference.attention(**{**at, name: value}, causal=causal)[0]

        assert_gradient(
            student.attention_backward(dout, Q, K, V, causal)[which],
            reference.attention_backward(dout, Q, K, V, causal)[which],
            of=forward,
            at={name: at[name]},
            dout=dout,
        )


@check(points=1, examples=10)
@for_all(**EITHER)
def attention_backward_finds_the_gradient_of_Q(student, reference, Q, K, V, dout):
    """The first answer is the gradient with respect to the queries, causal or not."""
    assert_attention_gradient(0, student, reference, Q, K, V, dout)


@check(points=1, examples=10)
@for_all(**EITHER)
def attention_backward_finds_the_gradient_of_K(student, reference, Q, K, V, dout):
    """The second answer is the gradient with respect to the keys, causal or not."""
    assert_attention_gradient(1, student, reference, Q, K, V, dout)


@check(points=1, examples=10)
@for_all(**EITHER)
def attention_backward_finds_the_gradient_of_V(student, reference, Q, K, V, dout):
    """The third answer is the gradient with respect to the values, causal or not."""
    assert_attention_gradient(2, student, reference, Q, K, V, dout)


@check(points=1, examples=10)
@for_all(**MORE_KEYS, dout=cotangents("N T<=3 M"))
def attention_backward_serves_more_keys_than_queries(student, reference, Q, K, V, dout):
    """All three, where the numbers of queries and keys differ; causal is False by default."""
    assert_gradient(
        student.attention_backward(dout, Q, K, V),
        reference.attention_backward(dout, Q, K, V),
        of=lambda Q, K, V: reference.attention(Q, K, V)[0],
        at={"Q": Q, "K": K, "V": V},
        dout=dout,
    )


ATTENTION_GRADIENTS = (
    attention_backward_finds_the_gradient_of_Q,
    attention_backward_finds_the_gradient_of_K,
    attention_backward_finds_the_gradient_of_V,
)


@check(
    points=2,
    public=True,
    after=(
        attention_backward_finds_the_gradient_of_Q,
        attention_backward_finds_the_gradient_of_K,
        attention_backward_finds_the_gradient_of_V,
    ),
    examples=3,
)
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


@check(points=1, after=ATTENTION_GRADIENTS, examples=8)
@for_all(**EITHER)
def attention_backward_leaves_its_arguments_alone(student, Q, K, V, dout):
    """attention_backward changes none of its arguments."""
    assert_unchanged(student.attention_backward, dout, Q, K, V)


@check(points=1, after=ATTENTION_GRADIENTS, examples=8)
@for_all(**QKV_32, dout=cotangents("N T M", dtype="float32"))
def attention_backward_keeps_float32(student, Q, K, V, dout):
    """float32 in, float32 gradients out."""
    for causal in (False, True):
        gradients = student.attention_backward(dout, Q, K, V, causal)
        assert_all_of_dtype(gradients, ATTENTION_NAMES)
