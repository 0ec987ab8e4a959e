package io.github.stepnet.stream;

import io.github.stepnet.network.spec.Default;
import java.io.Serializable;

/**
 * At how many updates of a key its whole model leaves as a record: {@code Snapshots.every(10_000)}.
 *
 * <p>A record has 4 bytes for each parameter, so that a model of a thousand parameters which is told at every 10,000th update costs what four
 * bytes per ten predictions do.
 *
 * @param every updates from one record to the next, at most 1,000,000,000; 0 for none
 */
public record Snapshots(@Default("0") int every) implements Serializable {

    private static final int MOST = 1_000_000_000;

    public Snapshots {
        if (every < 0 || every > MOST) {
            throw new IllegalArgumentException(
                    "Snapshots.every is " + every + "; allowed: 0 to " + MOST + "; use 0 for no records");
        }
    }

    /** After the tick with the update of the number {@code updates}, {@code 2 updates}, and so on; a tick that passes several is told once. */
    public static Snapshots every(int updates) {
        return new Snapshots(updates);
    }

    /** None are told. */
    public static Snapshots off() {
        return new Snapshots(0);
    }

    /** Whether any are told. */
    public boolean isOn() {
        return every > 0;
    }
}
