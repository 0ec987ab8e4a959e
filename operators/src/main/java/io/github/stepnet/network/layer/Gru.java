package io.github.stepnet.network.layer;

import io.github.stepnet.network.kernel.Kernel;
import io.github.stepnet.network.spec.Default;

/**
 * A gated recurrent unit: a recurrent layer whose hidden state is a mixture of the one before and a candidate.
 *
 * <pre>{@code
 * r, z = sigmoid(b + x_t W + h_{t-1} U)      the reset and the update gate
 * q    = b' + h_{t-1} U
 * n    = tanh(b + x_t W + r q)               the candidate; W, U and b have columns of their own for each of the three
 * h_t  = (1 - z) n + z h_{t-1}
 * }</pre>
 *
 * <p>This is the form of PyTorch and cuDNN: the reset gate scales the transformed hidden state {@code q}, which has a bias {@code b'} of its own, not
 * the hidden state before it is transformed. The two biases that those libraries give {@code r} and {@code z} are one here, their sum.
 *
 * <p>{@code x: steps x inputs} gives {@code h: steps x outputs}; a vector is one step of all its values and gives {@code outputs}. {@code W: inputs
 * x 3 outputs} with columns in the order n, r, z; {@code U: outputs x 3 outputs} in the order r, z, q; biases: {@code 4 outputs} in the order n, r, z,
 * q. The steps of an event are unrolled and differentiated exactly. Before the first one the hidden state is zero, or if it is {@code carried} what
 * the key's event before has left; the learner's {@code truncation} says how many events a gradient then reaches.
 *
 * <p>State: {@code (3 inputs + 3 outputs + 4) outputs} floats of parameters; carried, {@code outputs} of memory. Tape: {@code (4 steps + 1) outputs},
 * with {@code lastStep} {@code (steps - 1) outputs} more. Work: about {@code (4 steps + 5) outputs}. {@code W} starts normal with variance {@code 2 /
 * (inputs + outputs)}, {@code U} with {@code 1 / outputs}; biases at zero, for the update gate at {@code updateBias}: a new unit keeps the share
 * {@code sigmoid(updateBias)} of its state per step.
 *
 * <p>An error is an input of more than two sizes. Not on a vector without {@code carried}: there is then nothing before the only step. Not to
 * count without bound: its state stays within [-1, 1], that of an {@link Lstm} does not. Cho et al. 2014, Learning phrase
 * representations using RNN encoder-decoder.
 *
 * @param outputs number of hidden units, at least 1
 * @param carried whether the hidden state goes on from event to event of a key
 * @param lastStep whether only the last step's hidden state is put out, a vector
 * @param updateBias what the update gates' biases start as; 2 or 3 where something has to be kept for tens of steps
 */
public record Gru(
        int outputs,
        @Default("false") boolean carried,
        @Default("false") boolean lastStep,
        @Default("0") float updateBias)
        implements LayerSpec {

    /** @throws IllegalArgumentException if {@code outputs} is below 1 or {@code updateBias} is not finite */
    public Gru {
        Unrolled.checkOutputs("Gru", outputs);
        Unrolled.checkBias("Gru.updateBias", updateBias);
    }

    /** A layer that starts anew with every event and puts out all steps. */
    public Gru(int outputs) {
        this(outputs, false, false, 0f);
    }

    /** The same layer with a state that is carried from event to event, or not. */
    public Gru carried(boolean other) {
        return new Gru(outputs, other, lastStep, updateBias);
    }

    /** The same layer putting out the last step only, or all. */
    public Gru lastStep(boolean other) {
        return new Gru(outputs, carried, other, updateBias);
    }

    /** The same layer with update gates that start with this bias. */
    public Gru updateBias(float other) {
        return new Gru(outputs, carried, lastStep, other);
    }

    @Override
    public Wire lay(Wiring wiring, Wire from) {
        Cell cell = new GatedCell(updateBias);
        return wiring.through(new Unrolled("Gru", cell, from.shape(), outputs, carried, lastStep), from);
    }

    /** The row is n, r, z, q: the input feeds the first three, the hidden state the last three. */
    private static final class GatedCell implements Cell {

        private static final int UPDATE = 2;

        private final float updateBias;

        GatedCell(float updateBias) {
            this.updateBias = updateBias;
        }

        @Override
        public int gates() {
            return 3;
        }

        @Override
        public int row() {
            return 4;
        }

        @Override
        public int scratch(int steps, int units) {
            return units;
        }

        @Override
        public float bias(int run) {
            return run == UPDATE ? updateBias : 0f;
        }

        @Override
        public void forward(Frame f, Unrolled u) {
            Kernel kernel = f.kernel;
            float[] v = f.values;
            int units = u.units;
            for (int t = 0; t < u.steps; t++) {
                int n = u.rowAt(f, t);
                int r = n + units;
                int z = r + units;
                int q = z + units;
                u.preactivate(f, t, n);
                kernel.sigmoid(2 * units, v, r, v, r);
                kernel.addMultiplied(units, v, r, v, q, v, n);
                kernel.tanh(units, v, n, v, n);
                int before = u.hiddenAt(f, t - 1);
                int h = u.hiddenAt(f, t);
                for (int k = 0; k < units; k++) {
                    v[h + k] = (1f - v[z + k]) * v[n + k] + v[z + k] * v[before + k];
                }
            }
        }

        @Override
        public void delta(Frame f, Unrolled u, int dh, float epsilon) {
            Kernel kernel = f.kernel;
            float[] v = f.values;
            float[] work = f.work;
            int units = u.units;
            int kept = u.ownAt(f);
            for (int t = u.steps - 1; t >= 0; t--) {
                int n = u.rowAt(f, t);
                int r = n + units;
                int z = r + units;
                int q = z + units;
                int d = u.deltaAt(f, t);
                int before = u.hiddenAt(f, t - 1);
                u.addOutputSignal(f, t, dh);
                for (int k = 0; k < units; k++) {
                    work[d + k] = (1f - v[z + k]) * work[dh + k];
                    work[d + 2 * units + k] = (v[before + k] - v[n + k]) * work[dh + k];
                }
                kernel.multiply(units, v, z, work, dh, work, kept);
                kernel.tanhSlope(units, epsilon, v, n, work, d, work, d);
                kernel.multiply(units, v, q, work, d, work, d + units);
                kernel.sigmoidSlope(2 * units, epsilon, v, r, work, d + units, work, d + units);
                kernel.multiply(units, v, r, work, d, work, d + 3 * units);
                u.pullToStateBefore(f, t, dh);
                kernel.add(units, work, kept, work, dh);
            }
        }
    }
}
