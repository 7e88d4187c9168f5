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
    """Your data stay integers where integers are given: they become float64."""

    def __init__(self, data, requires_grad=False):
        super().__init__(data, requires_grad)
        self.data = np.asarray(data)


@mistake(of="Tensor", caught_by=Tensor_takes_lists_numbers_and_integers)
class makes_everything_float64(Tensor):
    """Your data become float64 where float32 is given: float32 stays float32."""

    def __init__(self, data, requires_grad=False):
        super().__init__(data, requires_grad)
        self.data = np.asarray(data, dtype=float)


@mistake(of="Tensor", caught_by=Tensor_holds_its_data)
class asks_for_a_gradient_by_default(Tensor):
    """Your tensor requires a gradient without being asked to:
    requires_grad is False unless it is given.
    """

    def __init__(self, data, requires_grad=True):
        super().__init__(data, requires_grad)


@mistake(of="Tensor", caught_by=Tensor_holds_its_data)
class grad_begins_with_zeros(Tensor):
    """Your grad begins as zeros: it is None until something went backward."""

    def __init__(self, data, requires_grad=False):
        super().__init__(data, requires_grad)
        self.grad = np.zeros_like(self.data)


@mistake(of="Tensor", caught_by=Mul_and_Add_keep_float32_beside_numbers)
class numbers_become_float64(Tensor):
    """A float32 tensor and a Python number give float64 in yours:
    the number becomes an array in the dtype of the tensor.
    """

    def wrap(self, other):
        return other if isinstance(other, Tensor) else Tensor(other)


@mistake(of="Tensor", caught_by=Mul_and_Add_make_subtraction)
class subtracts_the_wrong_way_round(Tensor):
    """Your 3 − x is x − 3: where a number stands on the left, the tensor is subtracted from it."""

    def __rsub__(self, other):
        return self - other


@mistake(of="Tensor", caught_by=Power_makes_division)
class divides_the_wrong_way_round(Tensor):
    """Your 2 / x is x / 2: where a number stands on the left, it is divided by the tensor."""

    def __rtruediv__(self, other):
        return self / other


@mistake(of="Tensor", caught_by=Tensor_subtraction_agrees_with_the_reference)
class negates_outside_the_graph(Tensor):
    """No gradient comes back through your −x:
    make it of operations that are there and are recorded.
    """

    def __neg__(self):
        return Tensor(-self.data)


@mistake(of="Tensor", caught_by=Tensor_division_agrees_with_the_reference)
class divides_by_a_constant(Tensor):
    """Your x / y sends no gradient to y: the denominator has one, too."""

    def __truediv__(self, other):
        return self * Tensor(1 / self.wrap(other).data)


@mistake(of="Tensor", caught_by=Sum_makes_the_mean)
class mean_over_the_number_of_rows(Tensor):
    """Your mean divides by the number of rows:
    it divides by the number of entries that were summed.
    """

    def mean(self, axis=None, keepdims=False):
        return self.sum(axis, keepdims) / len(self.data)


@mistake(of="Tensor", caught_by=Sum_makes_the_mean)
class mean_always_over_all_entries(Tensor):
    """Your mean divides by the number of all entries:
    over an axis it divides by the number of those that were summed into one.
    """

    def mean(self, axis=None, keepdims=False):
        return self.sum(axis, keepdims) / self.data.size


@mistake(of="Tensor", caught_by=Sum_makes_the_mean)
class mean_loses_keepdims(Tensor):
    """Your mean drops its axes even with keepdims=True: then they stay, with size 1."""

    def mean(self, axis=None, keepdims=False):
        total = self.sum(axis)
        return total / (self.data.size / total.data.size)


@mistake(of="Tensor", caught_by=Tensor_mean_agrees_with_the_reference)
class mean_of_one_axis_only(Tensor):
    """Your mean does not work over a tuple of axes: axis is None, a number or a tuple."""

    def mean(self, axis=None, keepdims=False):
        count = self.data.size if axis is None else self.data.shape[axis]
        return self.sum(axis, keepdims) / count


