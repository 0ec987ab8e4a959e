package io.github.stepnet.network.equilibrium;

import io.github.stepnet.network.arena.NetworkState;
import io.github.stepnet.network.arena.ParameterBlock;
import io.github.stepnet.network.arena.SplitMix64;
import io.github.stepnet.network.kernel.Kernel;
import io.github.stepnet.network.loss.HolomorphicLoss;
import io.github.stepnet.network.loss.Loss;
import java.util.List;

/**
 * The linear readout {@code raw = V r + c} of a settled state, its loss, and the pull of that loss on a state: {@code -beta V^T dloss/draw}, taken live at the
 * state that is pulled.
 *
 * <p>{@code V: hidden x outputs}. The head is outside of the energy; its gradient is the ordinary one at the settled state.
 */
final class Head implements Dynamics.Pull, ComplexDynamics.ComplexPull {

    private final Kernel kernel;
    private final Loss loss;
    private final int n;
    private final int outputs;
    private final int weightsAt;
    private final int biasesAt;
    /** Of a gradient's positions. */
    private final int origin;

    private final float[] raw;
    private final float[] answer;
    private final float[] error;
    private final float[] rawIm;
    private final float[] errorIm;
    private final float[] noBias;
    private final float[] signal;
    private float[] floats;
    private float[] truth;
    private float beta;

    /** @param headAt where its parameters start in a key's floats, whose parameters start at {@code origin} */
    Head(Kernel kernel, Loss loss, int hidden, int outputs, int headAt, int origin) {
        this.kernel = kernel;
        this.loss = loss;
        this.outputs = outputs;
        this.origin = origin;
        n = hidden;
        weightsAt = headAt;
        biasesAt = headAt + n * outputs;
        raw = new float[outputs];
        answer = new float[loss.answers(outputs)];
        error = new float[outputs];
        rawIm = new float[outputs];
        errorIm = new float[outputs];
        noBias = new float[outputs];
        signal = new float[n];
    }

    static List<ParameterBlock> blocks(int hidden, int outputs) {
        int weights = Math.multiplyExact(hidden, outputs);
        return List.of(
                new ParameterBlock("weights", 0, weights, ParameterBlock.Role.WEIGHT),
                new ParameterBlock("biases", weights, outputs, ParameterBlock.Role.BIAS));
    }

    void initialize(NetworkState state, SplitMix64 random) {
        Drawing.uniform(n * outputs, n, random, state.floats, weightsAt);
        Drawing.uniform(outputs, n, random, state.floats, biasesAt);
    }

    void attach(NetworkState state) {
        floats = state.floats;
    }

    void read(float[] readout, float[] out, int at) {
        kernel.affine(n, outputs, floats, weightsAt, floats, biasesAt, readout, 0, out, at);
    }

    /** What {@link #add} and the gradients are about from now on. */
    void aim(float[] lessonTruth) {
        truth = lessonTruth;
    }

    /** How strongly {@link #add} pulls. */
    void pullBy(float strength) {
        beta = strength;
    }

    @Override
    public void add(float[] readout, float[] drive) {
        signal(readout, signal);
        kernel.addScaled(n, -beta, signal, 0, drive, 0);
    }

    /** Pulls by {@code i beta}. */
    @Override
    public void add(float[] re, float[] im, float[] driveRe, float[] driveIm) {
        read(re, raw, 0);
        kernel.affine(n, outputs, floats, weightsAt, noBias, 0, im, 0, rawIm, 0);
        ((HolomorphicLoss) loss).gradient(outputs, raw, rawIm, truth, error, errorIm);
        kernel.affineTransposed(n, outputs, floats, weightsAt, error, 0, signal, 0);
        kernel.addScaled(n, -beta, signal, 0, driveIm, 0);
        kernel.affineTransposed(n, outputs, floats, weightsAt, errorIm, 0, signal, 0);
        kernel.addScaled(n, beta, signal, 0, driveRe, 0);
    }

    /** The loss gradient at the readout. */
    void signal(float[] readout, float[] out) {
        error(readout);
        kernel.affineTransposed(n, outputs, floats, weightsAt, error, 0, out, 0);
    }

    private void error(float[] readout) {
        read(readout, raw, 0);
        loss.answer(kernel, outputs, raw, 0, answer, 0);
        loss.gradient(outputs, raw, 0, answer, 0, truth, 0, error, 0);
    }

    /** {@code gradient += factor dloss/dparameters} of the head. */
    void addGradient(float[] readout, float factor, float[] gradient) {
        error(readout);
        kernel.addOuterProduct(
                n, outputs, factor, readout, 0, error, 0, gradient, weightsAt - origin, gradient, biasesAt - origin);
    }
}
