package io.github.stepnet.jobs.evaluate;

import io.github.stepnet.jobs.stream.SampleStream;
import io.github.stepnet.jobs.stream.StreamName;
import java.util.Arrays;
import java.util.OptionalDouble;

/** The first samples of a generated stream. */
final class GeneratedData implements Data {

    private static final long serialVersionUID = 1L;

    private final StreamName stream;
    private final int keys;
    private final long phaseLength;
    private final long seed;
    private final long events;
    private final int inputs;
    private final int classes;
    private final double ceiling;

    /**
     * Samples of a stream.
     *
     * @param stream which one
     * @param keys how many keys take turns
     * @param phaseLength samples of a key from one drift to the next, where the stream has drifts
     * @param seed of the samples
     * @param events how many samples
     */
    GeneratedData(StreamName stream, int keys, long phaseLength, long seed, long events) {
        this.stream = stream;
        this.keys = keys;
        this.phaseLength = phaseLength;
        this.seed = seed;
        this.events = events;
        SampleStream first = stream.open(keys, phaseLength, seed);
        inputs = first.inputs();
        classes = first.classes();
        // Known with the first sample, and the same in every phase.
        first.next(new float[inputs]);
        ceiling = first.ceiling();
    }

    /** Keys where none are asked for. */
    static int usualKeys(StreamName stream) {
        return stream == StreamName.FLEET ? 16 : 1;
    }

    @Override
    public String name() {
        return stream.word();
    }

    @Override
    public long events() {
        return events;
    }

    @Override
    public int inputs() {
        return inputs;
    }

    @Override
    public int classes() {
        return classes;
    }

    @Override
    public OptionalDouble ceiling() {
        return OptionalDouble.of(ceiling);
    }

    @Override
    public Data withSeed(long other) {
        return new GeneratedData(stream, keys, phaseLength, other, events);
    }

    @Override
    public Rows open() {
        return new Cursor(stream.open(keys, phaseLength, seed), events);
    }

    private static final class Cursor implements Rows {

        private final SampleStream stream;
        private final float[] features;
        private final String[] names;
        private long left;
        private int label;

        Cursor(SampleStream stream, long limit) {
            this.stream = stream;
            left = limit;
            features = new float[stream.inputs()];
            names = new String[stream.keys()];
            Arrays.setAll(names, Integer::toString);
        }

        @Override
        public boolean next() {
            if (left == 0) {
                return false;
            }
            left--;
            label = stream.next(features);
            return true;
        }

        @Override
        public String rejection() {
            return null;
        }

        @Override
        public String key() {
            return names[stream.key()];
        }

        @Override
        public float[] features() {
            return features;
        }

        @Override
        public float truth() {
            return label;
        }

        @Override
        public void close() {}
    }
}
