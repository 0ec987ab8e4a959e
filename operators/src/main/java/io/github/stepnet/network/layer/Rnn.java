package io.github.stepnet.network.layer;

import io.github.stepnet.network.spec.Default;

/**
 * A plain recurrent layer: {@code h_t = tanh(b + x_t W + h_{t-1} U)}.
 *
 * <p>{@code x: steps x inputs} gives {@code h: steps x outputs}; a vector is one step of all its values and gives {@code outputs}. {@code W: inputs
 * x outputs}, {@code U: outputs x outputs}, {@code b: outputs}. The steps of an event are unrolled and differentiated exactly. Before the
 * first one the hidden state is zero, or if it is {@code carried} what the key's event before has left; the learner's {@code truncation} says how many
 * events a gradient then reaches.
 *
 * <p>State: {@code (inputs + outputs + 1) outputs} floats of parameters, in this order; carried, {@code outputs} of memory. Tape: {@code outputs}, with
 * {@code lastStep} {@code steps outputs}. Work: about {@code (steps + 2) outputs}. {@code W} starts normal with variance {@code 2 / (inputs +
 * outputs)}, {@code U} with {@code 1 / outputs}, {@code b} at zero.
 *
 * <p>An error is an input of more than two sizes. Not for what lies more than some ten steps back: the signal shrinks or grows with every step;
 * {@link Gru} and {@link Lstm} keep it. Not on a vector without {@code carried}: there is then nothing before the only step. Elman 1990, Finding
 * structure in time; Werbos 1990, Backpropagation through time; section 1.7 of the specification.
 *
 * @param outputs number of hidden units, at least 1
 * @param carried whether the hidden state goes on from event to event of a key
 * @param lastStep whether only the last step's hidden state is put out, a vector
 */
public record Rnn(
        int outputs,
        @Default("false") boolean carried,
        @Default("false") boolean lastStep) implements LayerSpec {

    /** @throws IllegalArgumentException if {@code outputs} is below 1 */
    public Rnn {
        Unrolled.checkOutputs("Rnn", outputs);
    }

    /** A layer that starts anew with every event and puts out all steps. */
    public Rnn(int outputs) {
        this(outputs, false, false);
    }

    /** The same layer with a state that is carried from event to event, or not. */
    public Rnn carried(boolean other) {
        return new Rnn(outputs, other, lastStep);
    }

    /** The same layer putting out the last step only, or all. */
    public Rnn lastStep(boolean other) {
        return new Rnn(outputs, carried, other);
    }

    @Override
    public Wire lay(Wiring wiring, Wire from) {
        return wiring.through(new Unrolled("Rnn", new TanhCell(), from.shape(), outputs, carried, lastStep), from);
    }

    private static final class TanhCell implements Cell {

        @Override
        public int gates() {
            return 1;
        }

        @Override
        public boolean isOneActivation() {
            return true;
        }

        @Override
        public void forward(Frame f, Unrolled u) {
            for (int t = 0; t < u.steps; t++) {
                int h = u.hiddenAt(f, t);
                u.preactivate(f, t, h);
                f.kernel.tanh(u.units, f.values, h, f.values, h);
            }
        }

        @Override
        public void delta(Frame f, Unrolled u, int dh, float epsilon) {
            for (int t = u.steps - 1; t >= 0; t--) {
                u.addOutputSignal(f, t, dh);
                f.kernel.tanhSlope(u.units, epsilon, f.values, u.hiddenAt(f, t), f.work, dh, f.work, u.deltaAt(f, t));
                u.pullToStateBefore(f, t, dh);
            }
        }
    }
}
