package io.github.stepnet.network.layer;

import io.github.stepnet.network.arena.ParameterBlock;
import io.github.stepnet.network.arena.Shape;
import io.github.stepnet.network.arena.SplitMix64;
import java.util.Arrays;
import java.util.List;

/**
 * The compiled {@link MultiHeadAttention}: the event's rows ask, and the rows of the event or of a window are asked.
 *
 * <p>Queries, keys and values lie head by head, the rows of a head together, in the tape as in the scratch, so that all that a head does
 * is a product of matrices; queries and keys lie there rotated. Heads meet in the context, row by row, which the last projection reads.
 */
final class AttentionStage implements Stage {

    private final Shape shape;
    private final boolean causal;
    /** Null over the steps of one event. */
    private final EventWindow window;

    private final int d;
    private final int heads;
    private final int keyHeads;
    private final int size;
    /** Rows that ask. */
    private final int queries;
    /** Rows that are asked, at most. */
    private final int rows;

    private final float scale;
    private final RotaryPositions positions;
    private final Projection toQueries;
    private final Projection toKeys;
    private final Projection toValues;
    private final Projection toOutput;

    // positions within the tape
    private final int query;
    private final int key;
    private final int value;
    private final int share;
    private final int context;
    private final int tape;

    // positions within the scratch
    private final int querySignal;
    private final int keySignal;
    private final int valueSignal;
    private final int scoreSignal;
    private final int head;
    private final int aside;
    private final int scratch;

    /** A stage for an input that {@link MultiHeadAttention#lay} has found fit. */
    AttentionStage(MultiHeadAttention spec, Shape shape) {
        this.shape = shape;
        causal = spec.causal();
        d = shape.size(shape.rank() - 1);
        heads = spec.heads();
        keyHeads = spec.keyValueHeads() == 0 ? heads : spec.keyValueHeads();
        size = d / heads;
        window = spec.window() > 0 ? new EventWindow(spec.window(), d) : null;
        queries = window == null ? shape.size(0) : 1;
        rows = window == null ? queries : spec.window();
        scale = (float) (1.0 / StrictMath.sqrt(size));
        positions = new RotaryPositions(spec.rotaryBase(), size, rows);

        toQueries = new Projection(d, d, 0);
        toKeys = new Projection(d, size * keyHeads, toQueries.end());
        toValues = new Projection(d, size * keyHeads, toKeys.end());
        toOutput = new Projection(d, d, toValues.end());

        int asking = queries * d;
        int asked = Math.multiplyExact(rows, size * keyHeads);
        int shares = Math.multiplyExact(queries, rows);
        query = window == null ? 0 : window.tape();
        key = Math.addExact(query, asking);
        value = Math.addExact(key, asked);
        share = Math.addExact(value, asked);
        context = Math.addExact(share, Math.multiplyExact(heads, shares));
        tape = Math.addExact(context, asking);
        querySignal = 0;
        keySignal = asking;
        valueSignal = Math.addExact(keySignal, asked);
        scoreSignal = Math.addExact(valueSignal, asked);
        head = Math.addExact(scoreSignal, shares);
        aside = Math.addExact(head, queries * size);
        scratch = Math.addExact(aside, Math.max(asking, rows * size));
    }

    @Override
    public Shape input() {
        return shape;
    }

    @Override
    public Shape output() {
        return shape;
    }

    @Override
    public List<ParameterBlock> parameters() {
        return List.of(
                toQueries.weights("queryWeights"),
                toQueries.biases("queryBiases"),
                toKeys.weights("keyWeights"),
                toKeys.biases("keyBiases"),
                toValues.weights("valueWeights"),
                toValues.biases("valueBiases"),
                toOutput.weights("outputWeights"),
                toOutput.biases("outputBiases"));
    }

    @Override
    public int tape() {
        return tape;
    }

    @Override
    public int memory() {
        return window == null ? 0 : window.memory();
    }

    @Override
    public int scratch() {
        return scratch;
    }

    @Override
    public int fanOut() {
        return d;
    }

    @Override
    public void initialize(float[] parameters, int at, SplitMix64 random) {
        for (Projection projection : List.of(toQueries, toKeys, toValues, toOutput)) {
            projection.initialize(Initializer.XAVIER, parameters, at, random);
        }
    }

    @Override
    public void forward(Frame f) {
        if (window != null) {
            window.enter(f);
        }
        int keys = keys(f);
        int asked = window == null ? f.inputAt : window.first(f);
        for (int g = 0; g < keyHeads; g++) {
            int k = f.tapeAt + key + g * rows * size;
            toKeys.forward(f, keys, g * size, size, asked, k);
            positions.rotate(keys, 0, f.values, k);
            toValues.forward(f, keys, g * size, size, asked, f.tapeAt + value + g * rows * size);
        }
        for (int h = 0; h < heads; h++) {
            int q = f.tapeAt + query + h * queries * size;
            toQueries.forward(f, queries, h * size, size, f.inputAt, q);
            positions.rotate(queries, keys - queries, f.values, q);
            mix(f, h, keys);
        }
        toOutput.forward(f, queries, 0, d, f.tapeAt + context, f.outputAt);
    }

    /** Number of rows that are asked. */
    private int keys(Frame f) {
        return window == null ? rows : window.seen(f);
    }

