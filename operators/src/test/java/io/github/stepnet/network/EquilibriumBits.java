package io.github.stepnet.network;

import io.github.stepnet.network.arena.NetworkState;
import io.github.stepnet.network.arena.SplitMix64;
import io.github.stepnet.network.equilibrium.Settling;
import io.github.stepnet.network.kernel.Kernel;
import io.github.stepnet.network.kernel.Kernels;
import java.nio.ByteBuffer;
import java.util.zip.CRC32;

/**
 * Prints a checksum over the bits of a key of every equilibrium learner after some events. A program of its own, so that a test can start it in another virtual machine: {@code
 * EquilibriumBits <kernel>}.
 */
final class EquilibriumBits {

    private static final int EVENTS = 4;
    /** The interpreter is slow. */
    private static final Settling SHORT = Settling.standard().iterations(6).nudgedIterations(3);

    private EquilibriumBits() {}

    public static void main(String[] arguments) {
        System.out.println(describe(Kernels.named(arguments[0])));
    }

    static String describe(Kernel kernel) {
        StringBuilder line = new StringBuilder(kernel.name());
        for (EquilibriumLearner learner : EquilibriumModels.learners()) {
            Settling brief = SHORT.acceleration(learner.settling().acceleration());
            EquilibriumRun run = new EquilibriumRun(learner.settling(brief), kernel);
            SplitMix64 random = new SplitMix64(3);
            for (int event = 0; event < EVENTS; event++) {
                EquilibriumRun.xor(run.example, random);
                run.network.tick(run.state, run.example, run.answer);
            }
            line.append(' ').append(Long.toHexString(checksum(run.state)));
        }
        return line.toString();
    }

    private static long checksum(NetworkState state) {
        ByteBuffer bytes =
                ByteBuffer.allocate(4 * state.floats.length + 8 * (state.doubles.length + state.longs.length));
        for (float value : state.floats) {
            bytes.putFloat(value);
        }
        for (double value : state.doubles) {
            bytes.putDouble(value);
        }
        for (long value : state.longs) {
            bytes.putLong(value);
        }
        CRC32 crc = new CRC32();
        crc.update(bytes.array());
        return crc.getValue();
    }
}
