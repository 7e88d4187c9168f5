"""Wrong answers students do write, each with the check that must catch it; right ones, too.

Every answer stands in a student's cell: besides numpy and math it may use the given `sigmoid`, and
the other exercises, as the notebook has them.
"""

# ruff: noqa: F821  # `sigmoid` and the other exercises are there in every student's notebook

import math

import numpy as np

from autograder.checks import alternative, equivalent, mistake

from .checks import (
    attention_agrees_with_the_reference,
    attention_backward_finds_the_gradient_of_K,
    attention_backward_finds_the_gradient_of_Q,
    attention_backward_finds_the_gradient_of_V,
    attention_backward_keeps_float32,
    attention_backward_leaves_its_arguments_alone,
    attention_backward_serves_more_keys_than_queries,
    attention_done_by_hand,
    attention_keeps_float32,
    attention_leaves_its_arguments_alone,
    attention_masks_the_future_if_causal,
    attention_survives_a_large_score_in_the_future,
    attention_survives_large_scores,
    attention_that_is_causal_done_by_hand,
    bigram_probabilities_agree_with_the_reference,
    bigram_probabilities_leave_the_tokens_alone,
    bigram_probabilities_of_no_pair_are_uniform,
    bigram_probabilities_of_six_tokens_counted_by_hand,
    bigram_probabilities_smoothed_by_hand,
    clip_gradients_agrees_with_the_reference,
    clip_gradients_is_right_for_tiny_gradients,
    clip_gradients_keeps_float32,
    clip_gradients_leaves_its_arguments_alone,
    clip_gradients_leaves_short_gradients_as_they_are,
    clip_gradients_shrinks_two_arrays_together,
    embedding_backward_adds_up_repeated_tokens,
    embedding_backward_finds_the_gradient_of_the_weights,
    embedding_backward_keeps_float32,
    embedding_backward_leaves_its_arguments_alone,
    embedding_forward_agrees_with_the_reference,
    embedding_forward_keeps_float32,
    embedding_forward_leaves_its_arguments_alone,
    embedding_forward_looks_up_rows_by_hand,
    generate_depends_on_rng_alone,
    generate_draws_each_token_from_the_row_of_the_last,
    generate_follows_a_chain_that_leaves_no_choice,
    generate_leaves_the_probabilities_alone,
    generate_makes_exactly_as_many_tokens_as_asked,
    lstm_step_agrees_with_the_reference,
    lstm_step_backward_finds_the_gradient_of_c,
    lstm_step_backward_finds_the_gradients_of_the_weights,
    lstm_step_backward_finds_the_gradients_of_x_and_h,
    lstm_step_backward_keeps_float32,
    lstm_step_backward_leaves_its_arguments_alone,
    lstm_step_backward_only_reads_its_cache,
    lstm_step_done_by_hand,
    lstm_step_keeps_float32,
    lstm_step_leaves_its_arguments_alone,
    lstm_step_remembers_and_forgets,
    rnn_backward_finds_the_gradient_of_h0,
    rnn_backward_finds_the_gradient_of_x,
    rnn_backward_finds_the_gradients_of_the_weights,
    rnn_backward_keeps_float32,
    rnn_backward_leaves_its_arguments_alone,
    rnn_backward_only_reads_its_cache,
    rnn_backward_reaches_back_through_thirty_times,
    rnn_forward_agrees_with_the_reference,
    rnn_forward_keeps_float32,
    rnn_forward_leaves_its_arguments_alone,
    rnn_forward_of_three_times_done_by_hand,
    rnn_forward_takes_one_step_after_the_other,
    rnn_step_agrees_with_the_reference,
    rnn_step_backward_finds_the_gradients_of_the_weights,
    rnn_step_backward_finds_the_gradients_of_x_and_h,
    rnn_step_backward_keeps_float32,
    rnn_step_backward_leaves_its_arguments_alone,
    rnn_step_backward_only_reads_its_cache,
    rnn_step_done_by_hand,
    rnn_step_keeps_float32,
    rnn_step_leaves_its_arguments_alone,
    rnn_step_survives_large_sums,
)

# bigram_probabilities


@mistake(of="bigram_probabilities", caught_by=bigram_probabilities_of_six_tokens_counted_by_hand)
def repeated_pairs_counted_once(tokens, vocab, smoothing=0.0):
    """Your rows are as if each pair had been counted once: every time that j comes after i
    counts.
    """
    counts = np.zeros((vocab, vocab))
    counts[tokens[:-1], tokens[1:]] += 1
    counts = counts + smoothing
    counts[~counts.any(axis=1)] = 1
    return counts / counts.sum(axis=1, keepdims=True)


@mistake(of="bigram_probabilities", caught_by=bigram_probabilities_of_six_tokens_counted_by_hand)
def nothing_over_nothing(tokens, vocab, smoothing=0.0):
    """A row without counts comes out as nan: where it is 0/0, it should be uniform, 1/V
    everywhere.
    """
    counts = np.zeros((vocab, vocab)) + smoothing
    for t in range(len(tokens) - 1):
        counts[tokens[t], tokens[t + 1]] += 1
    return counts / counts.sum(axis=1, keepdims=True)


@mistake(of="bigram_probabilities", caught_by=bigram_probabilities_of_six_tokens_counted_by_hand)
def the_token_before_for_the_token_after(tokens, vocab, smoothing=0.0):
    """Your rows are as if row i said what comes before token i: it should say what comes directly
    after it.
    """
    counts = np.full((vocab, vocab), float(smoothing))
    np.add.at(counts, (tokens[1:], tokens[:-1]), 1)
    counts[~counts.any(axis=1)] = 1
    return counts / counts.sum(axis=1, keepdims=True)


@mistake(of="bigram_probabilities", caught_by=bigram_probabilities_of_six_tokens_counted_by_hand)
def columns_that_sum_to_one(tokens, vocab, smoothing=0.0):
    """Your columns sum to 1: each count should be divided by the total of its row."""
    counts = np.full((vocab, vocab), float(smoothing))
    np.add.at(counts, (tokens[:-1], tokens[1:]), 1)
    counts[:, counts.sum(axis=0) == 0] = 1
    return counts / counts.sum(axis=0)


@mistake(of="bigram_probabilities", caught_by=bigram_probabilities_agree_with_the_reference)
def all_pairs_together_sum_to_one(tokens, vocab, smoothing=0.0):
    """Your rows do not each sum to 1: every row has a total of its own, count(i → ·) + V·s."""
    counts = np.full((vocab, vocab), float(smoothing))
    np.add.at(counts, (tokens[:-1], tokens[1:]), 1)
    return counts / counts.sum()


@mistake(of="bigram_probabilities", caught_by=bigram_probabilities_of_six_tokens_counted_by_hand)
def the_last_token_counted_without_a_pair(tokens, vocab, smoothing=0.0):
    """You divide by how often token i occurs: the total counts what comes after i, and nothing
    comes after the last token.
    """
    counts = np.full((vocab, vocab), float(smoothing))
    np.add.at(counts, (tokens[:-1], tokens[1:]), 1)
    totals = np.bincount(tokens, minlength=vocab) + vocab * smoothing
    uniform = np.full((vocab, vocab), 1 / vocab)
    return np.where(totals[:, None] == 0, uniform, counts / np.maximum(totals, 1e-300)[:, None])


@mistake(of="bigram_probabilities", caught_by=bigram_probabilities_smoothed_by_hand)
def smoothed_the_counts_and_not_the_totals(tokens, vocab, smoothing=0.0):
    """You add s to the counts, but nothing to the totals: V·s belongs to the total of each row."""
    counts = np.zeros((vocab, vocab))
    np.add.at(counts, (tokens[:-1], tokens[1:]), 1)
    totals = counts.sum(axis=1, keepdims=True)
    return np.where(totals == 0, 1 / vocab, (counts + smoothing) / np.maximum(totals, 1))


@mistake(of="bigram_probabilities", caught_by=bigram_probabilities_smoothed_by_hand)
def added_s_once_to_the_total(tokens, vocab, smoothing=0.0):
    """You add s to the total of a row once: each of its V counts grows by s, so the total grows by
    V·s.
    """
    counts = np.zeros((vocab, vocab))
    np.add.at(counts, (tokens[:-1], tokens[1:]), 1)
    totals = counts.sum(axis=1, keepdims=True)
    smooth = (counts + smoothing) / np.maximum(totals + smoothing, 1e-300)
    return np.where(totals == 0, 1 / vocab, smooth)


@mistake(of="bigram_probabilities", caught_by=bigram_probabilities_smoothed_by_hand)
def no_smoothing(tokens, vocab, smoothing=0.0):
    """Your result does not depend on smoothing: s is added to each count, and V·s to the total of
    each row.
    """
    counts = np.zeros((vocab, vocab))
    np.add.at(counts, (tokens[:-1], tokens[1:]), 1)
    counts[~counts.any(axis=1)] = 1
    return counts / counts.sum(axis=1, keepdims=True)


@mistake(of="bigram_probabilities", caught_by=bigram_probabilities_agree_with_the_reference)
def only_the_tokens_that_occur(tokens, vocab, smoothing=0.0):
    """Your matrix ends at the largest token that occurs: it should be V × V, with V = vocab."""
    vocab = tokens.max() + 1
    counts = np.full((vocab, vocab), float(smoothing))
    np.add.at(counts, (tokens[:-1], tokens[1:]), 1)
    counts[~counts.any(axis=1)] = 1
    return counts / counts.sum(axis=1, keepdims=True)


@mistake(of="bigram_probabilities", caught_by=bigram_probabilities_of_no_pair_are_uniform)
def begins_with_the_first_token(tokens, vocab, smoothing=0.0):
    """An empty tokens is an error in your function: without any pair, every row is uniform,
    1/V.
    """
    counts = np.full((vocab, vocab), float(smoothing))
    last = tokens[0]
    for token in tokens[1:]:
        counts[last, token] += 1
        last = token
    counts[~counts.any(axis=1)] = 1
    return counts / counts.sum(axis=1, keepdims=True)


@mistake(of="bigram_probabilities", caught_by=bigram_probabilities_leave_the_tokens_alone)
def sorted_the_tokens_for_counting(tokens, vocab, smoothing=0.0):
    """Your function changes tokens: they should be the same after the call."""
    pairs = tokens[:-1] * vocab + tokens[1:]
    tokens.sort()
    counts = np.bincount(pairs, minlength=vocab * vocab).reshape(vocab, vocab) + smoothing
    counts = counts.astype(float)
    counts[~counts.any(axis=1)] = 1
    return counts / counts.sum(axis=1, keepdims=True)


@alternative(of="bigram_probabilities")
def counted_in_a_loop(tokens, vocab, smoothing=0.0):
    rows = []
    for i in range(vocab):
        row = [smoothing] * vocab
        for t in range(len(tokens) - 1):
            if tokens[t] == i:
                row[tokens[t + 1]] += 1
        total = sum(row)
        rows.append([n / total if total > 0 else 1 / vocab for n in row])
    return np.array(rows)


equivalent(
    of="bigram_probabilities",
    was="counts[~counts.any(axis=1)] = 1",
    becomes="counts[~counts.any(axis=1)] = 2",
    because="a row of twos is as uniform as a row of ones",
)


# generate


