package io.github.stepnet.jobs.stream;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** The generated streams, by what a user calls them. */
public enum StreamName {
    /** {@link Fleet}. */
    FLEET,
    /** {@link XorNoise}. */
    XOR_NOISE,
    /** {@link Parity}. */
    PARITY,
    /** {@link Attractor}. */
    ATTRACTOR;

    /** As it stands on a command line. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Whether its features come to mean something else now and then. */
    public boolean drifts() {
        return this == FLEET;
    }

    /**
     * A new stream.
     *
     * @param phaseLength samples of a key from one drift to the next, where there are drifts
     */
    public SampleStream open(int keys, long phaseLength, long seed) {
        return switch (this) {
            case FLEET -> new Fleet(keys, phaseLength, seed);
            case XOR_NOISE -> new XorNoise(keys, seed);
            case PARITY -> new Parity(keys, seed);
            case ATTRACTOR -> new Attractor(keys, seed);
        };
    }

    /**
     * The stream that {@code --stream} names.
     *
     * @throws IllegalArgumentException if there is none of that name
     */
    public static StreamName of(String word) {
        return Arrays.stream(values())
                .filter(name -> name.word().equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("--stream is \"" + word + "\"; allowed: "
                        + Arrays.stream(values()).map(StreamName::word).collect(Collectors.joining(", "))));
    }
}
