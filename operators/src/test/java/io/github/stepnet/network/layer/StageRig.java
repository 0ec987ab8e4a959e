package io.github.stepnet.network.layer;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.stepnet.network.arena.SplitMix64;
import io.github.stepnet.network.kernel.Kernel;

/** One stage alone, with canaries between the ranges that it may use and random numbers in all of them. */
final class StageRig {

    private static final int GAP = 3;

    final Stage stage;
    final Frame frame;
    final int inputs;
    final int outputs;
    final int parameters;

    StageRig(Stage stage, LayerCase.Inputs kind, Kernel kernel) {
        SplitMix64 random = new SplitMix64(71);
        this.stage = stage;
        inputs = stage.input().floats();
        outputs = stage.output().floats();
        parameters = stage.parameterFloats();
        int outputSignalAt = GAP;
        int inputSignalAt = outputSignalAt + outputs + GAP;
        int memorySignalAt = inputSignalAt + inputs + GAP;
        int scratchAt = memorySignalAt + stage.memory() + GAP;
        float[] work = random(scratchAt + stage.scratch() + GAP, random);
        frame = new Frame(kernel, work, random(parameters + 2 * GAP, random));
        frame.gradientAt = GAP;
        frame.outputSignalAt = outputSignalAt;
        frame.inputSignalAt = inputSignalAt;
        frame.memorySignalAt = memorySignalAt;
        frame.scratchAt = scratchAt;
        frame.parameters = random(parameters + 2 * GAP, random);
        frame.parametersAt = GAP;
        stage.initialize(frame.parameters, GAP, random);
        frame.memory = new float[stage.memory() + 2 * GAP];
        frame.memoryAt = GAP;
        frame.inputAt = GAP;
        frame.outputAt = frame.inputAt + inputs + GAP;
        frame.tapeAt = frame.outputAt + outputs + GAP;
        frame.values = random(frame.tapeAt + stage.tape() + GAP, random);
        for (int i = 0; kind == LayerCase.Inputs.IDS && i < inputs; i++) {
            frame.values[frame.inputAt + i] = i % 5;
        }
    }

    private static float[] random(int n, SplitMix64 random) {
        float[] values = new float[n];
        for (int i = 0; i < n; i++) {
            values[i] = (float) (2 * random.nextDouble() - 1);
        }
        return values;
    }

    /** Asserts that two arrays differ within the given ranges only; ranges are offset and length in turn. */
    static void assertOnlyChanged(float[] before, float[] after, int... ranges) {
        for (int i = 0; i < before.length; i++) {
            boolean allowed = Float.floatToIntBits(before[i]) == Float.floatToIntBits(after[i]);
            for (int r = 0; r < ranges.length && !allowed; r += 2) {
                allowed = i >= ranges[r] && i < ranges[r] + ranges[r + 1];
            }
            assertTrue(allowed, "position " + i + " was written");
        }
    }
}
