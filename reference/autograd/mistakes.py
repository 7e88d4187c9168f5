"""Answers to the autograd exercises, wrong and right.

A class derived from an exercise's own says only what is different.
"""

# ruff: noqa: ARG002, N801  # methods have the exercise's arguments; names are sentences
import numpy as np

from autograder.checks import alternative, equivalent, mistake

from .checks import (
    Add_agrees_with_the_reference,
    Add_is_that_of_the_lecture,
    Exp_agrees_with_the_reference,
    Exp_matches_differences,
    Function_apply_remembers_function_and_inputs,
    Function_apply_requires_a_gradient_if_an_input_does,
    Function_apply_runs_forward,
    Log_agrees_with_the_reference,
    Log_matches_differences,
    MatMul_agrees_with_the_reference,
    MatMul_of_two_small_matrices,
    Mul_agrees_with_the_reference,
    Mul_and_Add_keep_float32_beside_numbers,
    Mul_and_Add_make_subtraction,
    Mul_is_that_of_the_lecture,
    Power_agrees_with_the_reference,
    Power_makes_division,
    Power_of_small_numbers,
    Power_of_zero_has_no_slope,
    ReLU_agrees_with_the_reference,
    ReLU_of_small_numbers,
    Reshape_agrees_with_the_reference,
    Reshape_of_a_small_matrix,
    Sigmoid_agrees_with_the_reference,
    Sigmoid_matches_differences,
    Sum_agrees_with_the_reference,
    Sum_makes_the_mean,
    Sum_of_a_small_matrix,
    Tanh_agrees_with_the_reference,
    Tanh_matches_differences,
    Tensor_agrees_with_the_reference_on_random_expressions,
    Tensor_changes_no_array,
    Tensor_division_agrees_with_the_reference,
    Tensor_holds_its_data,
    Tensor_keeps_float32_beside_numbers,
    Tensor_keeps_float32_in_values_and_gradients,
    Tensor_mean_agrees_with_the_reference,
    Tensor_subtraction_agrees_with_the_reference,
    Tensor_takes_lists_numbers_and_integers,
    Transpose_agrees_with_the_reference,
    Transpose_of_a_small_matrix,
    backpropagate_adds_up_where_a_tensor_is_used_again,
    backpropagate_begins_anew_when_grad_is_None,
    backpropagate_changes_no_data,
    backpropagate_from_a_leaf,
    backpropagate_from_results_that_share_nodes,
    backpropagate_gives_constants_nothing,
    backpropagate_matches_differences_on_random_expressions,
    backpropagate_starts_with_the_gradient_given,
    backpropagate_through_a_small_graph,
    backpropagate_through_five_thousand_links,
    backpropagate_twice_is_exactly_twice,
    backpropagate_visits_each_node_once,
    backpropagate_waits_for_all_paths,
    backpropagate_without_a_gradient_takes_one_element,
    no_grad_blocks_nest,
    no_grad_ends_with_an_exception,
    no_grad_records_nothing,
    topological_order_of_a_small_graph,
    topological_order_of_any_graph,
    unbroadcast_keeps_axes_of_size_one,
    unbroadcast_of_every_pair_of_shapes,
    unbroadcast_sums_where_a_row_was_copied,
)
from .solution import Context, Function, Recording, Tensor, no_grad, topological_order, unbroadcast

# Tensor


@mistake(of="Tensor", caught_by=Tensor_takes_lists_numbers_and_integers)
class keeps_integers(Tensor):
    def __init__(self, data, requires_grad=False):
        super().__init__(data, requires_grad)
        self.data = np.asarray(data)


@mistake(of="Tensor", caught_by=Tensor_takes_lists_numbers_and_integers)
class makes_everything_float64(Tensor):
    def __init__(self, data, requires_grad=False):
        super().__init__(data, requires_grad)
        self.data = np.asarray(data, dtype=float)


@mistake(of="Tensor", caught_by=Tensor_holds_its_data)
class asks_for_a_gradient_by_default(Tensor):
    def __init__(self, data, requires_grad=True):
        super().__init__(data, requires_grad)


@mistake(of="Tensor", caught_by=Tensor_holds_its_data)
class grad_begins_with_zeros(Tensor):
    """Then nobody can tell a gradient of zero from none."""

    def __init__(self, data, requires_grad=False):
        super().__init__(data, requires_grad)
        self.grad = np.zeros_like(self.data)


@mistake(of="Tensor", caught_by=Mul_and_Add_keep_float32_beside_numbers)
class numbers_become_float64(Tensor):
    """An array of no axes is no Python number: numpy widens everything it meets."""

    def wrap(self, other):
        return other if isinstance(other, Tensor) else Tensor(other)


@mistake(of="Tensor", caught_by=Mul_and_Add_make_subtraction)
class subtracts_the_wrong_way_round(Tensor):
    def __rsub__(self, other):
        return self - other


@mistake(of="Tensor", caught_by=Power_makes_division)
class divides_the_wrong_way_round(Tensor):
    def __rtruediv__(self, other):
        return self / other


@mistake(of="Tensor", caught_by=Tensor_subtraction_agrees_with_the_reference)
class negates_outside_the_graph(Tensor):
    """The value is right, and the path of the gradient is cut."""

    def __neg__(self):
        return Tensor(-self.data)


@mistake(of="Tensor", caught_by=Tensor_division_agrees_with_the_reference)
class divides_by_a_constant(Tensor):
    """No gradient for the denominator."""

    def __truediv__(self, other):
        return self * Tensor(1 / self.wrap(other).data)


@mistake(of="Tensor", caught_by=Sum_makes_the_mean)
class mean_over_the_number_of_rows(Tensor):
    def mean(self, axis=None, keepdims=False):
        return self.sum(axis, keepdims) / len(self.data)


@mistake(of="Tensor", caught_by=Sum_makes_the_mean)
class mean_always_over_all_entries(Tensor):
    def mean(self, axis=None, keepdims=False):
        return self.sum(axis, keepdims) / self.data.size


@mistake(of="Tensor", caught_by=Sum_makes_the_mean)
class mean_loses_keepdims(Tensor):
    def mean(self, axis=None, keepdims=False):
        total = self.sum(axis)
        return total / (self.data.size / total.data.size)


@mistake(of="Tensor", caught_by=Tensor_mean_agrees_with_the_reference)
class mean_of_one_axis_only(Tensor):
    """shape[(0, 1)] is no size."""

    def mean(self, axis=None, keepdims=False):
        count = self.data.size if axis is None else self.data.shape[axis]
        return self.sum(axis, keepdims) / count


@mistake(of="Tensor", caught_by=Sum_makes_the_mean)
class mean_outside_the_graph(Tensor):
    def mean(self, axis=None, keepdims=False):
        return Tensor(self.data.mean(axis=axis, keepdims=keepdims), self.requires_grad)


@alternative(of="Tensor")
class another_tensor(Tensor):
    """Every composed operation in another way."""

    def __init__(self, data, requires_grad=False):
        array = np.array(data)
        if array.dtype not in (np.float32, np.float64):
            array = array.astype(float)
        super().__init__(array, requires_grad)

    def wrap(self, other):
        return other if isinstance(other, Tensor) else Tensor(self.data.dtype.type(other))

    def __neg__(self):
        return self.wrap(0.0) - self

    def __sub__(self, other):
        return self + self.wrap(other) * -1.0

    def __rsub__(self, other):
        return -1 * (self - other)

    def __truediv__(self, other):
        return self * (other**-1.0 if isinstance(other, Tensor) else 1 / other)

    def __rtruediv__(self, other):
        return (self / other) ** -1

    def mean(self, axis=None, keepdims=False):
        share = self * (np.mean(self.data, axis=axis).size / self.data.size)
        return share.sum(axis=axis, keepdims=keepdims)


