package io.github.stepnet.network.learning;

import io.github.stepnet.network.arena.NetworkState;
import io.github.stepnet.network.loss.Loss;
import io.github.stepnet.network.progress.drift.Ddm;
import io.github.stepnet.network.progress.drift.DriftDetector;
import io.github.stepnet.network.progress.drift.DriftDetector.Verdict;
import io.github.stepnet.network.spec.Default;

/**
 * Notices when a key's stream drifts, tells of it in {@link Drifts}, and acts on it.
 *
 * <p>Errors and losses are those of the answers that were given, seen when their truth is learned. Only a rise of them is a drift; of a fall the
 * detector forgets what was before, and that is all. After a drift it starts anew, for the network that made the errors before is no more. Inputs are seen as an event
 * is taken in, before it is answered; up or down is a drift, and the response acts once however many features drift at one event.
 *
 * <p>State: that of one detector, or of one for each feature, and that of the response. An error is a {@code ddm} where values are learned, or a response that
 * does not go with the network. Labels that come later than their events teach without a lesson, and are not seen.
 *
 * @param watch what is watched, and by which detector
 * @param response what is done about a drift
 */
public record Drift(
        @Default("errors") DriftWatch watch,
        @Default("none") DriftResponse response) implements Technique {

    /** Watches errors, or losses where values are learned, by ADWIN. */
    public Drift(DriftResponse response) {
        this(new DriftWatch.Errors(), response);
    }

    @Override
    public Bound bind(Ground ground) {
        boolean hasClasses = ground.loss().task() == Loss.Task.CLASSIFICATION;
        if (!hasClasses && watch.detector() instanceof Ddm) {
            throw new IllegalArgumentException(
                    "Drift.watch.detector is ddm, which counts wrong answers, but the network learns values; use adwin,"
                            + " page-hinkley or kswin");
        }
        return new Watched(this, ground, hasClasses && watch instanceof DriftWatch.Errors);
    }

    /** The detectors of a key, in its state. */
    private static final class Watched implements Bound {

        private static final DriftResponse NONE = new DriftResponse.None();

        private final Drift spec;
        private final DriftDetector detector;
        private final DriftResponse.Bound response;
        private final boolean seesInputs;
        private final boolean seesHits;
        private final int longsAt;
        private final int doublesAt;
        private final int floatsAt;

        Watched(Drift spec, Ground ground, boolean seesHits) {
            this.spec = spec;
            this.seesHits = seesHits;
            detector = spec.watch.detector();
            seesInputs = spec.watch instanceof DriftWatch.Inputs;
            int detectors = seesInputs ? ground.plan().input().floats() : 1;
            longsAt = ground.layout().reserveLongs(Math.multiplyExact(detectors, detector.longs()));
            doublesAt = ground.layout().reserveDoubles(Math.multiplyExact(detectors, detector.doubles()));
            floatsAt = ground.layout().reserveFloats(Math.multiplyExact(detectors, detector.floats()));
            response = spec.response.bind(ground);
        }

        @Override
        public void observeInputs(NetworkState state, float[] features, Drifts drifts) {
            if (!seesInputs) {
                return;
            }
            DriftResponse done = null;
            for (int f = 0; f < features.length; f++) {
                if (!Float.isFinite(features[f])) {
                    continue;
                }
                Verdict verdict = observe(state, f, features[f]);
                if (verdict == Verdict.RISEN || verdict == Verdict.FALLEN) {
                    done = done == null ? respond(state) : done;
                    drifts.add(spec.watch, f, statistic(state, f), done);
                }
            }
        }

        @Override
        public void scaleRates(NetworkState state, long updates, float[] factors) {
            response.scaleRates(state, factors);
        }

        @Override
        public void afterLesson(Lesson lesson, Rehearsal rehearsal) {
            NetworkState state = lesson.state;
            Verdict verdict = seesInputs ? Verdict.STEADY : observe(state, 0, figure(lesson));
            response.afterLesson(lesson, verdict != Verdict.RISEN && verdict != Verdict.WARNING);
            if (verdict == Verdict.RISEN) {
                double statistic = statistic(state, 0);
                lesson.drifts.add(spec.watch, -1, statistic, respond(state));
                detector.reset(state.longs, longsAt, state.doubles, doublesAt, state.floats, floatsAt);
            }
        }

        private double figure(Lesson lesson) {
            if (seesHits) {
                return lesson.isHit ? 0 : 1;
            }
            double loss = lesson.loss;
            return Double.isFinite(loss) ? loss / (1 + loss) : 1;
        }

        private Verdict observe(NetworkState state, int feature, double value) {
            return detector.observe(
                    state.longs,
                    longsAt + feature * detector.longs(),
                    state.doubles,
                    doublesAt + feature * detector.doubles(),
                    state.floats,
                    floatsAt + feature * detector.floats(),
                    value);
        }

        private double statistic(NetworkState state, int feature) {
            return detector.statistic(state.doubles, doublesAt + feature * detector.doubles());
        }

        /** What was done in the end. */
        private DriftResponse respond(NetworkState state) {
            return response.respond(state) ? spec.response : NONE;
        }
    }
}
