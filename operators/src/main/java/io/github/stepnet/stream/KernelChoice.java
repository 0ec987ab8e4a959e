package io.github.stepnet.stream;

import io.github.stepnet.network.kernel.Kernel;
import io.github.stepnet.network.kernel.Kernels;

/** Which loops a network is computed with. For one kernel and one processor architecture, the same events give the same bits. */
public enum KernelChoice {
    /** The vector kernel where it pays, else the scalar one. */
    AUTO,
    /** The vector kernel, or the job fails. */
    VECTOR,
    /** Plain loops. */
    SCALAR;

    /** The kernel on this machine. */
    Kernel kernel() {
        return switch (this) {
            case AUTO -> Kernels.auto();
            case VECTOR -> Kernels.vector();
            case SCALAR -> Kernels.scalar();
        };
    }
}