@mistake(of="Tensor", caught_by=Tensor_keeps_float32_beside_numbers)
class division_by_an_array_of_float64(Tensor):
    def __rtruediv__(self, other):
        return Tensor(np.array(float(other))) * self**-1


# no_grad


@mistake(of="no_grad", caught_by=no_grad_blocks_nest)
class switches_recording_on_at_the_end(no_grad):
    """Whatever it was before."""

    def __enter__(self):
        Recording.paused = 1

    def __exit__(self, kind, error, trace):
        Recording.paused = 0


@mistake(of="no_grad", caught_by=no_grad_records_nothing)
class never_switches_recording_on_again(no_grad):
    def __exit__(self, kind, error, trace):
        pass


@mistake(of="no_grad", caught_by=no_grad_records_nothing)
class does_nothing(no_grad):
    def __enter__(self):
        return self

    def __exit__(self, kind, error, trace):
        return None


@mistake(of="no_grad", caught_by=no_grad_ends_with_an_exception)
class forgets_that_a_block_may_raise(no_grad):
    """As a generator without `finally` does."""

    def __exit__(self, kind, error, trace):
        if error is None:
            Recording.paused -= 1


@mistake(of="no_grad", caught_by=no_grad_ends_with_an_exception)
class hides_exceptions(no_grad):
    """What __exit__ returns says whether the exception is dealt with."""

    def __exit__(self, kind, error, trace):
        Recording.paused -= 1
        return True


@alternative(of="no_grad")
class remembers_what_was_before:
    def __enter__(self):
        self.before, Recording.paused = Recording.paused, 1
        return self

    def __exit__(self, *_):
        Recording.paused = self.before


# Function


@mistake(of="Function", caught_by=Function_apply_runs_forward)
class forgot_to_return(Function):
    @classmethod
    def apply(cls, *tensors, **options):
        super().apply(*tensors, **options)


@mistake(of="Function", caught_by=Function_apply_requires_a_gradient_if_an_input_does)
class asks_the_first_input_only(Function):
    @classmethod
    def apply(cls, *tensors, **options):
        ctx = Context()
        out = cls.forward(ctx, *tensors, **options)
        if Recording.paused == 0 and tensors[0].requires_grad:
            out.requires_grad = True
            out.function, out.ctx, out.inputs = cls, ctx, tensors
        return out


@mistake(of="Function", caught_by=Function_apply_requires_a_gradient_if_an_input_does)
class asks_for_all_inputs(Function):
    @classmethod
    def apply(cls, *tensors, **options):
        ctx = Context()
        out = cls.forward(ctx, *tensors, **options)
        if Recording.paused == 0 and all(tensor.requires_grad for tensor in tensors):
            out.requires_grad = True
            out.function, out.ctx, out.inputs = cls, ctx, tensors
        return out


@mistake(of="Function", caught_by=Function_apply_runs_forward)
class every_result_requires_a_gradient(Function):
    @classmethod
    def apply(cls, *tensors, **options):
        ctx = Context()
        out = cls.forward(ctx, *tensors, **options)
        out.requires_grad = Recording.paused == 0
        out.function, out.ctx, out.inputs = cls, ctx, tensors
        return out


@mistake(of="Function", caught_by=no_grad_records_nothing)
class forgets_to_look_at_no_grad(Function):
    @classmethod
    def apply(cls, *tensors, **options):
        ctx = Context()
        out = cls.forward(ctx, *tensors, **options)
        if any(tensor.requires_grad for tensor in tensors):
            out.requires_grad = True
            out.function, out.ctx, out.inputs = cls, ctx, tensors
        return out


@mistake(of="Function", caught_by=Function_apply_remembers_function_and_inputs)
class one_context_for_every_call(Function):
    """The second product overwrites what the first has saved."""

    ctx = Context()

    @classmethod
    def apply(cls, *tensors, **options):
        out = cls.forward(cls.ctx, *tensors, **options)
        if Recording.paused == 0 and any(tensor.requires_grad for tensor in tensors):
            out.requires_grad = True
            out.function, out.ctx, out.inputs = cls, cls.ctx, tensors
        return out


@mistake(of="Function", caught_by=Tensor_agrees_with_the_reference_on_random_expressions)
class a_context_for_each_class(Function):
    """Right so long as no operation is used twice with other inputs."""

    @classmethod
    def apply(cls, *tensors, **options):
        if "shared" not in cls.__dict__:
            cls.shared = Context()
        out = cls.forward(cls.shared, *tensors, **options)
        if Recording.paused == 0 and any(tensor.requires_grad for tensor in tensors):
            out.requires_grad = True
            out.function, out.ctx, out.inputs = cls, cls.shared, tensors
        return out


@mistake(of="Function", caught_by=Function_apply_remembers_function_and_inputs)
class remembers_copies_of_its_inputs(Function):
    """The gradient arrives at tensors that nobody else knows."""

    @classmethod
    def apply(cls, *tensors, **options):
        ctx = Context()
        out = cls.forward(ctx, *tensors, **options)
        if Recording.paused == 0 and any(tensor.requires_grad for tensor in tensors):
            out.requires_grad = True
            copies = [Tensor(tensor.data.copy(), tensor.requires_grad) for tensor in tensors]
            out.function, out.ctx, out.inputs = cls, ctx, copies
        return out


@alternative(of="Function")
class records_in_another_way(Function):
    @classmethod
    def apply(cls, *tensors, **options):
        kept = Context()
        result = Tensor(cls.forward(kept, *tensors, **options).data)
        result.requires_grad = not Recording.paused and sum(t.requires_grad for t in tensors) > 0
        if result.requires_grad:
            result.function, result.ctx, result.inputs = cls, kept, list(tensors)
        return result


# Add and Mul


@mistake(of="Add", caught_by=Add_is_that_of_the_lecture)
class gradient_of_a_difference(Function):
    @staticmethod
    def forward(ctx, a, b):
        return Tensor(a.data + b.data)

    @staticmethod
    def backward(ctx, grad):
        return [grad, -grad]


@mistake(of="Add", caught_by=Add_is_that_of_the_lecture)
class ones_for_what_came_from_above(Function):
    """Right for the sum of the results, the only case that was tried."""

    @staticmethod
    def forward(ctx, a, b):
        return Tensor(a.data + b.data)

    @staticmethod
    def backward(ctx, grad):
        return [np.ones_like(grad), np.ones_like(grad)]


@mistake(of="Add", caught_by=Add_is_that_of_the_lecture)
class one_gradient_for_two_inputs(Function):
    @staticmethod
    def forward(ctx, a, b):
        return Tensor(a.data + b.data)

    @staticmethod
    def backward(ctx, grad):
        return grad


@mistake(of="Add", caught_by=backpropagate_adds_up_where_a_tensor_is_used_again)
class adds_to_its_first_input(Function):
    @staticmethod
    def forward(ctx, a, b):
        a.data += b.data
        return Tensor(a.data)

    @staticmethod
    def backward(ctx, grad):
        return [grad, grad]


