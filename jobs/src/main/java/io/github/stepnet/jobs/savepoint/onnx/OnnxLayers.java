package io.github.stepnet.jobs.savepoint.onnx;

import io.github.stepnet.jobs.CannotRun;
import io.github.stepnet.network.ModelTensor;
import io.github.stepnet.network.ModelTensors;
import io.github.stepnet.network.arena.NetworkState;
import io.github.stepnet.network.arena.Shape;
import io.github.stepnet.network.layer.Activation;
import io.github.stepnet.network.layer.Combine;
import io.github.stepnet.network.layer.Conv1d;
import io.github.stepnet.network.layer.Conv2d;
import io.github.stepnet.network.layer.Dense;
import io.github.stepnet.network.layer.Frozen;
import io.github.stepnet.network.layer.Grid;
import io.github.stepnet.network.layer.LayerNorm;
import io.github.stepnet.network.layer.LayerSpec;
import io.github.stepnet.network.layer.Parallel;
import io.github.stepnet.network.layer.Reshape;
import io.github.stepnet.network.layer.Residual;
import io.github.stepnet.network.layer.RmsNorm;
import io.github.stepnet.network.layer.Sequential;
import io.github.stepnet.network.layer.StepwiseDense;
import io.github.stepnet.network.plan.Node.StageNode;
import io.github.stepnet.network.plan.Plan;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Layers as operators of a graph. They are laid in the order in which they lay themselves into a plan, so that each finds its stage, and its weights by the
 * stage's name. Every value has one dimension more in front than in the plan, the rows.
 */
final class OnnxLayers {

    /**
     * A value of the graph.
     *
     * @param name in the graph
     * @param shape in the plan
     */
    record Value(String name, Shape shape) {}

    private final OnnxGraph graph;
    private final Iterator<StageNode> stages;
    private final ModelTensors tensors;
    private final NetworkState state;

    OnnxLayers(OnnxGraph graph, Plan plan, ModelTensors tensors, NetworkState state) {
        this.graph = graph;
        this.tensors = tensors;
        this.state = state;
        stages = plan.nodes().stream()
                .filter(StageNode.class::isInstance)
                .map(StageNode.class::cast)
                .iterator();
    }

    /** Lays a layer behind a value; an error if there is no such operator. */
    Value lay(LayerSpec layer, Value from) throws IOException {
        if (layer instanceof Dense dense) {
            return dense(stages.next(), dense.activation(), from);
        } else if (layer instanceof StepwiseDense dense) {
            return stepwise(stages.next(), dense.activation(), from);
        } else if (layer instanceof Conv1d conv) {
            return convolution(stages.next(), conv.activation(), conv.stride(), conv.padding(), from);
        } else if (layer instanceof Conv2d conv) {
            return convolution(stages.next(), conv.activation(), conv.stride(), conv.padding(), from);
        } else if (layer instanceof LayerNorm norm) {
            return layerNorm(stages.next(), norm.epsilon(), from);
        } else if (layer instanceof RmsNorm norm) {
            return rmsNorm(stages.next(), norm.epsilon(), from);
        } else if (layer instanceof Residual residual) {
            return residual(residual, from);
        } else if (layer instanceof Parallel parallel) {
            return parallel(parallel, from);
        } else if (layer instanceof Sequential sequence) {
            return inOrder(sequence.layers(), from);
        } else if (layer instanceof Grid grid) {
            return inOrder(grid.layers(), from);
        } else if (layer instanceof Frozen frozen) {
            return lay(frozen.layer(), from);
        } else if (layer instanceof Reshape reshape) {
            return seenAs(
                    from,
                    Shape.of(
                            reshape.sizes().stream().mapToInt(Integer::intValue).toArray()));
        }
        throw refused("the layer " + layer.getClass().getSimpleName());
    }

    static CannotRun refused(String what) {
        return new CannotRun("ONNX export does not know " + what
                + "; allowed are dense, stepwise-dense, conv1d, conv2d, layer-norm, rms-norm, residual, parallel with concat, add, average or grid-scatter,"
                + " sequential, grid, frozen and reshape: export safetensors or JSON");
    }

