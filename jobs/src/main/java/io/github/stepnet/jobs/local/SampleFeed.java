package io.github.stepnet.jobs.local;

import io.github.stepnet.jobs.stream.Fleet;
import io.github.stepnet.jobs.stream.SampleStream;
import io.github.stepnet.jobs.stream.XorNoise;
import java.util.Arrays;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/** The samples of a generated stream, up to a number or without end; an event's time is the time at which it was drawn. */
final class SampleFeed implements Feed {

    /** The streams. */
    enum Kind {
        /** {@link Fleet}. */
        FLEET(8, "machine", "%d machines whose sensors are rewired half-way"),
        /** {@link XorNoise}. */
        XOR_NOISE(1, "xor", "two exclusive ors under label noise, for %d keys");

        /** Keys where none are asked for. */
        private final int usualKeys;

        private final String keyPrefix;
        private final String title;

        Kind(int usualKeys, String keyPrefix, String title) {
            this.usualKeys = usualKeys;
            this.keyPrefix = keyPrefix;
            this.title = title;
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

    private final Kind kind;
    private final SampleStream stream;
    private final Schedule schedule;
    private final float[] features;
    private final String[] keyNames;
    private final OptionalDouble ceiling;

    private long drawn;
    private int label;
    private long timeMillis;

    SampleFeed(Kind kind, int keys, long seed, Schedule schedule) {
        this.kind = kind;
        this.schedule = schedule;
        stream = stream(kind, keys, seed, schedule);
        features = new float[stream.inputs()];
        keyNames = new String[keys];
        Arrays.setAll(keyNames, key -> kind.keyPrefix + "-" + (key + 1));
        // Of a stream that is thrown away: the ceiling is the same in every phase, and is known with the first sample.
        SampleStream first = stream(kind, keys, seed, schedule);
        first.next(new float[features.length]);
        ceiling = OptionalDouble.of(first.ceiling());
    }

    private static SampleStream stream(Kind kind, int keys, long seed, Schedule schedule) {
        return switch (kind) {
            case FLEET -> new Fleet(keys, schedule.phaseLength(), seed);
            case XOR_NOISE -> new XorNoise(keys, seed);
        };
    }

    @Override
    public String title() {
        return String.format(Locale.ROOT, kind.title, keyNames.length);
    }

    @Override
    public String name() {
        return kind.keyPrefix;
    }

    @Override
    public int inputs() {
        return features.length;
    }

    @Override
    public int classes() {
        return stream.classes();
    }

    @Override
    public OptionalLong keys() {
        return OptionalLong.of(keyNames.length);
    }

    @Override
    public OptionalLong events() {
        return schedule.events(keyNames.length);
    }

    @Override
    public OptionalLong phaseLength() {
        return kind == Kind.FLEET ? OptionalLong.of(schedule.phaseLength()) : OptionalLong.empty();
    }

    @Override
    public OptionalDouble ceiling() {
        return ceiling;
    }

    @Override
    public boolean next() {
        OptionalLong end = events();
        if (end.isPresent() && drawn == end.getAsLong()) {
            return false;
        }
        drawn++;
        label = stream.next(features);
        // A clock that is set back shall not make an event late.
        timeMillis = Math.max(timeMillis, System.currentTimeMillis());
        return true;
    }

    @Override
    public String unusable() {
        return null;
    }

    @Override
    public String key() {
        return keyNames[stream.key()];
    }

    @Override
    public long timeMillis() {
        return timeMillis;
    }

    @Override
    public float[] features() {
        return features;
    }

    @Override
    public Truth truth() {
        return Truth.ofClass(label, stream.phase());
    }

    @Override
    public void close() {}
}
