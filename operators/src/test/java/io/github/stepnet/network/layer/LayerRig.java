package io.github.stepnet.network.layer;

import io.github.stepnet.network.arena.NetworkState;
import io.github.stepnet.network.arena.ParameterBlock;
import io.github.stepnet.network.arena.Shape;
import io.github.stepnet.network.arena.SplitMix64;
import io.github.stepnet.network.arena.StateLayout;
import io.github.stepnet.network.learning.Backprop;
import io.github.stepnet.network.learning.BackwardPass;
import io.github.stepnet.network.plan.Gradient;
import io.github.stepnet.network.plan.Pass;
import io.github.stepnet.network.plan.Places;
import io.github.stepnet.network.plan.Plan;
import io.github.stepnet.network.plan.PlanBuilder;
import java.util.List;

/**
 * A layer in a plan of its own, with a key's state, over a few events, and the loss {@code sum_o c_o y_o} of the last event.
 *
 * <p>In front of a layer on real values stands a shift, {@code y = x + b}, so that the gradient of {@code b} is that of the input,
 * summed over the events that a gradient reaches. Where gradients do not flow through memory, what the earlier events have left there is a
 * constant: they run with the parameters as they are, and a derivative is that of the last event alone.
 */
final class LayerRig {

    final Plan plan;
    final NetworkState state;
    final float[] gradient;
    final int memoryAt;
    final int outputs;
    private final Pass pass;
    private final BackwardPass backward;
    private final float[][] features;
    private final float[] coefficients;

    /** A rig over {@code events} events, all of which a gradient reaches. */
    LayerRig(LayerCase c, int events, long seed) {
        SplitMix64 random = new SplitMix64(seed);
        plan = plan(c);
        outputs = plan.output().floats();
        Gradient sum = new Gradient(plan, c.kernel());
        gradient = sum.floats();
        StateLayout layout = new StateLayout();
        layout.reserveFloats(plan.parameterFloats());
        memoryAt = layout.reserveFloats(plan.memoryFloats());
        int reach = plan.isRecurrent() ? events : 1;
        pass = Pass.sweep(plan, c.kernel(), new Places(0, memoryAt, sum), reach, layout);
        backward = new Backprop().bind(plan);
        state = layout.newState();
        plan.initialize(state.floats, 0, random);
        for (ParameterBlock block : plan.parameters()) {
            for (int p = block.at(); p < block.at() + block.floats(); p++) {
                state.floats[p] += (float) (0.2 * (random.nextDouble() - 0.5));
            }
        }
        features = new float[events][c.input().floats()];
        for (float[] event : features) {
            for (int i = 0; i < event.length; i++) {
                double uniform = random.nextDouble();
                event[i] = (float) (c.inputs() == LayerCase.Inputs.IDS ? Math.floor(5 * uniform) : 2 * uniform - 1);
            }
        }
        coefficients = new float[outputs];
        for (int o = 0; o < outputs; o++) {
            coefficients[o] = (float) (2 * random.nextDouble() - 1);
        }
    }

    static Plan plan(LayerCase c) {
        PlanBuilder builder = Plan.input(c.input());
        Wire wire = builder.input();
        if (c.inputs() == LayerCase.Inputs.REAL) {
            wire = builder.lay("Rig.shift", new Shift(), wire);
        }
        return builder.build(builder.lay("Rig.layer", c.layer(), wire));
    }

    /** Runs all events from a fresh memory and returns the loss of the last, as it is with one parameter off by {@code step}. */
    double loss(int parameter, float step) {
        int first = plan.isRecurrent() ? 1 : features.length;
        float value = state.floats[parameter];
        clear();
        run(1, first - 1);
        state.floats[parameter] = value + step;
        run(first, features.length);
        state.floats[parameter] = value;
        int at = pass.valueAt(plan.output(), features.length);
        double loss = 0;
        for (int o = 0; o < outputs; o++) {
            loss += (double) coefficients[o] * pass.values()[at + o];
        }
        return loss;
    }

    /** Output of the last event. */
    float[] output() {
        run();
        float[] output = new float[outputs];
        System.arraycopy(pass.values(), pass.valueAt(plan.output(), features.length), output, 0, outputs);
        return output;
    }

    /** What is fed, by event. */
    float[][] features() {
        return features;
    }

    private void run() {
        clear();
        run(1, features.length);
    }

    private void clear() {
        java.util.Arrays.fill(state.floats, memoryAt, state.floats.length, 0f);
        java.util.Arrays.fill(state.longs, 0L);
        pass.attach(state);
    }

    private void run(int first, int last) {
        for (int sequence = first; sequence <= last; sequence++) {
            pass.aim(sequence);
            float[] event = features[sequence - 1];
            System.arraycopy(event, 0, pass.values(), pass.valueAt(plan.input(), sequence), event.length);
            pass.forward();
        }
    }

    /** Leaves the exact gradient of the last event's loss in {@link #gradient}. */
    void differentiate() {
        run();
        pass.aim(features.length);
        pass.startBackward();
        System.arraycopy(coefficients, 0, pass.signals(), pass.signalAt(plan.output()), outputs);
        pass.gradient().clear();
        do {
            backward.run(pass);
        } while (pass.reachBack());
    }

    /** {@code y = x + b}, with {@code b} as its only parameters. */
    private record Shift() implements CustomLayer {

        @Override
        public Wire lay(Wiring wiring, Wire from) {
            return wiring.through(new Compiled(from.shape()), from);
        }

        private record Compiled(Shape input) implements Stage {

            @Override
            public Shape output() {
                return input;
            }

            @Override
            public List<ParameterBlock> parameters() {
                return List.of(new ParameterBlock("shift", 0, input.floats(), ParameterBlock.Role.BIAS));
            }

            @Override
            public void forward(Frame f) {
                System.arraycopy(f.values, f.inputAt, f.values, f.outputAt, input.floats());
                f.kernel.add(input.floats(), f.parameters, f.parametersAt, f.values, f.outputAt);
            }

            @Override
            public void delta(Frame f, float epsilon) {}

            @Override
            public void accumulate(Frame f, float scale) {
                f.kernel.addScaled(input.floats(), scale, f.work, f.outputSignalAt, f.gradient, f.gradientAt);
            }

            @Override
            public void pullback(Frame f) {
                System.arraycopy(f.work, f.outputSignalAt, f.work, f.inputSignalAt, input.floats());
            }
        }
    }
}
