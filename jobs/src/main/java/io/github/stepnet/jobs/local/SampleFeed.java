package io.github.stepnet.jobs.local;

import io.github.stepnet.jobs.stream.SampleStream;
import io.github.stepnet.jobs.stream.StreamName;
import java.util.Arrays;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** The samples of a generated stream, up to a number or without end; an event's time is the time at which it was drawn. */
final class SampleFeed implements Feed {

    private final StreamName name;
    private final SampleStream stream;
    private final Schedule schedule;
    private final float[] features;
    private final String[] keyNames;
    private final OptionalDouble ceiling;

    private long drawn;
    private int label;
    private long timeMillis;

    SampleFeed(StreamName name, int keys, long seed, Schedule schedule) {
        this.name = name;
        this.schedule = schedule;
        stream = name.open(keys, schedule.phaseLength(), seed);
        features = new float[stream.inputs()];
        keyNames = new String[keys];
        Arrays.setAll(keyNames, key -> name() + "-" + (key + 1));
        // Of a stream that is thrown away: the ceiling is the same in every phase, and is known with the first sample.
        SampleStream first = name.open(keys, schedule.phaseLength(), seed);
        first.next(new float[features.length]);
        ceiling = OptionalDouble.of(first.ceiling());
    }

    /** Keys where none are asked for. */
    static int usualKeys(StreamName name) {
        return name == StreamName.FLEET ? 8 : 1;
    }

    @Override
    public String title() {
        return switch (name) {
            case FLEET -> keyNames.length + " machines whose sensors are rewired half-way";
            case XOR_NOISE -> "two exclusive ors under label noise, for " + keyCount();
            case PARITY -> "the parity of four bits, for " + keyCount();
            case ATTRACTOR -> "points about three centres, for " + keyCount();
        };
    }

    private String keyCount() {
        return keyNames.length == 1 ? "1 key" : keyNames.length + " keys";
    }

    @Override
    public String name() {
        return switch (name) {
            case FLEET -> "machine";
            case XOR_NOISE -> "xor";
            case PARITY -> "parity";
            case ATTRACTOR -> "attractor";
        };
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
        return name.drifts() ? OptionalLong.of(schedule.phaseLength()) : OptionalLong.empty();
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
