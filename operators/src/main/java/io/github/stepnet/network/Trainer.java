package io.github.stepnet.network;

import io.github.stepnet.network.arena.NetworkState;
import io.github.stepnet.network.arena.StateLayout;
import io.github.stepnet.network.kernel.Kernel;
import io.github.stepnet.network.learning.BackwardPass;
import io.github.stepnet.network.loss.Loss;
import io.github.stepnet.network.optimizer.Clipping;
import io.github.stepnet.network.optimizer.Optimizer;
import io.github.stepnet.network.optimizer.Sgd;
import io.github.stepnet.network.plan.Descent;
import io.github.stepnet.network.plan.Pass;
import io.github.stepnet.network.plan.Plan;

/**
 * Turns a truth into an update: loss gradient, learning rule, clipping, optimiser; a step that would leave a non-finite value is
 * not taken.
 *
 * <p>Plain SGD on the exact gradient goes the short way, {@link Descent}, whenever that is proved to stay finite. Everything else goes by the
 * gradient array. There, a gradient below 2^50 everywhere and a rate of at most 1 move no parameter by more than 1e24, whatever the
 * optimiser: a key that has only ever taken such tame steps cannot overflow within 1e12 updates. Any other step is taken with a
 * copy at hand, looked through, and taken back if need be; from then on the key is <em>wild</em> until its values are found small again.
 *
 * <p>State: the optimiser's floats; three longs (updates taken, updates refused, whether the key is wild); two doubles (an upper bound of the
 * parameters' magnitude, 0 while not known, and what it was when they were last looked through); in a pipeline what its steps say.
 */
final class Trainer {

    private static final float TAME = 0x1p50f;

    private final Kernel kernel;
    private final Loss loss;
    private final int outputs;
    private final BackwardPass backward;
    private final Clipping clipping;
    private final Optimizer optimizer;
    private final Optimizer.Step step;
    private final Descent descent;
    /** Null but in a pipeline, whose depths take their steps apart. */
    private final StagedSteps staged;

    private final int parameters;
    private final int trained;
    private final int parametersAt;
    private final int slotsAt;
    private final int updatesAt;
    private final int refusedAt;
    private final int wildAt;
    private final int boundAt;
    private final int seenAt;

    private final float[] gradient;
    private final float[] before;
    private int accumulated;

    /** Reserves the optimiser's state, which must follow the parameters without a hole. */
    Trainer(NetworkLearner spec, Plan plan, Kernel kernel, int parametersAt, StateLayout layout) {
        this.kernel = kernel;
        this.parametersAt = parametersAt;
        loss = spec.network().loss();
        outputs = plan.output().floats();
        backward = spec.rule().bind(plan);
        clipping = spec.clipping();
        optimizer = spec.optimizer();
        parameters = plan.parameterFloats();
        step = optimizer.bind(plan.trainedParameters(), parameters);
        slotsAt = layout.reserveFloats(Math.multiplyExact(parameters, optimizer.floatsPerParameter()));
        updatesAt = layout.reserveLongs(1);
        refusedAt = layout.reserveLongs(1);
        wildAt = layout.reserveLongs(1);
        boundAt = layout.reserveDoubles(1);
        seenAt = layout.reserveDoubles(1);
        trained = Math.multiplyExact(parameters, 1 + optimizer.floatsPerParameter());
        gradient = new float[parameters];
        before = new float[trained];
        boolean isPipeline = spec.execution() == Execution.PIPELINE;
        staged = isPipeline ? new StagedSteps(optimizer, plan, layout) : null;
        boolean plain = !isPipeline
                && spec.rule().isExactGradient()
                && optimizer instanceof Sgd
                && clipping instanceof Clipping.None;
        descent = plain ? Descent.over(plan) : null;
    }

    /** Where passes add a sample's parameter gradient. */
    float[] gradient() {
        return gradient;
    }

    long updates(NetworkState state) {
        return state.longs[updatesAt];
    }

    long refused(NetworkState state) {
        return state.longs[refusedAt];
    }

