"""What the autograd engine must do.  A docstring is the sentence a student reads.

Checks of no_grad come last: one that is never left again would leave nothing recorded after it.
"""

from contextlib import suppress

import numpy as np

from autograder.checks import (
    Expression,
    Failure,
    Operation,
    assert_backpropagates,
    assert_close,
    assert_dtype,
    assert_equal,
    assert_raises,
    assert_shape,
    check,
    choices,
    cotangents,
    evaluate,
    expressions,
    for_all,
    normals,
    reals,
    require,
    traced,
)

SMALL = {"x": normals("N<=3 D<=3"), "dout": cotangents("N<=3 D<=3")}
MATRIX = {"x": normals("N D"), "dout": cotangents("N D")}


def variable(student, data):
    """A tensor that asks for a gradient."""
    return student.Tensor(data, requires_grad=True)


def gradient(tensor, name):
    """The grad of a leaf; a Failure if it is None."""
    grad = tensor.grad
    require(grad is not None, f"{name}.grad is None after backward, but should be an array")
    return grad


# ------------------------------------------------------------------------------- Tensor, made


@check(points=1, public=True)
def Tensor_holds_its_data(student):
    """Tensor(data) has data, an array; requires_grad is False unless asked for; grad is None."""
    x = student.Tensor(np.array([[1.0, 2.0], [3.0, 4.0]]))
    assert_close(x.data, np.array([[1.0, 2.0], [3.0, 4.0]]), what="x.data")
    assert_equal(x.requires_grad, False, what="x.requires_grad")
    require(x.grad is None, "x.grad should be None so long as nothing went backward")
    y = student.Tensor(np.array([1.0]), requires_grad=True)
    assert_equal(y.requires_grad, True, what="y.requires_grad")
    require(y.grad is None, "y.grad should be None so long as nothing went backward")


@check(points=1, public=True)
def Tensor_takes_lists_numbers_and_integers(student):
    """Lists, numbers and arrays of integers become float64; float32 stays float32."""
    for data in ([1, 2], np.array([1, 2]), [1.0, 2.0]):
        x = student.Tensor(data)
        assert_dtype(x.data, np.float64, what="data")
        assert_close(x.data, np.array([1.0, 2.0]), what="data")
    assert_close(student.Tensor(3.0).data, 3.0, what="data")
    assert_dtype(student.Tensor(np.ones(2, np.float32)).data, np.float32, what="data")


# -------------------------------------------------------------------------------- Add and Mul


def either(first, second):
    """What the first way gives, or else the second; the reason of the first if both fail."""
    try:
        return first()
    except Failure as failure:
        try:
            return second()
        except Failure:
            raise failure from None


def there_and_back(student, name, a, b, grad):
    """forward and backward of an operation of two tensors, called as the lecture writes them.

    A notebook whose contexts are of another kind is asked by apply.
    """
    operation = getattr(student, name)
    x, y = variable(student, a), variable(student, b)

    def by_hand():
        ctx = student.Context()
        out = operation.forward(ctx, x, y)
        return out.data, operation.backward(ctx, grad)

    def by_apply():
        out = operation.apply(x, y)
        out.backward(grad)
        return out.data, [gradient(x, "a"), gradient(y, "b")]

    out, gradients = either(by_hand, by_apply)
    two = isinstance(gradients, (list, tuple)) and len(gradients) == 2
    require(two, f"{name}.backward should return a list of two arrays, one for each input")
    return out, gradients


@check(points=1, public=True)
def Add_is_that_of_the_lecture(student):
    """Add.forward(ctx, a, b) is the sum, a Tensor; Add.backward(ctx, grad) is [grad, grad]."""
    grad = np.array([1.0, 0.5, -2.0])
    a, b = np.array([1.0, 2.0, 3.0]), np.array([10.0, 20.0, 30.0])
    out, (da, db) = there_and_back(student, "Add", a, b, grad)
    assert_close(out, np.array([11.0, 22.0, 33.0]), what="forward")
    assert_close(da, grad, what="the gradient for a")
    assert_close(db, grad, what="the gradient for b")


@check(points=1, public=True)
def Mul_is_that_of_the_lecture(student):
    """Mul.forward(ctx, a, b) is the product; Mul.backward(ctx, grad) is [grad b, grad a]."""
    a, b = np.array([1.0, 2.0, 3.0]), np.array([10.0, 20.0, 30.0])
    out, (da, db) = there_and_back(student, "Mul", a, b, np.array([1.0, 0.5, -2.0]))
    assert_close(out, np.array([10.0, 40.0, 90.0]), what="forward")
    assert_close(da, np.array([10.0, 10.0, -60.0]), what="the gradient for a")
    assert_close(db, np.array([1.0, 1.0, -6.0]), what="the gradient for b")


# ----------------------------------------------------------------------------------- Function


def copied(student, x):
    """What the plain Function makes of x, or Add beside 0 where it has no forward: a copy."""
    return either(
        lambda: student.Function.apply(x),
        lambda: student.Add.apply(x, student.Tensor(np.zeros(2))),
    )


