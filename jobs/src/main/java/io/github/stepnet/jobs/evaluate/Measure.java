package io.github.stepnet.jobs.evaluate;

import io.github.stepnet.jobs.terminal.Figures;

/** A figure that says how good answers were, with its names for people and for machines. */
enum Measure {
    ACCURACY("accuracy", "accuracy", Style.PERCENT),
    PREVIOUS_LABEL("previous label", "previousLabelAccuracy", Style.PERCENT),
    MAJORITY("majority", "majorityAccuracy", Style.PERCENT),
    KAPPA("kappa", "kappa", Style.HUNDREDTHS),
    KAPPA_TEMPORAL("kappa-temporal", "kappaTemporal", Style.HUNDREDTHS),
    LOG_LOSS("log-loss", "logLoss", Style.DECIMAL),
    MAE("MAE", "mae", Style.DIGITS),
    RMSE("RMSE", "rmse", Style.DIGITS),
    R2("R2", "r2", Style.DECIMAL),
    LAST_VALUE_MAE("last value MAE", "lastValueMae", Style.DIGITS),
    LAST_VALUE_RMSE("RMSE", "lastValueRmse", Style.DIGITS),
    RUNNING_MEAN_MAE("running mean MAE", "runningMeanMae", Style.DIGITS),
    RUNNING_MEAN_RMSE("RMSE", "runningMeanRmse", Style.DIGITS);

    private enum Style {
        PERCENT,
        HUNDREDTHS,
        DECIMAL,
        /** Of unknown unit: four digits wherever the point is. */
        DIGITS
    }

    /** From here on a number is shown by a power of ten. */
    private static final double LONGEST = 1e9;

    private final String label;
    private final String key;
    private final Style style;

    Measure(String label, String key, Style style) {
        this.label = label;
        this.key = key;
        this.style = style;
    }

    /** Its name in JSON. */
    String key() {
        return key;
    }

    /** {@code accuracy 91.8 %}. */
    String text(double value) {
        return label + " "
                + switch (style) {
                    case PERCENT -> Figures.percent(value);
                    case HUNDREDTHS -> Figures.decimal(100 * value, 1);
                    case DECIMAL -> Math.abs(value) < LONGEST ? Figures.decimal(value, 3) : Figures.digits(value);
                    case DIGITS -> Figures.digits(value);
                };
    }
}
