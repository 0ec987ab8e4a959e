package io.github.stepnet.network;

import io.github.stepnet.network.arena.NetworkState;
import io.github.stepnet.network.arena.ParameterBlock;
import io.github.stepnet.network.arena.StateLayout;
import io.github.stepnet.network.kernel.Kernel;
import io.github.stepnet.network.optimizer.Optimizer;
import io.github.stepnet.network.plan.Node.StageNode;
import io.github.stepnet.network.plan.Plan;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * An optimiser bound to each depth of a plan by itself: a depth that no sample has come back to takes no step, its state does not decay, and its
 * schedule counts its own steps only.
 *
 * <p>State: one long for each depth, the steps it has taken.
 */
final class StagedSteps {

    private final Optimizer.Step[] steps;
    private final boolean[] isTrained;
    private final boolean[] isDue;
    private final int takenAt;

    StagedSteps(Optimizer optimizer, Plan plan, StateLayout layout) {
        int depths = plan.latency();
        List<List<ParameterBlock>> trained = new ArrayList<>();
        for (int depth = 0; depth < depths; depth++) {
            trained.add(new ArrayList<>());
        }
        plan.nodes().forEach(node -> {
            if (node instanceof StageNode stage && stage.isTrained()) {
                stage.stage()
                        .parameters()
                        .forEach(block ->
                                trained.get(stage.depth()).add(block.within(stage.name(), stage.parametersAt())));
            }
        });
        steps = new Optimizer.Step[depths];
        isTrained = new boolean[depths];
        for (int depth = 0; depth < depths; depth++) {
            steps[depth] = optimizer.bind(trained.get(depth), plan.parameterFloats());
            isTrained[depth] = !trained.get(depth).isEmpty();
        }
        isDue = new boolean[depths];
        takenAt = layout.reserveLongs(depths);
    }

    /** Says that every depth takes the next step. */
    void takeAll() {
        Arrays.fill(isDue, true);
    }

    /**
     * Says which depths take the next step.
     *
     * @return whether one of them has anything to move
     */
    boolean take(boolean[] isTaught) {
        boolean any = false;
        for (int depth = 0; depth < steps.length; depth++) {
            isDue[depth] = isTaught[depth];
            any |= isTaught[depth] && isTrained[depth];
        }
        return any;
    }

    /** {@link Optimizer.Step#apply} for every depth that takes the step. */
    void apply(Kernel kernel, float[] gradient, NetworkState state, int parametersAt, int slotsAt) {
        for (int depth = 0; depth < steps.length; depth++) {
            if (isDue[depth]) {
                long taken = state.longs[takenAt + depth];
                steps[depth].apply(kernel, taken, 1f, gradient, state.floats, parametersAt, slotsAt);
            }
        }
    }

    /** The step is kept. */
    void count(NetworkState state) {
        for (int depth = 0; depth < steps.length; depth++) {
            state.longs[takenAt + depth] += isDue[depth] ? 1 : 0;
        }
    }
}