@check(points=1, public=True)
def Function_apply_runs_forward(student):
    """Function.apply(x) is a Tensor with x's data; it requires a gradient if x does."""
    for asks in (True, False):
        x = student.Tensor(np.array([1.0, 2.0]), requires_grad=asks)
        out = copied(student, x)
        assert_close(out.data, np.array([1.0, 2.0]), what="data of the result of apply")
        assert_equal(out.requires_grad, asks, what="requires_grad of the result of apply")


@check(points=1)
def Function_apply_requires_a_gradient_if_an_input_does(student):
    """The result of apply requires a gradient if any one of the inputs does."""
    x, y = variable(student, np.ones(2)), student.Tensor(np.ones(2))
    for one, other, wanted in ((x, y, True), (y, x, True), (x, x, True), (y, y, False)):
        found = student.Add.apply(one, other).requires_grad
        assert_equal(found, wanted, what="Add.apply(…).requires_grad")


@check(points=2, examples=3)
@for_all(x=normals("N D"), y=normals("N D"), z=normals("N D"), dout=cotangents("N D"))
def Function_apply_remembers_function_and_inputs(student, x, y, z, dout):
    """What apply returns sends its gradient to the inputs it was given, in their order."""
    a, b, c = variable(student, x), variable(student, y), variable(student, z)
    out = student.Mul.apply(student.Mul.apply(a, b), c)
    out.backward(dout)
    assert_close(gradient(a, "x"), dout * y * z, what="(x.grad of (x y) z)")
    assert_close(gradient(b, "y"), dout * x * z, what="(y.grad of (x y) z)")
    assert_close(gradient(c, "z"), dout * x * y, what="(z.grad of (x y) z)")


# -------------------------------------------------------------------------- topological_order


def assert_in_order(order, tensors, pairs, constants=()):
    """Each tensor once, the last one last, the first of each pair before the second."""
    require(isinstance(order, (list, tuple)), "result should be a list of tensors")
    for name, tensor in tensors.items():
        times = order.count(tensor)
        require(times == 1, f"{name} is {times} times in the list, but should be there once")
    require(
        not any(constant in order for constant in constants),
        "the list has a tensor in it that requires no gradient",
    )
    names = list(tensors)
    require(order[-1] == tensors[names[-1]], f"{names[-1]}, the argument, should be the last")
    for before, after in pairs:
        require(
            order.index(tensors[before]) < order.index(tensors[after]),
            f"{after} stands before {before}, from which it was computed",
        )


@check(points=1, public=True)
def topological_order_of_a_small_graph(student):
    """For a = x y, b = a + x, c = b k with a constant k: x, y, a, b, c, each once, c last."""
    x, y = variable(student, np.ones(2)), variable(student, np.ones(2))
    k = student.Tensor(np.ones(2))
    a = student.Mul.apply(x, y)
    b = student.Add.apply(a, x)
    c = student.Mul.apply(b, k)
    assert_in_order(
        student.topological_order(c),
        {"x": x, "y": y, "a": a, "b": b, "c": c},
        [("x", "a"), ("y", "a"), ("a", "b"), ("x", "b"), ("b", "c")],
        constants=(k,),
    )


@check(points=2, examples=9)
@for_all(links=choices("01", "0112", "00", "012012", "0213", "01021", "0123", "00112", "321"))
def topological_order_of_any_graph(student, links):
    """In any graph, with nodes shared and paths of different lengths, inputs stand first."""
    nodes = {"x": variable(student, np.ones(2)), "y": variable(student, np.ones(2))}
    pairs = []
    for number, link in enumerate(links):
        names = list(nodes)
        newest, other = names[-1], names[-1 - int(link) % len(names)]
        operation = student.Mul if number % 2 else student.Add
        inputs = (other, newest) if number % 2 else (newest, other)
        nodes[f"node {number + 1}"] = operation.apply(*(nodes[name] for name in inputs))
        pairs += [(newest, f"node {number + 1}"), (other, f"node {number + 1}")]
    used = {name for pair in pairs for name in pair}
    known = {name: node for name, node in nodes.items() if name in used}
    order = student.topological_order(nodes[list(nodes)[-1]])
    assert_in_order(order, known, pairs)


# ------------------------------------------------------------------------------ backpropagate


@check(points=1, public=True)
def backpropagate_through_a_small_graph(student):
    """For x = [2], y = [3] and z = x y + x: z = [8], x.grad = [4], y.grad = [2]."""
    x, y = variable(student, np.array([2.0])), variable(student, np.array([3.0]))
    z = x * y + x
    assert_close(z.data, np.array([8.0]), what="z.data")
    z.backward()
    assert_close(gradient(x, "x"), np.array([4.0]), what="x.grad")
    assert_close(gradient(y, "y"), np.array([2.0]), what="y.grad")


@check(points=2, public=True, examples=10)
@for_all(**SMALL, y=normals("N<=3 D<=3"))
def backpropagate_starts_with_the_gradient_given(student, x, y, dout):
    """backward(dout) finds the gradient of sum(dout out), for any dout."""
    assert_backpropagates(student, traced(lambda x, y: x * y + y, dout=dout, x=x, y=y))