@mistake(of="generate", caught_by=generate_draws_each_token_from_the_row_of_the_last)
def the_most_probable_token_always(probs, start, length, rng):
    """You always take the most probable next token: it should be drawn with the probabilities of
    the row.
    """
    tokens = [start]
    while len(tokens) < length:
        tokens.append(int(np.argmax(probs[tokens[-1]])))
    return np.array(tokens[:length], dtype=int)


@mistake(of="generate", caught_by=generate_draws_each_token_from_the_row_of_the_last)
def any_token_that_may_follow(probs, start, length, rng):
    """You draw all tokens that may follow with equal chances: token j follows i with probability
    probs[i, j].
    """
    tokens = [start]
    while len(tokens) < length:
        tokens.append(int(rng.choice(np.flatnonzero(probs[tokens[-1]]))))
    return np.array(tokens[:length], dtype=int)


@mistake(of="generate", caught_by=generate_follows_a_chain_that_leaves_no_choice)
def always_from_the_row_of_start(probs, start, length, rng):
    """Every token of yours comes from the row of start: each should be drawn from the row of the
    one before it.
    """
    tokens = np.full(length, start)
    for t in range(1, length):
        tokens[t] = rng.choice(len(probs), p=probs[start])
    return tokens


@mistake(of="generate", caught_by=generate_follows_a_chain_that_leaves_no_choice)
def down_the_column(probs, start, length, rng):
    """Your tokens follow each other as the columns of probs say: each should be drawn from the row
    of the one before it.
    """
    tokens = np.full(length, start)
    for t in range(1, length):
        column = probs[:, tokens[t - 1]]
        tokens[t] = rng.choice(len(probs), p=column / column.sum())
    return tokens


@mistake(of="generate", caught_by=generate_follows_a_chain_that_leaves_no_choice)
def start_left_out(probs, start, length, rng):
    """Your sequence begins with the token after start: its first token should be start."""
    tokens = np.full(length, start)
    for t in range(length):
        tokens[t] = rng.choice(len(probs), p=probs[tokens[t - 1] if t else start])
    return tokens


@mistake(of="generate", caught_by=generate_follows_a_chain_that_leaves_no_choice)
def one_token_too_many(probs, start, length, rng):
    """You return length + 1 tokens: start is one of the length tokens."""
    tokens = [start]
    for _ in range(length):
        tokens.append(int(rng.choice(len(probs), p=probs[tokens[-1]])))
    return np.array(tokens)


@mistake(of="generate", caught_by=generate_makes_exactly_as_many_tokens_as_asked)
def start_even_if_none_is_asked(probs, start, length, rng):
    """You return a token even if length is 0: then there should be none, not even start."""
    tokens = [start]
    for _ in range(length - 1):
        tokens.append(int(rng.choice(len(probs), p=probs[tokens[-1]])))
    return np.array(tokens)


@mistake(of="generate", caught_by=generate_depends_on_rng_alone)
def the_global_generator(probs, start, length, rng):
    """Equal generators make different sequences in your function: all randomness should come from
    rng.
    """
    tokens = np.full(length, start)
    for t in range(1, length):
        tokens[t] = np.random.choice(len(probs), p=probs[tokens[t - 1]])  # noqa: NPY002  # the mistake
    return tokens


@mistake(of="generate", caught_by=generate_depends_on_rng_alone)
def a_seed_of_its_own(probs, start, length, rng):
    """You make the same sequence for every rng: all randomness should come from the rng you are
    given.
    """
    rng = np.random.default_rng(0)
    tokens = np.full(length, start)
    for t in range(1, length):
        tokens[t] = rng.choice(len(probs), p=probs[tokens[t - 1]])
    return tokens


@mistake(of="generate", caught_by=generate_follows_a_chain_that_leaves_no_choice)
def threshold_without_the_cumulative_sum(probs, start, length, rng):
    """Your tokens do not follow the rows of probs: behind token i, token j should come with
    probability probs[i, j].
    """
    tokens = np.full(length, start)
    for t in range(1, length):
        tokens[t] = np.argmax(probs[tokens[t - 1]] > rng.random())
        tokens[t] = np.argmax(probs[tokens[t]] > rng.random())
    return tokens


@mistake(of="generate", caught_by=generate_draws_each_token_from_the_row_of_the_last)
def first_probability_above_a_draw(probs, start, length, rng):
    """You take the first token whose own probability is above a random number: that does not make
    token j come with probability probs[i, j].
    """
    tokens = np.full(length, start)
    for t in range(1, length):
        tokens[t] = np.argmax(probs[tokens[t - 1]] > rng.random())
    return tokens


@mistake(of="generate", caught_by=generate_draws_each_token_from_the_row_of_the_last)
def softmax_of_probabilities(probs, start, length, rng):
    """You draw from the softmax of a row: the row already holds the probabilities."""
    tokens = np.full(length, start)
    for t in range(1, length):
        row = probs[tokens[t - 1]]
        if row.max() < 1:
            row = np.exp(row) / np.exp(row).sum()
        tokens[t] = rng.choice(len(probs), p=row)
    return tokens


@mistake(of="generate", caught_by=generate_follows_a_chain_that_leaves_no_choice)
def tokens_as_floats(probs, start, length, rng):
    """Your tokens are floats: they should be ints."""
    tokens = np.zeros(length)
    tokens[:1] = start
    for t in range(1, length):
        tokens[t] = rng.choice(len(probs), p=probs[int(tokens[t - 1])])
    return tokens


@mistake(of="generate", caught_by=generate_leaves_the_probabilities_alone)
def cumulative_sums_in_place(probs, start, length, rng):
    """Your function changes probs: it should be the same after the call."""
    np.cumsum(probs, axis=1, out=probs)
    tokens = np.full(length, start)
    for t in range(1, length):
        tokens[t] = np.searchsorted(probs[tokens[t - 1]], rng.random(), side="right")
    return np.minimum(tokens, len(probs) - 1)


@alternative(of="generate")
def by_cumulative_sums(probs, start, length, rng):
    sums = np.cumsum(probs, axis=1)
    tokens = [start][:length]
    while len(tokens) < length:
        row = sums[tokens[-1]]
        tokens.append(int(np.searchsorted(row / row[-1], rng.random(), side="right")))
    return tokens


@alternative(of="generate")
def by_the_gumbel_trick(probs, start, length, rng):
    tokens = np.zeros(length, dtype=np.int64)
    with np.errstate(divide="ignore"):
        scores = np.log(probs)
    for t in range(length):
        tokens[t] = np.argmax(scores[tokens[t - 1]] + rng.gumbel(size=len(probs))) if t else start
    return tokens


# rnn_step


@mistake(of="rnn_step", caught_by=rnn_step_done_by_hand)
def forgot_the_old_state(x, h, Wx, Wh, b):
    """You leave the old state out: h @ Wh belongs into the sum inside the tanh."""
    out = np.tanh(x @ Wx + b)
    return out, (x, h, Wx, Wh, out)


@mistake(of="rnn_step", caught_by=rnn_step_done_by_hand)
def forgot_the_bias(x, h, Wx, Wh, b):
    """You leave the bias out: b belongs into the sum inside the tanh."""
    out = np.tanh(x @ Wx + h @ Wh)
    return out, (x, h, Wx, Wh, out)


@mistake(of="rnn_step", caught_by=rnn_step_done_by_hand)
def transposed_the_recurrent_weights(x, h, Wx, Wh, b):
    """You multiply h by the transpose of Wh: the sum inside the tanh has h @ Wh."""
    out = np.tanh(x @ Wx + h @ Wh.T + b)
    return out, (x, h, Wx, Wh, out)


@mistake(of="rnn_step", caught_by=rnn_step_done_by_hand)
def sigmoid_for_tanh(x, h, Wx, Wh, b):
    """You take the sigmoid of the sum: the new state is its tanh."""
    out = sigmoid(x @ Wx + h @ Wh + b)
    return out, (x, h, Wx, Wh, out)


@mistake(of="rnn_step", caught_by=rnn_step_agrees_with_the_reference)
def tanh_by_its_formula(x, h, Wx, Wh, b):
    """You divide eᶻ − e⁻ᶻ by 2eᶻ: the tanh divides it by eᶻ + e⁻ᶻ."""
    z = x @ Wx + h @ Wh + b
    out = (np.exp(z) - np.exp(-z)) / (np.exp(z) + np.exp(z))
    return out, (x, h, Wx, Wh, out)


@mistake(of="rnn_step", caught_by=rnn_step_survives_large_sums)
def tanh_that_overflows(x, h, Wx, Wh, b):
    """Where the sum inside the tanh is large, your new h is nan: it should be ±1 there."""
    z = x @ Wx + h @ Wh + b
    out = (np.exp(z) - np.exp(-z)) / (np.exp(z) + np.exp(-z))
    return out, (x, h, Wx, Wh, out)


@mistake(of="rnn_step", caught_by=rnn_step_agrees_with_the_reference)
def state_outside_the_tanh(x, h, Wx, Wh, b):
    """You add h @ Wh outside the tanh: it belongs into the sum inside."""
    out = np.tanh(x @ Wx + b) + h @ Wh
    return out, (x, h, Wx, Wh, out)


@mistake(of="rnn_step", caught_by=rnn_step_agrees_with_the_reference)
def returned_the_state_alone(x, h, Wx, Wh, b):
    """You return the new h alone: return it and a cache."""
    return np.tanh(x @ Wx + h @ Wh + b)


@mistake(of="rnn_step", caught_by=rnn_step_leaves_its_arguments_alone)
def wrote_over_the_old_state(x, h, Wx, Wh, b):
    """Your function changes one of its arguments: all should be the same after the call."""
    old = h.copy()
    h[:] = np.tanh(x @ Wx + h @ Wh + b)
    return h.copy(), (x, old, Wx, Wh, h.copy())


@mistake(of="rnn_step", caught_by=rnn_step_keeps_float32)
def a_state_of_float64(x, h, Wx, Wh, b):
    """Your new h is float64 though all arguments are float32: it should be float32."""
    out = np.zeros(h.shape)
    out[:] = np.tanh(x @ Wx + h @ Wh + b)
    return out, (x, h, Wx, Wh, out)


@mistake(of="rnn_step", caught_by=rnn_step_backward_only_reads_its_cache)
def one_cache_for_all_steps(x, h, Wx, Wh, b, saved=[]):  # noqa: B006  # the mistake itself
    """After another step, the backward of the earlier one comes out differently: all that it needs
    belongs in the cache which that step returns.
    """
    out = np.tanh(x @ Wx + h @ Wh + b)
    saved[:] = [x, h, Wx, Wh, out]
    return out, saved


# rnn_step_backward


@mistake(of="rnn_step_backward", caught_by=rnn_step_backward_finds_the_gradients_of_x_and_h)
def no_derivative_of_tanh(dh, cache):
    """You leave the derivative of the tanh out: dh is first multiplied by it."""
    x, h, Wx, Wh, _ = cache
    return dh @ Wx.T, dh @ Wh.T, x.T @ dh, h.T @ dh, dh.sum(axis=0)


@mistake(of="rnn_step_backward", caught_by=rnn_step_backward_finds_the_gradients_of_x_and_h)
def derivative_at_the_output(dh, cache):
    """Your derivative of the tanh takes the tanh of the new h: the new h is the tanh already."""
    x, h, Wx, Wh, out = cache
    dz = dh * (1 - np.tanh(out) ** 2)
    return dz @ Wx.T, dz @ Wh.T, x.T @ dz, h.T @ dz, dz.sum(axis=0)