@mistake(of="Tensor", caught_by=Sum_makes_the_mean)
class mean_outside_the_graph(Tensor):
    """No gradient comes back through your mean:
    make it of operations that are there and are recorded.
    """

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
    """Your 2.5 / x is float64 for an x in float32:
    the number becomes an array in the dtype of the tensor.
    """

    def __rtruediv__(self, other):
        return Tensor(np.array(float(other))) * self**-1


# no_grad


@mistake(of="no_grad", caught_by=no_grad_blocks_nest)
class switches_recording_on_at_the_end(no_grad):
    """The end of your inner block switches recording on again:
    it stays off until the outer block ends, too.
    """

    def __enter__(self):
        Recording.paused = 1

    def __exit__(self, kind, error, trace):
        Recording.paused = 0


@mistake(of="no_grad", caught_by=no_grad_records_nothing)
class never_switches_recording_on_again(no_grad):
    """After your block results still require no gradient:
    its end must undo what its beginning did.
    """

    def __exit__(self, kind, error, trace):
        pass


@mistake(of="no_grad", caught_by=no_grad_records_nothing)
class does_nothing(no_grad):
    """Inside your block results still require a gradient:
    nothing is recorded while Recording.paused is more than 0.
    """

    def __enter__(self):
        return self

    def __exit__(self, kind, error, trace):
        return None


@mistake(of="no_grad", caught_by=no_grad_ends_with_an_exception)
class forgets_that_a_block_may_raise(no_grad):
    """After a block that has raised an exception recording stays off:
    it is on again however the block ends.
    """

    def __exit__(self, kind, error, trace):
        if error is None:
            Recording.paused -= 1


@mistake(of="no_grad", caught_by=no_grad_ends_with_an_exception)
class hides_exceptions(no_grad):
    """Your block keeps an exception to itself:
    it must come out again, so __exit__ returns nothing true.
    """

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
    """Your apply returns None: it returns the result of forward."""

    @classmethod
    def apply(cls, *tensors, **options):
        super().apply(*tensors, **options)


@mistake(of="Function", caught_by=Function_apply_requires_a_gradient_if_an_input_does)
class asks_the_first_input_only(Function):
    """Your result requires a gradient only if the first input does:
    any one of the inputs is enough.
    """

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
    """Your result requires a gradient only if all inputs do: any one of them is enough."""

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
    """Your result requires a gradient even where no input does: one of the inputs must."""

    @classmethod
    def apply(cls, *tensors, **options):
        ctx = Context()
        out = cls.forward(ctx, *tensors, **options)
        out.requires_grad = Recording.paused == 0
        out.function, out.ctx, out.inputs = cls, ctx, tensors
        return out


@mistake(of="Function", caught_by=no_grad_records_nothing)
class forgets_to_look_at_no_grad(Function):
    """Your result requires a gradient inside no_grad, too:
    never while Recording.paused is more than 0.
    """

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
    """What an operation has saved for its backward is overwritten by a later call:
    each call keeps it in a ctx of its own.
    """

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
    """What an operation has saved for its backward is overwritten by a later call:
    each call keeps it in a ctx of its own.
    """

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
    """No gradient arrives at the leaves, the tensors that a graph begins with."""

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
    """Your gradient for b has the wrong sign: for a sum both inputs get grad itself."""

    @staticmethod
    def forward(ctx, a, b):
        return Tensor(a.data + b.data)

    @staticmethod
    def backward(ctx, grad):
        return [grad, -grad]


@mistake(of="Add", caught_by=Add_is_that_of_the_lecture)
class ones_for_what_came_from_above(Function):
    """Your gradients are ones whatever grad is: for a sum both inputs get grad itself."""

    @staticmethod
    def forward(ctx, a, b):
        return Tensor(a.data + b.data)

    @staticmethod
    def backward(ctx, grad):
        return [np.ones_like(grad), np.ones_like(grad)]


@mistake(of="Add", caught_by=Add_is_that_of_the_lecture)
class one_gradient_for_two_inputs(Function):
    """Your backward returns one array:
    it returns a list or tuple of two, one array for each input.
    """

    @staticmethod
    def forward(ctx, a, b):
        return Tensor(a.data + b.data)

    @staticmethod
    def backward(ctx, grad):
        return grad