@check(points=1, public=True)
def backpropagate_adds_up_where_a_tensor_is_used_again(student):
    """x used k times has k parts of a gradient: x + x + x, x x x, and two ways round a diamond."""
    data = np.array([1.0, -2.0])
    for formula, slope in (
        (lambda x: x + x + x, np.full(2, 3.0)),
        (lambda x: x * x * x, 3 * data**2),
        (lambda x: (x * x) * (x + x), 6 * data**2),
    ):
        graph = traced(formula, dout=np.ones(2), x=data)
        found = evaluate(student, graph).gradients["x"]
        assert_close(found, slope, what=f"x.grad of {graph.formula()}")


@check(points=1, examples=6)
@for_all(**SMALL)
def backpropagate_waits_for_all_paths(student, reference, x, dout):
    """A node is left only when everything computed from it has sent its part, near and far."""

    def far_and_near(x):
        a = x * x
        return a * (((a + x) * x) * a) + a

    def near_first(x):
        a = x * x
        b = a * 3
        return (b + a) * b + (a + b) * a

    formulas = (far_and_near, near_first)
    graphs = [traced(formula, dout=dout, x=x) for formula in formulas]
    assert_backpropagates(student, *graphs, reference=reference)


@check(points=1, public=True, after=backpropagate_waits_for_all_paths, examples=5)
@for_all(x=normals("N D"), y=normals("N D"), dout=cotangents("N D"))
def backpropagate_twice_is_exactly_twice(student, x, y, dout):
    """After a second backward every grad is exactly twice what it was: grads accumulate."""
    for formula in (lambda x, y: x * y, lambda x, y: x + y):
        graph = traced(formula, dout=dout, x=x, y=y)
        once, twice = evaluate(student, graph), evaluate(student, graph, backwards=2)
        for name in ("x", "y"):
            assert_shape(once.gradients[name], x.shape, what=f"{name}.grad")
            assert_equal(
                twice.gradients[name],
                2 * once.gradients[name],
                what=f"{name}.grad of {graph.formula()} after two calls",
            )


@check(points=1, examples=4)
@for_all(x=normals("N D"), dout=cotangents("N D"))
def backpropagate_from_results_that_share_nodes(student, x, dout):
    """Two results of one graph, both sent backward, add up in the leaves."""
    leaf = variable(student, x)
    shared = leaf * leaf
    (shared + leaf).backward(dout)
    (shared * 3.0).backward(dout)
    assert_close(gradient(leaf, "x"), dout * (8 * x + 1), what="x.grad")


@check(points=1, public=True)
def backpropagate_begins_anew_when_grad_is_None(student):
    """After x.grad = None the next backward finds the gradient alone."""
    x = variable(student, np.array([1.0, 2.0]))
    y = x * x
    y.backward(np.array([1.0, 1.0]))
    x.grad = None
    y.backward(np.array([1.0, -1.0]))
    assert_close(gradient(x, "x"), np.array([2.0, -4.0]), what="x.grad")


@check(points=1, public=True)
def backpropagate_gives_constants_nothing(student):
    """A tensor with requires_grad=False keeps grad None, and the others get theirs."""
    x, k = variable(student, np.array([1.0, 2.0])), student.Tensor(np.array([3.0, 4.0]))
    (x * k + k).backward(np.array([1.0, 1.0]))
    assert_close(gradient(x, "x"), np.array([3.0, 4.0]), what="x.grad")
    require(k.grad is None, "k.grad should stay None: k has requires_grad=False")


@check(points=1, public=True)
def backpropagate_without_a_gradient_takes_one_element(student):
    """backward() alone starts with 1 if there is one element, in any shape, and raises if not."""
    for shape in ((1,), (1, 1), (1, 1, 1)):
        x = variable(student, np.full(shape, 3.0))
        (x * x).backward()
        assert_close(gradient(x, "x"), np.full(shape, 6.0), what="x.grad")
    x = variable(student, np.array([1.0, 2.0]))
    y = x * x
    hint = "raise an exception: of which of the elements would it be the gradient?"
    assert_raises(Exception, y.backward, hint=hint)


@check(points=2, public=True, examples=12)
@for_all(graph=expressions(nodes=5, operations=("add", "mul")))
def backpropagate_matches_differences_on_random_expressions(student, graph):
    """Whatever is built of sums and products, its gradients are the slopes of its value."""
    assert_backpropagates(student, graph)


@check(points=1, examples=3)
@for_all(x=normals("N D"), dout=cotangents("N D"))
def backpropagate_from_a_leaf(student, x, dout):
    """x.backward(dout) of a leaf adds dout itself to x.grad."""
    leaf = variable(student, x)
    leaf.backward(dout)
    leaf.backward(dout)
    assert_close(gradient(leaf, "x"), 2 * dout, what="x.grad")


@check(points=2)
def backpropagate_through_five_thousand_links(student):
    """A chain of 5,000 additions goes backward: the engine does not call itself."""
    x, dout = np.array([0.5, 1.0]), np.array([1.0, -2.0])
    graph = Expression({"x": x}, (Operation("add", ("x", "x"), times=5000),), dout)
    assert_close(
        evaluate(student, graph).gradients["x"],
        np.array([5001.0, -10002.0]),
        what="x.grad",
    )


@check(points=2)
def backpropagate_visits_each_node_once(student):
    """x + x, added to itself again and again, 50 times: 2^50 paths, but 50 nodes."""

    def doubled(x):
        y = x
        for _ in range(50):
            y = y + y
        return y

    graph = traced(doubled, dout=np.array([1.0]), x=np.array([1.0]))
    assert_close(evaluate(student, graph).gradients["x"], np.array([2.0**50]), what="x.grad")