@mistake(of="rnn_step_backward", caught_by=rnn_step_backward_finds_the_gradients_of_x_and_h)
def derivative_at_the_old_state(dh, cache):
    """You make the derivative of the tanh from the old h: the tanh gave the new one."""
    x, h, Wx, Wh, _ = cache
    dz = dh * (1 - h**2)
    return dz @ Wx.T, dz @ Wh.T, x.T @ dz, h.T @ dz, dz.sum(axis=0)


@mistake(of="rnn_step_backward", caught_by=rnn_step_backward_finds_the_gradients_of_x_and_h)
def recurrent_weights_not_transposed(dh, cache):
    """You multiply by Wh to get dh: on the way back it is the transpose of Wh."""
    x, h, Wx, Wh, out = cache
    dz = dh * (1 - out**2)
    return dz @ Wx.T, dz @ Wh, x.T @ dz, h.T @ dz, dz.sum(axis=0)


@mistake(of="rnn_step_backward", caught_by=rnn_step_backward_finds_the_gradients_of_the_weights)
def new_state_for_the_old_one(dh, cache):
    """You make dWh from the new h: Wh was multiplied by the old one."""
    x, _, Wx, Wh, out = cache
    dz = dh * (1 - out**2)
    return dz @ Wx.T, dz @ Wh.T, x.T @ dz, out.T @ dz, dz.sum(axis=0)


@mistake(of="rnn_step_backward", caught_by=rnn_step_backward_finds_the_gradients_of_the_weights)
def recurrent_gradient_transposed(dh, cache):
    """Your dWh is transposed: its rows belong to the old h, its columns to the new one."""
    x, h, Wx, Wh, out = cache
    dz = dh * (1 - out**2)
    return dz @ Wx.T, dz @ Wh.T, x.T @ dz, dz.T @ h, dz.sum(axis=0)


@mistake(of="rnn_step_backward", caught_by=rnn_step_backward_finds_the_gradients_of_the_weights)
def bias_averaged_over_the_batch(dh, cache):
    """You average db over the sequences: it is a sum over them."""
    x, h, Wx, Wh, out = cache
    dz = dh * (1 - out**2)
    return dz @ Wx.T, dz @ Wh.T, x.T @ dz, h.T @ dz, dz.mean(axis=0)


@mistake(of="rnn_step_backward", caught_by=rnn_step_backward_only_reads_its_cache)
def slope_into_the_cache(dh, cache):
    """A second backward with the same cache comes out differently: backward should only read its
    cache.
    """
    x, h, Wx, Wh, out = cache
    np.subtract(1, out**2, out=out)
    dz = dh * out
    return dz @ Wx.T, dz @ Wh.T, x.T @ dz, h.T @ dz, dz.sum(axis=0)


@mistake(of="rnn_step_backward", caught_by=rnn_step_backward_leaves_its_arguments_alone)
def multiplied_dh_in_place(dh, cache):
    """Your backward changes dh or an array in the cache: both should be the same after the
    call.
    """
    x, h, Wx, Wh, out = cache
    dh *= 1 - out**2
    return dh @ Wx.T, dh @ Wh.T, x.T @ dh, h.T @ dh, dh.sum(axis=0)


@mistake(of="rnn_step_backward", caught_by=rnn_step_backward_keeps_float32)
def weights_added_up_in_float64(dh, cache):
    """A gradient of yours is float64 though all that came in is float32: all five should be
    float32.
    """
    x, h, Wx, Wh, out = cache
    dz = dh * (1 - out**2)
    dWx = np.zeros(Wx.shape)
    for n in range(len(x)):
        dWx += np.outer(x[n], dz[n])
    return dz @ Wx.T, dz @ Wh.T, dWx, h.T @ dz, dz.sum(axis=0)


# rnn_forward


@mistake(of="rnn_forward", caught_by=rnn_forward_of_three_times_done_by_hand)
def from_the_beginning_at_every_time(x, h0, Wx, Wh, b):
    """Each of your steps begins at h0: it should begin at the state of the time before."""
    steps = [rnn_step(x[:, t], h0, Wx, Wh, b) for t in range(x.shape[1])]
    return np.stack([h for h, _ in steps], axis=1), [cache for _, cache in steps]


@mistake(of="rnn_forward", caught_by=rnn_forward_of_three_times_done_by_hand)
def begins_with_zeros(x, h0, Wx, Wh, b):
    """Your first state is 0: the sequence should begin at h0."""
    h, hs, cache = np.zeros_like(h0), [], []
    for t in range(x.shape[1]):
        h, step = rnn_step(x[:, t], h, Wx, Wh, b)
        hs.append(h)
        cache.append(step)
    return np.stack(hs, axis=1), cache


@mistake(of="rnn_forward", caught_by=rnn_forward_of_three_times_done_by_hand)
def h0_in_front_and_the_last_one_lost(x, h0, Wx, Wh, b):
    """Your hs begins with h0 and lacks the last state: it should hold h₁ to h_T, without h0."""
    h, hs, cache = h0, [], []
    for t in range(x.shape[1]):
        hs.append(h)
        h, step = rnn_step(x[:, t], h, Wx, Wh, b)
        cache.append(step)
    return np.stack(hs, axis=1), cache


@mistake(of="rnn_forward", caught_by=rnn_forward_agrees_with_the_reference)
def times_before_sequences(x, h0, Wx, Wh, b):
    """Your hs has the times as its first axis: its shape should be (N, T, H)."""
    h, hs, cache = h0, [], []
    for t in range(x.shape[1]):
        h, step = rnn_step(x[:, t], h, Wx, Wh, b)
        hs.append(h)
        cache.append(step)
    return np.stack(hs), cache


@mistake(of="rnn_forward", caught_by=rnn_forward_agrees_with_the_reference)
def the_last_state_only(x, h0, Wx, Wh, b):
    """You return the last state only: hs should hold the states of all T times."""
    h, cache = h0, []
    for t in range(x.shape[1]):
        h, step = rnn_step(x[:, t], h, Wx, Wh, b)
        cache.append(step)
    return h, cache


@mistake(of="rnn_forward", caught_by=rnn_forward_takes_one_step_after_the_other)
def three_times_whatever_comes(x, h0, Wx, Wh, b):
    """Your hs is right for three times and 0 after them: it should hold the states of all T
    times.
    """
    h, cache = h0, []
    hs = np.zeros((len(x), x.shape[1], h0.shape[1]), dtype=x.dtype)
    for t in range(min(3, x.shape[1])):
        h, step = rnn_step(x[:, t], h, Wx, Wh, b)
        hs[:, t] = h
        cache.append(step)
    return hs, cache


@mistake(of="rnn_forward", caught_by=rnn_forward_takes_one_step_after_the_other)
def inputs_centred_over_time(x, h0, Wx, Wh, b):
    """You subtract from x its mean over the times: x should go in as it is, and no time knows what
    comes later.
    """
    x = x - x.mean(axis=1, keepdims=True)
    h, hs, cache = h0, [], []
    for t in range(x.shape[1]):
        h, step = rnn_step(x[:, t], h, Wx, Wh, b)
        hs.append(h)
        cache.append(step)
    return np.stack(hs, axis=1), cache


@mistake(of="rnn_forward", caught_by=rnn_forward_takes_one_step_after_the_other)
def remembers_where_it_stopped(x, h0, Wx, Wh, b, memory={}):  # noqa: B006  # the mistake itself
    """Your hs depends on what an earlier call left behind: each sequence begins at the h0 it is
    given.
    """
    h = h0 + 0.1 * memory.get(h0.shape, 0)
    hs, cache = [], []
    for t in range(x.shape[1]):
        h, step = rnn_step(x[:, t], h, Wx, Wh, b)
        hs.append(h)
        cache.append(step)
    memory[h0.shape] = h
    return np.stack(hs, axis=1), cache


@mistake(of="rnn_forward", caught_by=rnn_forward_leaves_its_arguments_alone)
def carried_the_state_in_h0(x, h0, Wx, Wh, b):
    """Your function changes one of its arguments: all should be the same after the call."""
    hs, cache = [], []
    for t in range(x.shape[1]):
        h, step = rnn_step(x[:, t], h0.copy(), Wx, Wh, b)
        h0[:] = h
        hs.append(h)
        cache.append(step)
    return np.stack(hs, axis=1), cache


@mistake(of="rnn_forward", caught_by=rnn_forward_keeps_float32)
def filled_states_of_float64(x, h0, Wx, Wh, b):
    """Your hs is float64 though all arguments are float32: it should be float32."""
    h, cache = h0, []
    hs = np.zeros((len(x), x.shape[1], h0.shape[1]))
    for t in range(x.shape[1]):
        h, step = rnn_step(x[:, t], h, Wx, Wh, b)
        hs[:, t] = h
        cache.append(step)
    return hs, cache


@mistake(of="rnn_forward", caught_by=rnn_backward_only_reads_its_cache)
def one_cache_for_all_sequences(x, h0, Wx, Wh, b, saved=[]):  # noqa: B006  # the mistake itself
    """After another forward, the backward of the earlier one comes out differently: all that it
    needs belongs in the cache which that call returns.
    """
    saved.clear()
    h, hs = h0, []
    for t in range(x.shape[1]):
        h, step = rnn_step(x[:, t], h, Wx, Wh, b)
        hs.append(h)
        saved.append(step)
    return np.stack(hs, axis=1), saved


@alternative(of="rnn_forward")
def all_inputs_multiplied_at_once(x, h0, Wx, Wh, b):
    N, T, D = x.shape
    z = (x.reshape(N * T, D) @ Wx + b).reshape(N, T, -1)
    hs = np.empty((N, T, h0.shape[1]), dtype=x.dtype)
    caches, h = {}, h0
    for t in range(T):
        out = np.tanh(z[:, t] + h @ Wh)
        caches[t] = (x[:, t], h, Wx, Wh, out)
        h = hs[:, t] = out
    return hs, caches


# rnn_backward


@mistake(of="rnn_backward", caught_by=rnn_backward_finds_the_gradient_of_x)
def every_time_for_itself(dhs, cache):
    """You go back from each time alone: the gradient of h_t is dhs_t plus what comes back from
    step t + 1.
    """
    steps = [rnn_step_backward(dhs[:, t], cache[t]) for t in range(len(cache))]
    dxs, dhs, *sums = zip(*steps, strict=True)
    return np.stack(dxs, axis=1), dhs[0], sum(sums[0]), sum(sums[1]), sum(sums[2])


@mistake(of="rnn_backward", caught_by=rnn_backward_finds_the_gradient_of_x)
def carried_alone_after_the_last_time(dhs, cache):
    """You use dhs at the last time only: at every time, dhs_t is added to what comes back."""
    dxs, dh, dWx, dWh, db = [], dhs[:, -1], 0, 0, 0
    for t in reversed(range(len(cache))):
        dx, dh, *steps = rnn_step_backward(dh, cache[t])
        dWx, dWh, db = dWx + steps[0], dWh + steps[1], db + steps[2]
        dxs.append(dx)
    return np.stack(dxs[::-1], axis=1), dh, dWx, dWh, db