@mistake(of="Add", caught_by=Add_agrees_with_the_reference)
class rounds_the_sum(Function):
    """Fine for the whole numbers of the example."""

    @staticmethod
    def forward(ctx, a, b):
        return Tensor(np.round(a.data + b.data, 2))

    @staticmethod
    def backward(ctx, grad):
        return [grad, grad]


@mistake(of="Mul", caught_by=Mul_is_that_of_the_lecture)
class each_operand_its_own_gradient(Function):
    @staticmethod
    def forward(ctx, a, b):
        ctx.save_for_backward(b, a)
        return Tensor(a.data * b.data)

    @staticmethod
    def backward(ctx, grad):
        a, b = ctx.saved
        return [grad * b.data, grad * a.data]


@mistake(of="Mul", caught_by=Mul_is_that_of_the_lecture)
class product_without_what_came_from_above(Function):
    @staticmethod
    def forward(ctx, a, b):
        ctx.save_for_backward(a, b)
        return Tensor(a.data * b.data)

    @staticmethod
    def backward(ctx, grad):
        a, b = ctx.saved
        return [b.data, a.data]


@mistake(of="Mul", caught_by=Mul_agrees_with_the_reference)
class divides_the_product(Function):
    @staticmethod
    def forward(ctx, a, b):
        ctx.save_for_backward(a, b, a.data * b.data)
        return Tensor(a.data * b.data)

    @staticmethod
    def backward(ctx, grad):
        a, b, out = ctx.saved
        return [grad * out / a.data, grad * out / b.data]


@mistake(of="Mul", caught_by=Mul_agrees_with_the_reference)
class what_was_saved_is_kept_in_the_class(Function):
    """Every product of a formula shares one memory."""

    saved = ()

    @staticmethod
    def forward(ctx, a, b):
        Mul.saved = (a, b)  # noqa: F821  # its own name
        return Tensor(a.data * b.data)

    @staticmethod
    def backward(ctx, grad):
        a, b = Mul.saved  # noqa: F821  # its own name
        return [grad * b.data, grad * a.data]


@mistake(of="Mul", caught_by=Mul_is_that_of_the_lecture)
class product_of_matrices(Function):
    @staticmethod
    def forward(ctx, a, b):
        ctx.save_for_backward(a, b)
        return Tensor(a.data @ b.data)

    @staticmethod
    def backward(ctx, grad):
        a, b = ctx.saved
        return [grad @ b.data.T, a.data.T @ grad]


@mistake(of="Mul", caught_by=backpropagate_matches_differences_on_random_expressions)
class a_square_has_one_input(Function):
    """x · x has two, which happen to be the same."""

    @staticmethod
    def forward(ctx, a, b):
        ctx.save_for_backward(a, b)
        return Tensor(a.data * b.data)

    @staticmethod
    def backward(ctx, grad):
        a, b = ctx.saved
        return [grad * b.data, np.zeros_like(grad) if a is b else grad * a.data]


@alternative(of="Mul")
class saves_arrays(Function):
    @staticmethod
    def forward(ctx, a, b):
        ctx.save_for_backward(a.data, b.data)
        return Tensor(np.multiply(a.data, b.data))

    @staticmethod
    def backward(ctx, grad):
        return tuple(grad * other for other in reversed(ctx.saved))


# topological_order


@mistake(of="topological_order", caught_by=topological_order_of_a_small_graph)
def without_a_set_of_those_seen(tensor):
    order, stack = [], [(tensor, False)]
    while stack:
        node, done = stack.pop()
        if done:
            order.append(node)
        elif node.requires_grad:
            stack.append((node, True))
            stack.extend((one, False) for one in node.inputs)
    return order


@mistake(of="topological_order", caught_by=topological_order_of_a_small_graph)
def results_before_inputs(tensor):
    order, seen, stack = [], set(), [tensor]
    while stack:
        node = stack.pop()
        if node.requires_grad and id(node) not in seen:
            seen.add(id(node))
            order.append(node)
            stack.extend(node.inputs)
    return order


@mistake(of="topological_order", caught_by=topological_order_of_any_graph)
def breadth_first_and_reversed(tensor):
    """Distance from the result is no order: a short path and a long one may meet."""
    order, seen = [tensor], {id(tensor)}
    for node in order:
        for one in node.inputs:
            if one.requires_grad and id(one) not in seen:
                seen.add(id(one))
                order.append(one)
    return order[::-1]


@mistake(of="topological_order", caught_by=topological_order_of_a_small_graph)
def depth_first_and_reversed(tensor):
    """Noted when they are found, not when their inputs are done."""
    order, seen, stack = [], set(), [tensor]
    while stack:
        node = stack.pop()
        if node.requires_grad and id(node) not in seen:
            seen.add(id(node))
            order.append(node)
            stack.extend(node.inputs)
    return order[::-1]


@mistake(of="topological_order", caught_by=topological_order_of_a_small_graph)
def with_the_constants(tensor):
    order, seen, stack = [], set(), [(tensor, False)]
    while stack:
        node, done = stack.pop()
        if done:
            order.append(node)
        elif id(node) not in seen:
            seen.add(id(node))
            stack.append((node, True))
            stack.extend((one, False) for one in node.inputs)
    return order


@mistake(of="topological_order", caught_by=topological_order_of_a_small_graph)
def without_the_result_itself(tensor):
    order, seen, stack = [], set(), [(one, False) for one in tensor.inputs]
    while stack:
        node, done = stack.pop()
        if done:
            order.append(node)
        elif node.requires_grad and id(node) not in seen:
            seen.add(id(node))
            stack.append((node, True))
            stack.extend((one, False) for one in node.inputs)
    return order


@mistake(of="topological_order", caught_by=topological_order_of_a_small_graph)
def without_the_leaves(tensor):
    order, seen, stack = [], set(), [(tensor, False)]
    while stack:
        node, done = stack.pop()
        if done:
            order.append(node)
        elif node.inputs and id(node) not in seen:
            seen.add(id(node))
            stack.append((node, True))
            stack.extend((one, False) for one in node.inputs)
    return order


@mistake(of="topological_order", caught_by=topological_order_of_a_small_graph)
def equal_data_taken_for_the_same_tensor(tensor):
    order, stack = [], [(tensor, False)]
    seen = []
    while stack:
        node, done = stack.pop()
        if done:
            order.append(node)
        elif node.requires_grad and not any(np.array_equal(node.data, data) for data in seen):
            seen.append(node.data)
            stack.append((node, True))
            stack.extend((one, False) for one in node.inputs)
    return order


@mistake(of="topological_order", caught_by=backpropagate_through_five_thousand_links)
def by_recursion(tensor):
    order, seen = [], set()

    def visit(node):
        if node.requires_grad and id(node) not in seen:
            seen.add(id(node))
            for one in node.inputs:
                visit(one)
            order.append(node)

    visit(tensor)
    return order


@mistake(of="topological_order", caught_by=backpropagate_visits_each_node_once)
def every_path_first_and_sorted_out_later(tensor):
    """Right, after 2^50 steps."""
    found, stack = [], [(tensor, False)]
    while stack:
        node, done = stack.pop()
        if done:
            found.append(node)
        elif node.requires_grad:
            stack.append((node, True))
            stack.extend((one, False) for one in node.inputs)
    return list({id(node): node for node in found}.values())