@check(points=1, after=backpropagate_waits_for_all_paths, examples=4)
@for_all(x=normals("N D"), y=normals("D"), dout=cotangents("N D"))
def backpropagate_changes_no_data(student, x, y, dout):
    """backward changes neither dout nor the data of any tensor."""
    a, b = variable(student, x), variable(student, y)
    out = a * b + a
    before = out.data
    changed = out.backward.changed_by(dout)
    require(not changed, "backward changed the gradient it was given; work on a new array")
    for name, tensor, data in (("x", a, x), ("y", b, y), ("the result", out, before)):
        assert_equal(tensor.data, data, what=f"data of {name} after backward")


# -------------------------------------------------------------------------------- unbroadcast


def summed(student, dout, shape):
    """The gradient of an operand of this shape that was broadcast to the shape of dout.

    A notebook that does this elsewhere, or by another name, is asked by backward.
    """

    def by_backward():
        operand = variable(student, np.zeros(shape))
        (operand + student.Tensor(np.zeros(dout.shape))).backward(dout)
        return gradient(operand, "x")

    return either(lambda: student.unbroadcast(dout, shape), by_backward)


@check(points=1, public=True)
def unbroadcast_sums_where_a_row_was_copied(student):
    """A gradient (2, 3) of an operand (3,) is summed over the rows; one of (2, 3) stays."""
    dout = np.array([[1.0, 2.0, 3.0], [10.0, 20.0, 30.0]])
    assert_close(summed(student, dout, (3,)), np.array([11.0, 22.0, 33.0]))
    assert_close(summed(student, dout, (2, 3)), dout)


@check(points=1, public=True)
def unbroadcast_keeps_axes_of_size_one(student):
    """A gradient (2, 3) of an operand (2, 1) comes out as (2, 1), of (1, 3) as (1, 3)."""
    dout = np.array([[1.0, 2.0, 3.0], [10.0, 20.0, 30.0]])
    assert_close(summed(student, dout, (2, 1)), np.array([[6.0], [60.0]]))
    assert_close(summed(student, dout, (1, 3)), np.array([[11.0, 22.0, 33.0]]))


BROADCAST = {
    "cube": normals("K<=3 N<=3 D<=3"),
    "matrix": normals("N<=3 D<=3"),
    "row": normals("D<=3"),
    "column": normals("N<=3 1"),
    "one": normals("1"),
}


@check(points=3, examples=3)
@for_all(**BROADCAST, dout=cotangents("K<=3 N<=3 D<=3"))
def unbroadcast_of_every_pair_of_shapes(student, reference, cube, matrix, row, column, one, dout):
    """Every gradient has its tensor's shape, whichever axes were added or stretched."""
    arrays = (matrix, row, column, one, cube)
    graphs = []
    for first in arrays:
        for second in arrays:
            wanted = np.broadcast_shapes(first.shape, second.shape)
            part = dout[(0,) * (3 - len(wanted))][tuple(map(slice, wanted))]
            graphs.append(traced(lambda x, y: x * y, dout=part, x=first, y=second))
    assert_backpropagates(student, *graphs, reference=reference)


# --------------------------------------------------------------------------------- operations


@check(points=1, examples=6)
@for_all(**MATRIX, y=normals("N D"))
def Add_agrees_with_the_reference(student, reference, x, y, dout):
    """x + y, x + 2 and 2.5 + y: values and gradients."""
    formulas = (lambda x, y: x + y, lambda x, y: (x + 2) + (2.5 + y))
    graphs = [traced(formula, dout=dout, x=x, y=y) for formula in formulas]
    assert_backpropagates(student, *graphs, reference=reference)


@check(points=1, examples=6)
@for_all(**MATRIX, y=normals("N D"))
def Mul_agrees_with_the_reference(student, reference, x, y, dout):
    """x y, x 2 and 2.5 y: values and gradients, also at 0."""
    formulas = (lambda x, y: x * y, lambda x, y: (x * 2) * (2.5 * y))
    graphs = [traced(formula, dout=dout, x=x, y=y) for formula in formulas]
    zeros = {"x": np.array([0.0, 2.0, 0.0]), "y": np.array([3.0, 0.0, 0.0])}
    always = traced(lambda x, y: x * y, dout=np.array([1.0, 2.0, -1.0]), **zeros)
    assert_backpropagates(student, *graphs, always, reference=reference)


@check(points=1, public=True)
def Power_of_small_numbers(student):
    """x ** 3, x ** -1 and x ** 0.5 at 1, 4 and 0.25, with their slopes."""
    data = np.array([1.0, 4.0, 0.25])
    for exponent, value, slope in (
        (3, [1.0, 64.0, 0.015625], [3.0, 48.0, 0.1875]),
        (-1, [1.0, 0.25, 4.0], [-1.0, -0.0625, -16.0]),
        (0.5, [1.0, 2.0, 0.5], [0.5, 0.25, 1.0]),
    ):
        found = evaluate(student, traced(lambda x, p=exponent: x**p, dout=np.ones(3), x=data))
        assert_close(found.value, np.array(value), what=f"x ** {exponent}")
        assert_close(found.gradients["x"], np.array(slope), what=f"x.grad of x ** {exponent}")


