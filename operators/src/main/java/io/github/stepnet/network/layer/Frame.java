package io.github.stepnet.network.layer;

import io.github.stepnet.network.kernel.Kernel;

/**
 * The arrays and offsets that a {@link Stage} works with for one sample: which key's parameters and memory, which sample's input,
 * output and tape, and where signals and gradients go.
 *
 * <p>A frame is filled in by the pass that runs the stages, is reused for every event, and is read by stages, which change no field.
 * In a plain sweep a sample's values lie in the subtask's work; in a mesh, and where a gradient reaches back over events, they lie in
 * the key's state.
 */
public final class Frame {

    /** Offset of an input signal that nobody needs: below it no parameter is left to train. */
    public static final int NONE = -1;

    /** The loops to compute with. */
    public final Kernel kernel;

    /** Holds signals and scratch. */
    public final float[] work;

    /** Holds the parameter gradient of the whole plan. */
    public final float[] gradient;

    /** Where this stage's parameter gradients start in {@link #gradient}, laid out like its parameters. */
    public int gradientAt;

    /** Where this stage's {@link Stage#scratch} floats start in {@link #work}. */
    public int scratchAt;

    /** Where the loss gradient with respect to this stage's output starts in {@link #work}. */
    public int outputSignalAt;

    /** Where the loss gradient with respect to this stage's input goes in {@link #work}, or {@link #NONE}. */
    public int inputSignalAt;

    /** Where the loss gradient with respect to a recurrent stage's memory lies in {@link #work}. */
    public int memorySignalAt;

    /** Holds the key's parameters. */
    public float[] parameters;

    /** Where this stage's parameters start in {@link #parameters}. */
    public int parametersAt;

    /** Holds the key's memory, or a copy of it. */
    public float[] memory;

    /** Where this stage's {@link Stage#memory} floats start in {@link #memory}. */
    public int memoryAt;

    /** Holds the sample's input, output and tape. */
    public float[] values;

    /** Where the sample's input starts in {@link #values}. */
    public int inputAt;

    /** Where the sample's output starts in {@link #values}. */
    public int outputAt;

    /** Where the sample's {@link Stage#tape} floats start in {@link #values}. */
    public int tapeAt;

    /** A frame whose other fields are still to be set. */
    public Frame(Kernel kernel, float[] work, float[] gradient) {
        this.kernel = kernel;
        this.work = work;
        this.gradient = gradient;
    }
}
