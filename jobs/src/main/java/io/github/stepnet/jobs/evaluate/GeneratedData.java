package io.github.stepnet.jobs.evaluate;

import io.github.stepnet.jobs.stream.Fleet;
import io.github.stepnet.jobs.stream.SampleStream;
import io.github.stepnet.jobs.stream.XorNoise;
import java.util.Arrays;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/**
 * The first samples of a generated stream.
 *
 * @param kind which stream
 * @param keys how many keys take turns
 * @param phaseLength samples of a key from one drift to the next, where the stream has drifts
 * @param seed of the samples
 * @param events how many samples
 */
record GeneratedData(Kind kind, int keys, long phaseLength, long seed, long events) implements Data {

    /** The streams. */
    enum Kind {
        /** {@link XorNoise}. */
        XOR_NOISE(1),
        /** {@link Fleet}. */
        FLEET(16);

        /** Keys where none are asked for. */
        private final int usualKeys;

        Kind(int usualKeys) {
            this.usualKeys = usualKeys;
        }

        int usualKeys() {
            return usualKeys;
        }

        /** What a user calls it. */
        String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        static Kind named(String word) {
            for (Kind kind : values()) {
                if (kind.word().equals(word)) {
                    return kind;
                }
            }
            throw new IllegalArgumentException("--stream is \"" + word + "\"; allowed: "
                    + Arrays.stream(values()).map(Kind::word).collect(Collectors.joining(", ")));
        }
    }

    @Override
    public String name() {
        return kind.word();
    }

    @Override
    public int inputs() {
        return stream().inputs();
    }

    @Override
    public int classes() {
        return stream().classes();
    }

    /** Of the first sample: the streams' ceilings are the same in every phase. */
    @Override
    public OptionalDouble ceiling() {
        SampleStream stream = stream();
        stream.next(new float[stream.inputs()]);
        return OptionalDouble.of(stream.ceiling());
    }

    @Override
    public Data withSeed(long other) {
        return new GeneratedData(kind, keys, phaseLength, other, events);
    }

    @Override
    public Rows open() {
        return new Cursor(stream(), events);
    }

    private SampleStream stream() {
        return switch (kind) {
            case XOR_NOISE -> new XorNoise(keys, seed);
            case FLEET -> new Fleet(keys, phaseLength, seed);
        };
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