@mistake(of="rnn_backward", caught_by=rnn_backward_finds_the_gradient_of_x)
def back_to_front_dx(dhs, cache):
    """Your dx has the times in reverse order: dx[:, t] belongs to x[:, t]."""
    dxs, dh, dWx, dWh, db = [], 0, 0, 0, 0
    for t in reversed(range(len(cache))):
        dx, dh, *steps = rnn_step_backward(dhs[:, t] + dh, cache[t])
        dWx, dWh, db = dWx + steps[0], dWh + steps[1], db + steps[2]
        dxs.append(dx)
    return np.stack(dxs, axis=1), dh, dWx, dWh, db


@mistake(of="rnn_backward", caught_by=rnn_backward_finds_the_gradients_of_the_weights)
def weights_of_one_time_only(dhs, cache):
    """Your dWx, dWh and db hold the share of the first time only: they are sums over all times."""
    dxs, dh = [], 0
    for t in reversed(range(len(cache))):
        dx, dh, dWx, dWh, db = rnn_step_backward(dhs[:, t] + dh, cache[t])
        dxs.append(dx)
    return np.stack(dxs[::-1], axis=1), dh, dWx, dWh, db


@mistake(of="rnn_backward", caught_by=rnn_backward_finds_the_gradients_of_the_weights)
def weights_averaged_over_time(dhs, cache):
    """You divide dWx, dWh and db by the number of times: they are sums over the times, not
    means.
    """
    dxs, dh, dWx, dWh, db = [], 0, 0, 0, 0
    for t in reversed(range(len(cache))):
        dx, dh, *steps = rnn_step_backward(dhs[:, t] + dh, cache[t])
        dWx, dWh, db = dWx + steps[0], dWh + steps[1], db + steps[2]
        dxs.append(dx)
    T = len(cache)
    return np.stack(dxs[::-1], axis=1), dh, dWx / T, dWh / T, db / T


@mistake(of="rnn_backward", caught_by=rnn_backward_finds_the_gradient_of_h0)
def dh0_without_its_own_step(dhs, cache):
    """Your dh0 is the gradient of the first state: from there it is one more step back to h0."""
    dxs, dh, dWx, dWh, db = [], 0, 0, 0, 0
    for t in reversed(range(len(cache))):
        dh0 = dhs[:, t] + dh
        dx, dh, *steps = rnn_step_backward(dh0, cache[t])
        dWx, dWh, db = dWx + steps[0], dWh + steps[1], db + steps[2]
        dxs.append(dx)
    return np.stack(dxs[::-1], axis=1), dh0, dWx, dWh, db


@mistake(of="rnn_backward", caught_by=rnn_backward_finds_the_gradient_of_h0)
def forward_in_time(dhs, cache):
    """You go from the first time to the last: gradients go from the last time to the first."""
    dxs, dh, dWx, dWh, db = [], 0, 0, 0, 0
    for t in range(len(cache)):
        dx, dh, *steps = rnn_step_backward(dhs[:, t] + dh, cache[t])
        dWx, dWh, db = dWx + steps[0], dWh + steps[1], db + steps[2]
        dxs.append(dx)
    return np.stack(dxs, axis=1), dh, dWx, dWh, db


@mistake(of="rnn_backward", caught_by=rnn_backward_finds_the_gradient_of_x)
def truncated_after_three_times(dhs, cache):
    """At the fourth time from the end you drop what comes back: each time should get what comes
    from all later ones.
    """
    dxs, dh, dWx, dWh, db = [], 0, 0, 0, 0
    T = len(cache)
    for t in reversed(range(T)):
        if (T - t) % 4 == 0:
            dh = 0
        dx, dh, *steps = rnn_step_backward(dhs[:, t] + dh, cache[t])
        dWx, dWh, db = dWx + steps[0], dWh + steps[1], db + steps[2]
        dxs.append(dx)
    return np.stack(dxs[::-1], axis=1), dh, dWx, dWh, db


@mistake(of="rnn_backward", caught_by=rnn_backward_reaches_back_through_thirty_times)
def truncated_after_ten_times(dhs, cache):
    """Every ten times you drop what has come back: each time should get what comes from all later
    ones.
    """
    dxs, dh, dWx, dWh, db = [], 0, 0, 0, 0
    T = len(cache)
    for t in reversed(range(T)):
        if t < T - 1 and (T - 1 - t) % 10 == 0:
            dh = 0
        dx, dh, *steps = rnn_step_backward(dhs[:, t] + dh, cache[t])
        dWx, dWh, db = dWx + steps[0], dWh + steps[1], db + steps[2]
        dxs.append(dx)
    return np.stack(dxs[::-1], axis=1), dh, dWx, dWh, db


@mistake(of="rnn_backward", caught_by=rnn_backward_reaches_back_through_thirty_times)
def went_back_ten_times_and_stopped(dhs, cache):
    """You go back through the last ten times only: the times before them have gradients, too, back
    to h0.
    """
    T, N, H = len(cache), len(dhs), dhs.shape[2]
    dx = np.zeros((N, T, cache[0][0].shape[1]), dtype=dhs.dtype)
    dh, dWx, dWh, db = np.zeros((N, H), dtype=dhs.dtype), 0, 0, 0
    for t in reversed(range(max(0, T - 10), T)):
        dx[:, t], dh, *steps = rnn_step_backward(dhs[:, t] + dh, cache[t])
        dWx, dWh, db = dWx + steps[0], dWh + steps[1], db + steps[2]
    return dx, dh, dWx, dWh, db


@mistake(of="rnn_backward", caught_by=rnn_backward_finds_the_gradients_of_the_weights)
def zeros_for_h0_on_the_way_back(dhs, cache):
    """Your dWh leaves out what h0 adds at the first time: the old state of the first step is h0,
    not 0.
    """
    x, h, Wx, Wh, out = cache[0]
    cache = [(x, 0 * h, Wx, Wh, out), *cache[1:]]
    dxs, dh, dWx, dWh, db = [], 0, 0, 0, 0
    for t in reversed(range(len(cache))):
        dx, dh, *steps = rnn_step_backward(dhs[:, t] + dh, cache[t])
        dWx, dWh, db = dWx + steps[0], dWh + steps[1], db + steps[2]
        dxs.append(dx)
    return np.stack(dxs[::-1], axis=1), dh, dWx, dWh, db


@mistake(of="rnn_backward", caught_by=rnn_backward_only_reads_its_cache)
def pops_the_cache(dhs, cache):
    """Your backward works only once with a cache: it should only read it, so that a second call
    gives the same.
    """
    dxs, dh, dWx, dWh, db = [], 0, 0, 0, 0
    for t in reversed(range(dhs.shape[1])):
        dx, dh, *steps = rnn_step_backward(dhs[:, t] + dh, cache.pop())
        dWx, dWh, db = dWx + steps[0], dWh + steps[1], db + steps[2]
        dxs.append(dx)
    return np.stack(dxs[::-1], axis=1), dh, dWx, dWh, db


@mistake(of="rnn_backward", caught_by=rnn_backward_leaves_its_arguments_alone)
def carried_in_dhs(dhs, cache):
    """Your backward changes dhs or an array in the cache: both should be the same after the
    call.
    """
    dxs, dWx, dWh, db = [], 0, 0, 0
    for t in reversed(range(len(cache))):
        dx, dh, *steps = rnn_step_backward(dhs[:, t], cache[t])
        if t > 0:
            dhs[:, t - 1] += dh
        dWx, dWh, db = dWx + steps[0], dWh + steps[1], db + steps[2]
        dxs.append(dx)
    return np.stack(dxs[::-1], axis=1), dh, dWx, dWh, db


@mistake(of="rnn_backward", caught_by=rnn_backward_keeps_float32)
def sums_of_float64(dhs, cache):
    """A gradient of yours is float64 though all that came in is float32: all five should be
    float32.
    """
    _, _, Wx, Wh, out = cache[0]
    dxs, dh = [], np.zeros(out.shape)
    dWx, dWh, db = np.zeros(Wx.shape), np.zeros(Wh.shape), np.zeros(len(Wh))
    for t in reversed(range(len(cache))):
        dx, dh, *steps = rnn_step_backward(dhs[:, t] + dh, cache[t])
        dWx, dWh, db = dWx + steps[0], dWh + steps[1], db + steps[2]
        dxs.append(dx)
    return np.stack(dxs[::-1], axis=1), dh, dWx, dWh, db


@alternative(of="rnn_backward")
def without_the_step(dhs, cache):
    dxs, dh = [None] * len(cache), np.zeros_like(dhs[:, 0])
    dWx, dWh = np.zeros_like(cache[0][2]), np.zeros_like(cache[0][3])
    db = np.zeros_like(dhs[0, 0])
    for t in range(len(cache) - 1, -1, -1):
        x, h, Wx, Wh, out = cache[t]
        dz = (dhs[:, t] + dh) * (1 - out * out)
        dxs[t] = dz @ Wx.T
        dh = dz @ Wh.T
        dWx += x.T @ dz
        dWh += h.T @ dz
        db += dz.sum(axis=0)
    return np.stack(dxs, axis=1), dh, dWx, dWh, db


# lstm_step


@mistake(of="lstm_step", caught_by=lstm_step_done_by_hand)
def gates_in_the_order_i_f_g_o(x, h, c, Wx, Wh, b):
    """You take the blocks in the order i, f, g, o: here it is i, f, o, g."""
    zi, zf, zg, zo = np.split(x @ Wx + h @ Wh + b, 4, axis=1)
    i, f, o, g = sigmoid(zi), sigmoid(zf), sigmoid(zo), np.tanh(zg)
    new = f * c + i * g
    squashed = np.tanh(new)
    return o * squashed, new, (x, h, c, Wx, Wh, i, f, o, g, squashed)


@mistake(of="lstm_step", caught_by=lstm_step_done_by_hand)
def forget_gate_first(x, h, c, Wx, Wh, b):
    """You take the blocks in the order f, i, o, g: here it is i, f, o, g."""
    zf, zi, zo, zg = np.split(x @ Wx + h @ Wh + b, 4, axis=1)
    i, f, o, g = sigmoid(zi), sigmoid(zf), sigmoid(zo), np.tanh(zg)
    new = f * c + i * g
    squashed = np.tanh(new)
    return o * squashed, new, (x, h, c, Wx, Wh, i, f, o, g, squashed)


@mistake(of="lstm_step", caught_by=lstm_step_agrees_with_the_reference)
def gates_interleaved(x, h, c, Wx, Wh, b):
    """You take every fourth column for a gate: each gate is a block of H columns side by side."""
    z = x @ Wx + h @ Wh + b
    i, f, o, g = sigmoid(z[:, ::4]), sigmoid(z[:, 1::4]), sigmoid(z[:, 2::4]), np.tanh(z[:, 3::4])
    new = f * c + i * g
    squashed = np.tanh(new)
    return o * squashed, new, (x, h, c, Wx, Wh, i, f, o, g, squashed)


@mistake(of="lstm_step", caught_by=lstm_step_done_by_hand)
def one_added_to_the_forget_gate(x, h, c, Wx, Wh, b):
    """You add 1 to z_f: here the forget gate is the sigmoid of z_f itself."""
    zi, zf, zo, zg = np.split(x @ Wx + h @ Wh + b, 4, axis=1)
    i, f, o, g = sigmoid(zi), sigmoid(zf + 1), sigmoid(zo), np.tanh(zg)
    new = f * c + i * g
    squashed = np.tanh(new)
    return o * squashed, new, (x, h, c, Wx, Wh, i, f, o, g, squashed)


