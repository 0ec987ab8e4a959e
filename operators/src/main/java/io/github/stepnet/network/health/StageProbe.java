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
 * <p>Stages without a signal, because nothing before them learns, have no target and are left out. Gaps and norms are summed up in doubles,
 * one value after another.
 */
public final class StageProbe implements HealthProbe {

    private final int every;
    private final Node[] nodes;
    private final Wire[][] inputs;
    /** By node; null for junctions, and where there is no signal. */
    private final StageHealth[] measured;

    private final List<StageHealth> stages;
    private final double[] barriers;
    private boolean isGoverned;
    private boolean isNext;

    /**
     * A probe for the passes over a plan.
     *
     * @throws IllegalArgumentException if {@code health} is off
     */
    public StageProbe(Health health, Pass pass) {
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
                measured[stage.index()] = new StageHealth(stage, isOutput);
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

    /**
     * Takes outputs and signals of the sample that the pass is aimed at, whose backward pass has just been run.
     *
     * @param gapScale how far from a hidden stage's output its target lies, in units of the signal of the rule in force
     */
    public void measureSignals(Pass pass, long sample, float gapScale) {
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
                double scale = stage.isOutput ? 1.0 : gapScale;
                measure(stage, scale, output.floats(), pass, pass.valueAt(output, sample), pass.signalAt(output));
                stage.linkBudget = pass.targets().linkBudget(n, scale);
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

    private static void measure(StageHealth stage, double scale, int n, Pass pass, int valueAt, int signalAt) {
        float[] values = pass.values();
        float[] signals = pass.signals();
        double gaps = 0.0;
        int zeros = 0;
        for (int i = 0; i < n; i++) {
            double gap = scale * signals[signalAt + i];
            gaps += gap * gap;
            zeros += values[valueAt + i] == 0f ? 1 : 0;
        }
        stage.gap = gaps / n;
        stage.zeroOutputs = (double) zeros / n;
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
