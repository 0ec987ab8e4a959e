package io.github.stepnet.jobs.local;

import io.github.stepnet.network.progress.AnswerCredit;
import io.github.stepnet.network.progress.ClassificationProgress;
import io.github.stepnet.network.progress.Errors;
import io.github.stepnet.network.progress.Hits;
import io.github.stepnet.network.progress.RegressionFigures;
import io.github.stepnet.network.progress.RegressionProgress;
import io.github.stepnet.schemas.Prediction;
import java.util.List;

/** One key's prequential figures, computed by the engine's own arithmetic from what came out of Kafka. */
interface KeyScore {

    /** Compares an answer with its truth, which is known. */
    void credit(Prediction prediction, Truth truth);

    /** The figures of the last events, the most important first. */
    List<Reading> readings();

    /** The same figures of all events. */
    List<Reading> overall();

    /** A figure of the model and of its two baselines. */
    record Reading(Measure measure, double model, double first, double second) {}

    /** A new key's. */
    static KeyScore of(int classes, int window) {
        return classes > 0 ? new OfClasses(classes, window) : new OfNumbers(window);
    }

    /** Right and wrong classes. */
    final class OfClasses implements KeyScore {

        private final AnswerCredit credit;
        private final ClassificationProgress progress;
        private final long[] longs;
        private final double[] doubles;

        private OfClasses(int classes, int window) {
            credit = AnswerCredit.ofClasses(classes, window);
            progress = credit.classification();
            longs = new long[progress.longs()];
            doubles = new double[progress.doubles()];
        }

        @Override
        public void credit(Prediction prediction, Truth truth) {
            float probability = prediction.getOutputs().get(truth.label());
            credit.creditClass(longs, 0, doubles, 0, prediction.getPredictedClass(), probability, truth.label());
        }

        @Override
        public List<Reading> readings() {
            return List.of(new Reading(
                    Measure.ACCURACY,
                    progress.windowAccuracy(longs, 0),
                    progress.windowMajorityAccuracy(longs, 0),
                    progress.windowPreviousAccuracy(longs, 0)));
        }

        @Override
        public List<Reading> overall() {
            Hits all = progress.figures(longs, 0, doubles, 0).overall();
            return List.of(
                    new Reading(Measure.ACCURACY, all.accuracy(), all.majorityAccuracy(), all.previousAccuracy()));
        }
    }

    /** Distances from a number. */
    final class OfNumbers implements KeyScore {

        private final AnswerCredit credit;
        private final RegressionProgress progress;
        private final long[] longs;
        private final double[] doubles;
        private final float[] floats;
        private final float[] answer = new float[1];
        private final float[] target = new float[1];

        private OfNumbers(int window) {
            credit = AnswerCredit.ofValues(1, window);
            progress = credit.regression();
            longs = new long[progress.longs()];
            doubles = new double[progress.doubles()];
            floats = new float[progress.floats()];
        }

        @Override
        public void credit(Prediction prediction, Truth truth) {
            answer[0] = prediction.getOutputs().get(0);
            target[0] = truth.target();
            credit.creditValues(longs, 0, doubles, 0, floats, 0, answer, target);
        }

        @Override
        public List<Reading> readings() {
            return readings(figures().window());
        }

        @Override
        public List<Reading> overall() {
            return readings(figures().overall());
        }

        private RegressionFigures figures() {
            return progress.figures(longs, 0, doubles, 0, floats, 0);
        }

        private static List<Reading> readings(Errors errors) {
            return List.of(
                    new Reading(Measure.MAE, errors.mae(), errors.runningMeanMae(), errors.lastValueMae()),
                    new Reading(Measure.RMSE, errors.rmse(), errors.runningMeanRmse(), errors.lastValueRmse()));
        }
    }
}