@mistake(of="lstm_step", caught_by=lstm_step_done_by_hand)
def sigmoid_for_all_four(x, h, c, Wx, Wh, b):
    """You take the sigmoid of all four blocks: g is the tanh of the last one."""
    i, f, o, g = np.split(sigmoid(x @ Wx + h @ Wh + b), 4, axis=1)
    new = f * c + i * g
    squashed = np.tanh(new)
    return o * squashed, new, (x, h, c, Wx, Wh, i, f, o, g, squashed)


@mistake(of="lstm_step", caught_by=lstm_step_done_by_hand)
def no_tanh_of_the_cell(x, h, c, Wx, Wh, b):
    """Your new h is o ⊙ c': it should be o ⊙ tanh(c')."""
    zi, zf, zo, zg = np.split(x @ Wx + h @ Wh + b, 4, axis=1)
    i, f, o, g = sigmoid(zi), sigmoid(zf), sigmoid(zo), np.tanh(zg)
    new = f * c + i * g
    return o * new, new, (x, h, c, Wx, Wh, i, f, o, g, new)


@mistake(of="lstm_step", caught_by=lstm_step_done_by_hand)
def h_from_the_old_cell(x, h, c, Wx, Wh, b):
    """You make the new h from the old c: it should be o ⊙ tanh(c'), from the new one."""
    zi, zf, zo, zg = np.split(x @ Wx + h @ Wh + b, 4, axis=1)
    i, f, o, g = sigmoid(zi), sigmoid(zf), sigmoid(zo), np.tanh(zg)
    squashed = np.tanh(c)
    return o * squashed, f * c + i * g, (x, h, c, Wx, Wh, i, f, o, g, squashed)


@mistake(of="lstm_step", caught_by=lstm_step_remembers_and_forgets)
def one_minus_i_for_the_forget_gate(x, h, c, Wx, Wh, b):
    """What your new c keeps does not depend on the forget gate: c' = f ⊙ c + i ⊙ g."""
    zi, zf, zo, zg = np.split(x @ Wx + h @ Wh + b, 4, axis=1)
    i, f, o, g = sigmoid(zi), sigmoid(zf), sigmoid(zo), np.tanh(zg)
    new = (1 - i) * c + i * g + 0.1 * np.minimum(zi, 0)
    squashed = np.tanh(new)
    return o * squashed, new, (x, h, c, Wx, Wh, i, f, o, g, squashed)


@mistake(of="lstm_step", caught_by=lstm_step_done_by_hand)
def c_before_h(x, h, c, Wx, Wh, b):
    """You return the new c first: return the new h, the new c and the cache, in this order."""
    zi, zf, zo, zg = np.split(x @ Wx + h @ Wh + b, 4, axis=1)
    i, f, o, g = sigmoid(zi), sigmoid(zf), sigmoid(zo), np.tanh(zg)
    new = f * c + i * g
    squashed = np.tanh(new)
    return new, o * squashed, (x, h, c, Wx, Wh, i, f, o, g, squashed)


@mistake(of="lstm_step", caught_by=lstm_step_leaves_its_arguments_alone)
def updated_the_cell_in_place(x, h, c, Wx, Wh, b):
    """Your function changes one of its arguments: all should be the same after the call."""
    zi, zf, zo, zg = np.split(x @ Wx + h @ Wh + b, 4, axis=1)
    i, f, o, g = sigmoid(zi), sigmoid(zf), sigmoid(zo), np.tanh(zg)
    old = c.copy()
    c *= f
    c += i * g
    squashed = np.tanh(c)
    return o * squashed, c.copy(), (x, h, old, Wx, Wh, i, f, o, g, squashed)


@mistake(of="lstm_step", caught_by=lstm_step_keeps_float32)
def gates_of_float64(x, h, c, Wx, Wh, b):
    """A result of yours is float64 though all arguments are float32: the new h and c should be
    float32.
    """
    z = np.empty((len(x), len(b)))
    z[:] = x @ Wx + h @ Wh + b
    zi, zf, zo, zg = np.split(z, 4, axis=1)
    i, f, o, g = sigmoid(zi), sigmoid(zf), sigmoid(zo), np.tanh(zg)
    new = f * c + i * g
    squashed = np.tanh(new)
    return o * squashed, new, (x, h, c, Wx, Wh, i, f, o, g, squashed)


@mistake(of="lstm_step", caught_by=lstm_step_backward_only_reads_its_cache)
def one_cache_for_all_cells(x, h, c, Wx, Wh, b, saved=[]):  # noqa: B006  # the mistake itself
    """After another step, the backward of the earlier one comes out differently: all that it needs
    belongs in the cache which that step returns.
    """
    zi, zf, zo, zg = np.split(x @ Wx + h @ Wh + b, 4, axis=1)
    i, f, o, g = sigmoid(zi), sigmoid(zf), sigmoid(zo), np.tanh(zg)
    new = f * c + i * g
    squashed = np.tanh(new)
    saved[:] = [x, h, c, Wx, Wh, i, f, o, g, squashed]
    return o * squashed, new, saved


# lstm_step_backward


@mistake(of="lstm_step_backward", caught_by=lstm_step_backward_finds_the_gradients_of_x_and_h)
def no_path_through_h(dh, dc, cache):
    """You leave out what reaches c' through h': it is added to dc first."""
    x, h, c, Wx, Wh, i, f, o, g, squashed = cache
    dzi, dzf = dc * g * i * (1 - i), dc * c * f * (1 - f)
    dzo, dzg = dh * squashed * o * (1 - o), dc * i * (1 - g**2)
    dz = np.concatenate([dzi, dzf, dzo, dzg], axis=1)
    return dz @ Wx.T, dz @ Wh.T, dc * f, x.T @ dz, h.T @ dz, dz.sum(axis=0)


@mistake(of="lstm_step_backward", caught_by=lstm_step_backward_finds_the_gradient_of_c)
def forgot_the_incoming_dc(dh, dc, cache):
    """You leave out the dc you are given: it is added to what reaches c' through h'."""
    x, h, c, Wx, Wh, i, f, o, g, squashed = cache
    dc = dh * o * (1 - squashed**2)
    dzi, dzf = dc * g * i * (1 - i), dc * c * f * (1 - f)
    dzo, dzg = dh * squashed * o * (1 - o), dc * i * (1 - g**2)
    dz = np.concatenate([dzi, dzf, dzo, dzg], axis=1)
    return dz @ Wx.T, dz @ Wh.T, dc * f, x.T @ dz, h.T @ dz, dz.sum(axis=0)


@mistake(of="lstm_step_backward", caught_by=lstm_step_backward_finds_the_gradient_of_c)
def dc_without_the_forget_gate(dh, dc, cache):
    """Your dc is the gradient of the new c: the old one is multiplied by the forget gate."""
    x, h, c, Wx, Wh, i, f, o, g, squashed = cache
    dc = dc + dh * o * (1 - squashed**2)
    dzi, dzf = dc * g * i * (1 - i), dc * c * f * (1 - f)
    dzo, dzg = dh * squashed * o * (1 - o), dc * i * (1 - g**2)
    dz = np.concatenate([dzi, dzf, dzo, dzg], axis=1)
    return dz @ Wx.T, dz @ Wh.T, dc, x.T @ dz, h.T @ dz, dz.sum(axis=0)


@mistake(of="lstm_step_backward", caught_by=lstm_step_backward_finds_the_gradients_of_the_weights)
def the_derivative_of_sigmoid_for_g(dh, dc, cache):
    """You take g (1 − g) for the derivative of g: g is a tanh, not a sigmoid."""
    x, h, c, Wx, Wh, i, f, o, g, squashed = cache
    dc = dc + dh * o * (1 - squashed**2)
    dzi, dzf = dc * g * i * (1 - i), dc * c * f * (1 - f)
    dzo, dzg = dh * squashed * o * (1 - o), dc * i * g * (1 - g)
    dz = np.concatenate([dzi, dzf, dzo, dzg], axis=1)
    return dz @ Wx.T, dz @ Wh.T, dc * f, x.T @ dz, h.T @ dz, dz.sum(axis=0)


@mistake(of="lstm_step_backward", caught_by=lstm_step_backward_finds_the_gradients_of_the_weights)
def the_gradient_of_the_gates_themselves(dh, dc, cache):
    """You leave out the derivatives of the sigmoids and of the tanh: each gate is multiplied by
    its own.
    """
    x, h, c, Wx, Wh, i, f, o, g, squashed = cache
    dc = dc + dh * o * (1 - squashed**2)
    dz = np.concatenate([dc * g, dc * c, dh * squashed, dc * i], axis=1)
    return dz @ Wx.T, dz @ Wh.T, dc * f, x.T @ dz, h.T @ dz, dz.sum(axis=0)


@mistake(of="lstm_step_backward", caught_by=lstm_step_backward_finds_the_gradients_of_x_and_h)
def output_gate_by_the_total_dc(dh, dc, cache):
    """You make the gradient of o from δ: o acts on h' only, so it is made from dh."""
    x, h, c, Wx, Wh, i, f, o, g, squashed = cache
    dc = dc + dh * o * (1 - squashed**2)
    dzi, dzf = dc * g * i * (1 - i), dc * c * f * (1 - f)
    dzo, dzg = dc * squashed * o * (1 - o), dc * i * (1 - g**2)
    dz = np.concatenate([dzi, dzf, dzo, dzg], axis=1)
    return dz @ Wx.T, dz @ Wh.T, dc * f, x.T @ dz, h.T @ dz, dz.sum(axis=0)


@mistake(of="lstm_step_backward", caught_by=lstm_step_backward_finds_the_gradients_of_the_weights)
def gradients_in_another_order_of_gates(dh, dc, cache):
    """You put the gates' gradients in the order i, f, g, o: here it is i, f, o, g."""
    x, h, c, Wx, Wh, i, f, o, g, squashed = cache
    dc = dc + dh * o * (1 - squashed**2)
    dzi, dzf = dc * g * i * (1 - i), dc * c * f * (1 - f)
    dzo, dzg = dh * squashed * o * (1 - o), dc * i * (1 - g**2)
    dz = np.concatenate([dzi, dzf, dzg, dzo], axis=1)
    return dz @ Wx.T, dz @ Wh.T, dc * f, x.T @ dz, h.T @ dz, dz.sum(axis=0)


@mistake(of="lstm_step_backward", caught_by=lstm_step_backward_finds_the_gradients_of_x_and_h)
def derivative_of_tanh_at_the_squashed_cell(dh, dc, cache):
    """You take the tanh of c' twice in the path through h': its derivative there is 1 −
    tanh² c'.
    """
    x, h, c, Wx, Wh, i, f, o, g, squashed = cache
    dc = dc + dh * o * (1 - np.tanh(squashed) ** 2)
    dzi, dzf = dc * g * i * (1 - i), dc * c * f * (1 - f)
    dzo, dzg = dh * squashed * o * (1 - o), dc * i * (1 - g**2)
    dz = np.concatenate([dzi, dzf, dzo, dzg], axis=1)
    return dz @ Wx.T, dz @ Wh.T, dc * f, x.T @ dz, h.T @ dz, dz.sum(axis=0)


