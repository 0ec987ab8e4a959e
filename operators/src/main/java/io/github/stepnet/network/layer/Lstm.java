package io.github.stepnet.network.layer;

import io.github.stepnet.network.kernel.Kernel;
import io.github.stepnet.network.spec.Default;

/**
 * Long short-term memory: a recurrent layer with a cell state that gates write, keep and show.
 *
 * <pre>{@code
 * i, f, o = sigmoid(b + x_t W + h_{t-1} U)      the input, forget and output gate
 * g       = tanh(b + x_t W + h_{t-1} U)         the candidate; W, U and b have columns of their own for each of the four
 * c_t     = f c_{t-1} + i g
 * h_t     = o tanh(c_t)
 * }</pre>
 *
 * <p>{@code x: steps x inputs} gives {@code h: steps x outputs}; a vector is one step of all its values and gives {@code outputs}. {@code W: inputs
 * x 4 outputs}, {@code U: outputs x 4 outputs}, {@code b: 4 outputs}, the columns in the order i, f, o, g. The steps of an event are unrolled and
 * differentiated exactly. Before the first one both states are zero, or if they are {@code carried} what the key's event before has left; the
 * learner's {@code truncation} says how many events a gradient then reaches.
 *
 * <p>State: {@code 4 (inputs + outputs + 1) outputs} floats of parameters; carried, {@code 2 outputs} of memory, {@code h} then {@code c}. Tape: {@code
 * (4 steps + 2) outputs}, with {@code lastStep} {@code (steps - 1) outputs} more. Work: about {@code (5 steps + 9) outputs}. The cell states are
 * computed again on the way back. {@code W} starts normal with variance {@code 2 / (inputs + outputs)}, {@code U} with {@code 1 / outputs}; {@code b}
 * at zero, for the forget gate at {@code forgetBias}: a new cell keeps the share {@code sigmoid(forgetBias)} of its state per step.
 *
 * <p>An error is an input of more than two sizes. Not where a {@link Gru} is enough: it has a quarter fewer weights. Not on a vector without
 * {@code carried}: there is then nothing before the only step. Hochreiter and Schmidhuber 1997, Long short-term memory; the forget
 * gate is by Gers, Schmidhuber and Cummins 2000, its bias of 1 by Jozefowicz, Zaremba and Sutskever 2015; section 1.8 of the specification.
 *
 * @param outputs number of hidden units, at least 1
 * @param carried whether both states go on from event to event of a key
 * @param lastStep whether only the last step's hidden state is put out, a vector
 * @param forgetBias what the forget gates' biases start as; above 1 a new cell keeps for longer, and gathers more
 */
public record Lstm(
        int outputs,
        @Default("false") boolean carried,
        @Default("false") boolean lastStep,
        @Default("1") float forgetBias)
        implements LayerSpec {

    /** @throws IllegalArgumentException if {@code outputs} is below 1 or {@code forgetBias} is not finite */
    public Lstm {
        Unrolled.checkOutputs("Lstm", outputs);
        Unrolled.checkBias("Lstm.forgetBias", forgetBias);
    }

    /** A layer that starts anew with every event and puts out all steps. */
    public Lstm(int outputs) {
        this(outputs, false, false, 1f);
    }

    /** The same layer with states that are carried from event to event, or not. */
    public Lstm carried(boolean other) {
        return new Lstm(outputs, other, lastStep, forgetBias);
    }

    /** The same layer putting out the last step only, or all. */
    public Lstm lastStep(boolean other) {
        return new Lstm(outputs, carried, other, forgetBias);
    }

    /** The same layer with forget gates that start with this bias. */
    public Lstm forgetBias(float other) {
        return new Lstm(outputs, carried, lastStep, other);
    }

    @Override
    public Wire lay(Wiring wiring, Wire from) {
        Cell cell = new GatedCell(forgetBias);
        return wiring.through(new Unrolled("Lstm", cell, from.shape(), outputs, carried, lastStep), from);
    }

    private static final class GatedCell implements Cell {

        private static final int FORGET = 1;

        private final float forgetBias;

        GatedCell(float forgetBias) {
            this.forgetBias = forgetBias;
        }

        @Override
        public int gates() {
            return 4;
        }

        @Override
        public int states() {
            return 2;
        }

        /** The cell states from the one before the event on, and two vectors. */
        @Override
        public int scratch(int steps, int units) {
            return Math.multiplyExact(steps + 3, units);
        }

        @Override
        public float bias(int run) {
            return run == FORGET ? forgetBias : 0f;
        }

        @Override
        public void forward(Frame f, Unrolled u) {
            Kernel kernel = f.kernel;
            float[] v = f.values;
            int n = u.units;
            int c = u.ownAt(f);
            System.arraycopy(v, u.stateAt(f), f.work, c, n);
            for (int t = 0; t < u.steps; t++, c += n) {
                int gates = u.rowAt(f, t);
                u.preactivate(f, t, gates);
                kernel.sigmoid(3 * n, v, gates, v, gates);
                kernel.tanh(n, v, gates + 3 * n, v, gates + 3 * n);
                advance(f, n, gates, c);
                int h = u.hiddenAt(f, t);
                kernel.tanh(n, f.work, c + n, v, h);
                kernel.multiply(n, v, gates + 2 * n, v, h, v, h);
            }
            if (u.carried) {
                System.arraycopy(f.work, c, f.memory, f.memoryAt + n, n);
            }
        }

        /** {@code c_t = i g + f c_{t-1}}, from {@code c} in work to the vector behind it. */
        private static void advance(Frame f, int n, int gates, int c) {
            f.kernel.multiply(n, f.values, gates, f.values, gates + 3 * n, f.work, c + n);
            f.kernel.addMultiplied(n, f.values, gates + n, f.work, c, f.work, c + n);
        }

        @Override
        public void delta(Frame f, Unrolled u, int dh, float epsilon) {
            Kernel kernel = f.kernel;
            float[] v = f.values;
            float[] work = f.work;
            int n = u.units;
            int dc = dh + n;
            int c = u.ownAt(f);
            System.arraycopy(v, u.stateAt(f), work, c, n);
            for (int t = 0; t < u.steps; t++, c += n) {
                advance(f, n, u.rowAt(f, t), c);
            }
            int squashed = c + n;
            int through = squashed + n;
            for (int t = u.steps - 1; t >= 0; t--, c -= n) {
                int i = u.rowAt(f, t);
                int forget = i + n;
                int o = forget + n;
                int g = o + n;
                int d = u.deltaAt(f, t);
                u.addOutputSignal(f, t, dh);
                kernel.tanh(n, work, c, work, squashed);
                kernel.multiply(n, v, o, work, dh, work, through);
                kernel.tanhSlope(n, epsilon, work, squashed, work, through, work, through);
                kernel.add(n, work, through, work, dc);
                kernel.multiply(n, v, g, work, dc, work, d);
                kernel.multiply(n, work, c - n, work, dc, work, d + n);
                kernel.multiply(n, work, squashed, work, dh, work, d + 2 * n);
                kernel.multiply(n, v, i, work, dc, work, d + 3 * n);
                kernel.sigmoidSlope(3 * n, epsilon, v, i, work, d, work, d);
                kernel.tanhSlope(n, epsilon, v, g, work, d + 3 * n, work, d + 3 * n);
                kernel.multiply(n, v, forget, work, dc, work, dc);
                u.pullToStateBefore(f, t, dh);
            }
        }
    }
}