@alternative(of="topological_order")
def by_counting_results(tensor):
    """Kahn's algorithm: a node is taken when all that was computed from it has been taken."""
    if not tensor.requires_grad:
        return []
    waiting, found = {}, [tensor]
    for node in found:
        for one in (t for t in node.inputs if t.requires_grad):
            if id(one) not in waiting:
                found.append(one)
            waiting[id(one)] = waiting.get(id(one), 0) + 1
    order = [tensor]  # results first
    for node in order:
        for one in (t for t in node.inputs if t.requires_grad):
            waiting[id(one)] -= 1
            if not waiting[id(one)]:
                order.append(one)
    return order[::-1]


# unbroadcast


@mistake(of="unbroadcast", caught_by=unbroadcast_sums_where_a_row_was_copied)
def gradient_left_as_it_came(grad, shape):
    return grad


@mistake(of="unbroadcast", caught_by=unbroadcast_sums_where_a_row_was_copied)
def only_axes_of_size_one(grad, shape):
    """As in the repair the lecture points to: (3,) + (2, 3) has an axis more."""
    for axis, size in enumerate(shape):
        if size == 1:
            grad = grad.sum(axis=axis, keepdims=True)
    return grad


@mistake(of="unbroadcast", caught_by=unbroadcast_keeps_axes_of_size_one)
def only_axes_that_are_new(grad, shape):
    while grad.ndim > len(shape):
        grad = grad.sum(axis=0)
    return grad


@mistake(of="unbroadcast", caught_by=unbroadcast_keeps_axes_of_size_one)
def axes_of_size_one_are_lost(grad, shape):
    while grad.ndim > len(shape):
        grad = grad.sum(axis=0)
    return grad.sum(axis=tuple(axis for axis, size in enumerate(shape) if size == 1))


@mistake(of="unbroadcast", caught_by=unbroadcast_sums_where_a_row_was_copied)
def mean_over_the_copies(grad, shape):
    while grad.ndim > len(shape):
        grad = grad.mean(axis=0)
    return grad.sum(axis=tuple(axis for axis, n in enumerate(shape) if n == 1), keepdims=True)


@mistake(of="unbroadcast", caught_by=unbroadcast_sums_where_a_row_was_copied)
def first_of_the_copies(grad, shape):
    while grad.ndim > len(shape):
        grad = grad[0]
    return grad.sum(axis=tuple(axis for axis, n in enumerate(shape) if n == 1), keepdims=True)


@mistake(of="unbroadcast", caught_by=unbroadcast_of_every_pair_of_shapes)
def only_one_axis_that_is_new(grad, shape):
    if grad.ndim > len(shape):
        grad = grad.sum(axis=0)
    return grad.sum(axis=tuple(axis for axis, n in enumerate(shape) if n == 1), keepdims=True)


@mistake(of="unbroadcast", caught_by=unbroadcast_sums_where_a_row_was_copied)
def summed_and_reshaped(grad, shape):
    """Sums over the axes whose sizes differ, counted from the left."""
    shape = tuple(shape)
    if grad.shape == shape:
        return grad
    axes = [
        axis for axis in range(grad.ndim) if axis >= len(shape) or grad.shape[axis] != shape[axis]
    ]
    return grad.sum(axis=tuple(axes)).reshape(shape)


@alternative(of="unbroadcast")
def axis_by_axis(grad, shape):
    padded = (1,) * (grad.ndim - len(shape)) + tuple(shape)
    for axis, size in enumerate(padded):
        if size == 1 and grad.shape[axis] > 1:
            grad = np.add.reduce(grad, axis=axis, keepdims=True)
    return grad.reshape(shape)


# backpropagate


@mistake(of="backpropagate", caught_by=backpropagate_through_a_small_graph)
def overwritten_instead_of_added(tensor, grad=None):
    """The last path wins."""
    if grad is None:
        if tensor.data.size != 1:
            raise ValueError
        grad = np.ones_like(tensor.data)
    grads = {id(tensor): grad}
    for node in reversed(topological_order(tensor)):
        grad = grads[id(node)]
        if node.function is None:
            node.grad = grad + (0 if node.grad is None else node.grad)
            continue
        gradients = node.function.backward(node.ctx, grad)
        for one, gradient in zip(node.inputs, gradients, strict=True):
            grads[id(one)] = unbroadcast(gradient, one.data.shape)


@mistake(of="backpropagate", caught_by=backpropagate_adds_up_where_a_tensor_is_used_again)
def one_part_for_each_input_that_differs(tensor, grad=None):
    """In x · x the same key is written twice."""
    if grad is None:
        if tensor.data.size != 1:
            raise ValueError
        grad = np.ones_like(tensor.data)
    grads = {id(tensor): grad}
    for node in reversed(topological_order(tensor)):
        grad = grads[id(node)]
        if node.function is None:
            node.grad = grad + (0 if node.grad is None else node.grad)
            continue
        gradients = node.function.backward(node.ctx, grad)
        pairs = zip(node.inputs, gradients, strict=True)
        for key, share in {id(t): unbroadcast(g, t.data.shape) for t, g in pairs}.items():
            grads[key] = share + grads.get(key, 0)


@mistake(of="backpropagate", caught_by=backpropagate_twice_is_exactly_twice)
def grad_overwritten_at_the_leaf(tensor, grad=None):
    if grad is None:
        if tensor.data.size != 1:
            raise ValueError
        grad = np.ones_like(tensor.data)
    grads = {id(tensor): grad}
    for node in reversed(topological_order(tensor)):
        grad = grads[id(node)]
        if node.function is None:
            node.grad = grad + 0
            continue
        gradients = node.function.backward(node.ctx, grad)
        for one, gradient in zip(node.inputs, gradients, strict=True):
            grads[id(one)] = unbroadcast(gradient, one.data.shape) + grads.get(id(one), 0)


@mistake(of="backpropagate", caught_by=backpropagate_from_results_that_share_nodes)
def intermediate_grads_are_never_reset(tensor, grad=None):
    """Every node keeps its grad from call to call, and sends the old one again."""
    if grad is None:
        if tensor.data.size != 1:
            raise ValueError
        grad = np.ones_like(tensor.data)
    tensor.grad = grad + (0 if tensor.grad is None else tensor.grad)
    for node in reversed(topological_order(tensor)):
        if node.function is None:
            continue
        gradients = node.function.backward(node.ctx, node.grad)
        for one, gradient in zip(node.inputs, gradients, strict=True):
            if one.requires_grad:
                share = unbroadcast(gradient, one.data.shape)
                one.grad = share + (0 if one.grad is None else one.grad)


@mistake(of="backpropagate", caught_by=backpropagate_twice_is_exactly_twice)
def adds_in_place_to_shared_arrays(tensor, grad=None):
    """Add hands one array to two leaves; the second call adds to both of them twice."""
    if grad is None:
        if tensor.data.size != 1:
            raise ValueError
        grad = np.ones_like(tensor.data)
    grads = {id(tensor): grad}
    for node in reversed(topological_order(tensor)):
        grad = grads[id(node)]
        if node.function is None:
            if node.grad is None:
                node.grad = grad
            else:
                node.grad += grad
            continue
        gradients = node.function.backward(node.ctx, grad)
        for one, gradient in zip(node.inputs, gradients, strict=True):
            if gradient.shape != one.data.shape:
                gradient = unbroadcast(gradient, one.data.shape)  # noqa: PLW2901  # as they write
            grads[id(one)] = grads[id(one)] + gradient if id(one) in grads else gradient