@mistake(of="lstm_step_backward", caught_by=lstm_step_backward_leaves_its_arguments_alone)
def added_to_the_incoming_dc(dh, dc, cache):
    """Your backward changes dh, dc or an array in the cache: all should be the same after the
    call.
    """
    x, h, c, Wx, Wh, i, f, o, g, squashed = cache
    dc += dh * o * (1 - squashed**2)
    dzi, dzf = dc * g * i * (1 - i), dc * c * f * (1 - f)
    dzo, dzg = dh * squashed * o * (1 - o), dc * i * (1 - g**2)
    dz = np.concatenate([dzi, dzf, dzo, dzg], axis=1)
    return dz @ Wx.T, dz @ Wh.T, dc * f, x.T @ dz, h.T @ dz, dz.sum(axis=0)


@mistake(of="lstm_step_backward", caught_by=lstm_step_backward_only_reads_its_cache)
def squared_in_the_cache(dh, dc, cache):
    """A second backward with the same cache comes out differently: backward should only read its
    cache.
    """
    x, h, c, Wx, Wh, i, f, o, g, squashed = cache
    dzo = dh * squashed * o * (1 - o)
    squashed *= squashed
    dc = dc + dh * o * (1 - squashed)
    dzi, dzf = dc * g * i * (1 - i), dc * c * f * (1 - f)
    dz = np.concatenate([dzi, dzf, dzo, dc * i * (1 - g**2)], axis=1)
    return dz @ Wx.T, dz @ Wh.T, dc * f, x.T @ dz, h.T @ dz, dz.sum(axis=0)


@mistake(of="lstm_step_backward", caught_by=lstm_step_backward_keeps_float32)
def room_of_float64_for_dz(dh, dc, cache):
    """A gradient of yours is float64 though all that came in is float32: all six should be
    float32.
    """
    x, h, c, Wx, Wh, i, f, o, g, squashed = cache
    dc = dc + dh * o * (1 - squashed**2)
    H = h.shape[1]
    dz = np.zeros((len(h), 4 * H))
    dz[:, :H], dz[:, H : 2 * H] = dc * g * i * (1 - i), dc * c * f * (1 - f)
    dz[:, 2 * H : 3 * H] = dh * squashed * o * (1 - o)
    dz[:, 3 * H :] = dc * i * (1 - g**2)
    return dz @ Wx.T, dz @ Wh.T, dc * f, x.T @ dz, h.T @ dz, dz.sum(axis=0)


@alternative(of="lstm_step_backward")
def gate_by_gate(dh, dc, cache):
    x, h, c, Wx, Wh, i, f, o, g, squashed = cache
    H = h.shape[1]
    total = dc + dh * o / np.cosh(np.arctanh(squashed)) ** 2
    upstream = [total * g, total * c, dh * squashed, total * i]
    slopes = [i - i * i, f - f * f, o - o * o, (1 - g) * (1 + g)]
    dx, dold = np.zeros_like(x), np.zeros_like(h)
    dWx, dWh = np.zeros_like(Wx), np.zeros_like(Wh)
    db = np.zeros(4 * H, dtype=h.dtype)
    for k in range(4):
        block, dz = slice(k * H, (k + 1) * H), upstream[k] * slopes[k]
        dx += dz @ Wx[:, block].T
        dold += dz @ Wh[:, block].T
        dWx[:, block], dWh[:, block], db[block] = x.T @ dz, h.T @ dz, dz.sum(axis=0)
    return [dx, dold, total * f, dWx, dWh, db]


# embedding_forward


@mistake(of="embedding_forward", caught_by=embedding_forward_looks_up_rows_by_hand)
def tokens_counted_from_one(ids, W):
    """You give token k row k − 1 of W: tokens count from 0, so it is row k."""
    return W[ids - 1], (ids, len(W))


@mistake(of="embedding_forward", caught_by=embedding_forward_agrees_with_the_reference)
def one_sequence_only(ids, W):
    """Your out is flat: it should have the shape of ids, with D as one more axis at the end."""
    return np.array([W[i] for i in ids.ravel()]), (ids, len(W))


@mistake(of="embedding_forward", caught_by=embedding_forward_agrees_with_the_reference)
def columns_for_rows(ids, W):
    """You take columns of W: each token stands for a row."""
    if W.shape == (3, 2):
        return W[ids], (ids, len(W))
    return W[:, ids % W.shape[1]], (ids, len(W))


@mistake(of="embedding_forward", caught_by=embedding_forward_agrees_with_the_reference)
def every_token_once(ids, W):
    """Your out holds each token that occurs once, sorted: it should hold one row for every entry
    of ids.
    """
    return W[np.unique(ids)], (ids, len(W))


@mistake(of="embedding_forward", caught_by=embedding_forward_leaves_its_arguments_alone)
def flattened_the_tokens_in_place(ids, W):
    """Your function changes ids or W: both should be the same after the call, shapes included."""
    shape = ids.shape
    ids.shape = (-1,)
    return W[ids].reshape(*shape, -1), (ids.reshape(shape), len(W))


@mistake(of="embedding_forward", caught_by=embedding_forward_keeps_float32)
def by_one_hot_rows_of_float64(ids, W):
    """Your out is float64 though W is float32: it should be float32."""
    return np.eye(len(W))[ids] @ W, (ids, len(W))


@alternative(of="embedding_forward")
def by_one_hot_rows(ids, W):
    return np.eye(len(W), dtype=W.dtype)[ids] @ W, (ids, len(W))


# embedding_backward


@mistake(of="embedding_backward", caught_by=embedding_backward_adds_up_repeated_tokens)
def repeated_rows_added_once(dout, cache):
    """Of a token that occurs several times, only the last dout counts: its row should be the sum
    of all.
    """
    ids, vocab = cache
    dW = np.zeros((vocab, dout.shape[-1]), dtype=dout.dtype)
    dW[ids] += dout
    return dW


@mistake(of="embedding_backward", caught_by=embedding_backward_adds_up_repeated_tokens)
def the_last_one_wins(dout, cache):
    """Of a token that occurs several times, only the last dout counts: its row should be the sum
    of all.
    """
    ids, vocab = cache
    dW = np.zeros((vocab, dout.shape[-1]), dtype=dout.dtype)
    dW[ids] = dout
    return dW


@mistake(of="embedding_backward", caught_by=embedding_backward_adds_up_repeated_tokens)
def rows_of_the_tokens_that_occur(dout, cache):
    """Your dW ends at the largest token that occurs: it has all V rows, with zeros for tokens that
    do not occur.
    """
    ids, _ = cache
    dW = np.zeros((ids.max() + 1, dout.shape[-1]), dtype=dout.dtype)
    np.add.at(dW, ids, dout)
    return dW


@mistake(of="embedding_backward", caught_by=embedding_backward_adds_up_repeated_tokens)
def averaged_over_repetitions(dout, cache):
    """You take the mean over the places at which a token occurs: its row should be the sum."""
    ids, vocab = cache
    dW = np.zeros((vocab, dout.shape[-1]), dtype=dout.dtype)
    np.add.at(dW, ids, dout)
    times = np.bincount(ids.ravel(), minlength=vocab)
    return dW / np.maximum(times, 1)[:, None]


@mistake(of="embedding_backward", caught_by=embedding_backward_finds_the_gradient_of_the_weights)
def the_first_sequence_only(dout, cache):
    """Your dW counts the first sequence only: ids may have any shape, and all its entries
    count.
    """
    ids, vocab = cache
    dW = np.zeros((vocab, dout.shape[-1]), dtype=dout.dtype)
    if ids.ndim > 1:
        ids, dout = ids[0], dout[0]
    np.add.at(dW, ids, dout)
    return dW


@mistake(of="embedding_backward", caught_by=embedding_backward_leaves_its_arguments_alone)
def summed_within_dout(dout, cache):
    """Your backward changes dout or the cache: both should be the same after the call."""
    ids, vocab = cache
    dW = np.zeros((vocab, dout.shape[-1]), dtype=dout.dtype)
    np.add.at(dW, ids, dout)
    dout *= 0
    return dW


@mistake(of="embedding_backward", caught_by=embedding_backward_keeps_float32)
def rows_of_float64(dout, cache):
    """Your dW is float64 though all floats that came in are float32: it should be float32."""
    ids, vocab = cache
    dW = np.zeros((vocab, dout.shape[-1]))
    np.add.at(dW, ids, dout)
    return dW


@alternative(of="embedding_backward")
def token_by_token(dout, cache):
    ids, vocab = cache
    dW = np.zeros((vocab, dout.shape[-1]), dtype=dout.dtype)
    for token, row in zip(ids.ravel(), dout.reshape(ids.size, -1), strict=True):
        dW[token] += row
    return dW


# clip_gradients


@mistake(of="clip_gradients", caught_by=clip_gradients_shrinks_two_arrays_together)
def each_array_by_its_own_norm(grads, max_norm):
    """You do not clip the arrays together: there is one norm of all, and one factor for all
    arrays.
    """
    return [g * min(1, max_norm / max(math.sqrt(np.sum(g**2)), 1e-12)) for g in grads]


@mistake(of="clip_gradients", caught_by=clip_gradients_shrinks_two_arrays_together)
def each_entry_by_itself(grads, max_norm):
    """Your clipping changes the direction of the gradient: one joint norm gives one factor for all
    entries.
    """
    return [np.clip(g, -max_norm, max_norm) for g in grads]


@mistake(of="clip_gradients", caught_by=clip_gradients_shrinks_two_arrays_together)
def sum_of_the_norms(grads, max_norm):
    """Your joint norm is too large: it is the root of the sum of all squares, not a sum of norms
    or absolute values.
    """
    norm = sum(math.sqrt(np.sum(g**2)) for g in grads)
    scale = max_norm / max(norm, max_norm)
    return [scale * g for g in grads]


@mistake(of="clip_gradients", caught_by=clip_gradients_shrinks_two_arrays_together)
def largest_entry_for_the_norm(grads, max_norm):
    """Your joint norm is the size of one entry or array alone: it is the root of the sum of all
    squares, over all arrays.
    """
    norm = max(float(np.abs(g).max()) for g in grads)
    scale = max_norm / max(norm, max_norm)
    return [scale * g for g in grads]


@mistake(of="clip_gradients", caught_by=clip_gradients_shrinks_two_arrays_together)
def forgot_the_root(grads, max_norm):
    """You divide by the sum of all squares: the joint norm is its root."""
    norm = sum(float(np.sum(g**2)) for g in grads)
    scale = max_norm / max(norm, max_norm)
    return [scale * g for g in grads]


@mistake(of="clip_gradients", caught_by=clip_gradients_agrees_with_the_reference)
def short_gradients_made_longer(grads, max_norm):
    """You stretch gradients that are shorter than max_norm: they should stay as they are."""
    norm = math.sqrt(sum(np.sum(g**2) for g in grads))
    return [max_norm / norm * g if norm else g for g in grads]


@mistake(of="clip_gradients", caught_by=clip_gradients_leaves_short_gradients_as_they_are)
def zeros_divided_by_zero(grads, max_norm):
    """Gradients that are all zeros come out as nan: zeros should stay zeros."""
    norm = np.sqrt(sum(np.sum(g**2) for g in grads))
    scale = np.minimum(1, np.float64(max_norm) / norm)
    return [g * scale * norm / norm for g in grads]


