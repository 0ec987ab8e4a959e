package io.github.stepnet.network.layer;

import io.github.stepnet.network.arena.ParameterBlock;
import io.github.stepnet.network.arena.Shape;
import io.github.stepnet.network.arena.SplitMix64;
import io.github.stepnet.network.kernel.Kernel;
import io.github.stepnet.network.spec.Default;
import java.util.Arrays;
import java.util.List;

/**
 * The same fully connected layer for every step: {@code y[t,o] = f(b[o] + sum_i W[i,o] x[t,i])}; also called time-distributed or
 * pointwise.
 *
 * <p>{@code x: steps x inputs}, {@code y: steps x outputs}, {@code W: inputs x outputs}, {@code b: outputs}. State: {@code (inputs + 1) *
 * outputs} floats of parameters, weights first, however many steps there are. Tape: one output for the activations whose slope needs the
 * pre-activation, else none. Work: one output.
 *
 * <p>A step sees no other: mix steps by attention, a recurrent layer or {@link Conv1d}, or take all of them at once by {@link Dense}.
 *
 * <p>Lin, Chen and Yan 2014, "Network In Network", section 3; it is {@link Dense} (section 1.5 of the stepping specification) with
 * shared weights.
 *
 * @param outputs number of units of each step, at least 1
 * @param activation function of each unit
 * @param initializer how weights and biases start
 */
public record StepwiseDense(
        int outputs,
        @Default("identity") Activation activation,
        @Default("he") Initializer initializer) implements LayerSpec {

    /** @throws IllegalArgumentException if {@code outputs} is below 1 */
    public StepwiseDense {
        if (outputs < 1) {
            throw new IllegalArgumentException("StepwiseDense.outputs is " + outputs + "; it must be at least 1");
        }
    }

    /** A layer that starts as He et al. recommend. */
    public StepwiseDense(int outputs, Activation activation) {
        this(outputs, activation, Initializer.HE);
    }

    /** An affine map without an activation. */
    public StepwiseDense(int outputs) {
        this(outputs, Activation.IDENTITY);
    }

    @Override
    public Wire lay(Wiring wiring, Wire from) {
        if (from.shape().rank() != 2) {
            throw new IllegalArgumentException("StepwiseDense takes steps x inputs but its input is " + from.shape()
                    + "; put a reshape in front, or use dense for all values at once");
        }
        return wiring.through(new Compiled(this, from.shape()), from);
    }

    private static final class Compiled implements Stage, FusedStep {

        private final Shape input;
        private final Shape output;
        private final int steps;
        private final int n;
        private final int m;
        private final int outputs;
        private final int biases;
        private final Activation activation;
        private final Initializer initializer;

        Compiled(StepwiseDense dense, Shape input) {
            this.input = input;
            steps = input.size(0);
            n = input.size(1);
            m = dense.outputs;
            output = Shape.of(steps, m);
            outputs = output.floats();
            biases = Math.multiplyExact(n, m);
            activation = dense.activation;
            initializer = dense.initializer;
        }

        @Override
        public Shape input() {
            return input;
        }

        @Override
        public Shape output() {
            return output;
        }

        @Override
        public List<ParameterBlock> parameters() {
            return List.of(
                    new ParameterBlock("weights", 0, biases, ParameterBlock.Role.WEIGHT),
                    new ParameterBlock("biases", biases, m, ParameterBlock.Role.BIAS));
        }

        @Override
        public int tape() {
            return activation.slopesFromOutput() ? 0 : outputs;
        }

        @Override
        public int scratch() {
            return outputs;
        }

        @Override
        public int deltas() {
            return outputs;
        }

        @Override
        public int fanOut() {
            return m;
        }

        @Override
        public void initialize(float[] parameters, int at, SplitMix64 random) {
            for (int i = 0; i < n; i++) {
                for (int o = 0; o < m; o++) {
                    parameters[at + Kernel.weightIndex(n, m, i, o)] = initializer.weight(random, n, m);
                }
            }
            for (int o = 0; o < m; o++) {
                parameters[at + biases + o] = initializer.bias(random);
            }
        }

        @Override
        public void forward(Frame f) {
            float[] p = f.parameters;
            int w = f.parametersAt;
            float[] v = f.values;
            int pre = activation.slopesFromOutput() ? f.outputAt : f.tapeAt;
            for (int t = 0; t < steps; t++) {
                f.kernel.affine(n, m, p, w, p, w + biases, v, f.inputAt + t * n, v, pre + t * m);
            }
            activation.apply(f.kernel, outputs, v, pre, v, f.outputAt);
        }

        @Override
        public void delta(Frame f, float epsilon) {
            int basis = activation.slopesFromOutput() ? f.outputAt : f.tapeAt;
            activation.slope(
                    f.kernel, outputs, epsilon, f.values, basis, f.work, f.outputSignalAt, f.work, f.scratchAt);
        }

        @Override
        public void accumulate(Frame f, float scale) {
            addGradient(f, scale, f.gradient, f.gradientAt);
        }

        @Override
        public void writeGradient(Frame f, float scale) {
            Arrays.fill(f.gradient, f.gradientAt, f.gradientAt + biases + m, 0f);
            addGradient(f, scale, f.gradient, f.gradientAt);
        }

        private void addGradient(Frame f, float scale, float[] to, int at) {
            for (int t = 0; t < steps; t++) {
                int x = f.inputAt + t * n;
                int d = f.scratchAt + t * m;
                f.kernel.addOuterProduct(n, m, scale, f.values, x, f.work, d, to, at, to, at + biases);
            }
        }

        @Override
        public void pullback(Frame f) {
            float[] work = f.work;
            for (int t = 0; t < steps; t++) {
                int d = f.scratchAt + t * m;
                f.kernel.affineTransposed(n, m, f.parameters, f.parametersAt, work, d, work, f.inputSignalAt + t * n);
            }
        }

        @Override
        public void pullbackAndStep(Frame f, float rate) {
            delta(f, 0f);
            if (f.inputSignalAt != Frame.NONE) {
                pullback(f);
            }
            addGradient(f, -rate, f.parameters, f.parametersAt);
        }

        @Override
        public double signalGain(double parameterBound) {
            return Activation.LARGEST_SLOPE * m * parameterBound;
        }

        @Override
        public double gradientGain(double inputBound) {
            return (1.0 + Activation.LARGEST_SLOPE) * steps * Math.max(1.0, inputBound);
        }
    }
}
