package io.github.stepnet.network.loss;

import io.github.stepnet.network.kernel.Kernel;
import java.io.Serializable;

/**
 * What a network is to make small, and how its raw outputs become an answer.
 *
 * <p>{@code raw} is the value of the output wire, {@code n} floats; the <em>answer</em> is what leaves the network: probabilities of
 * classes, or values in the target's units. The <em>truth</em> is one float with the class for classification, or the {@link
 * #answers} target values for regression.
 */
public sealed interface Loss extends Serializable
        permits SoftmaxCrossEntropy, OneHotSquaredError, BinaryCrossEntropy, SquaredError, Huber {

    /** What is learned. */
    enum Task {
        /** One of several classes. */
        CLASSIFICATION,
        /** A vector of real values. */
        REGRESSION
    }

    /** Softmax cross-entropy over the raw outputs. */
    static Loss softmaxCrossEntropy() {
        return new SoftmaxCrossEntropy();
    }

    /** Squared error against the class as a one-hot vector. */
    static Loss oneHotSquaredError() {
        return new OneHotSquaredError();
    }

    /** Cross-entropy of sigmoids over the raw outputs. */
    static Loss binaryCrossEntropy() {
        return new BinaryCrossEntropy();
    }

    /** Squared error against a target vector. */
    static Loss squaredError() {
        return new SquaredError();
    }

    /** Huber's loss against a target vector, quadratic within {@code delta}. */
    static Loss huber(float delta) {
        return new Huber(delta);
    }

    /** {@code -ln p}, the loss of a probability that the true class was given; finite for {@code p = 0}. */
    static float negativeLog(float p) {
        return Classes.negativeLog(p);
    }

    Task task();

    /**
     * Floats of an answer for {@code n} raw outputs: the number of classes or of target values.
     *
     * @throws IllegalArgumentException if this loss cannot be used with {@code n} outputs
     */
    default int answers(int n) {
        return n;
    }

    /** Floats of a truth for {@code n} raw outputs. */
    default int truths(int n) {
        return task() == Task.CLASSIFICATION ? 1 : n;
    }

    /** Writes the answer that the raw outputs stand for. */
    void answer(Kernel kernel, int n, float[] raw, int rawAt, float[] answer, int answerAt);

    /** The loss of a raw output, given its answer and the truth. */
    float value(int n, float[] raw, int rawAt, float[] answer, int answerAt, float[] truth, int truthAt);

    /** Writes the gradient of {@link #value} with respect to the raw outputs, {@code n} floats. */
    void gradient(
            int n,
            float[] raw,
            int rawAt,
            float[] answer,
            int answerAt,
            float[] truth,
            int truthAt,
            float[] d,
            int dAt);
}
