"""The optimizers' reference walks as PyTorch's optimizers do."""

from __future__ import annotations

import numpy as np
import pytest

pytestmark = pytest.mark.extra
torch = pytest.importorskip("torch")

SHAPES = ((3, 2), (4,), ())


CASES = [
    ("SGD", (0.1,), "SGD", {"lr": 0.1}),
    ("SGD", (0.1, 0.9), "SGD", {"lr": 0.1, "momentum": 0.9}),
    ("SGD", (0.1, 0.9, True), "SGD", {"lr": 0.1, "momentum": 0.9, "nesterov": True}),
    (
        "SGD",
        (0.1, 0.8, True, 0.3),
        "SGD",
        {"lr": 0.1, "momentum": 0.8, "nesterov": True, "weight_decay": 0.3},
    ),
    ("AdaGrad", (0.1,), "Adagrad", {"lr": 0.1}),
    ("AdaGrad", (0.1, 0.5), "Adagrad", {"lr": 0.1, "eps": 0.5}),
    ("RMSProp", (0.1,), "RMSprop", {"lr": 0.1}),
    ("RMSProp", (0.1, 0.7, 0.5), "RMSprop", {"lr": 0.1, "alpha": 0.7, "eps": 0.5}),
    ("Adam", (0.1,), "Adam", {"lr": 0.1}),
    ("Adam", (0.1, 0.6, 0.8, 0.5), "Adam", {"lr": 0.1, "betas": (0.6, 0.8), "eps": 0.5}),
    ("AdamW", (0.1,), "AdamW", {"lr": 0.1}),
    (
        "AdamW",
        (0.1, 0.6, 0.8, 0.5, 0.3),
        "AdamW",
        {"lr": 0.1, "betas": (0.6, 0.8), "eps": 0.5, "weight_decay": 0.3},
    ),
]


@pytest.mark.parametrize("size", [1.0, 1e-6, 1e6])
@pytest.mark.parametrize(("ours", "arguments", "theirs", "options"), CASES)
def test_twenty_steps(solution, ours, arguments, theirs, options, size):
    """Three parameters, one of them 0-d, gradients of any size, PyTorch's defaults."""
    rng = np.random.default_rng(7)
    params = [rng.normal(size=shape) for shape in SHAPES]
    tensors = [torch.tensor(w, dtype=torch.float64, requires_grad=True) for w in params]
    optimizer = getattr(solution, ours)(*arguments)
    other = getattr(torch.optim, theirs)(tensors, **options)
    for _ in range(20):
        grads = [size * rng.normal(size=shape) for shape in SHAPES]
        params = optimizer.step(params, grads)
        for tensor, g in zip(tensors, grads, strict=True):
            tensor.grad = torch.tensor(g, dtype=torch.float64)
        other.step()
        for tensor, w in zip(tensors, params, strict=True):
            scale = max(1.0, size)

            assert tensor.detach().numpy() == pytest.approx(w, rel=1e-9, abs=1e-9 * scale)


def rates(schedule, steps: int) -> list[float]:
    """The learning rates that PyTorch's schedule sets at each step."""
    found = []
    for _ in range(steps):
        found.append(schedule.get_last_lr()[0])
        schedule.optimizer.step()
        schedule.step()
    return found


def test_schedules(solution):
    """CosineAnnealingLR and StepLR."""
    optimizer = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=0.3)
    cosine = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, T_max=17)
    assert rates(cosine, 18) == pytest.approx(
        [solution.cosine_schedule(step, 17, 0.3) for step in range(18)], rel=1e-9, abs=1e-12
    )

    optimizer = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=0.3)
    stairs = torch.optim.lr_scheduler.StepLR(optimizer, step_size=4, gamma=0.7)
    assert rates(stairs, 18) == pytest.approx(
        [solution.step_decay(step, 4, 0.7, 0.3) for step in range(18)], rel=1e-9
    )
