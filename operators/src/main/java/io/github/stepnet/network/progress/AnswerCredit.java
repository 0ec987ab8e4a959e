package io.github.stepnet.network.progress;

/**
 * Credits answers as networks give them: an answer that is not finite (a network can overflow with finite weights) counts as the
 * worst finite one.
 *
 * <p>A probability that is not a number counts as 0, an infinite value as the largest float of its sign, a value that is not a number as
 * the largest float. So the figures of {@link ClassificationProgress} or {@link RegressionProgress}, whichever it holds, stay finite, and
 * whoever credits the same answers has the same ones.
 *
 * <p>Work: as many floats as there are targets. Crediting allocates nothing and is not for several threads. To ask the progress of
 * the other task is an error.
 */
public final class AnswerCredit {

    private final ClassificationProgress classification;
    private final RegressionProgress regression;
    private final float[] finite;

    private AnswerCredit(ClassificationProgress classification, RegressionProgress regression, int targets) {
        this.classification = classification;
        this.regression = regression;
        finite = new float[targets];
    }

    /** For answers that are classes; see {@link ClassificationProgress} for what is allowed. */
    public static AnswerCredit ofClasses(int classes, int window) {
        return new AnswerCredit(new ClassificationProgress(classes, window), null, 0);
    }

    /** For answers that are values; see {@link RegressionProgress} for what is allowed. */
    public static AnswerCredit ofValues(int targets, int window) {
        return new AnswerCredit(null, new RegressionProgress(targets, window), targets);
    }

    /** Whether answers are classes, not values. */
    public boolean isOfClasses() {
        return classification != null;
    }

    /** The slots and figures of classes. */
    public ClassificationProgress classification() {
        if (classification == null) {
            throw new IllegalStateException("answers are values here; ask for the regression");
        }
        return classification;
    }

    /** The slots and figures of values. */
    public RegressionProgress regression() {
        if (regression == null) {
            throw new IllegalStateException("answers are classes here; ask for the classification");
        }
        return regression;
    }

    /** What a key's progress occupies. */
    public ProgressPart part() {
        return classification != null ? classification : regression;
    }

    /** Compares one answered class with its label. {@code probabilityOfTruth} is what the model gave to {@code label}. */
    public void creditClass(
            long[] longs,
            int longsAt,
            double[] doubles,
            int doublesAt,
            int predicted,
            float probabilityOfTruth,
            int label) {
        float probability = Float.isNaN(probabilityOfTruth) ? 0f : probabilityOfTruth;
        classification().credit(longs, longsAt, doubles, doublesAt, predicted, probability, label);
    }

    /** Compares answered values with the true ones; both arrays start with them. */
    public void creditValues(
            long[] longs,
            int longsAt,
            double[] doubles,
            int doublesAt,
            float[] floats,
            int floatsAt,
            float[] answered,
            float[] truth) {
        for (int k = 0; k < finite.length; k++) {
            finite[k] = Float.isFinite(answered[k]) ? answered[k] : Math.copySign(Float.MAX_VALUE, answered[k]);
        }
        regression().credit(longs, longsAt, doubles, doublesAt, floats, floatsAt, finite, 0, truth, 0);
    }
}