    /** Where the rows of the keys and values of head {@code h} start among those of all heads. */
    private int group(int h) {
        return h / (heads / keyHeads) * rows * size;
    }

    /** The shares that head {@code h} gives to the rows, and the mixture of their values. */
    private void mix(Frame f, int h, int keys) {
        float[] v = f.values;
        int q = f.tapeAt + query + h * queries * size;
        int shares = f.tapeAt + share + h * queries * rows;
        int mixture = f.scratchAt + head;
        Arrays.fill(v, shares, shares + queries * keys, 0f);
        f.kernel.addProductTransposed(queries, size, keys, v, q, v, f.tapeAt + key + group(h), v, shares);
        f.kernel.scale(queries * keys, scale, v, shares);
        for (int t = 0; t < queries; t++) {
            int row = shares + t * keys;
            int seen = causal ? keys - queries + t + 1 : keys;
            f.kernel.softmax(seen, v, row, v, row);
            Arrays.fill(v, row + seen, row + keys, 0f);
        }
        Arrays.fill(f.work, mixture, mixture + queries * size, 0f);
        f.kernel.addProduct(queries, keys, size, v, shares, v, f.tapeAt + value + group(h), f.work, mixture);
        for (int t = 0; t < queries; t++) {
            System.arraycopy(f.work, mixture + t * size, v, f.tapeAt + context + t * d + h * size, size);
        }
    }

    @Override
    public void delta(Frame f, float epsilon) {
        float[] w = f.work;
        int s = f.scratchAt;
        int keys = keys(f);
        Arrays.fill(w, s, s + scratch, 0f);
        toOutput.addPullback(f, queries, 0, d, f.outputSignalAt, s + aside);
        for (int h = 0; h < heads; h++) {
            for (int t = 0; t < queries; t++) {
                System.arraycopy(w, s + aside + t * d + h * size, w, s + head + t * size, size);
            }
            unmix(f, h, keys);
            positions.unrotate(queries, keys - queries, w, s + querySignal + h * queries * size);
        }
        for (int g = 0; g < keyHeads; g++) {
            positions.unrotate(keys, 0, w, s + keySignal + g * rows * size);
        }
    }

    /** From the signal of head {@code h}'s mixture to that of its queries and, added, of its keys and values, all still rotated. */
    private void unmix(Frame f, int h, int keys) {
        float[] v = f.values;
        float[] w = f.work;
        int s = f.scratchAt;
        int shares = f.tapeAt + share + h * queries * rows;
        int queriesOfHead = h * queries * size;
        int keysOfHead = group(h);
        int scores = s + scoreSignal;
        Arrays.fill(w, scores, scores + queries * keys, 0f);
        f.kernel.addProductTransposed(queries, size, keys, w, s + head, v, f.tapeAt + value + keysOfHead, w, scores);
        f.kernel.addTransposedProduct(keys, queries, size, v, shares, w, s + head, w, s + valueSignal + keysOfHead);
        for (int t = 0; t < queries; t++) {
            float mean = f.kernel.dot(keys, v, shares + t * keys, w, scores + t * keys);
            for (int j = t * keys; j < (t + 1) * keys; j++) {
                w[scores + j] = v[shares + j] * (w[scores + j] - mean) * scale;
            }
        }
        f.kernel.addProduct(
                queries, keys, size, w, scores, v, f.tapeAt + key + keysOfHead, w, s + querySignal + queriesOfHead);
        f.kernel.addTransposedProduct(
                keys, queries, size, w, scores, v, f.tapeAt + query + queriesOfHead, w, s + keySignal + keysOfHead);
    }

    @Override
    public void accumulate(Frame f, float factor) {
        int keys = keys(f);
        int asked = window == null ? f.inputAt : window.first(f);
        int s = f.scratchAt;
        int free = s + aside;
        for (int h = 0; h < heads; h++) {
            int signal = s + querySignal + h * queries * size;
            toQueries.accumulate(f, factor, queries, h * size, size, signal, f.inputAt, free);
        }
        for (int g = 0; g < keyHeads; g++) {
            int ofHead = s + g * rows * size;
            toKeys.accumulate(f, factor, keys, g * size, size, ofHead + keySignal, asked, free);
            toValues.accumulate(f, factor, keys, g * size, size, ofHead + valueSignal, asked, free);
        }
        toOutput.accumulate(f, factor, queries, 0, d, f.outputSignalAt, f.tapeAt + context, free);
    }

    /** Of the rows that are asked, only the event's own lead on: the last ones. */
    @Override
    public void pullback(Frame f) {
        int s = f.scratchAt;
        int dx = f.inputSignalAt;
        int earlier = (keys(f) - queries) * size;
        Arrays.fill(f.work, dx, dx + queries * d, 0f);
        for (int h = 0; h < heads; h++) {
            toQueries.addPullback(f, queries, h * size, size, s + querySignal + h * queries * size, dx);
        }
        for (int g = 0; g < keyHeads; g++) {
            int present = s + g * rows * size + earlier;
            toKeys.addPullback(f, queries, g * size, size, present + keySignal, dx);
            toValues.addPullback(f, queries, g * size, size, present + valueSignal, dx);
        }
    }
}
