package io.github.stepnet.jobs.compare;

import static io.github.stepnet.jobs.compare.DetectorTrial.bernoulli;
import static io.github.stepnet.jobs.compare.DetectorTrial.integers;
import static io.github.stepnet.jobs.compare.DetectorTrial.normal;

import io.github.stepnet.network.arena.SplitMix64;
import io.github.stepnet.network.progress.drift.Adwin;
import io.github.stepnet.network.progress.drift.Ddm;
import io.github.stepnet.network.progress.drift.DriftDetector;
import io.github.stepnet.network.progress.drift.Kswin;
import io.github.stepnet.network.progress.drift.PageHinkley;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;

/**
 * A detector's false alarms and delays on generated figures, beside what is published.
 *
 * @param name what it is called
 * @param falseAlarms per 10,000 figures that are 1 with a probability of 0.05, 0.2 and 0.5, of which nothing ever changes
 * @param delays mean number of figures until a rise of that probability from 0.2 to 0.3, 0.5 and 0.8 is seen, after {@value #BEFORE} figures; at most {@value #MOST}
 * @param inputs for a detector of inputs, others are empty: alarms, up or down, per 10,000 standard normal figures, and mean number of them until a shift by 1 and by 2 is
 *     seen
 * @param step mean number of figures until a step from 0 or 1 to 4 .. 7 is seen, after 1,000; NaN for a detector of errors
 * @param published what others had for that step, on one such sequence; or a bound
 */
record DetectorFigures(
        String name,
        List<Double> falseAlarms,
        List<Double> delays,
        List<Double> inputs,
        double step,
        String published) {

    static final List<Double> STATIONARY = List.of(0.05, 0.2, 0.5);
    static final double FROM = 0.2;
    static final List<Double> TO = List.of(0.3, 0.5, 0.8);

    private static final int BEFORE = 2000;
    static final int MOST = 5_000;
    private static final int RUNS = 40;
    private static final long LONG = 200_000;
    private static final double UNIT = 10_000;
    private static final int BEFORE_STEP = 1000;

    /** The figures of those detectors whose names are chosen, and of no others: they take their time. */
    static List<DetectorFigures> of(List<Long> seeds, Predicate<String> isChosen) {
        List<DetectorFigures> figures = new ArrayList<>();
        add(figures, "adwin", new Adwin(), seeds, "24", isChosen);
        add(figures, "page-hinkley", new PageHinkley(), seeds, "7", isChosen);
        add(figures, "ddm", new Ddm(), seeds, "-", isChosen);
        add(figures, "kswin", new Kswin(), seeds, "-", isChosen);
        add(figures, "kswin, alpha 0.0001", new Kswin(1e-4, 100, 30), seeds, "17", isChosen);
        return figures;
    }

    private static void add(
            List<DetectorFigures> figures,
            String name,
            DriftDetector detector,
            List<Long> seeds,
            String published,
            Predicate<String> isChosen) {
        if (isChosen.test(name)) {
            figures.add(of(name, detector, seeds, published));
        }
    }

    private static DetectorFigures of(String name, DriftDetector detector, List<Long> seeds, String published) {
        List<Double> falseAlarms = new ArrayList<>();
        for (double p : STATIONARY) {
            falseAlarms.add(seeds.stream()
                            .mapToLong(seed -> new DetectorTrial(detector, false, seed).alarms(bernoulli(p), LONG))
                            .average()
                            .orElseThrow()
                    / LONG
                    * UNIT);
        }
        List<Double> delays = new ArrayList<>();
        for (double p : TO) {
            delays.add(delay(detector, seeds, bernoulli(FROM), BEFORE, bernoulli(p)));
        }
        double step = detector instanceof Ddm
                ? Double.NaN
                : delay(detector, seeds, integers(0, 2), BEFORE_STEP, integers(4, 8));
        return new DetectorFigures(name, falseAlarms, delays, inputs(detector, seeds), step, published);
    }

    private static List<Double> inputs(DriftDetector detector, List<Long> seeds) {
        if (!(detector instanceof Kswin)) {
            return List.of();
        }
        double falseAlarms = seeds.stream()
                .mapToLong(seed -> new DetectorTrial(detector, true, seed).alarms(normal(0), LONG))
                .average()
                .orElseThrow();
        return List.of(
                falseAlarms / LONG * UNIT,
                delay(detector, seeds, normal(0), BEFORE, normal(1)),
                delay(detector, seeds, normal(0), BEFORE, normal(2)));
    }

    private static double delay(
            DriftDetector detector,
            List<Long> seeds,
            ToDoubleFunction<SplitMix64> before,
            int n,
            ToDoubleFunction<SplitMix64> after) {
        long sum = 0;
        for (long seed : seeds) {
            for (int run = 0; run < RUNS; run++) {
                DetectorTrial trial = new DetectorTrial(detector, false, seed * RUNS + run);
                trial.alarms(before, n);
                sum += trial.delay(after, MOST);
            }
        }
        return (double) sum / seeds.size() / RUNS;
    }
}
