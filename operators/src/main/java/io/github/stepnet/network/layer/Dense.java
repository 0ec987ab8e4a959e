package io.github.stepnet.network.layer;

import io.github.stepnet.network.arena.ParameterBlock;
import io.github.stepnet.network.arena.Shape;
import io.github.stepnet.network.arena.SplitMix64;
import io.github.stepnet.network.kernel.Kernel;
import io.github.stepnet.network.spec.Default;
import java.util.List;

/**
 * A fully connected layer: {@code y[o] = f(b[o] + sum_i W[i,o] x[i])}.
 *
 * <p>{@code x: inputs}, {@code y: outputs}, {@code W: inputs x outputs}, {@code b: outputs}; an input of any shape is taken as the vector
 * of its values. State: {@code (inputs + 1) * outputs} floats of parameters, weights first. Tape: {@code outputs} floats for the
 * activations whose slope needs the pre-activation, else none. Work: {@code outputs} floats.
 *
 * <p>Section 1.5 of the stepping specification.
 *
 * @param outputs number of units, at least 1
 * @param activation function of each unit
 * @param initializer how weights and biases start
 */
public record Dense(
        int outputs,
        @Default("identity") Activation activation,
        @Default("he") Initializer initializer) implements LayerSpec {

    /** @throws IllegalArgumentException if {@code outputs} is below 1 */
    public Dense {
        if (outputs < 1) {
            throw new IllegalArgumentException("Dense.outputs is " + outputs + "; it must be at least 1");
        }
    }

    /** A layer that starts as He et al. recommend. */
    public Dense(int outputs, Activation activation) {
        this(outputs, activation, Initializer.HE);
    }

    /** An affine layer without an activation, as the last one before a cross-entropy loss. */
    public Dense(int outputs) {
        this(outputs, Activation.IDENTITY);
    }

    @Override
    public Wire lay(Wiring wiring, Wire from) {
        return wiring.through(new Compiled(this, from.shape()), from);
    }

    private static final class Compiled implements Stage, FusedStep {

        private final Shape input;
        private final Shape output;
        private final int n;
        private final int m;
        private final int biases;
        private final Activation activation;
        private final Initializer initializer;

        Compiled(Dense dense, Shape input) {
            this.input = input;
            output = Shape.of(dense.outputs);
            n = input.floats();
            m = dense.outputs;
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
            return activation.slopesFromOutput() ? 0 : m;
        }

        @Override
        public int scratch() {
            return m;
        }

        @Override
        public int deltas() {
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
            f.kernel.affine(n, m, p, w, p, w + biases, v, f.inputAt, v, pre);
            activation.apply(f.kernel, m, v, pre, v, f.outputAt);
        }

        @Override
        public void delta(Frame f, float epsilon) {
            int basis = activation.slopesFromOutput() ? f.outputAt : f.tapeAt;
            activation.slope(f.kernel, m, epsilon, f.values, basis, f.work, f.outputSignalAt, f.work, f.scratchAt);
        }

        @Override
        public void accumulate(Frame f, float scale) {
            int g = f.gradientAt;
            f.kernel.addOuterProduct(
                    n, m, scale, f.values, f.inputAt, f.work, f.scratchAt, f.gradient, g, f.gradient, g + biases);
        }

        @Override
        public void writeGradient(Frame f, float scale) {
            int g = f.gradientAt;
            f.kernel.outerProduct(
                    n, m, scale, f.values, f.inputAt, f.work, f.scratchAt, f.gradient, g, f.gradient, g + biases);
        }

        @Override
        public void pullback(Frame f) {
            f.kernel.affineTransposed(n, m, f.parameters, f.parametersAt, f.work, f.scratchAt, f.work, f.inputSignalAt);
        }

        @Override
        public void pullbackAndStep(Frame f, float rate) {
            delta(f, 0f);
            float[] p = f.parameters;
            int w = f.parametersAt;
            float[] work = f.work;
            int delta = f.scratchAt;
            if (f.inputSignalAt == Frame.NONE) {
                f.kernel.affineStep(n, m, rate, f.values, f.inputAt, work, delta, p, w, p, w + biases);
            } else {
                f.kernel.affineTransposedAndStep(
                        n, m, rate, f.values, f.inputAt, work, delta, p, w, p, w + biases, work, f.inputSignalAt);
            }
        }

        @Override
        public double signalGain(double parameterBound) {
            return Activation.LARGEST_SLOPE * m * parameterBound;
        }

        @Override
        public double gradientGain(double inputBound) {
            return (1.0 + Activation.LARGEST_SLOPE) * Math.max(1.0, inputBound);
        }
    }
}