@mistake(of="backpropagate", caught_by=backpropagate_gives_constants_nothing)
def constants_get_a_gradient(tensor, grad=None):
    if grad is None:
        if tensor.data.size != 1:
            raise ValueError
        grad = np.ones_like(tensor.data)
    grads = {id(tensor): grad}
    for node in reversed(topological_order(tensor)):
        grad = grads[id(node)]
        if node.function is None:
            node.grad = grad + (0 if node.grad is None else node.grad)
            continue
        gradients = node.function.backward(node.ctx, grad)
        for one, gradient in zip(node.inputs, gradients, strict=True):
            share = unbroadcast(gradient, one.data.shape)
            grads[id(one)] = share + grads.get(id(one), 0)
            if not one.requires_grad:
                one.grad = grads[id(one)]


@mistake(of="backpropagate", caught_by=backpropagate_starts_with_the_gradient_given)
def always_starts_with_ones(tensor, grad=None):
    grads = {id(tensor): np.ones_like(tensor.data)}
    for node in reversed(topological_order(tensor)):
        grad = grads[id(node)]
        if node.function is None:
            node.grad = grad + (0 if node.grad is None else node.grad)
            continue
        gradients = node.function.backward(node.ctx, grad)
        for one, gradient in zip(node.inputs, gradients, strict=True):
            grads[id(one)] = unbroadcast(gradient, one.data.shape) + grads.get(id(one), 0)


@mistake(of="backpropagate", caught_by=backpropagate_without_a_gradient_takes_one_element)
def ones_for_any_number_of_elements(tensor, grad=None):
    if grad is None:
        grad = np.ones_like(tensor.data)
    grads = {id(tensor): grad}
    for node in reversed(topological_order(tensor)):
        grad = grads[id(node)]
        if node.function is None:
            node.grad = grad + (0 if node.grad is None else node.grad)
            continue
        gradients = node.function.backward(node.ctx, grad)
        for one, gradient in zip(node.inputs, gradients, strict=True):
            grads[id(one)] = unbroadcast(gradient, one.data.shape) + grads.get(id(one), 0)


@mistake(of="backpropagate", caught_by=backpropagate_without_a_gradient_takes_one_element)
def one_element_only_without_axes(tensor, grad=None):
    if grad is None:
        if tensor.data.ndim > 1:
            raise ValueError
        grad = np.ones_like(tensor.data)
    grads = {id(tensor): grad}
    for node in reversed(topological_order(tensor)):
        grad = grads[id(node)]
        if node.function is None:
            node.grad = grad + (0 if node.grad is None else node.grad)
            continue
        gradients = node.function.backward(node.ctx, grad)
        for one, gradient in zip(node.inputs, gradients, strict=True):
            grads[id(one)] = unbroadcast(gradient, one.data.shape) + grads.get(id(one), 0)


@mistake(of="backpropagate", caught_by=backpropagate_through_five_thousand_links)
def node_after_node_by_recursion(tensor, grad=None):
    """Every path on its own: right for small graphs."""
    if grad is None:
        if tensor.data.size != 1:
            raise ValueError
        grad = np.ones_like(tensor.data)
    if not tensor.requires_grad:
        return
    if tensor.function is None:
        tensor.grad = grad + (0 if tensor.grad is None else tensor.grad)
        return
    gradients = tensor.function.backward(tensor.ctx, grad)
    for one, gradient in zip(tensor.inputs, gradients, strict=True):
        backpropagate(one, unbroadcast(gradient, one.data.shape))  # noqa: F821  # its own name


@mistake(of="backpropagate", caught_by=backpropagate_visits_each_node_once)
def every_path_on_its_own(tensor, grad=None):
    """No recursion, and no topological order either."""
    if grad is None:
        if tensor.data.size != 1:
            raise ValueError
        grad = np.ones_like(tensor.data)
    stack = [(tensor, grad)]
    while stack:
        node, grad = stack.pop()
        if not node.requires_grad:
            continue
        if node.function is None:
            node.grad = grad + (0 if node.grad is None else node.grad)
            continue
        gradients = node.function.backward(node.ctx, grad)
        for one, gradient in zip(node.inputs, gradients, strict=True):
            stack.append((one, unbroadcast(gradient, one.data.shape)))


@mistake(of="backpropagate", caught_by=backpropagate_waits_for_all_paths)
def breadth_first(tensor, grad=None):
    """A node is sent on when it is first met, and what comes later is lost."""
    if grad is None:
        if tensor.data.size != 1:
            raise ValueError
        grad = np.ones_like(tensor.data)
    grads, queue, seen = {id(tensor): grad}, [tensor], {id(tensor)}
    for node in queue:
        if not node.requires_grad or node.function is None:
            continue
        gradients = node.function.backward(node.ctx, grads[id(node)])
        for one, gradient in zip(node.inputs, gradients, strict=True):
            grads[id(one)] = unbroadcast(gradient, one.data.shape) + grads.get(id(one), 0)
            if id(one) not in seen:
                seen.add(id(one))
                queue.append(one)
    for node in queue:
        if node.requires_grad and node.function is None:
            node.grad = grads[id(node)] + (0 if node.grad is None else node.grad)


@mistake(of="backpropagate", caught_by=backpropagate_twice_is_exactly_twice)
def takes_the_graph_apart(tensor, grad=None):
    """To save memory; the second call finds nothing."""
    if grad is None:
        if tensor.data.size != 1:
            raise ValueError
        grad = np.ones_like(tensor.data)
    grads = {id(tensor): grad}
    for node in reversed(topological_order(tensor)):
        grad = grads[id(node)]
        if node.function is None:
            node.grad = grad + (0 if node.grad is None else node.grad)
            continue
        gradients = node.function.backward(node.ctx, grad)
        for one, gradient in zip(node.inputs, gradients, strict=True):
            grads[id(one)] = unbroadcast(gradient, one.data.shape) + grads.get(id(one), 0)
        node.inputs, node.ctx = (), None
        node.function = None


@mistake(of="backpropagate", caught_by=backpropagate_changes_no_data)
def adds_to_the_gradient_it_was_given(tensor, grad=None):
    if grad is None:
        if tensor.data.size != 1:
            raise ValueError
        grad = np.ones_like(tensor.data)
    start = grad
    grads = {id(tensor): grad.copy()}
    for node in reversed(topological_order(tensor)):
        grad = grads[id(node)]
        if node.function is None:
            node.grad = grad + (0 if node.grad is None else node.grad)
            continue
        gradients = node.function.backward(node.ctx, grad)
        for one, gradient in zip(node.inputs, gradients, strict=True):
            grads[id(one)] = unbroadcast(gradient, one.data.shape) + grads.get(id(one), 0)
    start *= 0  # "zero_grad"


@mistake(of="backpropagate", caught_by=backpropagate_begins_anew_when_grad_is_None)
def remembers_old_grads_in_a_table(tensor, grad=None, table={}):  # noqa: B006  # the mistake
    """x.grad = None resets nothing."""
    if grad is None:
        if tensor.data.size != 1:
            raise ValueError
        grad = np.ones_like(tensor.data)
    grads = {id(tensor): grad}
    for node in reversed(topological_order(tensor)):
        grad = grads[id(node)]
        if node.function is None:
            known = table.setdefault(id(node), [node, 0])
            known[1] = node.grad = grad + known[1]
            continue
        gradients = node.function.backward(node.ctx, grad)
        for one, gradient in zip(node.inputs, gradients, strict=True):
            grads[id(one)] = unbroadcast(gradient, one.data.shape) + grads.get(id(one), 0)


