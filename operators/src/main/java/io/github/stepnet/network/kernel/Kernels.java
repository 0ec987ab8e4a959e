package io.github.stepnet.network.kernel;

/**
 * Chooses a kernel by its word in configuration: {@code auto}, {@code vector} or {@code scalar}.
 *
 * <p>The vector kernel is found by class name and only when the virtual machine was started with its incubator module,
 * so that nothing here needs the module to load. With fewer than {@value #FEWEST_LANES} lanes (a virtual machine that
 * cannot compile vectors reports two) its loops would be far slower than the scalar ones, and {@code auto} takes those.
 */
public final class Kernels {

    private static final String MODULE = "jdk.incubator.vector";
    private static final String VECTOR_KERNEL = "io.github.stepnet.network.kernel.vector.VectorKernel";
    private static final int FEWEST_LANES = 4;

    private Kernels() {}

    /** The vector kernel where it pays, else the scalar one. */
    public static Kernel auto() {
        if (!hasVectorModule()) {
            return ScalarKernel.INSTANCE;
        }
        Kernel vector = loadVectorKernel();
        return vector.lanes() < FEWEST_LANES ? ScalarKernel.INSTANCE : vector;
    }

    public static Kernel scalar() {
        return ScalarKernel.INSTANCE;
    }

    /** The vector kernel, or an error that says how to start the virtual machine for it. */
    public static Kernel vector() {
        if (!hasVectorModule()) {
            throw new IllegalArgumentException("kernel is vector but the virtual machine runs without the module "
                    + MODULE + "; start it with --add-modules " + MODULE + ", or use kernel auto or scalar");
        }
        Kernel vector = loadVectorKernel();
        if (vector.lanes() < FEWEST_LANES) {
            throw new IllegalArgumentException("kernel is vector but this virtual machine handles " + vector.lanes()
                    + " floats at once; it needs at least " + FEWEST_LANES + ": use kernel auto or scalar");
        }
        return vector;
    }

    /** The kernel for a word of configuration. */
    public static Kernel named(String word) {
        return switch (word) {
            case "auto" -> auto();
            case "vector" -> vector();
            case "scalar" -> scalar();
            default -> throw new IllegalArgumentException("kernel is " + word + "; use auto, vector or scalar");
        };
    }

    private static boolean hasVectorModule() {
        return ModuleLayer.boot().findModule(MODULE).isPresent();
    }

    private static Kernel loadVectorKernel() {
        try {
            return (Kernel) Class.forName(VECTOR_KERNEL).getField("INSTANCE").get(null);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(
                    VECTOR_KERNEL + " is missing from the class path; it belongs to stepnet-operators", e);
        }
    }
}