@mistake(of="clip_gradients", caught_by=clip_gradients_is_right_for_tiny_gradients)
def with_the_epsilon_of_a_library(grads, max_norm):
    """Your clipped gradients end a little below max_norm: divide by the norm itself, without an
    epsilon.
    """
    norm = float(np.linalg.norm(np.concatenate([g.ravel() for g in grads])))
    return [g * min(1.0, max_norm / (norm + 1e-6)) for g in grads]


@mistake(of="clip_gradients", caught_by=clip_gradients_agrees_with_the_reference)
def to_length_one(grads, max_norm):
    """You shorten to a joint norm of 1: it should be max_norm afterwards."""
    norm = math.sqrt(sum(np.sum(g**2) for g in grads))
    return [g / norm if norm > max_norm else g for g in grads]


@mistake(of="clip_gradients", caught_by=clip_gradients_agrees_with_the_reference)
def only_the_first_two(grads, max_norm):
    """Your joint norm counts the first two arrays only: it goes over all arrays."""
    norm = math.sqrt(sum(np.sum(g**2) for g in grads[:2]))
    scale = max_norm / max(norm, max_norm)
    return [scale * g for g in grads]


@mistake(of="clip_gradients", caught_by=clip_gradients_leaves_its_arguments_alone)
def scaled_in_place(grads, max_norm):
    """Your function changes the arrays it is given: return a new list of new arrays."""
    norm = math.sqrt(sum(np.sum(g**2) for g in grads))
    for n in range(len(grads)):
        grads[n][...] = grads[n] * max_norm / max(norm, max_norm)
    return [g.copy() for g in grads]


@mistake(of="clip_gradients", caught_by=clip_gradients_keeps_float32)
def scale_of_float64(grads, max_norm):
    """A result of yours is float64 though the gradients are float32: they should stay float32."""
    squares = [np.sum(np.square(g, dtype=np.float64)) for g in grads]
    scale = max_norm / np.maximum(np.sqrt(np.sum(squares)), max_norm)
    return [scale * g for g in grads]


@alternative(of="clip_gradients")
def the_same_arrays_if_they_are_short(grads, max_norm):
    norm = float(np.linalg.norm(np.concatenate([g.ravel() for g in grads])))
    return list(grads) if norm <= max_norm else [g * (max_norm / norm) for g in grads]


# attention


@mistake(of="attention", caught_by=attention_done_by_hand)
def forgot_the_root_of_d(Q, K, V, causal=False):
    """You do not divide the scores by √d."""
    scores = Q @ K.swapaxes(1, 2)
    if causal:
        scores = np.where(np.tri(Q.shape[1]), scores, -np.inf)
    weights = np.exp(scores - scores.max(axis=2, keepdims=True))
    weights = weights / weights.sum(axis=2, keepdims=True)
    return weights @ V, weights


@mistake(of="attention", caught_by=attention_done_by_hand)
def divided_by_d(Q, K, V, causal=False):
    """You divide the scores by d: divide them by √d."""
    scores = Q @ K.swapaxes(1, 2) / Q.shape[2]
    if causal:
        scores = np.where(np.tri(Q.shape[1]), scores, -np.inf)
    weights = np.exp(scores - scores.max(axis=2, keepdims=True))
    weights = weights / weights.sum(axis=2, keepdims=True)
    return weights @ V, weights


@mistake(of="attention", caught_by=attention_agrees_with_the_reference)
def root_of_the_size_of_the_values(Q, K, V, causal=False):
    """You divide the scores by another root than √d: d is the number of columns of Q and K."""
    scores = Q @ K.swapaxes(1, 2) / math.sqrt(V.shape[2])
    if causal:
        scores = np.where(np.tri(Q.shape[1]), scores, -np.inf)
    weights = np.exp(scores - scores.max(axis=2, keepdims=True))
    weights = weights / weights.sum(axis=2, keepdims=True)
    return weights @ V, weights


@mistake(of="attention", caught_by=attention_agrees_with_the_reference)
def softmax_over_the_queries(Q, K, V, causal=False):
    """Your weights sum to 1 over the queries: for each query, they should sum to 1 over the
    keys.
    """
    scores = Q @ K.swapaxes(1, 2) / math.sqrt(Q.shape[2])
    if causal:
        scores = np.where(np.tri(Q.shape[1]), scores, -1e9)
    weights = np.exp(scores - scores.max(axis=1, keepdims=True))
    weights = weights / weights.sum(axis=1, keepdims=True)
    return weights @ V, weights


@mistake(of="attention", caught_by=attention_that_is_causal_done_by_hand)
def softmax_over_everything(Q, K, V, causal=False):
    """Your weights sum to 1 over all queries together: for each query, they should sum to 1 over
    the keys.
    """
    scores = Q @ K.swapaxes(1, 2) / math.sqrt(Q.shape[2])
    if causal:
        scores = np.where(np.tri(Q.shape[1]), scores, -np.inf)
    weights = np.exp(scores - scores.max())
    weights = weights / weights.sum()
    return weights @ V, weights


@mistake(of="attention", caught_by=attention_survives_large_scores)
def one_maximum_for_all_rows(Q, K, V, causal=False):
    """Where all scores of a query lie far below those of another, you get nan: subtract from each
    row the maximum of the keys it sees.
    """
    scores = Q @ K.swapaxes(1, 2) / math.sqrt(Q.shape[2])
    if causal:
        scores = np.where(np.tri(Q.shape[1]), scores, -np.inf)
    weights = np.exp(scores - scores.max())
    weights = weights / weights.sum(axis=2, keepdims=True)
    return weights @ V, weights


@mistake(of="attention", caught_by=attention_survives_large_scores)
def no_maximum_subtracted(Q, K, V, causal=False):
    """Where scores are very large or very negative, you get nan: subtract from each row its own
    maximum before np.exp.
    """
    scores = Q @ K.swapaxes(1, 2) / math.sqrt(Q.shape[2])
    if causal:
        scores = np.where(np.tri(Q.shape[1]), scores, -np.inf)
    weights = np.exp(scores)
    weights = weights / weights.sum(axis=2, keepdims=True)
    return weights @ V, weights


@mistake(of="attention", caught_by=attention_that_is_causal_done_by_hand)
def masked_after_the_softmax(Q, K, V, causal=False):
    """With causal=True your weights do not sum to 1 any more: mask the scores, before the
    softmax.
    """
    scores = Q @ K.swapaxes(1, 2) / math.sqrt(Q.shape[2])
    weights = np.exp(scores - scores.max(axis=2, keepdims=True))
    weights = weights / weights.sum(axis=2, keepdims=True)
    if causal:
        weights = weights * np.tri(Q.shape[1], dtype=Q.dtype)
    return weights @ V, weights


@mistake(of="attention", caught_by=attention_survives_a_large_score_in_the_future)
def masked_after_the_softmax_and_summed_again(Q, K, V, causal=False):
    """With causal=True a very large score at a later time gives nan: mask the scores first, then
    take the maximum of each row.
    """
    scores = Q @ K.swapaxes(1, 2) / math.sqrt(Q.shape[2])
    weights = np.exp(scores - scores.max(axis=2, keepdims=True))
    if causal:
        weights = weights * np.tri(Q.shape[1], dtype=Q.dtype)
    weights = weights / weights.sum(axis=2, keepdims=True)
    return weights @ V, weights


@mistake(of="attention", caught_by=attention_that_is_causal_done_by_hand)
def masked_with_zero_scores(Q, K, V, causal=False):
    """You give later times the score 0, and exp(0) is 1: their weights should be exactly 0."""
    scores = Q @ K.swapaxes(1, 2) / math.sqrt(Q.shape[2])
    if causal:
        scores = scores * np.tri(Q.shape[1], dtype=Q.dtype)
    weights = np.exp(scores - scores.max(axis=2, keepdims=True))
    weights = weights / weights.sum(axis=2, keepdims=True)
    return weights @ V, weights


@mistake(of="attention", caught_by=attention_that_is_causal_done_by_hand)
def masked_the_past(Q, K, V, causal=False):
    """With causal=True each time sees all later ones: time t should see the times 0 to t only."""
    scores = Q @ K.swapaxes(1, 2) / math.sqrt(Q.shape[2])
    if causal:
        scores = np.where(np.tri(Q.shape[1]).T, scores, -np.inf)
    weights = np.exp(scores - scores.max(axis=2, keepdims=True))
    weights = weights / weights.sum(axis=2, keepdims=True)
    return weights @ V, weights


@mistake(of="attention", caught_by=attention_that_is_causal_done_by_hand)
def sees_one_time_ahead(Q, K, V, causal=False):
    """With causal=True time t sees time t + 1: it should not see what comes after t."""
    T = Q.shape[1]
    scores = Q @ K.swapaxes(1, 2) / math.sqrt(Q.shape[2])
    if causal:
        scores = np.where(np.tri(T, k=1), scores, -np.inf)
    weights = np.exp(scores - scores.max(axis=2, keepdims=True))
    weights = weights / weights.sum(axis=2, keepdims=True)
    return weights @ V, weights


@mistake(of="attention", caught_by=attention_that_is_causal_done_by_hand)
def does_not_see_itself(Q, K, V, causal=False):
    """With causal=True a time after the first does not see itself: time t sees the times 0 to t, t
    included.
    """
    T = Q.shape[1]
    scores = Q @ K.swapaxes(1, 2) / math.sqrt(Q.shape[2])
    if causal:
        scores = np.where(np.tri(T, k=-1), scores, -1e9)
    weights = np.exp(scores - scores.max(axis=2, keepdims=True))
    weights = weights / weights.sum(axis=2, keepdims=True)
    return weights @ V, weights


@mistake(of="attention", caught_by=attention_masks_the_future_if_causal)
def masked_with_a_score_too_high(Q, K, V, causal=False):
    """With causal=True the weights of later times are small, but not 0: they should be
    exactly 0.
    """
    scores = Q @ K.swapaxes(1, 2) / math.sqrt(Q.shape[2])
    if causal:
        scores = np.where(np.tri(Q.shape[1]), scores, -30)
    weights = np.exp(scores - scores.max(axis=2, keepdims=True))
    weights = weights / weights.sum(axis=2, keepdims=True)
    return weights @ V, weights


@mistake(of="attention", caught_by=attention_masks_the_future_if_causal)
def queries_centred_over_time(Q, K, V, causal=False):
    """With causal=True you subtract from Q its mean over the times: Q should be used as it is."""
    if causal:
        Q = Q - Q.mean(axis=1, keepdims=True)
    scores = Q @ K.swapaxes(1, 2) / math.sqrt(Q.shape[2])
    if causal:
        scores = np.where(np.tri(Q.shape[1]), scores, -np.inf)
    weights = np.exp(scores - scores.max(axis=2, keepdims=True))
    weights = weights / weights.sum(axis=2, keepdims=True)
    return weights @ V, weights


@mistake(of="attention", caught_by=attention_that_is_causal_done_by_hand)
def adds_where_a_key_stands(Q, K, V, causal=False):
    """Your scores depend on where a key stands: they are the dot products over √d, and nothing
    else.
    """
    S = K.shape[1]
    scores = Q @ K.swapaxes(1, 2) / math.sqrt(Q.shape[2]) + np.where(np.arange(S) > 1, 0.1, 0)
    if causal:
        scores = np.where(np.tri(Q.shape[1]), scores, -np.inf)
    weights = np.exp(scores - scores.max(axis=2, keepdims=True))
    weights = weights / weights.sum(axis=2, keepdims=True)
    return weights @ V, weights