@mistake(of="backpropagate", caught_by=Tensor_keeps_float32_in_values_and_gradients)
def adds_up_in_float64(tensor, grad=None):
    if grad is None:
        if tensor.data.size != 1:
            raise ValueError
        grad = np.ones(tensor.data.shape)
    grads = {id(tensor): grad}
    for node in reversed(topological_order(tensor)):
        grad = grads[id(node)]
        if node.function is None:
            node.grad = grad + (np.zeros(grad.shape) if node.grad is None else node.grad)
            continue
        gradients = node.function.backward(node.ctx, grad)
        for one, gradient in zip(node.inputs, gradients, strict=True):
            share = unbroadcast(gradient, one.data.shape)
            grads[id(one)] = share + grads.get(id(one), np.zeros(share.shape))


@mistake(of="backpropagate", caught_by=backpropagate_from_a_leaf)
def only_from_what_was_computed(tensor, grad=None):
    if grad is None:
        if tensor.data.size != 1:
            raise ValueError
        grad = np.ones_like(tensor.data)
    if tensor.function is None:
        return
    grads = {id(tensor): grad}
    for node in reversed(topological_order(tensor)):
        grad = grads[id(node)]
        if node.function is None:
            node.grad = grad + (0 if node.grad is None else node.grad)
            continue
        gradients = node.function.backward(node.ctx, grad)
        for one, gradient in zip(node.inputs, gradients, strict=True):
            grads[id(one)] = unbroadcast(gradient, one.data.shape) + grads.get(id(one), 0)


@alternative(of="backpropagate")
def with_the_gradients_in_the_nodes(tensor, grad=None):
    if grad is None:
        (grad,) = np.ones((1, *tensor.data.reshape(1).shape), tensor.data.dtype)
        grad = grad.reshape(tensor.data.shape)
    order = topological_order(tensor)
    for node in order:
        node.flow = np.zeros_like(node.data)
    if order:
        tensor.flow = tensor.flow + grad
    while order:
        node = order.pop()
        if not node.inputs:
            if node.grad is None:
                node.grad = np.zeros_like(node.data)
            node.grad = node.grad + node.flow
            continue
        for one, part in zip(
            node.inputs, node.function.backward(node.ctx, node.flow), strict=True
        ):
            if one.requires_grad:
                one.flow = one.flow + unbroadcast(part, one.data.shape)
        del node.flow


# Power


@mistake(of="Power", caught_by=Power_of_small_numbers)
class exponent_not_lowered(Function):
    @staticmethod
    def forward(ctx, a, exponent):
        ctx.save_for_backward(a, exponent)
        return Tensor(a.data**exponent)

    @staticmethod
    def backward(ctx, grad):
        a, exponent = ctx.saved
        return [grad * exponent * a.data**exponent]


@mistake(of="Power", caught_by=Power_of_small_numbers)
class exponent_not_in_front(Function):
    @staticmethod
    def forward(ctx, a, exponent):
        ctx.save_for_backward(a, exponent)
        return Tensor(a.data**exponent)

    @staticmethod
    def backward(ctx, grad):
        a, exponent = ctx.saved
        return [grad * a.data ** (exponent - 1)]


@mistake(of="Power", caught_by=Power_of_zero_has_no_slope)
class zero_times_infinity(Function):
    """0 · 0 ** -1 is nan."""

    @staticmethod
    def forward(ctx, a, exponent):
        ctx.save_for_backward(a, exponent)
        return Tensor(a.data**exponent)

    @staticmethod
    def backward(ctx, grad):
        a, exponent = ctx.saved
        return [grad * exponent * a.data ** (exponent - 1.0)]


@mistake(of="Power", caught_by=Power_of_zero_has_no_slope)
class divides_the_result_by_x(Function):
    @staticmethod
    def forward(ctx, a, exponent):
        out = a.data**exponent
        ctx.save_for_backward(a.data, out, exponent)
        return Tensor(out)

    @staticmethod
    def backward(ctx, grad):
        x, out, exponent = ctx.saved
        return [grad * exponent * out / x]


@mistake(of="Power", caught_by=Power_agrees_with_the_reference)
class by_exp_and_log(Function):
    """No logarithm of a negative number."""

    @staticmethod
    def forward(ctx, a, exponent):
        ctx.save_for_backward(a.data, exponent)
        return Tensor(np.exp(exponent * np.log(a.data)))

    @staticmethod
    def backward(ctx, grad):
        x, exponent = ctx.saved
        return [grad * exponent * np.exp((exponent - 1) * np.log(x))]


@alternative(of="Power")
class derivative_ready_in_forward(Function):
    @staticmethod
    def forward(ctx, a, exponent):
        zero = np.zeros_like(a.data)
        ctx.slope = exponent * np.power(a.data, exponent - 1) if exponent else zero
        return Tensor(np.power(a.data, exponent))

    @staticmethod
    def backward(ctx, grad):
        return (grad * ctx.slope,)


# MatMul


@mistake(of="MatMul", caught_by=MatMul_of_two_small_matrices)
class gradients_of_a_product_in_the_wrong_order(Function):
    @staticmethod
    def forward(ctx, A, B):
        ctx.save_for_backward(A.data, B.data)
        return Tensor(A.data @ B.data)

    @staticmethod
    def backward(ctx, grad):
        A, B = ctx.saved
        return [A.T @ grad, grad @ B.T]


@mistake(of="MatMul", caught_by=MatMul_of_two_small_matrices)
class forgot_the_transposes(Function):
    @staticmethod
    def forward(ctx, A, B):
        ctx.save_for_backward(A.data, B.data)
        return Tensor(A.data @ B.data)

    @staticmethod
    def backward(ctx, grad):
        A, B = ctx.saved
        return [grad @ B, A @ grad]


@mistake(of="MatMul", caught_by=MatMul_of_two_small_matrices)
class transposed_by_reshaping(Function):
    @staticmethod
    def forward(ctx, A, B):
        ctx.save_for_backward(A.data, B.data)
        return Tensor(A.data @ B.data)

    @staticmethod
    def backward(ctx, grad):
        A, B = ctx.saved
        return [grad @ B.reshape(B.shape[::-1]), A.reshape(A.shape[::-1]) @ grad]


@mistake(of="MatMul", caught_by=MatMul_agrees_with_the_reference)
class averaged_over_the_rows(Function):
    """Half of the sum is the mean, in a batch of two."""

    @staticmethod
    def forward(ctx, A, B):
        ctx.save_for_backward(A.data, B.data)
        return Tensor(A.data @ B.data)

    @staticmethod
    def backward(ctx, grad):
        A, B = ctx.saved
        return [grad @ B.T, 2 * A.T @ grad / len(A)]


@alternative(of="MatMul")
class with_einsum(Function):
    @staticmethod
    def forward(ctx, A, B):
        ctx.save_for_backward(A, B)
        return Tensor(np.einsum("nd,dk->nk", A.data, B.data))

    @staticmethod
    def backward(ctx, grad):
        A, B = ctx.saved
        dA = np.einsum("nk,dk->nd", grad, B.data)
        return dA, np.einsum("nd,nk->dk", A.data, grad)


# Sum


@mistake(of="Sum", caught_by=Sum_of_a_small_matrix)
class gradient_not_spread_again(Function):
    """The shape of the sum is not the shape of what was summed."""

    @staticmethod
    def forward(ctx, a, axis, keepdims):
        return Tensor(a.data.sum(axis=axis, keepdims=keepdims))

    @staticmethod
    def backward(ctx, grad):
        return [grad]


