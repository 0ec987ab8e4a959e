package io.github.stepnet.network.layer;

import io.github.stepnet.network.arena.Shape;
import io.github.stepnet.network.spec.Default;

/**
 * Scaled dot-product attention with several heads: every step asks all steps that it may see, and answers with a mixture of what they hold.
 *
 * <p>For a row {@code x} of {@code d} values, queries {@code q = Wq x + bq}, keys {@code k = Wk x + bk} and values {@code v = Wv x + bv} are cut
 * into heads of {@code s = d / heads} values; queries and keys are rotated by their position. Head {@code h} of a query at {@code t} puts out
 * {@code c_t = sum_j p_j v_j} with {@code p = softmax_j(q_t . k_j / sqrt(s))} over the {@code j} that it sees, {@code j <= t} if causal; the heads
 * side by side give {@code y_t = Wo c_t + bo}. With fewer key and value heads, {@code heads / keyValueHeads} queries in a row share one.
 *
 * <p><b>Over the steps of one event</b> (no window): {@code x, y: steps x d}, any number of steps. <b>Over events</b> (window {@code n}): {@code
 * x, y: d}, and the rows are the key's last {@code n} events, of which the present one asks and a young key has fewer. Their inputs are
 * remembered as they came; keys and values are made of them anew with the weights of the day. So the gradient of a parameter takes in the
 * whole window, and the signal at the input the present event's share alone: none flows into what stands below at earlier events.
 *
 * <p>For {@code t} rows that ask, {@code r} that are asked, {@code e = s keyValueHeads}. State: {@code 2 (d + e) (d + 1)} floats of parameters;
 * weights start Glorot uniform, biases 0. Memory: with a window {@code n > 1}, {@code 1 + (n - 1) d} floats. Tape: {@code 2 t d + 2 r e +
 * heads t r}, and with a window {@code 1 + n d} more, the window as the event saw it. Work: {@code 2 r e + t (d + r + s)} and the
 * larger of {@code t d} and {@code r s}.
 *
 * <p>An error is an input that heads do not divide, or heads of an odd size if they are to be rotated. Not for long inputs: time and tape grow
 * with the square of the steps. Not over events for what happened before the window; that is what recurrent layers are for.
 *
 * <p>Vaswani et al., NIPS 2017; grouped heads: Ainslie et al., EMNLP 2023. Section 1.9 of the stepping specification.
 *
 * @param heads heads that ask, at least 1; they share the input's last dimension
 * @param keyValueHeads heads that are asked, a divisor of {@code heads}; 0 for as many
 * @param causal whether a step sees only itself and those before it; over events that is always so
 * @param rotaryBase base of the rotation's frequencies; 0 to leave positions out, so that only content counts
 * @param window events that an event sees, itself among them; 0 to attend over the steps of one event
 */
public record MultiHeadAttention(
        int heads,
        @Default("0") int keyValueHeads,
        @Default("true") boolean causal,
        @Default("1e6") double rotaryBase,
        @Default("0") int window)
        implements LayerSpec {

    private static final double USUAL_BASE = 1e6;

    /** @throws IllegalArgumentException if a number is out of its range */
    public MultiHeadAttention {
        if (heads < 1) {
            throw new IllegalArgumentException("MultiHeadAttention.heads is " + heads + "; it must be at least 1");
        }
        if (keyValueHeads < 0 || (keyValueHeads > 0 && heads % keyValueHeads != 0)) {
            throw new IllegalArgumentException("MultiHeadAttention.keyValueHeads is " + keyValueHeads
                    + "; use 0 or a divisor of the " + heads + " heads");
        }
        if (!(rotaryBase >= 0.0 && rotaryBase < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    "MultiHeadAttention.rotaryBase is " + rotaryBase + "; it must be 0 or above and finite");
        }
        if (window < 0) {
            throw new IllegalArgumentException(
                    "MultiHeadAttention.window is " + window + "; it must be 0 or a number of events");
        }
    }

    /** Causal attention over the steps of one event, with rotary positions. */
    public MultiHeadAttention(int heads) {
        this(heads, 0, true, USUAL_BASE, 0);
    }

    /** The same over the key's last {@code events} events. */
    public MultiHeadAttention over(int events) {
        return new MultiHeadAttention(heads, keyValueHeads, causal, rotaryBase, events);
    }

    /** The same without positions: what is asked finds what is held, wherever it stands. */
    public MultiHeadAttention withoutPositions() {
        return new MultiHeadAttention(heads, keyValueHeads, causal, 0.0, window);
    }

    @Override
    public Wire lay(Wiring wiring, Wire from) {
        Shape shape = from.shape();
        if (shape.rank() != (window > 0 ? 1 : 2)) {
            throw new IllegalArgumentException("MultiHeadAttention.window is " + window + " but the input " + shape
                    + (window > 0
                            ? " is no vector; use window: 0 to attend over its steps, or reshape it"
                            : " is not steps x values; reshape it, or give a window to attend over events"));
        }
        int d = shape.size(shape.rank() - 1);
        if (d % heads != 0) {
            throw new IllegalArgumentException("MultiHeadAttention.heads is " + heads + " but the input " + shape
                    + " has " + d + " values a row; use a divisor of " + d);
        }
        if (rotaryBase > 0.0 && d / heads % 2 != 0) {
            throw new IllegalArgumentException("MultiHeadAttention.heads is " + heads + " but the input " + shape
                    + " leaves " + d / heads
                    + " values for each, which cannot be rotated in pairs; use heads of an even"
                    + " size or rotaryBase: 0");
        }
        return wiring.through(new AttentionStage(this, shape), from);
    }
}
