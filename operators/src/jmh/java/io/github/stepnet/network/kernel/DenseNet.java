package io.github.stepnet.network.kernel;

/** A dense classifier with leaky ReLU, softmax and cross-entropy, trained one sample at a time: what is measured. */
public interface DenseNet {

    float LEAK = 0.1f;

    /** The probability of one class. */
    float forward(float[] x, int label);

    /** Forward, loss, backward, step; returns the loss. */
    float tick(float[] x, int label, float rate);
}
