package io.github.stepnet.network.progress.drift;

import io.github.stepnet.network.arena.SplitMix64;
import io.github.stepnet.network.progress.drift.DriftDetector.Verdict;

/** One key's slots of a detector, and streams to show it. */
final class Watcher {

    final DriftDetector detector;
    final long[] longs;
    final double[] doubles;
    final float[] floats;

    Watcher(DriftDetector detector) {
        this.detector = detector;
        longs = new long[detector.longs()];
        doubles = new double[detector.doubles()];
        floats = new float[detector.floats()];
    }

    Verdict show(double value) {
        return detector.observe(longs, 0, doubles, 0, floats, 0, value);
    }

    double statistic() {
        return detector.statistic(doubles, 0);
    }

    static double bernoulli(SplitMix64 random, double p) {
        return random.nextDouble() < p ? 1 : 0;
    }

    /** Alarms on {@code n} values of a stationary Bernoulli stream, rises and falls. */
    int alarms(SplitMix64 random, double p, int n) {
        int alarms = 0;
        for (int i = 0; i < n; i++) {
            Verdict verdict = show(bernoulli(random, p));
            alarms += verdict == Verdict.RISEN || verdict == Verdict.FALLEN ? 1 : 0;
        }
        return alarms;
    }

    /** Values of a Bernoulli stream until it is said to have risen, or {@code most}. */
    int delay(SplitMix64 random, double p, int most) {
        for (int i = 1; i <= most; i++) {
            if (show(bernoulli(random, p)) == Verdict.RISEN) {
                return i;
            }
        }
        return most;
    }
}