@mistake(of="Add", caught_by=backpropagate_adds_up_where_a_tensor_is_used_again)
class adds_to_its_first_input(Function):
    """Your forward changes the data of a: no data are modified, the result is a new array."""

    @staticmethod
    def forward(ctx, a, b):
        a.data += b.data
        return Tensor(a.data)

    @staticmethod
    def backward(ctx, grad):
        return [grad, grad]


@mistake(of="Add", caught_by=Add_agrees_with_the_reference)
class rounds_the_sum(Function):
    """Your sum is rounded to two digits: leave it as it is."""

    @staticmethod
    def forward(ctx, a, b):
        return Tensor(np.round(a.data + b.data, 2))

    @staticmethod
    def backward(ctx, grad):
        return [grad, grad]


@mistake(of="Mul", caught_by=Mul_is_that_of_the_lecture)
class each_operand_its_own_gradient(Function):
    """You multiply grad by each input itself:
    the gradient for a is grad times b, and that for b is grad times a.
    """

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
    """Your gradients do not depend on grad:
    the other input is multiplied by grad, what comes from above.
    """

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
    """Your gradient is nan where an input is 0:
    the gradient for a is grad times b, with no division in it.
    """

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
    """What an operation has saved for its backward is overwritten by a later call:
    each call keeps it in a ctx of its own.
    """

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
    """Your product is that of matrices: Mul multiplies entry by entry."""

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
    """Your x · x has only half of its gradient:
    it has two inputs, here the same tensor, and each has a gradient.
    """

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
    """A tensor that is used twice stands in your list more than once:
    each tensor stands there once.
    """
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
    """Your list begins with tensor: inputs stand before their results, and tensor is the last."""
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
    """Where a short path and a long one lead to a tensor, it stands behind a result of it:
    inputs come before all their results.
    """
    order, seen = [tensor], {id(tensor)}
    for node in order:
        for one in node.inputs:
            if one.requires_grad and id(one) not in seen:
                seen.add(id(one))
                order.append(one)
    return order[::-1]


@mistake(of="topological_order", caught_by=topological_order_of_a_small_graph)
def depth_first_and_reversed(tensor):
    """A tensor stands behind one that was computed from it:
    it may enter your list only when all its inputs are there.
    """
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
    """Your list holds tensors that require no gradient: leave them out."""
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
    """Your list lacks tensor itself: it is included, as the last."""
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
    """No gradient arrives at the leaves, the tensors that a graph begins with."""
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
    """Two tensors with equal data count as one in your list: they are still two tensors."""
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
    """A chain of 5,000 operations is too long for your search:
    Python stops a recursion after about 1,000 levels.
    """
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
    """Your search takes every path, and there may be 2⁵⁰ of them:
    note which nodes it has already seen.
    """
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
    """You return grad as it came:
    it is summed over the axes along which the operand was copied.
    """
    return grad


@mistake(of="unbroadcast", caught_by=unbroadcast_sums_where_a_row_was_copied)
def only_axes_of_size_one(grad, shape):
    """You sum over axes of size 1 only:
    an operand with fewer axes was also copied along those that numpy put in front of it.
    """
    for axis, size in enumerate(shape):
        if size == 1:
            grad = grad.sum(axis=axis, keepdims=True)
    return grad


@mistake(of="unbroadcast", caught_by=unbroadcast_keeps_axes_of_size_one)
def only_axes_that_are_new(grad, shape):
    """You sum over new axes in front only: an operand was also copied along its axes of size 1."""
    while grad.ndim > len(shape):
        grad = grad.sum(axis=0)
    return grad


@mistake(of="unbroadcast", caught_by=unbroadcast_keeps_axes_of_size_one)
def axes_of_size_one_are_lost(grad, shape):
    """Your result has lost the axes of size 1: it has the shape that is given."""
    while grad.ndim > len(shape):
        grad = grad.sum(axis=0)
    return grad.sum(axis=tuple(axis for axis, size in enumerate(shape) if size == 1))


