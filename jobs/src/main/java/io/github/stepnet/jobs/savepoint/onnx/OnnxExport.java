package io.github.stepnet.jobs.savepoint.onnx;

import io.github.stepnet.jobs.CannotRun;
import io.github.stepnet.jobs.savepoint.onnx.OnnxLayers.Value;
import io.github.stepnet.network.FeatureScaling;
import io.github.stepnet.network.LearnerSpec;
import io.github.stepnet.network.ModelTensor;
import io.github.stepnet.network.ModelTensors;
import io.github.stepnet.network.Network;
import io.github.stepnet.network.NetworkLearner;
import io.github.stepnet.network.NetworkSpec;
import io.github.stepnet.network.RunningScaler;
import io.github.stepnet.network.TrackedLearner;
import io.github.stepnet.network.arena.NetworkState;
import io.github.stepnet.network.arena.Shape;
import io.github.stepnet.network.loss.BinaryCrossEntropy;
import io.github.stepnet.network.loss.Loss;
import io.github.stepnet.network.loss.OneHotSquaredError;
import io.github.stepnet.network.loss.SoftmaxCrossEntropy;
import java.io.IOException;
import java.util.Map;

/**
 * A key's network as an ONNX graph: {@code features}, rows of floats, to {@code outputs}, probabilities or values in the target's units.
 *
 * <p>It answers each row as the key's network would if that were its next event, all statistics as they are in the savepoint: since the engine takes an event into
 * the running statistics before it scales it, so does the graph, in doubles like the engine. No row sees another, and nothing is remembered.
 */
public final class OnnxExport {

    /** The graph's input. */
    public static final String FEATURES = "features";

    /** The graph's output. */
    public static final String OUTPUTS = "outputs";

    private final OnnxGraph graph = new OnnxGraph();
    private final NetworkSpec spec;
    private final ModelTensors tensors;
    private final NetworkState state;

    private OnnxExport(NetworkSpec spec, ModelTensors tensors, NetworkState state) {
        this.spec = spec;
        this.tensors = tensors;
        this.state = state;
    }

    /**
     * The file.
     *
     * @throws CannotRun if the learner is more than such a network
     */
    public static byte[] write(LearnerSpec learner, TrackedLearner tracked, ModelTensors tensors, NetworkState state)
            throws IOException {
        if (!(learner instanceof NetworkLearner one) || !(tracked.learner() instanceof Network network)) {
            throw OnnxLayers.refused("the learner " + learner.getClass().getSimpleName());
        }
        if (!one.network().temporal().isOff()) {
            throw OnnxLayers.refused("temporal inputs, which remember earlier events");
        }
        if (network.bypassesStages(state)) {
            throw OnnxLayers.refused("stages that are bypassed by pruning");
        }
        return new OnnxExport(one.network(), tensors, state).file(network, learner);
    }

    private byte[] file(Network network, LearnerSpec learner) throws IOException {
        OnnxLayers layers = new OnnxLayers(graph, network.plan(), tensors, state);
        Value input = new Value(scaled(), Shape.of(spec.inputs()));
        Value last = layers.inOrder(spec.layers(), input);
        Value raw = layers.seenAs(last, Shape.of(last.shape().floats()));
        if (spec.linearSkip()) {
            raw = new Value(
                    graph.node("Add", raw.name(), layers.nextDense(input).name()), raw.shape());
        }
        graph.output(OUTPUTS, inUnits(answer(raw)));
        return graph.file(
                FEATURES, spec.inputs(), OUTPUTS, learner.answers(), Map.of("specification", learner.canonicalText()));
    }