    /**
     * One update from a sample whose forward pass is done.
     *
     * @return whether the step was taken
     */
    boolean train(NetworkState state, Pass pass, long sample, float[] answer, float[] truth, int truthAt) {
        assert accumulated == 0 : "an accumulated gradient waits to be applied";
        pass.aim(sample);
        pass.startBackward();
        signal(pass, sample, answer, truth, truthAt);
        if (descent != null) {
            float rate = optimizer.rate().rate(updates(state));
            if (descent.isProvedFinite(pass, rate, parameterBound(state))) {
                state.doubles[boundAt] += descent.descend(pass, rate);
                state.longs[updatesAt]++;
                return true;
            }
        }
        pass.gradient().clear();
        runBackward(pass);
        return step(state, pass);
    }

    /**
     * Adds a sample's gradient to what the next {@link #apply} takes. One pass does this for one key at a time: whoever starts to
     * accumulate applies before anything else is trained.
     */
    void accumulate(Pass pass, long sample, float[] answer, float[] truth, int truthAt) {
        if (accumulated == 0) {
            pass.gradient().clear();
        }
        pass.aim(sample);
        pass.startBackward();
        signal(pass, sample, answer, truth, truthAt);
        runBackward(pass);
        accumulated++;
    }

    /** One update along the mean of the accumulated gradients. */
    boolean apply(NetworkState state, Pass pass) {
        if (accumulated == 0) {
            return false;
        }
        if (staged != null) {
            staged.takeAll();
        }
        kernel.scale(parameters, 1f / accumulated, gradient, 0);
        accumulated = 0;
        return step(state, pass);
    }

    /** The rule. */
    BackwardPass rule() {
        return backward;
    }

    /** In a pipeline, starts the sum of what a tick's stages find. */
    void begin(Pass pass) {
        assert accumulated == 0 : "an accumulated gradient waits to be applied";
        pass.gradient().clear();
    }

    /**
     * In a pipeline, one update of the depths that samples have taught since {@link #begin}; it is taken or refused as a whole.
     *
     * @return whether a step was taken
     */
    boolean step(NetworkState state, Pass pass, boolean[] isTaught) {
        return staged.take(isTaught) && step(state, pass);
    }

    /** Counts a sample that may not teach, or not any further. */
    void refuse(NetworkState state) {
        state.longs[refusedAt]++;
    }

    private void runBackward(Pass pass) {
        do {
            backward.run(pass);
        } while (pass.reachBack());
    }

    /** Puts the loss gradient of a sample where the pass has the signal of its output wire. */
    void signal(Pass pass, long sample, float[] answer, float[] truth, int truthAt) {
        int rawAt = pass.valueAt(pass.plan().output(), sample);
        int signalAt = pass.signalAt(pass.plan().output());
        loss.gradient(outputs, pass.values(), rawAt, answer, 0, truth, truthAt, pass.signals(), signalAt);
    }

    /** A bound that grows with every step; the parameters are looked through when it has doubled. */
    private double parameterBound(NetworkState state) {
        double bound = state.doubles[boundAt];
        if (bound == 0.0 || bound > 2.0 * state.doubles[seenAt]) {
            bound = Math.max(1.0, kernel.maxMagnitude(parameters, state.floats, parametersAt));
            state.doubles[boundAt] = bound;
            state.doubles[seenAt] = bound;
        }
        return bound;
    }

    private boolean step(NetworkState state, Pass pass) {
        double bound = pass.gradient().bound();
        clipping.apply(kernel, parameters, gradient);
        // every schedule is highest at 0, and depths are at updates of their own
        float rate = optimizer.rate().rate(staged == null ? updates(state) : 0);
        boolean tame = state.longs[wildAt] == 0 && rate <= 1f && bound < TAME;
        if (!tame) {
            System.arraycopy(state.floats, parametersAt, before, 0, trained);
        }
        if (staged == null) {
            step.apply(kernel, updates(state), gradient, state.floats, parametersAt, slotsAt);
        } else {
            staged.apply(kernel, gradient, state, parametersAt, slotsAt);
        }
        if (!tame && !isKept(state)) {
            return false;
        }
        if (staged != null) {
            staged.count(state);
        }
        state.doubles[boundAt] = 0.0;
        state.longs[updatesAt]++;
        return true;
    }

    private boolean isKept(NetworkState state) {
        float largest = kernel.maxMagnitude(trained, state.floats, parametersAt);
        if (!Float.isFinite(largest)) {
            System.arraycopy(before, 0, state.floats, parametersAt, trained);
            state.longs[refusedAt]++;
            return false;
        }
        state.longs[wildAt] = largest < TAME ? 0 : 1;
        return true;
    }
}