@mistake(of="unbroadcast", caught_by=unbroadcast_sums_where_a_row_was_copied)
def mean_over_the_copies(grad, shape):
    """You take the mean over the axes that numpy put in front: it is the sum."""
    while grad.ndim > len(shape):
        grad = grad.mean(axis=0)
    return grad.sum(axis=tuple(axis for axis, n in enumerate(shape) if n == 1), keepdims=True)


@mistake(of="unbroadcast", caught_by=unbroadcast_sums_where_a_row_was_copied)
def first_of_the_copies(grad, shape):
    """You take the first along the axes that numpy put in front: it is the sum over them."""
    while grad.ndim > len(shape):
        grad = grad[0]
    return grad.sum(axis=tuple(axis for axis, n in enumerate(shape) if n == 1), keepdims=True)


@mistake(of="unbroadcast", caught_by=unbroadcast_of_every_pair_of_shapes)
def only_one_axis_that_is_new(grad, shape):
    """You sum over one new axis in front and no more: numpy may have put several there."""
    if grad.ndim > len(shape):
        grad = grad.sum(axis=0)
    return grad.sum(axis=tuple(axis for axis, n in enumerate(shape) if n == 1), keepdims=True)


@mistake(of="unbroadcast", caught_by=unbroadcast_sums_where_a_row_was_copied)
def summed_and_reshaped(grad, shape):
    """You compare the axes of both shapes from the left:
    new axes are put in front, so compare them from the right.
    """
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
    """Where a tensor is used more than once, only one part of its gradient arrives:
    all parts are added.
    """
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
    """Where one operation has the same tensor as both inputs,
    as x · x, only one of its two gradients arrives: both are added.
    """
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
    """Your second backward replaces the grad of a leaf: what arrives is added to it."""
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
    """What one backward has left in the nodes between is sent on again by the next:
    nothing may be left over in the graph.
    """
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
    """Two grads are one array, so what is added to one arrives in the other, too:
    never write into an array you were given.
    """
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
    """Your tensors with requires_grad=False get a grad: they get nothing."""
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
    """You start with ones whatever grad is: start with the grad that is given."""
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
    """Without grad you start with ones for any number of elements:
    if there is more than one, raise an exception.
    """
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
    """Without grad you look at the number of axes:
    what counts is whether there is one element, in any shape.
    """
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
    """A chain of 5,000 operations is too long for your backward:
    Python stops a recursion after about 1,000 levels.
    """
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
    """You go back along every path on its own, and there may be 2⁵⁰ of them:
    send on the gradient of a node once, when it is complete.
    """
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
    """A node sends on its gradient before all parts have arrived:
    take it when everything computed from it has been taken.
    """
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
    """Your second backward adds nothing to the leaves:
    the graph stays as it is, so that a second call adds the same once more.
    """
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
    """Your backward changes the grad that it was given:
    never write into an array you were given.
    """
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
    """After x.grad = None you still add to the old gradient: None resets it."""
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
    """Your gradients of float32 tensors become float64:
    float32 stays float32, in gradients as well.
    """
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
    """Your backward of a leaf does nothing: it adds the given grad to the grad of this leaf."""
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
    """Your slope is p · x^p: it should be p · x^(p − 1)."""

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
    """Your slope is x^(p − 1): the factor p in front is missing."""

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
    """Your slope of x^0 is nan at x = 0: there it is 0 as well, but numpy makes nan of 0 · 0⁻¹."""

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
    """Your slopes at x = 0 are nan, as you divide by x:
    there x^1 has the slope 1, x^2 and x^0 have the slope 0.
    """

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
    """Your x^p is nan for a negative x: with a whole number p it is right for both signs."""

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
    """Your gradients stand in the wrong order: that for A comes first."""

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
    """You multiply grad by the matrices as they are:
    the other matrix has to be transposed, let the shapes tell you.
    """

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
    """Your gradients take a matrix in its transposed shape,
    but with the entries in their old order: that is no transpose.
    """

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
    """Your gradient for B is multiplied by 2 and divided by the number of rows of A:
    it is a plain sum over the rows.
    """

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
    """You return the gradient of the sum as it came:
    every entry that was summed gets it, in the shape of the input.
    """

    @staticmethod
    def forward(ctx, a, axis, keepdims):
        return Tensor(a.data.sum(axis=axis, keepdims=keepdims))

    @staticmethod
    def backward(ctx, grad):
        return [grad]