@check(points=2, examples=10)
@for_all(
    x=reals("N D", away_from=0.5, within=3),
    dout=cotangents("N D"),
    exponent=choices(2, 3, 1, 0, -1, -2, 4.0),
)
def Power_agrees_with_the_reference(student, reference, x, dout, exponent):
    """x ** p for positive and negative x and whole p, and |x| ** p for other p."""
    whole = traced(lambda x: x**exponent, dout=dout, x=x)
    other = traced(lambda x: x ** (exponent + 0.5), dout=dout, x=np.abs(x))
    assert_backpropagates(student, whole, other, reference=reference)


@check(points=1, public=True)
def Power_of_zero_has_no_slope(student):
    """x ** 0 is 1 with gradient 0, also at x = 0; x ** 2 and x ** 1 at 0 have slopes 0 and 1."""
    data = np.array([0.0, 2.0, -1.0])
    for exponent, slope in ((0, [0.0, 0.0, 0.0]), (1, [1.0, 1.0, 1.0]), (2, [0.0, 4.0, -2.0])):
        found = evaluate(student, traced(lambda x, p=exponent: x**p, dout=np.ones(3), x=data))
        assert_close(found.value, data**exponent, what=f"x ** {exponent}")
        assert_close(found.gradients["x"], np.array(slope), what=f"x.grad of x ** {exponent}")


@check(points=1, public=True)
def MatMul_of_two_small_matrices(student):
    """[[1, 2, 3], [4, 5, 6]] @ [[1, 0], [0, 1], [2, -1]], and its gradients, done by hand."""
    A = np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]])
    B = np.array([[1.0, 0.0], [0.0, 1.0], [2.0, -1.0]])
    dout = np.array([[1.0, 2.0], [3.0, -1.0]])
    found = evaluate(student, traced(lambda A, B: A @ B, dout=dout, A=A, B=B))
    assert_close(found.value, np.array([[7.0, -1.0], [16.0, -1.0]]), what="A @ B")
    assert_close(
        found.gradients["A"], np.array([[1.0, 2.0, 0.0], [3.0, -1.0, 7.0]]), what="A.grad"
    )
    assert_close(
        found.gradients["B"], np.array([[13.0, -2.0], [17.0, -1.0], [21.0, 0.0]]), what="B.grad"
    )


@check(points=2, examples=10)
@for_all(
    A=reals("N D", layout="any"), B=reals("D K", layout="any"), dout=cotangents("N K"),
)  # fmt: skip
def MatMul_agrees_with_the_reference(student, reference, A, B, dout):
    """A @ B for matrices of any sizes."""
    graph = traced(lambda A, B: A @ B, dout=dout, A=A, B=B)
    assert_backpropagates(student, graph, reference=reference)


@check(points=1, public=True)
def Sum_of_a_small_matrix(student):
    """All, over the rows, over the columns with keepdims: dout goes to every entry summed."""
    x = np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]])
    found = evaluate(student, traced(lambda x: x.sum(), x=x))
    assert_close(found.value, 21.0, what="x.sum()")
    assert_close(found.gradients["x"], np.ones((2, 3)), what="x.grad of x.sum()")
    dout = np.array([1.0, 10.0, 100.0])
    found = evaluate(student, traced(lambda x: x.sum(axis=0), dout=dout, x=x))
    assert_close(found.value, np.array([5.0, 7.0, 9.0]), what="x.sum(axis=0)")
    assert_close(found.gradients["x"], np.stack([dout, dout]), what="x.grad of x.sum(axis=0)")
    dout = np.array([[1.0], [10.0]])
    graph = traced(lambda x: x.sum(axis=1, keepdims=True), dout=dout, x=x)
    found = evaluate(student, graph)
    assert_close(found.value, np.array([[6.0], [15.0]]), what="x.sum(axis=1, keepdims=True)")
    assert_close(found.gradients["x"], dout * np.ones(3), what="x.grad of x.sum(axis=1, …)")


AXES = choices(0, 1, 2, -1, -2, -3, (0, 1), (0, 2), (1, 2), (0, -1), (-2, -1), (0, 1, 2))


def reduced(name, axis, dout, x):
    """x.sum or x.mean over the axis, with and without keepdims, with parts of dout sent back."""
    for keepdims in (True, False):
        shape = np.sum(x, axis=axis, keepdims=keepdims).shape
        kept = np.sum(x, axis=axis, keepdims=True).shape
        part = dout[tuple(slice(size) for size in kept)].reshape(shape)

        def formula(x, keepdims=keepdims):
            return getattr(x, name)(axis=axis, keepdims=keepdims)

        yield traced(formula, dout=part if shape else None, x=x)


@check(points=3, examples=10)
@for_all(x=normals("N D K"), dout=cotangents("N D K"), axis=AXES)
def Sum_agrees_with_the_reference(student, reference, x, dout, axis):
    """x.sum over any axis, a negative one or a tuple, with and without keepdims."""
    everything = traced(lambda x: x.sum(None, False), x=x)
    graphs = [graph for axes in (axis, (0, -1)) for graph in reduced("sum", axes, dout, x)]
    assert_backpropagates(student, everything, *graphs, reference=reference)