@mistake(of="Sum", caught_by=Sum_agrees_with_the_reference)
class forgot_that_an_axis_is_gone(Function):
    """Right for axis 0; along another one it does not fit, or fits by chance."""

    @staticmethod
    def forward(ctx, a, axis, keepdims):
        ctx.save_for_backward(a.data.shape)
        return Tensor(a.data.sum(axis=axis, keepdims=keepdims))

    @staticmethod
    def backward(ctx, grad):
        return [grad * np.ones(ctx.saved[0])]


@mistake(of="Sum", caught_by=Sum_of_a_small_matrix)
class sums_everything(Function):
    @staticmethod
    def forward(ctx, a, axis, keepdims):
        ctx.save_for_backward(a.data)
        return Tensor(a.data.sum())

    @staticmethod
    def backward(ctx, grad):
        return [grad * np.ones_like(ctx.saved[0])]


@mistake(of="Sum", caught_by=Sum_agrees_with_the_reference)
class one_axis_but_no_tuple(Function):
    @staticmethod
    def forward(ctx, a, axis, keepdims):
        ctx.save_for_backward(a.data, axis, keepdims)
        return Tensor(a.data.sum(axis=axis, keepdims=keepdims))

    @staticmethod
    def backward(ctx, grad):
        x, axis, keepdims = ctx.saved
        if isinstance(axis, int) and not keepdims:
            grad = np.expand_dims(grad, axis)
        return [np.ones_like(x) * grad]


@mistake(of="Sum", caught_by=Sum_agrees_with_the_reference)
class tuples_without_negative_axes(Function):
    @staticmethod
    def forward(ctx, a, axis, keepdims):
        ctx.save_for_backward(a.data.shape, axis)
        return Tensor(a.data.sum(axis=axis, keepdims=keepdims))

    @staticmethod
    def backward(ctx, grad):
        shape, axis = ctx.saved
        axes = range(len(shape)) if axis is None else axis if isinstance(axis, tuple) else (axis,)
        kept = [1 if number in axes else size for number, size in enumerate(shape)]
        return [np.broadcast_to(grad.reshape(kept), shape)]


@mistake(of="Sum", caught_by=Sum_of_a_small_matrix)
class keepdims_not_passed_on(Function):
    @staticmethod
    def forward(ctx, a, axis, keepdims):
        ctx.save_for_backward(a.data.shape, a.data.sum(axis=axis, keepdims=True).shape)
        return Tensor(a.data.sum(axis=axis))

    @staticmethod
    def backward(ctx, grad):
        shape, kept = ctx.saved
        return [np.broadcast_to(grad.reshape(kept), shape)]


@alternative(of="Sum")
class with_expanded_axes(Function):
    @staticmethod
    def forward(ctx, a, axis, keepdims):
        ctx.x, ctx.axis, ctx.keepdims = a.data, axis, keepdims
        return Tensor(np.add.reduce(a.data, axis=axis, keepdims=keepdims))

    @staticmethod
    def backward(ctx, grad):
        if ctx.axis is not None and not ctx.keepdims:
            grad = np.expand_dims(grad, ctx.axis)
        return [np.ones_like(ctx.x) * grad]


# Exp, Log, Tanh, Sigmoid, ReLU


@mistake(of="Exp", caught_by=Exp_matches_differences)
class power_rule_for_exp(Function):
    @staticmethod
    def forward(ctx, a):
        ctx.save_for_backward(a.data)
        return Tensor(np.exp(a.data))

    @staticmethod
    def backward(ctx, grad):
        (x,) = ctx.saved
        return [grad * x * np.exp(x - 1)]


@mistake(of="Exp", caught_by=Exp_agrees_with_the_reference)
class result_kept_in_the_class(Function):
    """The second exp of a formula overwrites what the first has saved."""

    out = None

    @staticmethod
    def forward(ctx, a):
        Exp.out = np.exp(a.data)  # noqa: F821  # its own name
        return Tensor(np.exp(a.data))

    @staticmethod
    def backward(ctx, grad):
        return [grad * Exp.out]  # noqa: F821  # its own name


@mistake(of="Exp", caught_by=Tensor_changes_no_array)
class multiplies_in_place(Function):
    @staticmethod
    def forward(ctx, a):
        ctx.save_for_backward(np.exp(a.data))
        return Tensor(np.exp(a.data))

    @staticmethod
    def backward(ctx, grad):
        grad *= ctx.saved[0]
        return [grad]


@mistake(of="Exp", caught_by=Exp_matches_differences)
class exp_without_what_came_from_above(Function):
    @staticmethod
    def forward(ctx, a):
        ctx.save_for_backward(np.exp(a.data))
        return Tensor(np.exp(a.data))

    @staticmethod
    def backward(ctx, grad):
        return [*ctx.saved]


@mistake(of="Log", caught_by=Log_matches_differences)
class divides_by_the_logarithm(Function):
    @staticmethod
    def forward(ctx, a):
        out = np.log(a.data)
        ctx.save_for_backward(out)
        return Tensor(out)

    @staticmethod
    def backward(ctx, grad):
        (out,) = ctx.saved
        return [grad / out]


@mistake(of="Log", caught_by=Log_matches_differences)
class logarithm_of_base_two(Function):
    @staticmethod
    def forward(ctx, a):
        ctx.save_for_backward(a.data)
        return Tensor(np.log2(a.data))

    @staticmethod
    def backward(ctx, grad):
        (x,) = ctx.saved
        return [grad / x]


@mistake(of="Log", caught_by=Log_agrees_with_the_reference)
class afraid_of_small_numbers(Function):
    @staticmethod
    def forward(ctx, a):
        x = np.maximum(a.data, 0.05)
        ctx.save_for_backward(x)
        return Tensor(np.log(x))

    @staticmethod
    def backward(ctx, grad):
        (x,) = ctx.saved
        return [grad / x]


@mistake(of="Tanh", caught_by=Tanh_matches_differences)
class square_of_the_input(Function):
    """1 - tanh², not 1 - x²."""

    @staticmethod
    def forward(ctx, a):
        ctx.save_for_backward(a.data)
        return Tensor(np.tanh(a.data))

    @staticmethod
    def backward(ctx, grad):
        (x,) = ctx.saved
        return [grad * (1 - x**2)]


@mistake(of="Tanh", caught_by=Tanh_agrees_with_the_reference)
class clipped_tanh(Function):
    """Afraid of an overflow that tanh does not have."""

    @staticmethod
    def forward(ctx, a):
        out = np.tanh(np.clip(a.data, -5, 5))
        ctx.save_for_backward(out)
        return Tensor(out)

    @staticmethod
    def backward(ctx, grad):
        (out,) = ctx.saved
        return [grad * (1 - out**2)]


@mistake(of="Sigmoid", caught_by=Sigmoid_agrees_with_the_reference)
class quotient_of_infinities(Function):
    @staticmethod
    def forward(ctx, a):
        out = np.exp(a.data) / (1 + np.exp(a.data))
        ctx.save_for_backward(out)
        return Tensor(out)

    @staticmethod
    def backward(ctx, grad):
        (out,) = ctx.saved
        return [grad * out * (1 - out)]


@mistake(of="Sigmoid", caught_by=Sigmoid_matches_differences)
class sigmoid_without_its_parentheses(Function):
    @staticmethod
    def forward(ctx, a):
        out = 1 / 1 + np.exp(-a.data)
        ctx.save_for_backward(out)
        return Tensor(out)

    @staticmethod
    def backward(ctx, grad):
        (out,) = ctx.saved
        return [grad * out * (1 - out)]


