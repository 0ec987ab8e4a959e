package io.github.stepnet.network;

import io.github.stepnet.network.arena.NetworkState;
import io.github.stepnet.network.arena.StateLayout;
import io.github.stepnet.network.kernel.Kernel;
import io.github.stepnet.network.learning.BackwardPass;
import io.github.stepnet.network.loss.Loss;
import io.github.stepnet.network.optimizer.Clipping;
import io.github.stepnet.network.optimizer.Optimizer;
import io.github.stepnet.network.optimizer.Sgd;
import io.github.stepnet.network.plan.Pass;
import io.github.stepnet.network.plan.Plan;
import java.util.Arrays;

/**
 * Turns a truth into an update: loss gradient, learning rule, clipping, optimiser, and the guard that takes a non-finite step back.
 *
 * <p>State: the optimiser's floats, and two longs (updates taken, updates refused).
 */
final class Teacher {

    private final Kernel kernel;
    private final Loss loss;
    private final int outputs;
    private final BackwardPass backward;
    private final Clipping clipping;
    private final Optimizer optimizer;
    private final Optimizer.Step step;
    private final boolean fused;

    private final int parameters;
    private final int trained;
    private final int parametersAt;
    private final int slotsAt;
    private final int updatesAt;
    private final int refusedAt;

    private final float[] gradient;
    private final float[] before;
    private int accumulated;

    /** Reserves the optimiser's state, which must follow the parameters without a hole. */
    Teacher(NetworkLearner spec, Plan plan, Kernel kernel, int parametersAt, StateLayout layout) {
        this.kernel = kernel;
        this.parametersAt = parametersAt;
        loss = spec.network().loss();
        outputs = plan.output().floats();
        backward = spec.rule().bind(plan);
        clipping = spec.clipping();
        optimizer = spec.optimizer();
        parameters = plan.parameterFloats();
        step = optimizer.bind(plan.parameters(), parameters);
        slotsAt = layout.reserveFloats(Math.multiplyExact(parameters, optimizer.floatsPerParameter()));
        updatesAt = layout.reserveLongs(1);
        refusedAt = layout.reserveLongs(1);
        trained = parameters * (1 + optimizer.floatsPerParameter());
        gradient = new float[parameters];
        before = new float[trained];
        fused = spec.rule().isExactGradient() && optimizer instanceof Sgd && clipping instanceof Clipping.None;
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
     * One update from the sample that {@code pass} is aimed at.
     *
     * @return whether the step was taken
     */
    boolean teach(NetworkState state, Pass pass, long sample, float[] answer, float[] truth, int truthAt) {
        signal(pass, sample, answer, truth, truthAt);
        remember(state);
        if (fused && pass.canDescend()) {
            pass.descend(optimizer.rate().rate(updates(state)));
        } else {
            Arrays.fill(gradient, 0f);
            backward.run(pass);
            clipping.apply(kernel, parameters, gradient);
            step.apply(kernel, updates(state), gradient, state.floats, parametersAt, slotsAt);
        }
        return keepIfFinite(state);
    }

    /** Adds the gradient of the sample that {@code pass} is aimed at to what the next {@link #apply} takes. */
    void accumulate(Pass pass, long sample, float[] answer, float[] truth, int truthAt) {
        if (accumulated == 0) {
            Arrays.fill(gradient, 0f);
        }
        signal(pass, sample, answer, truth, truthAt);
        backward.run(pass);
        accumulated++;
    }

    /** One update along the mean of the accumulated gradients. */
    boolean apply(NetworkState state) {
        if (accumulated == 0) {
            return false;
        }
        kernel.scale(parameters, 1f / accumulated, gradient, 0);
        accumulated = 0;
        remember(state);
        clipping.apply(kernel, parameters, gradient);
        step.apply(kernel, updates(state), gradient, state.floats, parametersAt, slotsAt);
        return keepIfFinite(state);
    }

    private void signal(Pass pass, long sample, float[] answer, float[] truth, int truthAt) {
        int rawAt = pass.valueAt(pass.plan().output(), sample);
        int signalAt = pass.signalAt(pass.plan().output());
        loss.gradient(outputs, pass.values(), rawAt, answer, 0, truth, truthAt, pass.signals(), signalAt);
    }

    private void remember(NetworkState state) {
        System.arraycopy(state.floats, parametersAt, before, 0, trained);
    }

    private boolean keepIfFinite(NetworkState state) {
        if (kernel.isFinite(trained, state.floats, parametersAt)) {
            state.longs[updatesAt]++;
            return true;
        }
        System.arraycopy(before, 0, state.floats, parametersAt, trained);
        state.longs[refusedAt]++;
        return false;
    }
}