@check(points=1, public=True, examples=8)
@for_all(**SMALL)
def Exp_matches_differences(student, x, dout):
    """x.exp() has the value $e^x$, and the slope that differences show."""
    assert_backpropagates(student, traced(lambda x: x.exp(), dout=dout, x=x))


@check(points=1, examples=10)
@for_all(**MATRIX)
def Exp_agrees_with_the_reference(student, reference, x, dout):
    """x.exp(), alone and within a formula."""
    formulas = (lambda x: x.exp(), lambda x: (x.exp() * 0.5).exp())
    graphs = [traced(formula, dout=dout, x=x / 2) for formula in formulas]
    assert_backpropagates(student, *graphs, reference=reference)


@check(points=1, public=True, examples=8)
@for_all(**SMALL)
def Log_matches_differences(student, x, dout):
    r"""x.log() has the value $\ln x$, and the slope that differences show."""
    assert_backpropagates(student, traced(lambda x: x.log(), dout=dout, x=np.abs(x) + 0.1))


@check(points=1, examples=10)
@for_all(x=reals("N D", within=1e4, away_from=1e-3), dout=cotangents("N D"))
def Log_agrees_with_the_reference(student, reference, x, dout):
    """x.log() of small numbers and large ones."""
    graph = traced(lambda x: x.log(), dout=dout, x=np.abs(x))
    always = traced(lambda x: x.log(), dout=np.ones(3), x=np.array([0.002, 0.5, 9000.0]))
    assert_backpropagates(student, graph, always, reference=reference)


@check(points=1, public=True, examples=8)
@for_all(**SMALL)
def Tanh_matches_differences(student, x, dout):
    r"""x.tanh() has the value $\tanh x$, and the slope that differences show."""
    assert_backpropagates(student, traced(lambda x: x.tanh(), dout=dout, x=x))


@check(points=1, examples=10)
@for_all(x=reals("N D", within=20), dout=cotangents("N D"))
def Tanh_agrees_with_the_reference(student, reference, x, dout):
    """x.tanh(), also where it is nearly 1."""
    graph = traced(lambda x: x.tanh(), dout=dout, x=x)
    assert_backpropagates(student, graph, reference=reference)


@check(points=1, public=True, examples=8)
@for_all(**SMALL)
def Sigmoid_matches_differences(student, x, dout):
    r"""x.sigmoid() has the value $1/(1 + e^{-x})$, and the slope that differences show."""
    assert_backpropagates(student, traced(lambda x: x.sigmoid(), dout=dout, x=x))


@check(points=1, examples=10)
@for_all(x=reals("N D", within=30), dout=cotangents("N D"))
def Sigmoid_agrees_with_the_reference(student, reference, x, dout):
    """x.sigmoid(), also where it is nearly 0 or 1, and far out."""
    graph = traced(lambda x: x.sigmoid(), dout=dout, x=x)
    far = np.array([-20.0, 8.0, 1000.0, -1000.0])
    always = traced(lambda x: x.sigmoid(), dout=np.ones(4), x=far)
    assert_backpropagates(student, graph, always, reference=reference)


@check(points=1, public=True)
def ReLU_of_small_numbers(student):
    """x.relu() of -2, 0.5 and 3 is 0, 0.5 and 3; dout passes where x > 0."""
    x, dout = np.array([-2.0, 0.5, 3.0]), np.array([1.0, 2.0, -3.0])
    found = evaluate(student, traced(lambda x: x.relu(), dout=dout, x=x))
    assert_close(found.value, np.array([0.0, 0.5, 3.0]), what="x.relu()")
    assert_close(found.gradients["x"], np.array([0.0, 2.0, -3.0]), what="x.grad of x.relu()")


@check(points=1, examples=12)
@for_all(x=reals("N D", within=5, away_from=1e-3), dout=cotangents("N D"))
def ReLU_agrees_with_the_reference(student, reference, x, dout):
    """x.relu() for numbers of both signs, near the kink as well."""
    graph = traced(lambda x: x.relu(), dout=dout, x=x)
    always = traced(lambda x: x.relu(), dout=np.ones(3), x=np.array([-0.01, 0.01, 0.05]))
    assert_backpropagates(student, graph, always, reference=reference)


@check(points=1, public=True)
def Reshape_of_a_small_matrix(student):
    """x.reshape(3, 2) and x.reshape(-1) of x (2, 3): grad comes back in the shape (2, 3)."""
    x = np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]])
    dout = np.array([10.0, 20.0, 30.0, 40.0, 50.0, 60.0])
    for shape, wanted in (((3, 2), (3, 2)), ((-1,), (6,)), ((6, -1), (6, 1))):
        graph = traced(lambda x, s=shape: x.reshape(*s), dout=dout.reshape(wanted), x=x)
        found = evaluate(student, graph)
        assert_close(found.value, x.reshape(wanted), what=f"x.reshape{shape}")
        assert_close(found.gradients["x"], dout.reshape(2, 3), what=f"x.grad of x.reshape{shape}")


@check(points=1, examples=12)
@for_all(x=normals("N D K"), dout=cotangents("N D K"), into=choices("flat", "two", "four"))
def Reshape_agrees_with_the_reference(student, reference, x, dout, into):
    """x.reshape to more axes or fewer, with one -1 anywhere."""
    _, D, K = x.shape
    shape = {"flat": (-1,), "two": (K, -1), "four": (-1, K, 1, D)}[into]
    graph = traced(lambda x: x.reshape(*shape) * 2.0, dout=dout.reshape(shape), x=x)
    assert_backpropagates(student, graph, reference=reference)