    Value inOrder(List<LayerSpec> layers, Value from) throws IOException {
        Value value = from;
        for (LayerSpec layer : layers) {
            value = lay(layer, value);
        }
        return value;
    }

    Value dense(StageNode stage, Activation activation, Value from) throws IOException {
        Value flat = seenAs(from, Shape.of(from.shape().floats()));
        String affine = graph.node("Gemm", flat.name(), constant(stage, "weights"), constant(stage, "biases"));
        return new Value(activate(activation, affine), stage.stage().output());
    }

    /** The stage of a dense layer that the plan has next, without an activation. */
    Value nextDense(Value from) throws IOException {
        return dense(stages.next(), Activation.IDENTITY, from);
    }

    private Value stepwise(StageNode stage, Activation activation, Value from) throws IOException {
        String product = graph.node("MatMul", from.name(), constant(stage, "weights"));
        String affine = graph.node("Add", product, constant(stage, "biases"));
        return new Value(activate(activation, affine), stage.stage().output());
    }

    private Value convolution(StageNode stage, Activation activation, int stride, int padding, Value from)
            throws IOException {
        ModelTensor filters = tensor(stage, "filters");
        int dimensions = filters.shape().rank() - 2;
        Value image = from;
        if (from.shape().rank() == dimensions) {
            int[] sizes = IntStream.concat(
                            IntStream.of(1), IntStream.range(0, dimensions).map(from.shape()::size))
                    .toArray();
            image = seenAs(from, Shape.of(sizes));
        }
        Map<String, Object> attributes = Map.of(
                "strides", repeated(stride, dimensions),
                "pads", repeated(padding, 2 * dimensions),
                "kernel_shape", repeated(filters.shape().size(2), dimensions));
        String sum =
                graph.node("Conv", attributes, image.name(), constant(stage, "filters"), constant(stage, "biases"));
        return new Value(activate(activation, sum), stage.stage().output());
    }

    private static long[] repeated(int value, int times) {
        return IntStream.range(0, times).mapToLong(i -> value).toArray();
    }

    private Value layerNorm(StageNode stage, float epsilon, Value from) throws IOException {
        String x = inGroups(from).name();
        String centred = graph.node("Sub", x, mean(x));
        String variance = mean(graph.node("Mul", centred, centred));
        String normal = graph.node("Div", centred, root(variance, epsilon));
        String scaled = graph.node("Mul", normal, constant(stage, "gain"));
        return regrouped(graph.node("Add", scaled, constant(stage, "offset")), from);
    }

    private Value rmsNorm(StageNode stage, float epsilon, Value from) throws IOException {
        String x = inGroups(from).name();
        String square = mean(graph.node("Mul", x, x));
        String normal = graph.node("Div", x, root(square, epsilon));
        return regrouped(graph.node("Mul", normal, constant(stage, "gain")), from);
    }

    /** Norms are taken of each step, or of all values of another shape. */
    private Value inGroups(Value from) throws IOException {
        return from.shape().rank() == 2
                ? from
                : seenAs(from, Shape.of(from.shape().floats()));
    }

    private Value regrouped(String name, Value like) throws IOException {
        Shape groups =
                like.shape().rank() == 2 ? like.shape() : Shape.of(like.shape().floats());
        return seenAs(new Value(name, groups), like.shape());
    }

    private String mean(String x) throws IOException {
        return graph.node("ReduceMean", Map.of("axes", new long[] {-1}, "keepdims", 1L), x);
    }

    private String root(String square, float epsilon) throws IOException {
        return graph.node("Sqrt", graph.node("Add", square, graph.floats(new float[] {epsilon}, 1)));
    }

    private Value residual(Residual residual, Value from) throws IOException {
        Value through = lay(residual.block(), from);
        Value around = from;
        if (!from.shape().equals(through.shape())) {
            StageNode projection = stages.next();
            around = projection.layer().equals("StepwiseDense")
                    ? stepwise(projection, Activation.IDENTITY, from)
                    : seenAs(dense(projection, Activation.IDENTITY, from), through.shape());
        }
        return new Value(graph.node("Add", through.name(), around.name()), through.shape());
    }

