package io.github.stepnet.network;

import io.github.stepnet.network.arena.NetworkState;
import io.github.stepnet.network.arena.ParameterBlock;
import io.github.stepnet.network.arena.StateLayout;
import io.github.stepnet.network.kernel.Kernel;
import io.github.stepnet.network.optimizer.Optimizer;
import io.github.stepnet.network.plan.Node.StageNode;
import io.github.stepnet.network.plan.Plan;
import java.util.ArrayList;
import java.util.List;

/**
 * An optimiser bound to each depth of a plan by itself: a depth that no sample has come back to takes no step, its state does not decay, and its
 * schedule counts its own steps only.
 *
 * <p>State: one long for each depth, the steps it has taken.
 */
final class StagedSteps implements Steps {

    private final Kernel kernel;
    private final Optimizer optimizer;
    private final int parametersAt;
    private final int slotsAt;
    private final Optimizer.Step[] steps;
    /** A node of each depth; all nodes of a depth take a step, or none. */
    private final int[] nodes;

    private final int takenAt;

    StagedSteps(NetworkLearner spec, Plan plan, Kernel kernel, int parametersAt, int slotsAt, StateLayout layout) {
        this.kernel = kernel;
        this.parametersAt = parametersAt;
        this.slotsAt = slotsAt;
        optimizer = spec.optimizer();
        int depths = plan.latency();
        List<List<ParameterBlock>> trained = new ArrayList<>();
        for (int depth = 0; depth < depths; depth++) {
            trained.add(new ArrayList<>());
        }
        nodes = new int[depths];
        plan.nodes().forEach(node -> {
            nodes[node.depth()] = node.index();
            if (node instanceof StageNode stage && stage.isTrained()) {
                stage.stage()
                        .parameters()
                        .forEach(block ->
                                trained.get(stage.depth()).add(block.within(stage.name(), stage.parametersAt())));
            }
        });
        steps = new Optimizer.Step[depths];
        for (int depth = 0; depth < depths; depth++) {
            steps[depth] = optimizer.bind(trained.get(depth), plan.parameterFloats());
        }
        takenAt = layout.reserveLongs(depths);
    }

    /** Every schedule is highest at 0, and depths are at updates of their own. */
    @Override
    public float highestRate(long taken, float[] factors) {
        return optimizer.rate().rate(0);
    }

    @Override
    public void apply(NetworkState state, long all, float[] gradient, float[] factors) {
        for (int depth = 0; depth < steps.length; depth++) {
            float factor = factors[nodes[depth]];
            if (factor != 0f) {
                long taken = state.longs[takenAt + depth];
                steps[depth].apply(kernel, taken, factor, gradient, state.floats, parametersAt, slotsAt);
            }
        }
    }

    @Override
    public void count(NetworkState state, float[] factors) {
        for (int depth = 0; depth < steps.length; depth++) {
            state.longs[takenAt + depth] += factors[nodes[depth]] != 0f ? 1 : 0;
        }
    }
}
