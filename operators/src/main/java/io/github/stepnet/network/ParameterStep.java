package io.github.stepnet.network;

import io.github.stepnet.network.arena.NetworkState;
import io.github.stepnet.network.arena.StateLayout;
import io.github.stepnet.network.kernel.Kernel;
import io.github.stepnet.network.optimizer.GradientShaping;
import io.github.stepnet.network.optimizer.Optimizer;
import io.github.stepnet.network.plan.Plan;

/**
 * Moves a key's parameters along a gradient, or not at all: a step that would leave a non-finite value is not taken.
 *
 * <p>A gradient below 2^50 everywhere and a rate of at most 1 move no parameter by more than 1e24, whatever the optimiser: a key that has
 * only ever taken such tame steps cannot overflow within 1e12 updates. Any other step is taken with a copy at hand, looked
 * through, and taken back if need be; from then on the key is <em>wild</em> until its values are found small again.
 *
 * <p>State: the optimiser's floats; three longs (updates taken, updates refused, whether the key is wild); two doubles (an upper bound of the
 * parameters' magnitude, 0 while not known, and what it was when they were last looked through); in a pipeline what its steps say.
 */
final class ParameterStep {

    private static final float TAME = 0x1p50f;

    private final Kernel kernel;
    private final Optimizer optimizer;
    private final GradientShaping.Shaper shaper;
    private final Steps steps;

    private final int parameters;
    private final int trained;
    private final int parametersAt;
    private final int updatesAt;
    private final int refusedAt;
    private final int wildAt;
    private final int boundAt;
    private final int seenAt;
    private final float[] before;

    /** Reserves the optimiser's state, which must follow the parameters without a hole. */
    ParameterStep(NetworkLearner spec, Plan plan, Kernel kernel, int parametersAt, StateLayout layout) {
        this.kernel = kernel;
        this.parametersAt = parametersAt;
        optimizer = spec.optimizer();
        parameters = plan.parameterFloats();
        shaper = spec.shaping().bind(plan.trainedParameters(), parameters);
        int slotsAt = layout.within("optimizer " + optimizer.getClass().getSimpleName())
                .reserveFloats(Math.multiplyExact(parameters, optimizer.floatsPerParameter()));
        StateLayout counts = layout.within("updates");
        updatesAt = counts.reserveLongs(1);
        refusedAt = counts.reserveLongs(1);
        wildAt = counts.reserveLongs(1);
        boundAt = counts.reserveDoubles(1);
        seenAt = counts.reserveDoubles(1);
        steps = spec.execution() == Execution.PIPELINE
                ? new StagedSteps(spec, plan, kernel, parametersAt, slotsAt, layout.within("stages"))
                : new JointSteps(spec, plan, kernel, parametersAt, slotsAt);
        trained = Math.multiplyExact(parameters, 1 + optimizer.floatsPerParameter());
        before = new float[trained];
    }

    int parametersAt() {
        return parametersAt;
    }

    long updates(NetworkState state) {
        return state.longs[updatesAt];
    }

    long refused(NetworkState state) {
        return state.longs[refusedAt];
    }

    /** Learning rate of the next step. */
    float rate(NetworkState state) {
        return optimizer.rate().rate(updates(state));
    }

    /** A bound of the parameters' magnitude that grows with every fused step; they are looked through when it has doubled. */
    double parameterBound(NetworkState state) {
        double bound = state.doubles[boundAt];
        if (bound == 0.0 || bound > 2.0 * state.doubles[seenAt]) {
            bound = Math.max(1.0, kernel.maxMagnitude(parameters, state.floats, parametersAt));
            state.doubles[boundAt] = bound;
            state.doubles[seenAt] = bound;
        }
        return bound;
    }

    /** Counts a step that a fused descent has taken. */
    void taken(NetworkState state, double largestChange) {
        state.doubles[boundAt] += largestChange;
        state.longs[updatesAt]++;
    }

    /** Counts an update that is refused before any step. */
    void refuse(NetworkState state) {
        state.longs[refusedAt]++;
    }

    /** The parameters have been replaced from outside: nothing is known of their magnitude. */
    void parametersReplaced(NetworkState state) {
        state.doubles[boundAt] = 0.0;
        state.longs[wildAt] = 1;
    }

    /**
     * Shapes the gradient and takes the optimiser's step.
     *
     * @param bound no value of the gradient is larger in magnitude; NaN if one may be NaN
     * @param factors of the learning rate, one for each node; at 0 a node takes no step
     * @return whether the step was taken
     */
    boolean take(NetworkState state, float[] gradient, double bound, float[] factors) {
        shaper.shape(kernel, gradient);
        long updates = updates(state);
        boolean tame = isTame(state, steps.highestRate(updates, factors), bound);
        steps.apply(state, updates, gradient, factors);
        boolean isKept = isKept(state, tame);
        if (isKept) {
            steps.count(state, factors);
        }
        return isKept;
    }

    /** Whether a step is tame; if it is not, a copy is taken first. */
    private boolean isTame(NetworkState state, float rate, double bound) {
        boolean tame = state.longs[wildAt] == 0 && rate <= 1f && bound < TAME;
        if (!tame) {
            System.arraycopy(state.floats, parametersAt, before, 0, trained);
        }
        return tame;
    }

    private boolean isKept(NetworkState state, boolean tame) {
        if (!tame) {
            float largest = kernel.maxMagnitude(trained, state.floats, parametersAt);
            if (!Float.isFinite(largest)) {
                System.arraycopy(before, 0, state.floats, parametersAt, trained);
                state.longs[refusedAt]++;
                return false;
            }
            state.longs[wildAt] = largest < TAME ? 0 : 1;
        }
        state.doubles[boundAt] = 0.0;
        state.longs[updatesAt]++;
        return true;
    }
}
