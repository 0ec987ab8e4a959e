package io.github.stepnet.network;

import io.github.stepnet.network.arena.NetworkState;
import io.github.stepnet.network.arena.ParameterBlock;
import io.github.stepnet.network.arena.StateLayout;
import io.github.stepnet.network.kernel.Kernel;
import io.github.stepnet.network.optimizer.GradientShaping;
import io.github.stepnet.network.optimizer.Optimizer;
import io.github.stepnet.network.plan.Plan;
import java.util.List;

/**
 * Moves a key's parameters along a gradient, or not at all: a step that would leave a non-finite value is not taken.
 *
 * <p>A gradient below 2^50 everywhere and a rate of at most 1 move no parameter by more than 1e24, whatever the optimiser: a key that has
 * only ever taken such tame steps cannot overflow within 1e12 updates. Any other step is taken with a copy at hand, looked
 * through, and taken back if need be; from then on the key is <em>wild</em> until its values are found small again. A step with a constraint is taken so always.
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
    /** As many as updates, unless the optimiser has taken over from another one. */
    private final int takenAt;

    private final int updatesAt;
    private final int refusedAt;
    private final int wildAt;
    private final int boundAt;
    private final int seenAt;
    private final float[] before;
    /** Null if every finite step is allowed. */
    private final Constraint constraint;

    /** What every step has to hold to: it may change the parameters further. */
    @FunctionalInterface
    interface Constraint {

        /** Brings finite parameters to where they are allowed; false, and nothing remembered, if they cannot be. */
        boolean hold(NetworkState state);
    }

    @FunctionalInterface
    private interface NewSteps {

        /** @param slotsAt where the optimiser's floats start */
        Steps of(int slotsAt, StateLayout slots);
    }

    /** The steps of a network, all whose finite values are allowed. */
    ParameterStep(NetworkLearner spec, Plan plan, Kernel kernel, int parametersAt, StateLayout layout) {
        this(
                spec.optimizer(),
                spec.shaping().bind(plan.trainedParameters(), plan.parameterFloats()),
                plan.parameterFloats(),
                kernel,
                parametersAt,
                layout,
                (slotsAt, slots) -> spec.execution() == Execution.PIPELINE
                        ? new StagedSteps(spec, plan, kernel, parametersAt, slotsAt, slots)
                        : new JointSteps(spec, plan, kernel, parametersAt, slotsAt),
                null);
    }

    /** The steps of one model that takes them as a whole, each of which is to hold to the constraint. */
    ParameterStep(
            Optimizer optimizer,
            GradientShaping shaping,
            List<ParameterBlock> learned,
            int parameters,
            Kernel kernel,
            int parametersAt,
            StateLayout layout,
            Constraint constraint) {
        this(
                optimizer,
                shaping.bind(learned, parameters),
                parameters,
                kernel,
                parametersAt,
                layout,
                (slotsAt, slots) -> new JointSteps(optimizer, learned, parameters, kernel, parametersAt, slotsAt),
                constraint);
    }

    /** Reserves the optimiser's state, which must follow the parameters without a hole. */
    private ParameterStep(
            Optimizer optimizer,
            GradientShaping.Shaper shaper,
            int parameters,
            Kernel kernel,
            int parametersAt,
            StateLayout layout,
            NewSteps newSteps,
            Constraint constraint) {
        this.kernel = kernel;
        this.parametersAt = parametersAt;
        this.optimizer = optimizer;
        this.parameters = parameters;
        this.shaper = shaper;
        this.constraint = constraint;
        StateLayout slots = layout.within("optimizer " + optimizer.getClass().getSimpleName());
        int slotsAt = slots.reserveFloats(Math.multiplyExact(parameters, optimizer.floatsPerParameter()));
        takenAt = slots.reserveLongs(1);
        StateLayout counts = layout.within("updates");
        updatesAt = counts.reserveLongs(1);
        refusedAt = counts.reserveLongs(1);
        wildAt = counts.reserveLongs(1);
        boundAt = counts.reserveDoubles(1);
        seenAt = counts.reserveDoubles(1);
        steps = newSteps.of(slotsAt, slots);
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
        return optimizer.rate().rate(state.longs[takenAt]);
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
        count(state);
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
        long taken = state.longs[takenAt];
        boolean tame = isTame(state, steps.highestRate(taken, factors), bound);
        steps.apply(state, taken, gradient, factors);
        boolean isKept = isKept(state, tame);
        if (isKept) {
            steps.count(state, factors);
        }
        return isKept;
    }

    /** Whether a step is tame; if it is not, a copy is taken first. */
    private boolean isTame(NetworkState state, float rate, double bound) {
        boolean tame = constraint == null && state.longs[wildAt] == 0 && rate <= 1f && bound < TAME;
        if (!tame) {
            System.arraycopy(state.floats, parametersAt, before, 0, trained);
        }
        return tame;
    }

    private boolean isKept(NetworkState state, boolean tame) {
        if (!tame) {
            float largest = kernel.maxMagnitude(trained, state.floats, parametersAt);
            boolean isAllowed = Float.isFinite(largest) && (constraint == null || constraint.hold(state));
            if (!isAllowed) {
                System.arraycopy(before, 0, state.floats, parametersAt, trained);
                state.longs[refusedAt]++;
                return false;
            }
            state.longs[wildAt] = largest < TAME ? 0 : 1;
        }
        state.doubles[boundAt] = 0.0;
        count(state);
        return true;
    }

    private void count(NetworkState state) {
        state.longs[updatesAt]++;
        state.longs[takenAt]++;
    }
}
