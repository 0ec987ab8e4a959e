package io.github.stepnet.network;

import io.github.stepnet.network.kernel.Kernel;
import io.github.stepnet.network.plan.Pass;
import io.github.stepnet.network.plan.Plan;
import java.util.Arrays;

/**
 * The mean input and the mean signal at the output of several examples, of a network that carries no memory. Work: both, in floats; empty between
 * two means.
 */
final class SignalMean {

    private final Kernel kernel;
    private final int inputs;
    private final int outputs;
    private final float[] input;
    private final float[] signal;
    private int count;

    SignalMean(Plan plan, Kernel kernel) {
        this.kernel = kernel;
        inputs = plan.input().floats();
        outputs = plan.output().floats();
        input = new float[inputs];
        signal = new float[outputs];
    }

    /** Adds the example that the pass aside has just computed, with the signal on its output. */
    void add(Pass aside) {
        kernel.add(inputs, aside.values(), aside.valueAt(aside.plan().input(), 0), input, 0);
        kernel.add(outputs, aside.signals(), aside.signalAt(aside.plan().output()), signal, 0);
        count++;
    }

    /** Has the pass aside take in the mean input. */
    void recallInput(Pass aside) {
        kernel.scale(inputs, 1f / count, input, 0);
        aside.recall(input, 0);
        Arrays.fill(input, 0f);
    }

    /** Puts the mean signal on the output, and starts again. */
    void putSignal(Pass aside) {
        kernel.scale(outputs, 1f / count, signal, 0);
        System.arraycopy(signal, 0, aside.signals(), aside.signalAt(aside.plan().output()), outputs);
        Arrays.fill(signal, 0f);
        count = 0;
    }
}
