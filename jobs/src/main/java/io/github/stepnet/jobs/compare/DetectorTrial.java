package io.github.stepnet.jobs.compare;

import io.github.stepnet.network.arena.SplitMix64;
import io.github.stepnet.network.progress.drift.DriftDetector;
import io.github.stepnet.network.progress.drift.DriftDetector.Verdict;
import java.util.function.ToDoubleFunction;

/** A detector by itself on generated figures; as in a network, after an alarm it starts anew. */
final class DetectorTrial {

    private final DriftDetector detector;
    private final boolean countsFalls;
    private final SplitMix64 random;
    private final long[] longs;
    private final double[] doubles;
    private final float[] floats;

    /** A fresh key; without {@code countsFalls}, only rises are alarms, as for errors. */
    DetectorTrial(DriftDetector detector, boolean countsFalls, long seed) {
        this.detector = detector;
        this.countsFalls = countsFalls;
        // drawn, since seeds that are neighbours give streams that are
        random = new SplitMix64(new SplitMix64(seed).nextLong());
        longs = new long[detector.longs()];
        doubles = new double[detector.doubles()];
        floats = new float[detector.floats()];
    }

    /** Figures that are 1 with a probability, else 0. */
    static ToDoubleFunction<SplitMix64> bernoulli(double p) {
        return random -> random.nextDouble() < p ? 1 : 0;
    }

    /** Figures that are one of {@code from .. to - 1}. */
    static ToDoubleFunction<SplitMix64> integers(int from, int to) {
        return random -> Math.floor(from + (to - from) * random.nextDouble());
    }

    /** Normal figures with this mean and a variance of 1. */
    static ToDoubleFunction<SplitMix64> normal(double mean) {
        return random -> mean + random.nextGaussian();
    }

    /** Alarms on so many figures. */
    long alarms(ToDoubleFunction<SplitMix64> figures, long n) {
        long alarms = 0;
        for (long i = 0; i < n; i++) {
            alarms += isAlarm(figures) ? 1 : 0;
        }
        return alarms;
    }

    /** Figures until an alarm, that one counted; {@code most} if there is none. */
    long delay(ToDoubleFunction<SplitMix64> figures, long most) {
        for (long i = 1; i < most; i++) {
            if (isAlarm(figures)) {
                return i;
            }
        }
        return most;
    }

    private boolean isAlarm(ToDoubleFunction<SplitMix64> figures) {
        double value = figures.applyAsDouble(random);
        Verdict verdict = detector.observe(longs, 0, doubles, 0, floats, 0, value);
        if (verdict != Verdict.RISEN && !(countsFalls && verdict == Verdict.FALLEN)) {
            return false;
        }
        detector.reset(longs, 0, doubles, 0, floats, 0);
        return true;
    }
}