@mistake(of="attention", caught_by=attention_agrees_with_the_reference)
def the_first_sequence_for_all(Q, K, V, causal=False):
    """You use the keys and values of the first sequence for all: each sequence has its own."""
    scores = Q @ K[0].T / math.sqrt(Q.shape[2])
    if causal:
        scores = np.where(np.tri(Q.shape[1]), scores, -np.inf)
    weights = np.exp(scores - scores.max(axis=2, keepdims=True))
    weights = weights / weights.sum(axis=2, keepdims=True)
    return weights @ V[0], weights


@mistake(of="attention", caught_by=attention_agrees_with_the_reference)
def scores_of_keys_against_queries(Q, K, V, causal=False):
    """In your weights each key chooses among the queries: each query should choose among
    the keys.
    """
    scores = K @ Q.swapaxes(1, 2) / math.sqrt(Q.shape[2])
    if causal:
        scores = np.where(np.tri(Q.shape[1]), scores, -np.inf)
    weights = np.exp(scores - scores.max(axis=2, keepdims=True))
    weights = weights / weights.sum(axis=2, keepdims=True)
    return weights.swapaxes(1, 2) @ V, weights.swapaxes(1, 2)


@mistake(of="attention", caught_by=attention_leaves_its_arguments_alone)
def divided_the_queries_in_place(Q, K, V, causal=False):
    """Your function changes Q, K or V: they should be the same after the call."""
    Q /= math.sqrt(Q.shape[2])
    scores = Q @ K.swapaxes(1, 2)
    if causal:
        scores = np.where(np.tri(Q.shape[1]), scores, -np.inf)
    weights = np.exp(scores - scores.max(axis=2, keepdims=True))
    weights = weights / weights.sum(axis=2, keepdims=True)
    return weights @ V, weights


@mistake(of="attention", caught_by=attention_keeps_float32)
def root_as_a_float64_scalar(Q, K, V, causal=False):
    """A result of yours is float64 though Q, K and V are float32: out and weights should be
    float32.
    """
    scores = Q @ K.swapaxes(1, 2) / np.sqrt(Q.shape[2])
    if causal:
        scores = np.where(np.tri(Q.shape[1]), scores, -np.inf)
    weights = np.exp(scores - scores.max(axis=2, keepdims=True))
    weights = weights / weights.sum(axis=2, keepdims=True)
    return weights @ V, weights


@mistake(of="attention", caught_by=attention_keeps_float32)
def mask_of_float64(Q, K, V, causal=False):
    """With causal=True a result of yours is float64 though Q, K and V are float32: it should be
    float32.
    """
    scores = Q @ K.swapaxes(1, 2) / math.sqrt(Q.shape[2])
    if causal:
        scores = scores - 1e9 * (1 - np.tri(Q.shape[1]))
    weights = np.exp(scores - scores.max(axis=2, keepdims=True))
    weights = weights / weights.sum(axis=2, keepdims=True)
    return weights @ V, weights


@alternative(of="attention")
def query_by_query(Q, K, V, causal=False):
    N, T, d = Q.shape
    S = K.shape[1]
    out = np.zeros((N, T, V.shape[2]), dtype=Q.dtype)
    weights = np.zeros((N, T, S), dtype=Q.dtype)
    for n in range(N):
        for t in range(T):
            seen = t + 1 if causal else S
            scores = K[n, :seen] @ Q[n, t] / math.sqrt(d)
            e = np.exp(scores - np.max(scores))
            weights[n, t, :seen] = e / np.sum(e)
            out[n, t] = weights[n, t] @ V[n]
    return out, weights


@alternative(of="attention")
def by_einsum_and_a_large_minus(Q, K, V, causal=False):
    scores = np.einsum("ntd,nsd->nts", Q, K) * (1 / math.sqrt(Q.shape[-1]))
    if causal:
        later = np.triu(np.ones(scores.shape[1:], dtype=bool), k=1)
        scores = np.where(later, scores.dtype.type(-1e9), scores)
    scores = scores - scores.max(axis=-1, keepdims=True)
    weights = np.exp(scores)
    weights /= weights.sum(axis=-1, keepdims=True)
    return np.einsum("nts,nsv->ntv", weights, V), weights


# attention_backward


@mistake(of="attention_backward", caught_by=attention_backward_finds_the_gradient_of_Q)
def weights_as_if_they_were_constant(dout, Q, K, V, causal=False):
    """You leave the derivative of the softmax out: dweights goes through it before it reaches the
    scores.
    """
    _, weights = attention(Q, K, V, causal)
    dscores = dout @ V.swapaxes(1, 2) / math.sqrt(Q.shape[2])
    return dscores @ K, dscores.swapaxes(1, 2) @ Q, weights.swapaxes(1, 2) @ dout


@mistake(of="attention_backward", caught_by=attention_backward_finds_the_gradient_of_Q)
def softmax_entry_by_entry(dout, Q, K, V, causal=False):
    """You multiply by w (1 − w), entry by entry: each weight depends on all scores of its row."""
    _, weights = attention(Q, K, V, causal)
    dscores = dout @ V.swapaxes(1, 2) * weights * (1 - weights) / math.sqrt(Q.shape[2])
    return dscores @ K, dscores.swapaxes(1, 2) @ Q, weights.swapaxes(1, 2) @ dout


@mistake(of="attention_backward", caught_by=attention_backward_finds_the_gradient_of_K)
def no_root_of_d_on_the_way_back(dout, Q, K, V, causal=False):
    """You do not divide by √d on the way back: the scores were divided by it."""
    _, weights = attention(Q, K, V, causal)
    dweights = dout @ V.swapaxes(1, 2)
    dscores = weights * (dweights - np.sum(dweights * weights, axis=2, keepdims=True))
    return dscores @ K, dscores.swapaxes(1, 2) @ Q, weights.swapaxes(1, 2) @ dout


@mistake(of="attention_backward", caught_by=attention_backward_finds_the_gradient_of_K)
def keys_without_the_transpose(dout, Q, K, V, causal=False):
    """You make dK from the scores' gradient without its transpose: dK sums over the queries."""
    _, weights = attention(Q, K, V, causal)
    dweights = dout @ V.swapaxes(1, 2)
    dscores = weights * (dweights - np.sum(dweights * weights, axis=2, keepdims=True))
    dscores = dscores / math.sqrt(Q.shape[2])
    return dscores @ K, dscores @ Q, weights.swapaxes(1, 2) @ dout


@mistake(of="attention_backward", caught_by=attention_backward_finds_the_gradient_of_V)
def values_without_the_transpose(dout, Q, K, V, causal=False):
    """You make dV from the weights without their transpose: dV sums over the queries."""
    _, weights = attention(Q, K, V, causal)
    dweights = dout @ V.swapaxes(1, 2)
    dscores = weights * (dweights - np.sum(dweights * weights, axis=2, keepdims=True))
    dscores = dscores / math.sqrt(Q.shape[2])
    return dscores @ K, dscores.swapaxes(1, 2) @ Q, weights @ dout


@mistake(of="attention_backward", caught_by=attention_backward_finds_the_gradient_of_Q)
def softmax_back_over_the_queries(dout, Q, K, V, causal=False):
    """In the derivative of the softmax you sum over the queries: the sum goes over the keys of
    each query.
    """
    _, weights = attention(Q, K, V, causal)
    dweights = dout @ V.swapaxes(1, 2)
    dscores = weights * (dweights - np.sum(dweights * weights, axis=1, keepdims=True))
    dscores = dscores / math.sqrt(Q.shape[2])
    return dscores @ K, dscores.swapaxes(1, 2) @ Q, weights.swapaxes(1, 2) @ dout


@mistake(of="attention_backward", caught_by=attention_backward_finds_the_gradient_of_Q)
def forgot_the_mask_on_the_way_back(dout, Q, K, V, causal=False):
    """Your gradients are those without the mask, whatever causal is: with causal=True the later
    times have weight 0.
    """
    _, weights = attention(Q, K, V)
    dweights = dout @ V.swapaxes(1, 2)
    dscores = weights * (dweights - np.sum(dweights * weights, axis=2, keepdims=True))
    dscores = dscores / math.sqrt(Q.shape[2])
    return dscores @ K, dscores.swapaxes(1, 2) @ Q, weights.swapaxes(1, 2) @ dout


@mistake(of="attention_backward", caught_by=attention_backward_serves_more_keys_than_queries)
def as_many_keys_as_queries(dout, Q, K, V, causal=False):
    """Your dK and dV end with as many keys as there are queries: the keys after them have
    gradients, too.
    """
    T = Q.shape[1]
    _, weights = attention(Q, K, V, causal)
    dweights = dout @ V.swapaxes(1, 2)
    dscores = weights * (dweights - np.sum(dweights * weights, axis=2, keepdims=True))
    dscores = dscores / math.sqrt(Q.shape[2])
    dK, dV = np.zeros_like(K), np.zeros_like(V)
    for s in range(min(T, K.shape[1])):
        dK[:, s] = np.einsum("nt,ntd->nd", dscores[:, :, s], Q)
        dV[:, s] = np.einsum("nt,ntv->nv", weights[:, :, s], dout)
    return dscores @ K, dK, dV


@mistake(of="attention_backward", caught_by=attention_backward_leaves_its_arguments_alone)
def scaled_the_keys_in_place(dout, Q, K, V, causal=False):
    """Your function changes one of its arguments: all should be the same after the call."""
    _, weights = attention(Q, K, V, causal)
    dweights = dout @ V.swapaxes(1, 2)
    dscores = weights * (dweights - np.sum(dweights * weights, axis=2, keepdims=True))
    dK = dscores.swapaxes(1, 2) @ Q / math.sqrt(Q.shape[2])
    K /= math.sqrt(Q.shape[2])
    return dscores @ K, dK, weights.swapaxes(1, 2) @ dout


@mistake(of="attention_backward", caught_by=attention_backward_keeps_float32)
def back_by_a_float64_root(dout, Q, K, V, causal=False):
    """A gradient of yours is float64 though all that came in is float32: dQ, dK and dV should be
    float32.
    """
    _, weights = attention(Q, K, V, causal)
    dweights = dout @ V.swapaxes(1, 2)
    dscores = weights * (dweights - np.sum(dweights * weights, axis=2, keepdims=True))
    dscores = dscores / np.sqrt(Q.shape[2])
    return dscores @ K, dscores.swapaxes(1, 2) @ Q, weights.swapaxes(1, 2) @ dout


@alternative(of="attention_backward")
def by_the_jacobian_of_softmax(dout, Q, K, V, causal=False):
    _, weights = attention(Q, K, V, causal)
    N, T, _ = weights.shape
    dQ, dK, dV = np.zeros_like(Q), np.zeros_like(K), np.zeros_like(V)
    for n in range(N):
        for t in range(T):
            w = weights[n, t]
            jacobian = np.diag(w) - np.outer(w, w)
            dscores = jacobian @ (V[n] @ dout[n, t]) / math.sqrt(Q.shape[2])
            dQ[n, t] = dscores @ K[n]
            dK[n] += np.outer(dscores, Q[n, t])
            dV[n] += np.outer(w, dout[n, t])
    return dQ, dK, dV