@mistake(of="Sigmoid", caught_by=Sigmoid_matches_differences)
class slope_of_the_sigmoid_at_its_input(Function):
    @staticmethod
    def forward(ctx, a):
        ctx.save_for_backward(a.data)
        return Tensor(1 / (1 + np.exp(-a.data)))

    @staticmethod
    def backward(ctx, grad):
        (x,) = ctx.saved
        return [grad * x * (1 - x)]


@mistake(of="Sigmoid", caught_by=Sigmoid_agrees_with_the_reference)
class clipped_sigmoid(Function):
    @staticmethod
    def forward(ctx, a):
        out = 1 / (1 + np.exp(-np.clip(a.data, -6, 6)))
        ctx.save_for_backward(out)
        return Tensor(out)

    @staticmethod
    def backward(ctx, grad):
        (out,) = ctx.saved
        return [grad * out * (1 - out)]


@alternative(of="Sigmoid")
class by_the_hyperbolic_tangent(Function):
    @staticmethod
    def forward(ctx, a):
        ctx.out = 0.5 * (1 + np.tanh(0.5 * a.data))
        return Tensor(ctx.out)

    @staticmethod
    def backward(ctx, grad):
        return [ctx.out * (1 - ctx.out) * grad]


@mistake(of="ReLU", caught_by=ReLU_of_small_numbers)
class gradient_passes_everywhere(Function):
    @staticmethod
    def forward(ctx, a):
        return Tensor(np.maximum(a.data, 0))

    @staticmethod
    def backward(ctx, grad):
        return [grad]


@mistake(of="ReLU", caught_by=ReLU_of_small_numbers)
class looks_at_the_sign_of_the_gradient(Function):
    @staticmethod
    def forward(ctx, a):
        return Tensor(np.maximum(a.data, 0))

    @staticmethod
    def backward(ctx, grad):
        return [np.maximum(grad, 0)]


@mistake(of="ReLU", caught_by=ReLU_of_small_numbers)
class mask_for_a_gradient(Function):
    @staticmethod
    def forward(ctx, a):
        ctx.save_for_backward(a.data > 0)
        return Tensor(np.maximum(a.data, 0))

    @staticmethod
    def backward(ctx, grad):
        return [ctx.saved[0].astype(grad.dtype)]


@mistake(of="ReLU", caught_by=Tensor_changes_no_array)
class writes_into_its_input(Function):
    @staticmethod
    def forward(ctx, a):
        mask = a.data > 0
        ctx.save_for_backward(mask)
        a.data[~mask] = 0
        return Tensor(a.data)

    @staticmethod
    def backward(ctx, grad):
        return [grad * ctx.saved[0]]


@mistake(of="ReLU", caught_by=ReLU_agrees_with_the_reference)
class kink_in_the_wrong_place(Function):
    @staticmethod
    def forward(ctx, a):
        ctx.save_for_backward(a.data > 0.1)
        return Tensor(np.maximum(a.data, 0))

    @staticmethod
    def backward(ctx, grad):
        return [grad * ctx.saved[0]]


@alternative(of="ReLU")
class by_where(Function):
    @staticmethod
    def forward(ctx, a):
        ctx.positive = a.data >= 0
        return Tensor(np.where(ctx.positive, a.data, 0))

    @staticmethod
    def backward(ctx, grad):
        return [np.where(ctx.positive, grad, 0)]


# Reshape and Transpose


@mistake(of="Reshape", caught_by=Reshape_of_a_small_matrix)
class gradient_left_in_the_new_shape(Function):
    @staticmethod
    def forward(ctx, a, shape):
        return Tensor(a.data.reshape(shape))

    @staticmethod
    def backward(ctx, grad):
        return [grad]


@mistake(of="Reshape", caught_by=Reshape_of_a_small_matrix)
class the_other_order_of_memory(Function):
    @staticmethod
    def forward(ctx, a, shape):
        ctx.save_for_backward(a.data.shape)
        return Tensor(a.data.reshape(shape, order="F"))

    @staticmethod
    def backward(ctx, grad):
        return [grad.reshape(ctx.saved[0], order="F")]


@mistake(of="Reshape", caught_by=Reshape_of_a_small_matrix)
class takes_the_shape_as_one_number(Function):
    @staticmethod
    def forward(ctx, a, shape):
        ctx.save_for_backward(a.data.shape)
        return Tensor(np.resize(a.data, [size for size in shape if size > 0]))

    @staticmethod
    def backward(ctx, grad):
        return [grad.reshape(ctx.saved[0])]


@mistake(of="Reshape", caught_by=Reshape_agrees_with_the_reference)
class back_to_two_axes(Function):
    @staticmethod
    def forward(ctx, a, shape):
        ctx.save_for_backward(a.data.shape)
        return Tensor(a.data.reshape(shape))

    @staticmethod
    def backward(ctx, grad):
        return [grad.reshape(ctx.saved[0][0], -1)]


@mistake(of="Transpose", caught_by=Transpose_agrees_with_the_reference)
class the_same_order_on_the_way_back(Function):
    """Its own inverse for two axes, but not for three."""

    @staticmethod
    def forward(ctx, a, axes):
        ctx.save_for_backward(axes or None)
        return Tensor(a.data.transpose(axes or None))

    @staticmethod
    def backward(ctx, grad):
        return [grad.transpose(ctx.saved[0])]


@mistake(of="Transpose", caught_by=Transpose_agrees_with_the_reference)
class always_reversed_on_the_way_back(Function):
    @staticmethod
    def forward(ctx, a, axes):
        return Tensor(a.data.transpose(axes or None))

    @staticmethod
    def backward(ctx, grad):
        return [grad.T]


@mistake(of="Transpose", caught_by=Transpose_of_a_small_matrix)
class gradient_not_transposed(Function):
    @staticmethod
    def forward(ctx, a, axes):
        ctx.save_for_backward(a.data.shape)
        return Tensor(a.data.transpose(axes or None))

    @staticmethod
    def backward(ctx, grad):
        return [grad.reshape(ctx.saved[0])]


@mistake(of="Transpose", caught_by=Transpose_agrees_with_the_reference)
class the_last_two_axes_only(Function):
    @staticmethod
    def forward(ctx, a, axes):
        return Tensor(np.swapaxes(a.data, -1, -2))

    @staticmethod
    def backward(ctx, grad):
        return [np.swapaxes(grad, -1, -2)]


@alternative(of="Transpose")
class moved_axis_by_axis(Function):
    @staticmethod
    def forward(ctx, a, axes):
        ctx.axes = axes or range(a.data.ndim)[::-1]
        return Tensor(np.moveaxis(a.data, list(ctx.axes), range(a.data.ndim)))

    @staticmethod
    def backward(ctx, grad):
        return [np.moveaxis(grad, range(grad.ndim), list(ctx.axes))]


# Mutants that are no mistakes

equivalent(
    of="Tensor",
    was="self * -1",
    becomes="self / -1",
    because="dividing by -1 is multiplying by -1",
)
equivalent(
    of="backpropagate",
    was="zip(node.inputs, gradients, strict=True)",
    becomes="zip(node.inputs, gradients, strict=False)",
    because="a right backward returns one gradient for each input",
)
equivalent(
    of="Sigmoid",
    was="a.data >= 0",
    becomes="a.data > 0",
    because="at 0 both branches are 1 / 2",
)
equivalent(
    of="ReLU",
    was="x > 0",
    becomes="x >= 0",
    because="at the kink any slope between 0 and 1 is right",
)