@mistake(of="Sum", caught_by=Sum_agrees_with_the_reference)
class forgot_that_an_axis_is_gone(Function):
    """Your gradient does not fit, or goes to the wrong entries, where a later axis is gone:
    axes that are gone have to be put back first.
    """

    @staticmethod
    def forward(ctx, a, axis, keepdims):
        ctx.save_for_backward(a.data.shape)
        return Tensor(a.data.sum(axis=axis, keepdims=keepdims))

    @staticmethod
    def backward(ctx, grad):
        return [grad * np.ones(ctx.saved[0])]


@mistake(of="Sum", caught_by=Sum_of_a_small_matrix)
class sums_everything(Function):
    """You sum over all entries whatever axis is: only the axes that are named are summed."""

    @staticmethod
    def forward(ctx, a, axis, keepdims):
        ctx.save_for_backward(a.data)
        return Tensor(a.data.sum())

    @staticmethod
    def backward(ctx, grad):
        return [grad * np.ones_like(ctx.saved[0])]


@mistake(of="Sum", caught_by=Sum_agrees_with_the_reference)
class one_axis_but_no_tuple(Function):
    """Where a tuple of axes is gone, your gradient may not fit or go to the wrong entries:
    put all of them back first.
    """

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
    """Your backward does not work for negative axes: axis −1 is the last one."""

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
    """Your sum drops its axes even with keepdims=True: then they stay, with size 1."""

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
    """Your slope is x · e^(x − 1), by the rule for powers: the slope of e^x is e^x."""

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
    """Every exp of yours goes backward with the result of the latest one:
    what a backward needs is kept in its own ctx.
    """

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
    """Your backward changes the grad that it was given:
    never write into an array you were given.
    """

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
    """Your gradient does not depend on grad:
    the slope e^x is multiplied by grad, what comes from above.
    """

    @staticmethod
    def forward(ctx, a):
        ctx.save_for_backward(np.exp(a.data))
        return Tensor(np.exp(a.data))

    @staticmethod
    def backward(ctx, grad):
        return [*ctx.saved]


@mistake(of="Log", caught_by=Log_matches_differences)
class divides_by_the_logarithm(Function):
    """You divide grad by ln x: the slope of ln x is 1 / x."""

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
    """Your values are logarithms of base 2: log is the natural logarithm."""

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
    """Every x below 0.05 counts as 0.05 in yours: log is asked for as it is, near 0 as well."""

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
    """Your slope is 1 − x²: it should be 1 − tanh², with the result and not the input."""

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
    """Beyond ±5 your tanh stays as it is at ±5: it goes on towards ±1, and never overflows."""

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
    """Your value is nan for large x, where e^x overflows: the sigmoid is 1 there."""

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
    """Your value is 1 + e^(−x): the sigmoid is 1 / (1 + e^(−x))."""

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
    """Your slope is x (1 − x): in σ′ = σ(1 − σ), σ is the result."""

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
    """Beyond ±6 your sigmoid stays as it is at ±6: it goes on towards 0 and 1."""

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
    """Your gradient passes everywhere: where x is negative, the slope is 0."""

    @staticmethod
    def forward(ctx, a):
        return Tensor(np.maximum(a.data, 0))

    @staticmethod
    def backward(ctx, grad):
        return [grad]


@mistake(of="ReLU", caught_by=ReLU_of_small_numbers)
class looks_at_the_sign_of_the_gradient(Function):
    """Your gradient is max(0, grad): what passes is decided by the sign of x, not of grad."""

    @staticmethod
    def forward(ctx, a):
        return Tensor(np.maximum(a.data, 0))

    @staticmethod
    def backward(ctx, grad):
        return [np.maximum(grad, 0)]