@check(points=1, public=True)
def Transpose_of_a_small_matrix(student):
    """x.transpose() of x (2, 3) is (3, 2), and grad comes back transposed."""
    x = np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]])
    dout = np.array([[1.0, 10.0], [2.0, 20.0], [3.0, 30.0]])
    found = evaluate(student, traced(lambda x: x.transpose(), dout=dout, x=x))
    assert_close(found.value, x.T, what="x.transpose()")
    assert_close(found.gradients["x"], dout.T, what="x.grad of x.transpose()")


@check(points=2, examples=12)
@for_all(
    x=normals("N D K"),
    dout=cotangents("N D K"),
    axes=choices((), (1, 0, 2), (2, 0, 1), (1, 2, 0), (0, 2, 1), (2, 1, 0), (0, 1, 2)),
)
def Transpose_agrees_with_the_reference(student, reference, x, dout, axes):
    """x.transpose(*axes) for any order of three axes; without axes, in reversed order."""
    graphs = [
        traced(
            lambda x, order=order: x.transpose(*order) * 2.0,
            dout=dout.transpose(order or None),
            x=x,
        )
        for order in (axes, (1, 2, 0))
    ]
    assert_backpropagates(student, *graphs, reference=reference)


# ---------------------------------------------------------------------------- Tensor, reckoning


def assert_values(results):
    """Each tensor has the data that are named beside it."""
    for name, found, wanted in results:
        assert_close(found.data, np.array(wanted), what=f"({name})")


@check(points=1, public=True)
def Mul_and_Add_make_subtraction(student):
    """With Mul and Add at work, -x, x - y, 3 - x and x - 1 are right."""
    x, y = student.Tensor(np.array([1.0, 2.0, 4.0])), student.Tensor(np.array([2.0, -4.0, 8.0]))
    assert_values(
        [
            ("-x", -x, [-1.0, -2.0, -4.0]),
            ("x - y", x - y, [-1.0, 6.0, -4.0]),
            ("3 - x", 3 - x, [2.0, 1.0, -1.0]),
            ("x - 1", x - 1, [0.0, 1.0, 3.0]),
        ]
    )


@check(points=1, public=True, after=Mul_agrees_with_the_reference)
def Mul_and_Add_keep_float32_beside_numbers(student):
    """For x in float32, x * 2.0, 2.0 * x, x + 1 and 1 - x are float32."""
    x = student.Tensor(np.array([1.0, 2.0], dtype=np.float32))
    for name, found in (
        ("x * 2.0", x * 2.0),
        ("2.0 * x", 2.0 * x),
        ("x + 1", x + 1),
        ("1 - x", 1 - x),
    ):
        assert_dtype(found.data, np.float32, what=f"({name})")


@check(points=1, public=True)
def Power_makes_division(student):
    """With Power at work, x / y, 2 / x and x / 4 are right."""
    x, y = student.Tensor(np.array([1.0, 2.0, 4.0])), student.Tensor(np.array([2.0, -4.0, 8.0]))
    assert_values(
        [
            ("x / y", x / y, [0.5, -0.5, 0.5]),
            ("2 / x", 2 / x, [2.0, 1.0, 0.5]),
            ("x / 4", x / 4, [0.25, 0.5, 1.0]),
        ]
    )


@check(points=1, examples=6)
@for_all(**MATRIX, y=normals("N D"))
def Tensor_subtraction_agrees_with_the_reference(student, reference, x, y, dout):
    """-x, x - y, 2.5 - x and x - 3: values and gradients."""
    formulas = (lambda x, y: x - y, lambda x, y: -(x - 3) * (2.5 - y))
    graphs = [traced(formula, dout=dout, x=x, y=y) for formula in formulas]
    assert_backpropagates(student, *graphs, reference=reference)


@check(points=2, examples=8)
@for_all(x=normals("N D"), y=reals("D", away_from=0.5, within=3), dout=cotangents("N D"))
def Tensor_division_agrees_with_the_reference(student, reference, x, y, dout):
    """x / y for both signs, 2.5 / y and x / 3: values and gradients."""
    formulas = (lambda x, y: x / y, lambda x, y: (x / 3) * (2.5 / y))
    graphs = [traced(formula, dout=dout, x=x, y=y) for formula in formulas]
    assert_backpropagates(student, *graphs, reference=reference)


@check(points=1, public=True)
def Sum_makes_the_mean(student):
    """With Sum at work, the means of all six numbers and of each row are right."""
    x = np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]])
    found = evaluate(student, traced(lambda x: x.mean(), x=x))
    assert_close(found.value, 3.5, what="x.mean()")
    assert_close(found.gradients["x"], np.full((2, 3), 1 / 6), what="x.grad of x.mean()")
    dout = np.array([[3.0], [6.0]])
    graph = traced(lambda x: x.mean(axis=1, keepdims=True), dout=dout, x=x)
    found = evaluate(student, graph)
    assert_close(found.value, np.array([[2.0], [5.0]]), what="x.mean(axis=1, keepdims=True)")
    assert_close(found.gradients["x"], dout * np.ones(3) / 3, what="x.grad of x.mean(axis=1, …)")


