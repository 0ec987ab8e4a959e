package io.github.stepnet.network.learning;

import io.github.stepnet.network.loss.SoftmaxCrossEntropy;

/**
 * A technique that changes the signal of the output wire.
 *
 * <p>The gradient of softmax-cross-entropy sums to 0 over the outputs, because a softmax does not see what all of them have in common. A
 * changed signal that does not would push all outputs the same way, sample after sample, with no loss that ever says stop: so its
 * mean is subtracted.
 */
abstract class OutputSignal implements Technique.Bound {

    final int outputs;
    private final boolean sumsToZero;

    OutputSignal(Technique.Ground ground) {
        outputs = ground.plan().output().floats();
        sumsToZero = ground.loss() instanceof SoftmaxCrossEntropy;
    }

    /** Changes the {@code outputs} values of {@code signals} from {@code at} on. */
    abstract void change(Lesson lesson, float[] signals, int at);

    @Override
    public final void sharpen(Lesson lesson) {
        int at = lesson.pass.signalAt(lesson.pass.plan().output());
        float[] signals = lesson.pass.signals();
        change(lesson, signals, at);
        if (sumsToZero) {
            centre(signals, at);
        }
    }

    private void centre(float[] signals, int at) {
        float sum = 0f;
        for (int i = 0; i < outputs; i++) {
            sum += signals[at + i];
        }
        for (int i = 0; i < outputs; i++) {
            signals[at + i] -= sum / outputs;
        }
    }
}