@mistake(of="ReLU", caught_by=ReLU_of_small_numbers)
class mask_for_a_gradient(Function):
    """Your gradient is 1 or 0: where x is positive, it is grad."""

    @staticmethod
    def forward(ctx, a):
        ctx.save_for_backward(a.data > 0)
        return Tensor(np.maximum(a.data, 0))

    @staticmethod
    def backward(ctx, grad):
        return [ctx.saved[0].astype(grad.dtype)]


@mistake(of="ReLU", caught_by=Tensor_changes_no_array)
class writes_into_its_input(Function):
    """Your forward changes the data of its input: no data are modified."""

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
    """Your gradient passes only where x is above 0.1: it passes wherever x is positive."""

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
    """Your gradient keeps the new shape: backward returns it in the shape of the input."""

    @staticmethod
    def forward(ctx, a, shape):
        return Tensor(a.data.reshape(shape))

    @staticmethod
    def backward(ctx, grad):
        return [grad]


@mistake(of="Reshape", caught_by=Reshape_of_a_small_matrix)
class the_other_order_of_memory(Function):
    """You reshape column by column: as in numpy, entries are read and written row by row."""

    @staticmethod
    def forward(ctx, a, shape):
        ctx.save_for_backward(a.data.shape)
        return Tensor(a.data.reshape(shape, order="F"))

    @staticmethod
    def backward(ctx, grad):
        return [grad.reshape(ctx.saved[0], order="F")]


@mistake(of="Reshape", caught_by=Reshape_of_a_small_matrix)
class takes_the_shape_as_one_number(Function):
    """A size of −1 is left out of your shape: it stands for as many as there are left."""

    @staticmethod
    def forward(ctx, a, shape):
        ctx.save_for_backward(a.data.shape)
        return Tensor(np.resize(a.data, [size for size in shape if size > 0]))

    @staticmethod
    def backward(ctx, grad):
        return [grad.reshape(ctx.saved[0])]


@mistake(of="Reshape", caught_by=Reshape_agrees_with_the_reference)
class back_to_two_axes(Function):
    """Your gradient comes back with two axes:
    it has the shape of the input, however many axes that has.
    """

    @staticmethod
    def forward(ctx, a, shape):
        ctx.save_for_backward(a.data.shape)
        return Tensor(a.data.reshape(shape))

    @staticmethod
    def backward(ctx, grad):
        return [grad.reshape(ctx.saved[0][0], -1)]


@mistake(of="Transpose", caught_by=Transpose_agrees_with_the_reference)
class the_same_order_on_the_way_back(Function):
    """Your gradient is moved by the same order of axes once more:
    the way back is the inverse order.
    """

    @staticmethod
    def forward(ctx, a, axes):
        ctx.save_for_backward(axes or None)
        return Tensor(a.data.transpose(axes or None))

    @staticmethod
    def backward(ctx, grad):
        return [grad.transpose(ctx.saved[0])]


@mistake(of="Transpose", caught_by=Transpose_agrees_with_the_reference)
class always_reversed_on_the_way_back(Function):
    """Your gradient always has its axes reversed:
    the way back depends on the order that forward was given.
    """

    @staticmethod
    def forward(ctx, a, axes):
        return Tensor(a.data.transpose(axes or None))

    @staticmethod
    def backward(ctx, grad):
        return [grad.T]


@mistake(of="Transpose", caught_by=Transpose_of_a_small_matrix)
class gradient_not_transposed(Function):
    """Your gradient has the shape of the input,
    but its entries still stand in the order of the result: move the axes back.
    """

    @staticmethod
    def forward(ctx, a, axes):
        ctx.save_for_backward(a.data.shape)
        return Tensor(a.data.transpose(axes or None))

    @staticmethod
    def backward(ctx, grad):
        return [grad.reshape(ctx.saved[0])]


@mistake(of="Transpose", caught_by=Transpose_agrees_with_the_reference)
class the_last_two_axes_only(Function):
    """You exchange the last two axes, whatever is asked:
    the axes may come in any order, and without axes the order is reversed.
    """

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