@check(points=2, examples=8)
@for_all(x=normals("N D K"), dout=cotangents("N D K"), axis=AXES)
def Tensor_mean_agrees_with_the_reference(student, reference, x, dout, axis):
    """x.mean over any axis, a negative one or a tuple, with and without keepdims."""
    everything = traced(lambda x: x.mean(None, False), x=x)
    graphs = [*reduced("mean", axis, dout, x), *reduced("mean", (0, 1), dout, x)]
    assert_backpropagates(student, everything, *graphs, reference=reference)


@check(points=3, examples=20)
@for_all(graph=expressions(nodes=8))
def Tensor_agrees_with_the_reference_on_random_expressions(student, reference, graph):
    """Whatever is built of a Tensor's operations, values and gradients are right."""
    assert_backpropagates(student, graph, reference=reference)


@check(
    points=1,
    after=(Tensor_division_agrees_with_the_reference, Tensor_mean_agrees_with_the_reference),
)
def Tensor_keeps_float32_beside_numbers(student):
    """For x in float32, x / 3, 2.5 / x, x ** 2, -x and the mean are float32."""
    x = student.Tensor(np.array([1.0, 2.0], dtype=np.float32))
    for name, found in (
        *(("x / 3", x / 3), ("2.5 / x", 2.5 / x), ("x ** 2", x**2), ("2.5 - x", 2.5 - x)),
        *(("-x", -x), ("x.mean(axis=0)", x.mean(axis=0))),
    ):
        assert_dtype(found.data, np.float32, what=f"({name})")


@check(points=1, after=Tensor_agrees_with_the_reference_on_random_expressions)
@for_all(graph=expressions(nodes=6, dtype="float32"))
def Tensor_keeps_float32_in_values_and_gradients(student, graph):
    """Of float32 tensors, whatever is computed and every gradient is float32."""
    found = evaluate(student, graph)
    assert_dtype(found.value, np.float32, what=graph.formula())
    for name in graph.variables:
        assert_dtype(found.gradients[name], np.float32, what=f"{name}.grad")


EACH_OPERATION = {
    "x * y": lambda x, y: x * y,
    "x + y": lambda x, y: x + y,
    "x ** 2": lambda x, _: x**2,
    "x @ y": lambda x, y: x @ y,
    "x.sum(axis=0)": lambda x, _: x.sum(axis=0),
    "x.exp()": lambda x, _: x.exp(),
    "x.log()": lambda x, _: x.log(),
    "x.tanh()": lambda x, _: x.tanh(),
    "x.sigmoid()": lambda x, _: x.sigmoid(),
    "y.relu()": lambda _, y: y.relu(),
    "x.reshape(-1)": lambda x, _: x.reshape(-1),
    "x.transpose()": lambda x, _: x.transpose(),
}


@check(
    points=1,  # random expressions notice a changed array now and then, so this does not wait
    after=(Tensor_division_agrees_with_the_reference, Tensor_mean_agrees_with_the_reference),
)
def Tensor_changes_no_array(student):
    """No operation changes data or the gradient that its backward is given."""
    data = np.array([[0.5, 2.0], [1.0, 3.0]])
    for name, operation in EACH_OPERATION.items():
        x, y = variable(student, data), variable(student, -data)
        out = operation(x, y)
        changed = out.backward.changed_by(np.ones(out.data.shape))
        require(not changed, f"backward of {name} changed the gradient it was given")
        assert_equal(x.data, data, what=f"x.data after {name}")
        assert_equal(y.data, -data, what=f"y.data after {name}")


# ------------------------------------------------------------------------------------ no_grad


@check(points=1, public=True)
def no_grad_records_nothing(student):
    """Inside the block results require no gradient; their values are right; after it they do."""
    x = variable(student, np.array([1.0, 2.0]))
    with student.no_grad():
        inside = x * x
    assert_close(inside.data, np.array([1.0, 4.0]), what="(x * x).data inside")
    assert_equal(inside.requires_grad, False, what="(x * x).requires_grad inside")
    after = x * x
    assert_equal(after.requires_grad, True, what="(x * x).requires_grad after the block")


@check(points=1, public=True)
def no_grad_blocks_nest(student):
    """After an inner block the outer one still records nothing."""
    x = variable(student, np.array([1.0, 2.0]))
    with student.no_grad():
        with student.no_grad():
            inner = x * x
        between = x * x
    after = x * x
    assert_equal(inner.requires_grad, False, what="requires_grad in the inner block")
    assert_equal(between.requires_grad, False, what="requires_grad after the inner block")
    assert_equal(after.requires_grad, True, what="requires_grad after both blocks")


@check(points=1)
def no_grad_ends_with_an_exception(student):
    """A block that raises ends as well: the exception comes out, and recording is on."""
    x = variable(student, np.array([1.0, 2.0]))
    with student.no_grad():
        assert_equal((x * x).requires_grad, False, what="(x * x).requires_grad inside")
    with suppress(ZeroDivisionError), student.no_grad():
        raise ZeroDivisionError
    assert_equal((x * x).requires_grad, True, what="(x * x).requires_grad after the block")
