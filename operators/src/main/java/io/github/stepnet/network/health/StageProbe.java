package io.github.stepnet.network.health;

import io.github.stepnet.network.layer.Frame;
import io.github.stepnet.network.layer.Wire;
import io.github.stepnet.network.plan.Node;
import io.github.stepnet.network.plan.Node.StageNode;
import io.github.stepnet.network.plan.Pass;
import io.github.stepnet.network.plan.Plan;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Measures the stages of a network while an update is made: the signals once the sample's backward pass is done, the gradient before
 * shaping and step. It writes to its own {@link StageHealth}s only, and allocates nothing.
 *
 * <p>Stages without a signal, because nothing before them learns, have no target and are left out. Sums are taken in doubles, one value after
 * another.
 */
public final class StageProbe implements HealthProbe {

    private static final double LEAST_SQUARED_NORM = 0.001;
    private static final double NO_DIRECTION = 0.5;

    private final int every;
    private final Node[] nodes;
    private final Wire[][] inputs;
    /** By node; null for junctions, and where there is no signal. */
    private final StageHealth[] measured;

    private final List<StageHealth> stages;
    private boolean isGoverned;
    private boolean isNext;
    private final double[] barriers;

    /**
     * A probe for the passes over a plan.
     *
     * @param gapScale how far from a hidden stage's output its target lies, in units of the signal
     * @throws IllegalArgumentException if {@code health} is off
     */
    public StageProbe(Health health, Pass pass, float gapScale) {
        if (!health.isOn()) {
            throw new IllegalArgumentException("Health.every is 0, which measures nothing; use at least 1");
        }
        every = health.every();
        Plan plan = pass.plan();
        nodes = plan.nodes().toArray(new Node[0]);
        inputs = plan.nodes().stream()
                .map(node -> node.inputs().toArray(new Wire[0]))
                .toArray(Wire[][]::new);
        measured = new StageHealth[nodes.length];
        for (Node node : nodes) {
            if (node instanceof StageNode stage && pass.signalAt(stage.output()) != Frame.NONE) {
                boolean isOutput = stage.output().index() == plan.output().index();
                measured[stage.index()] = new StageHealth(stage, isOutput ? 1.0 : gapScale);
            }
        }
        stages = Stream.of(measured).filter(Objects::nonNull).toList();
        barriers = new double[plan.wires().size()];
    }

    /** Whether the next update of a key that has seen so many is measured. */
    public boolean isDue(long updates) {
        return isGoverned ? isNext : (updates + 1) % every == 0;
    }

    /** From now on another one says which updates are measured: the next one if {@code isMeasured}. */
    public void measureNext(boolean isMeasured) {
        isGoverned = true;
        isNext = isMeasured;
    }

    @Override
    public List<StageHealth> stages() {
        return stages;
    }

    /** Takes outputs and signals of a sample whose backward pass has just been run. */
    public void measureSignals(Pass pass, long sample) {
        barriers[pass.plan().input().index()] = 1.0;
        StageHealth bottleneck = null;
        for (int n = 0; n < nodes.length; n++) {
            double barrier = 0.0;
            for (Wire input : inputs[n]) {
                barrier = Math.max(barrier, barriers[input.index()]);
            }
            StageHealth stage = measured[n];
            if (stage != null) {
                Wire output = nodes[n].output();
                measure(
                        stage,
                        output.floats(),
                        pass.values(),
                        pass.valueAt(output, sample),
                        pass.signals(),
                        pass.signalAt(output));
                barrier *= stage.linkBudget;
                stage.depthBarrier = barrier;
                stage.isBottleneck = false;
                bottleneck = bottleneck == null || stage.linkBudget < bottleneck.linkBudget ? stage : bottleneck;
            }
            barriers[nodes[n].output().index()] = barrier;
        }
        if (bottleneck != null) {
            bottleneck.isBottleneck = true;
        }
    }

    private static void measure(StageHealth stage, int n, float[] values, int valueAt, float[] signals, int signalAt) {
        double gaps = 0.0;
        double outputs = 0.0;
        double targets = 0.0;
        double products = 0.0;
        int zeros = 0;
        for (int i = 0; i < n; i++) {
            double output = values[valueAt + i];
            double way = stage.scale * signals[signalAt + i];
            double target = output - way;
            gaps += way * way;
            outputs += output * output;
            targets += target * target;
            products += output * target;
            zeros += output == 0.0 ? 1 : 0;
        }
        stage.gap = gaps / n;
        stage.linkBudget = budget(outputs, targets, products);
        stage.zeroOutputs = (double) zeros / n;
    }

    private static double budget(double outputs, double targets, double products) {
        if (!(outputs > LEAST_SQUARED_NORM && targets > LEAST_SQUARED_NORM)) {
            return NO_DIRECTION;
        }
        double cosine = products / (Math.sqrt(outputs) * Math.sqrt(targets));
        // Rounding may leave [-1, 1].
        return (Math.max(-1.0, Math.min(1.0, cosine)) + 1.0) / 2.0;
    }

    /**
     * Takes the parameters and the gradient that they will follow.
     *
     * @param at where the parameters start in {@code floats}
     * @param gradient laid out like the parameters, from 0
     */
    public void measureGradient(float[] floats, int at, float[] gradient) {
        for (StageHealth stage : measured) {
            if (stage != null) {
                int from = stage.node.parametersAt();
                int n = stage.node.parameterFloats();
                stage.parameterNorm = norm(n, floats, at + from);
                stage.gradientNorm = stage.isTrained() ? norm(n, gradient, from) : 0.0;
            }
        }
    }

    private static double norm(int n, float[] values, int at) {
        double squares = 0.0;
        for (int i = 0; i < n; i++) {
            squares += (double) values[at + i] * values[at + i];
        }
        return Math.sqrt(squares);
    }
}