    /** See {@link RunningScaler}. */
    private String scaled() throws IOException {
        if (spec.scaling() == FeatureScaling.NONE) {
            return FEATURES;
        }
        double[] means = values("features.mean");
        double[] deviations = values("features.deviations");
        long before = (long) values("features.count")[0];
        long reach = spec.scaling().reach();
        boolean forgets = before == reach;
        double count = forgets ? reach : before + 1;
        double share = 1.0 / count;
        String x = graph.node("Cast", Map.of("to", (long) OnnxGraph.DOUBLE), FEATURES);
        String mean = graph.doubles(means);
        String seen = before >= RunningScaler.TRUSTED ? withoutOutliers(x, means, deviations, before) : x;
        String deviation = graph.node("Sub", seen, mean);
        String newMean = graph.node("Add", mean, graph.node("Mul", deviation, graph.doubles(share)));
        for (int i = 0; i < deviations.length; i++) {
            deviations[i] *= forgets ? 1.0 - share : 1.0;
        }
        String added = graph.node("Mul", deviation, graph.node("Sub", seen, newMean));
        String squares = graph.node("Add", graph.doubles(deviations), added);
        String variance = graph.node("Div", squares, graph.doubles(count));
        String standard = graph.node("Div", graph.node("Sub", x, newMean), graph.node("Sqrt", variance));
        String varying = graph.node("Greater", variance, graph.doubles(0.0));
        String known = graph.node("Where", varying, standard, graph.doubles(0.0));
        String bounded = graph.node(
                "Max",
                graph.node("Min", known, graph.doubles(RunningScaler.FURTHEST)),
                graph.doubles(-RunningScaler.FURTHEST));
        boolean[] isScaled = new boolean[means.length];
        for (int i = 0; i < isScaled.length; i++) {
            isScaled[i] = !spec.unscaled().contains(i);
        }
        String mixed = graph.node("Where", graph.booleans(isScaled), bounded, x);
        return graph.node("Cast", Map.of("to", (long) OnnxGraph.FLOAT), mixed);
    }

    /** What the statistics take an event for. A feature that has been constant has no outliers. */
    private String withoutOutliers(String x, double[] means, double[] deviations, long count) throws IOException {
        double[] least = new double[means.length];
        double[] most = new double[means.length];
        for (int i = 0; i < means.length; i++) {
            double variance = deviations[i] / count;
            double furthest = variance > 0
                    ? Math.sqrt(RunningScaler.FURTHEST * RunningScaler.FURTHEST * variance)
                    : Double.POSITIVE_INFINITY;
            least[i] = means[i] - furthest;
            most[i] = means[i] + furthest;
        }
        return graph.node("Max", graph.node("Min", x, graph.doubles(most)), graph.doubles(least));
    }

    private String answer(Value raw) throws IOException {
        Loss loss = spec.loss();
        String x = raw.name();
        if (loss instanceof SoftmaxCrossEntropy) {
            return graph.node("Softmax", Map.of("axis", -1L), x);
        } else if (loss instanceof BinaryCrossEntropy && raw.shape().floats() == 1) {
            return graph.node(
                    "Concat",
                    Map.of("axis", 1L),
                    graph.node("Sigmoid", graph.node("Neg", x)),
                    graph.node("Sigmoid", x));
        } else if (loss instanceof BinaryCrossEntropy) {
            return normalized(graph.node("Sigmoid", x), raw.shape().floats());
        } else if (loss instanceof OneHotSquaredError) {
            String cut = graph.node("Min", graph.node("Relu", x), graph.floats(new float[] {1f}, 1));
            return normalized(cut, raw.shape().floats());
        }
        return x;
    }

    /** Shares of the sum; all zero becomes uniform. */
    private String normalized(String scores, int classes) throws IOException {
        String sum = graph.node("ReduceSum", Map.of("keepdims", 1L), scores, graph.longs(-1));
        String zero = graph.node("Equal", sum, graph.floats(new float[] {0f}, 1));
        String uniform = graph.floats(new float[] {1f / classes}, 1);
        return graph.node("Where", zero, uniform, graph.node("Div", scores, sum));
    }

    private String inUnits(String answer) throws IOException {
        boolean isScaled = tensors.find("targets.count").isPresent() && values("targets.count")[0] > 0;
        if (!isScaled) {
            return answer;
        }
        double count = values("targets.count")[0];
        double[] spreads = values("targets.deviations");
        for (int i = 0; i < spreads.length; i++) {
            spreads[i] = Math.sqrt(spreads[i] / count);
        }
        String wide = graph.node("Cast", Map.of("to", (long) OnnxGraph.DOUBLE), answer);
        String spread = graph.node("Mul", wide, graph.doubles(spreads));
        String inUnits = graph.node("Add", spread, graph.doubles(values("targets.mean")));
        return graph.node("Cast", Map.of("to", (long) OnnxGraph.FLOAT), inUnits);
    }

    private double[] values(String name) {
        ModelTensor tensor = tensors.find(name).orElseThrow();
        double[] values = new double[tensor.shape().floats()];
        for (int i = 0; i < values.length; i++) {
            values[i] = tensor.value(state, i);
        }
        return values;
    }
}
