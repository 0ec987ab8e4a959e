package io.github.stepnet.network;

import io.github.stepnet.network.loss.Loss;
import io.github.stepnet.network.plan.Pass;

/**
 * The gradient of a loss as the signal that a way back starts from.
 *
 * @param outputs number of raw outputs
 */
record LossSignal(Loss loss, int outputs) {

    /** Puts the loss gradient of a sample where the pass has the signal of its output wire. */
    void put(Pass pass, long sample, float[] answer, float[] truth) {
        int rawAt = pass.valueAt(pass.plan().output(), sample);
        int signalAt = pass.signalAt(pass.plan().output());
        loss.gradient(outputs, pass.values(), rawAt, answer, 0, truth, 0, pass.signals(), signalAt);
    }
}
