package io.github.stepnet.network.health;

import io.github.stepnet.network.spec.Default;
import java.io.Serializable;

/**
 * At how many updates of a key its layers are measured: {@code Health.every(1000)}.
 *
 * <p>An update that is measured costs about a backward pass more.
 *
 * @param every updates from one measured one to the next, at most 1,000,000,000; 0 for none
 */
public record Health(@Default("0") int every) implements Serializable {

    private static final int MOST = 1_000_000_000;

    public Health {
        if (every < 0 || every > MOST) {
            throw new IllegalArgumentException(
                    "Health.every is " + every + "; allowed: 0 to " + MOST + "; use 0 to measure nothing");
        }
    }

    /** The updates with the numbers {@code updates}, {@code 2 updates}, and so on, those of replayed examples counted and measured alike. */
    public static Health every(int updates) {
        return new Health(updates);
    }

    /** Nothing is measured. */
    public static Health off() {
        return new Health(0);
    }

    /** Whether anything is measured. */
    public boolean isOn() {
        return every > 0;
    }
}