    private Value parallel(Parallel parallel, Value from) throws IOException {
        List<Value> branches = new ArrayList<>();
        for (LayerSpec branch : parallel.branches()) {
            branches.add(lay(branch, from));
        }
        Combine combine = parallel.combine();
        if (combine instanceof Combine.Add) {
            return sum(branches);
        } else if (combine instanceof Combine.Average) {
            String share = graph.floats(new float[] {1f / branches.size()}, 1);
            Value sum = sum(branches);
            return new Value(graph.node("Mul", sum.name(), share), sum.shape());
        } else if (combine instanceof Combine.Concat) {
            return concatenation(branches);
        } else if (combine instanceof Combine.GridScatter grid) {
            return concatenation(IntStream.range(0, branches.size())
                    .boxed()
                    .sorted(Comparator.comparing(grid.cells()::get))
                    .map(branches::get)
                    .toList());
        }
        throw refused("parallel branches combined by "
                + combine.getClass().getSimpleName().toLowerCase(Locale.ROOT));
    }

    private Value sum(List<Value> values) throws IOException {
        Value sum = values.get(0);
        for (Value value : values.subList(1, values.size())) {
            sum = new Value(graph.node("Add", sum.name(), value.name()), sum.shape());
        }
        return sum;
    }

    private Value concatenation(List<Value> values) throws IOException {
        Shape first = values.get(0).shape();
        int axis = first.rank() == 2 ? 1 : 0;
        int width = values.stream().mapToInt(value -> value.shape().size(axis)).sum();
        int[] sizes = IntStream.range(0, first.rank())
                .map(i -> i == axis ? width : first.size(i))
                .toArray();
        String[] names = values.stream().map(Value::name).toArray(String[]::new);
        return new Value(graph.node("Concat", Map.of("axis", 1L + axis), names), Shape.of(sizes));
    }

    /** The same values as a tensor of another shape. */
    Value seenAs(Value value, Shape shape) throws IOException {
        if (value.shape().equals(shape)) {
            return value;
        }
        long[] sizes = new long[1 + shape.rank()];
        sizes[0] = -1;
        for (int i = 0; i < shape.rank(); i++) {
            sizes[1 + i] = shape.size(i);
        }
        return new Value(graph.node("Reshape", value.name(), graph.longs(sizes)), shape);
    }

    private String activate(Activation activation, String v) throws IOException {
        return switch (activation) {
            case IDENTITY -> v;
            case RELU -> graph.node("Relu", v);
            case SCALED_RELU -> graph.node("Relu", graph.node("Mul", v, number(1.1f)));
            case LEAKY_RELU -> graph.node("LeakyRelu", Map.of("alpha", 0.1f), v);
            case SIGMOID -> graph.node("Sigmoid", v);
            case TANH -> graph.node("Tanh", v);
            case SOFTPLUS -> graph.node("Softplus", v);
            case SILU -> graph.node("Mul", v, graph.node("Sigmoid", v));
            case GELU -> gelu(v);
        };
    }

    /** {@code v / 2 (1 + tanh(sqrt(2 / pi) (v + 0.044715 v^3)))}. */
    private String gelu(String v) throws IOException {
        String cube = graph.node("Mul", graph.node("Mul", v, v), v);
        String inner = graph.node("Add", v, graph.node("Mul", cube, number(0.044715f)));
        String tanh = graph.node("Tanh", graph.node("Mul", inner, number((float) StrictMath.sqrt(2 / Math.PI))));
        return graph.node("Mul", graph.node("Mul", v, number(0.5f)), graph.node("Add", tanh, number(1f)));
    }

    private String number(float value) throws IOException {
        return graph.floats(new float[] {value}, 1);
    }

    private ModelTensor tensor(StageNode stage, String block) {
        return tensors.find(stage.name() + "." + block).orElseThrow();
    }

    private String constant(StageNode stage, String block) throws IOException {
        ModelTensor tensor = tensor(stage, block);
        float[] values = new float[tensor.shape().floats()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) tensor.value(state, i);
        }
        long[] sizes = IntStream.range(0, tensor.shape().rank())
                .mapToLong(tensor.shape()::size)
                .toArray();
        return graph.floats(values, sizes);
    }
}
