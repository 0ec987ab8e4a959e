package io.github.stepnet.network.kernel;

import java.util.zip.CRC32;

/**
 * Prints a checksum over the bits of every loop of a kernel, once cold and, on demand, again after a warm-up.
 *
 * <p>A program of its own, without JUnit, so that {@link SameBitsTest} can start it in another virtual machine: {@code
 * SameBits <kernel> <calls per loop of the warm-up>}.
 */
final class SameBits {

    private static final int[] SIZES = {1, 3, 7, 8, 9, 17, 33, 40};
    private static final int SEEDS = 3;

    private SameBits() {}

    public static void main(String[] arguments) {
        Kernel kernel = Kernels.named(arguments[0]);
        int calls = Integer.parseInt(arguments[1]);
        System.out.println(describe(kernel));
        if (calls > 0) {
            warmUp(kernel, calls);
            System.out.println(describe(kernel));
        }
    }

    /** The lanes and one checksum per loop. */
    static String describe(Kernel kernel) {
        StringBuilder line = new StringBuilder(kernel.name() + " " + kernel.lanes());
        for (Loop loop : Loop.values()) {
            CRC32 crc = new CRC32();
            for (int inputs : SIZES) {
                for (int outputs : loop.kind == Loop.Kind.AFFINE ? SIZES : new int[] {1}) {
                    for (int seed = 0; seed < SEEDS; seed++) {
                        Scene scene = new Scene(inputs, outputs, seed);
                        loop.run(kernel, scene);
                        scene.addBitsTo(crc);
                    }
                }
            }
            line.append(' ').append(loop).append('=').append(Long.toHexString(crc.getValue()));
        }
        return line.toString();
    }

    /** So many calls of each loop that the just-in-time compiler has nothing left to do. */
    static void warmUp(Kernel kernel, int calls) {
        for (Loop loop : Loop.values()) {
            Scene small = new Scene(9, 19, 1);
            Scene large = new Scene(41, 19, 1);
            for (int i = 0; i < calls; i++) {
                loop.run(kernel, i % 16 == 0 ? large : small);
            }
        }
    }
}
