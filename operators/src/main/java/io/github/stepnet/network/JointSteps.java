package io.github.stepnet.network;

import io.github.stepnet.network.arena.NetworkState;
import io.github.stepnet.network.arena.ParameterBlock;
import io.github.stepnet.network.kernel.Kernel;
import io.github.stepnet.network.optimizer.Optimizer;
import io.github.stepnet.network.plan.Node.StageNode;
import io.github.stepnet.network.plan.Plan;
import java.util.List;

/** All parameters take every step of the key, at rates that techniques may scale node by node. */
final class JointSteps implements Steps {

    private final Kernel kernel;
    private final Optimizer optimizer;
    private final int parametersAt;
    private final int slotsAt;
    /** One step for all, or one for each node where their rates differ; null at a node that is not trained. */
    private final Optimizer.Step[] steps;

    /** Whether rates may differ from node to node, and from update to update. */
    private final boolean ratesDiffer;

    JointSteps(NetworkLearner spec, Plan plan, Kernel kernel, int parametersAt, int slotsAt) {
        this.kernel = kernel;
        this.parametersAt = parametersAt;
        this.slotsAt = slotsAt;
        optimizer = spec.optimizer();
        ratesDiffer = !spec.techniques().isEmpty();
        steps = ratesDiffer
                ? plan.nodes().stream()
                        .map(node -> node instanceof StageNode stage ? bind(plan, stage) : null)
                        .toArray(Optimizer.Step[]::new)
                : new Optimizer.Step[] {optimizer.bind(plan.trainedParameters(), plan.parameterFloats())};
    }

    /** All parameters at one rate. */
    JointSteps(
            Optimizer optimizer,
            List<ParameterBlock> learned,
            int parameters,
            Kernel kernel,
            int parametersAt,
            int slotsAt) {
        this.kernel = kernel;
        this.parametersAt = parametersAt;
        this.slotsAt = slotsAt;
        this.optimizer = optimizer;
        ratesDiffer = false;
        steps = new Optimizer.Step[] {optimizer.bind(learned, parameters)};
    }

    private Optimizer.Step bind(Plan plan, StageNode stage) {
        int from = stage.parametersAt();
        List<ParameterBlock> blocks = plan.trainedParameters().stream()
                .filter(block -> block.at() >= from && block.at() < from + stage.parameterFloats())
                .toList();
        return blocks.isEmpty() ? null : optimizer.bind(blocks, plan.parameterFloats());
    }

    @Override
    public float highestRate(long taken, float[] factors) {
        float largest = 1f;
        for (int i = 0; ratesDiffer && i < steps.length; i++) {
            largest = Math.max(largest, factors[i]);
        }
        return optimizer.rate().rate(taken) * largest;
    }

    @Override
    public void apply(NetworkState state, long taken, float[] gradient, float[] factors) {
        for (int i = 0; i < steps.length; i++) {
            float factor = ratesDiffer ? factors[i] : 1f;
            if (steps[i] != null && factor != 0f) {
                steps[i].apply(kernel, taken, factor, gradient, state.floats, parametersAt, slotsAt);
            }
        }
    }

    /** The key's own count of updates is theirs. */
    @Override
    public void count(NetworkState state, float[] factors) {}
}
