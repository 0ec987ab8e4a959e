package io.github.stepnet.jobs.evaluate;

import io.github.stepnet.network.progress.ClassificationFigures;
import io.github.stepnet.network.progress.Errors;
import io.github.stepnet.network.progress.Hits;
import io.github.stepnet.network.progress.RegressionFigures;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** How good the answers to some events were: those of one key, or of several keys added up. */
sealed interface Score {

    /** Events whose truth was known. */
    long events();

    /** What these and other events were together; whoever wants the same bits each time adds keys in one order. */
    Score plus(Score other);

    /** What came after an earlier score of the same key. */
    Score since(Score earlier);

    /** What to tell of it, in the order in which it is told. */
    Map<Measure, Double> measures();

    /** What to tell of it where it is of the last events only. */
    Map<Measure, Double> windowMeasures();

    /** By this one key is worse than another if its value is lower. */
    double quality();

    /** Of no events. */
    static Score none(int classes) {
        return classes > 0
                ? new OfClasses(ClassificationFigures.none(classes))
                : new OfValues(RegressionFigures.none(1));
    }

    /** Of classes. */
    record OfClasses(ClassificationFigures figures) implements Score {

        @Override
        public long events() {
            return figures.events();
        }

        @Override
        public Score plus(Score other) {
            return new OfClasses(figures.plus(((OfClasses) other).figures));
        }

        @Override
        public Score since(Score earlier) {
            ClassificationFigures before = ((OfClasses) earlier).figures;
            Hits all = figures.overall();
            Hits gone = before.overall();
            Hits hits = new Hits(
                    all.events() - gone.events(),
                    all.model() - gone.model(),
                    all.majority() - gone.majority(),
                    all.previous() - gone.previous());
            return new OfClasses(new ClassificationFigures(
                    hits,
                    Hits.NONE,
                    figures.logLossSum() - before.logLossSum(),
                    difference(figures.labels(), before.labels()),
                    difference(figures.predictions(), before.predictions())));
        }

        private static List<Long> difference(List<Long> all, List<Long> gone) {
            Long[] left = new Long[all.size()];
            for (int i = 0; i < left.length; i++) {
                left[i] = all.get(i) - gone.get(i);
            }
            return List.of(left);
        }

        @Override
        public Map<Measure, Double> measures() {
            Map<Measure, Double> measures = windowMeasures();
            measures.put(Measure.KAPPA, figures.kappa());
            measures.put(Measure.KAPPA_TEMPORAL, figures.kappaTemporal());
            measures.put(Measure.LOG_LOSS, figures.logLoss());
            return measures;
        }

        @Override
        public Map<Measure, Double> windowMeasures() {
            Map<Measure, Double> measures = new EnumMap<>(Measure.class);
            measures.put(Measure.ACCURACY, figures.accuracy());
            measures.put(Measure.PREVIOUS_LABEL, figures.overall().previousAccuracy());
            measures.put(Measure.MAJORITY, figures.overall().majorityAccuracy());
            return measures;
        }

        @Override
        public double quality() {
            return figures.accuracy();
        }
    }

    /** Of values. */
    record OfValues(RegressionFigures figures) implements Score {

        @Override
        public long events() {
            return figures.events();
        }

        @Override
        public Score plus(Score other) {
            return new OfValues(figures.plus(((OfValues) other).figures));
        }

        @Override
        public Score since(Score earlier) {
            RegressionFigures before = ((OfValues) earlier).figures;
            Errors all = figures.overall();
            Errors gone = before.overall();
            Errors errors = new Errors(
                    all.events() - gone.events(),
                    all.absolute() - gone.absolute(),
                    all.squared() - gone.squared(),
                    all.lastAbsolute() - gone.lastAbsolute(),
                    all.lastSquared() - gone.lastSquared(),
                    all.meanAbsolute() - gone.meanAbsolute(),
                    all.meanSquared() - gone.meanSquared());
            return new OfValues(new RegressionFigures(
                    errors,
                    Errors.NONE,
                    difference(figures.squaredByTarget(), before.squaredByTarget()),
                    difference(figures.variationByTarget(), before.variationByTarget())));
        }

        private static List<Double> difference(List<Double> all, List<Double> gone) {
            Double[] left = new Double[all.size()];
            for (int i = 0; i < left.length; i++) {
                left[i] = all.get(i) - gone.get(i);
            }
            return List.of(left);
        }

        @Override
        public Map<Measure, Double> measures() {
            Map<Measure, Double> measures = windowMeasures();
            measures.put(Measure.R2, figures.r2());
            return measures;
        }

        /** Without R2, whose variation is about the mean of all events. */
        @Override
        public Map<Measure, Double> windowMeasures() {
            Errors errors = figures.overall();
            Map<Measure, Double> measures = new EnumMap<>(Measure.class);
            measures.put(Measure.MAE, errors.mae());
            measures.put(Measure.RMSE, errors.rmse());
            measures.put(Measure.LAST_VALUE_MAE, errors.lastValueMae());
            measures.put(Measure.LAST_VALUE_RMSE, errors.lastValueRmse());
            measures.put(Measure.RUNNING_MEAN_MAE, errors.runningMeanMae());
            measures.put(Measure.RUNNING_MEAN_RMSE, errors.runningMeanRmse());
            return measures;
        }

        @Override
        public double quality() {
            return -figures.rmse();
        }
    }
}
