package io.github.stepnet.network.layer;

import io.github.stepnet.network.kernel.Kernel;

/** The arrays and offsets that a {@link Junction} works with for one sample, as a {@link Frame} is for a stage. */
public final class JunctionFrame {

    /** The loops to compute with. */
    public final Kernel kernel;

    /** Holds signals and scratch. */
    public final float[] work;

    /** Where each input starts in {@link #values}. */
    public final int[] inputAt;

    /** Where the loss gradient with respect to each input goes in {@link #work}, or {@link Frame#NONE}. */
    public final int[] inputSignalAt;

    /** Holds the sample's inputs and output. */
    public float[] values;

    /** Where the output starts in {@link #values}. */
    public int outputAt;

    /** Where the loss gradient with respect to the output starts in {@link #work}. */
    public int outputSignalAt;

    /** Where the {@link Junction#scratch} floats start in {@link #work}. */
    public int scratchAt;

    /** A frame for a junction of so many inputs. */
    public JunctionFrame(Kernel kernel, float[] work, int inputs) {
        this.kernel = kernel;
        this.work = work;
        inputAt = new int[inputs];
        inputSignalAt = new int[inputs];
    }
}
