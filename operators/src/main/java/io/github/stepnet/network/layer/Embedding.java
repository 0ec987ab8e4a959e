package io.github.stepnet.network.layer;

import io.github.stepnet.network.arena.ParameterBlock;
import io.github.stepnet.network.arena.Shape;
import io.github.stepnet.network.arena.SplitMix64;
import java.util.Arrays;
import java.util.List;

/**
 * A learned vector for every id: {@code y[i] = E[x[i]]}.
 *
 * <p>{@code x: ids}, {@code y: ids x size}, {@code E: vocabulary x size}; ids are whole numbers in floats, from 0 on. What is no id of the vocabulary
 * (negative, not whole, too large, not a number) gives zeros and teaches nothing: data never end a job. Nothing flows back to the
 * input, ids have no derivative. State: {@code vocabulary size} floats of parameters, which start uniform within {@code 1 / sqrt(size)}. No
 * tape, no memory, no work.
 *
 * <p>An error is an input that is not one vector of ids. The network needs {@code scaling: none}: standardised ids are not ids. Not for large
 * vocabularies under an optimiser with a state: every key has a table of its own, and all of it is moved at every event; plain SGD moves the
 * rows of the event only. Ids from 2^24 on are not exact in a float. Section 1.17 of the stepping specification.
 *
 * @param vocabulary number of ids, at least 1
 * @param size values for each, at least 1
 */
public record Embedding(int vocabulary, int size) implements LayerSpec {

    /** Up to here floats are exact. */
    private static final int LARGEST_VOCABULARY = 1 << 24;

    /** @throws IllegalArgumentException if a number is out of its range */
    public Embedding {
        if (vocabulary < 1 || vocabulary > LARGEST_VOCABULARY) {
            throw new IllegalArgumentException(
                    "Embedding.vocabulary is " + vocabulary + "; it must be within [1, " + LARGEST_VOCABULARY + "]");
        }
        if (size < 1) {
            throw new IllegalArgumentException("Embedding.size is " + size + "; it must be at least 1");
        }
    }

    @Override
    public Wire lay(Wiring wiring, Wire from) {
        if (from.shape().rank() != 1) {
            throw new IllegalArgumentException(
                    "Embedding takes a vector of ids but the input is " + from.shape() + "; put it first, or reshape");
        }
        return wiring.through(new Compiled(this, from.shape()), from);
    }

    private static final class Compiled implements GradientSum {

        private static final int NO_ID = -1;

        private final Shape input;
        private final Shape output;
        private final int ids;
        private final int vocabulary;
        private final int size;
        private final int table;

        Compiled(Embedding embedding, Shape input) {
            this.input = input;
            ids = input.floats();
            vocabulary = embedding.vocabulary;
            size = embedding.size;
            table = Math.multiplyExact(vocabulary, size);
            output = Shape.of(ids, size);
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
            return List.of(new ParameterBlock("table", 0, table, ParameterBlock.Role.WEIGHT));
        }

        @Override
        public int parameterFloats() {
            return table;
        }

        @Override
        public int fanOut() {
            return size;
        }

        @Override
        public void initialize(float[] parameters, int at, SplitMix64 random) {
            double bound = 1.0 / StrictMath.sqrt(size);
            for (int p = 0; p < table; p++) {
                parameters[at + p] = (float) ((2.0 * random.nextDouble() - 1.0) * bound);
            }
        }

        /** Where the row of an id starts in the table, or {@link #NO_ID}; false for NaN as well. */
        private int row(Frame f, int i) {
            float id = f.values[f.inputAt + i];
            return id >= 0f && id < vocabulary && id == (int) id ? ((int) id) * size : NO_ID;
        }

        @Override
        public void forward(Frame f) {
            for (int i = 0; i < ids; i++) {
                int row = row(f, i);
                int y = f.outputAt + i * size;
                if (row == NO_ID) {
                    Arrays.fill(f.values, y, y + size, 0f);
                } else {
                    System.arraycopy(f.parameters, f.parametersAt + row, f.values, y, size);
                }
            }
        }

        @Override
        public void delta(Frame f, float epsilon) {}

        @Override
        public void addGradient(Frame f, float factor, float[] to, int at) {
            for (int i = 0; i < ids; i++) {
                int row = row(f, i);
                if (row != NO_ID) {
                    f.kernel.addScaled(size, factor, f.work, f.outputSignalAt + i * size, to, at + row);
                }
            }
        }

        @Override
        public void pullback(Frame f) {
            Arrays.fill(f.work, f.inputSignalAt, f.inputSignalAt + ids, 0f);
        }

        @Override
        public double signalGain(double parameterBound) {
            return 0.0;
        }

        /** All ids may be the same. */
        @Override
        public double gradientGain(double inputBound) {
            return ids;
        }
    }
}
