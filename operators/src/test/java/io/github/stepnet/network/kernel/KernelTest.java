package io.github.stepnet.network.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The contract of every loop of every kernel, at sizes on both sides of each unrolling. */
class KernelTest {

    private static final int[] SIZES = {1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31, 33, 64, 65, 100};
    private static final long SEED = 20260801;

    static Stream<Kernel> kernels() {
        return Stream.of(Kernels.scalar(), Kernels.vector());
    }

    static Stream<Arguments> kernelsAndLoops() {
        return kernels().flatMap(kernel -> Stream.of(Loop.values()).map(loop -> Arguments.of(kernel, loop)));
    }

    @ParameterizedTest
    @MethodSource("kernelsAndLoops")
    void aLoopComputesWhatItsDefinitionSays(Kernel kernel, Loop loop) {
        Kernel reference = new ReferenceKernel();
        forEachScene(loop, (inputs, outputs) -> assertAgree(kernel, reference, loop, inputs, outputs));
    }

    @ParameterizedTest
    @EnumSource
    void bothKernelsAgree(Loop loop) {
        forEachScene(loop, (inputs, outputs) -> assertAgree(Kernels.vector(), Kernels.scalar(), loop, inputs, outputs));
    }

    @ParameterizedTest
    @EnumSource(
            names = {"AFFINE_.*", "SOFTMAX.*", "SUM.*"},
            mode = EnumSource.Mode.MATCH_NONE)
    void anElementHasTheSameBitsInALaneAndInATail(Loop loop) {
        if (loop.kind != Loop.Kind.ELEMENT) {
            return;
        }
        forEachScene(loop, (inputs, outputs) -> {
            Scene vector = played(Kernels.vector(), loop, inputs, outputs);
            Scene scalar = played(Kernels.scalar(), loop, inputs, outputs);
            for (int k = 0; k < vector.ranges().size(); k++) {
                Range expected = scalar.ranges().get(k);
                Range actual = vector.ranges().get(k);
                for (int i = 0; i < expected.length; i++) {
                    assertEquals(
                            Float.floatToRawIntBits(expected.get(i)),
                            Float.floatToRawIntBits(actual.get(i)),
                            loop + " of " + inputs + " floats, element " + i);
                }
            }
        });
    }

    @ParameterizedTest
    @MethodSource("kernelsAndLoops")
    void aLoopTouchesNothingOutsideItsRanges(Kernel kernel, Loop loop) {
        forEachScene(loop, (inputs, outputs) -> {
            for (Range range : played(kernel, loop, inputs, outputs).ranges()) {
                assertTrue(range.isSurroundedByCanaries(), loop + " at " + inputs + " x " + outputs);
            }
        });
    }

    @ParameterizedTest
    @MethodSource("kernelsAndLoops")
    void aLoopOverNothingDoesNothing(Kernel kernel, Loop loop) {
        Scene scene = played(kernel, loop, 0, 0);
        for (Range range : scene.ranges()) {
            assertTrue(range.isSurroundedByCanaries(), loop.name());
        }
        assertEquals(loop == Loop.IS_FINITE ? 1f : 0f, scene.result);
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void anAffineMapCanStartFromWhatIsInItsPlace(Kernel kernel) {
        for (int inputs : SIZES) {
            for (int outputs : SIZES) {
                Scene s = played(kernel, Loop.AFFINE, inputs, outputs);
                float[] y = java.util.Arrays.copyOfRange(s.bias.array, s.bias.at, s.bias.at + s.outputs);
                kernel.affine(s.inputs, s.outputs, s.weights.array, s.weights.at, y, 0, s.x.array, s.x.at, y, 0);
                for (int o = 0; o < s.outputs; o++) {
                    assertEquals(s.y.get(o), y[o], inputs + " inputs, output " + o + " of " + outputs);
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void aRowHasTheSameBitsAmongOthersAndAlone(Kernel kernel) {
        for (int inputs : SIZES) {
            Scene many = played(kernel, Loop.AFFINE, inputs, Math.min(inputs, 7));
            for (int o = 0; o < many.outputs; o++) {
                float[] alone = new float[1];
                kernel.affine(
                        inputs,
                        1,
                        many.weights.array,
                        many.weights.at + o * inputs,
                        many.bias.array,
                        many.bias.at + o,
                        many.x.array,
                        many.x.at,
                        alone,
                        0);
                assertEquals(alone[0], many.y.get(o), "row " + o + " of " + inputs + " inputs");
            }
        }
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void finitenessAndMagnitudeSeeEveryPosition(Kernel kernel) {
        for (int n : SIZES) {
            for (int bad = 0; bad < n; bad++) {
                float[] a = new float[n + 2];
                a[0] = Float.NaN;
                a[n + 1] = Float.POSITIVE_INFINITY;
                a[1 + bad] = -Float.MAX_VALUE;
                assertTrue(kernel.isFinite(n, a, 1));
                assertEquals(Float.MAX_VALUE, kernel.maxMagnitude(n, a, 1));
                a[1 + bad] = Float.NEGATIVE_INFINITY;
                assertFalse(kernel.isFinite(n, a, 1));
                assertEquals(Float.POSITIVE_INFINITY, kernel.maxMagnitude(n, a, 1));
                a[1 + bad] = Float.NaN;
                assertFalse(kernel.isFinite(n, a, 1));
                assertTrue(Float.isNaN(kernel.maxMagnitude(n, a, 1)));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void nanStaysNanAndInfinitiesFindTheirLimits(Kernel kernel) {
        for (int n : List.of(1, 9, 17)) {
            float[] v = new float[3 * n];
            float[] y = new float[3 * n];
            for (int i = 0; i < n; i++) {
                v[i] = Float.NaN;
                v[n + i] = Float.POSITIVE_INFINITY;
                v[2 * n + i] = Float.NEGATIVE_INFINITY;
            }
            kernel.exp(3 * n, v, 0, y, 0);
            assertLimits(n, y, Float.POSITIVE_INFINITY, 0f);
            kernel.tanh(3 * n, v, 0, y, 0);
            assertLimits(n, y, 1f, -1f);
            kernel.sigmoid(3 * n, v, 0, y, 0);
            assertLimits(n, y, 1f, 0f);
            kernel.softplus(3 * n, v, 0, y, 0);
            assertLimits(n, y, Float.POSITIVE_INFINITY, 0f);
            kernel.piecewiseLinear(3 * n, 1f, 0.5f, v, 0, y, 0);
            assertLimits(n, y, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY);
            System.arraycopy(v, 0, y, 0, v.length);
            kernel.clamp(3 * n, 2f, y, 0);
            assertLimits(n, y, 2f, -2f);
        }
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void softmaxOfHugeValuesDoesNotOverflow(Kernel kernel) {
        for (int n : SIZES) {
            float[] y = new float[n];
            Arrays.fill(y, 3e38f);
            kernel.softmax(n, y, 0, y, 0);
            for (float each : y) {
                assertEquals(1f / n, each, 1e-6f);
            }
        }
    }

    private static void assertLimits(int n, float[] y, float above, float below) {
        for (int i = 0; i < n; i++) {
            assertTrue(Float.isNaN(y[i]));
            assertEquals(above, y[n + i]);
            assertEquals(below, y[2 * n + i]);
        }
    }

    private static Scene played(Kernel kernel, Loop loop, int inputs, int outputs) {
        Scene scene = new Scene(inputs, outputs, SEED);
        loop.run(kernel, scene);
        return scene;
    }

    /** A difference of 1e-6 for each float that entered the sum. */
    private static void assertAgree(Kernel kernel, Kernel other, Loop loop, int inputs, int outputs) {
        Scene actual = played(kernel, loop, inputs, outputs);
        Scene expected = played(other, loop, inputs, outputs);
        double terms = loop.name().startsWith("GELU_SLOPE") ? 40 : 1; // 1 - s, times v^3 at |v| = 6
        if (loop.kind == Loop.Kind.AFFINE) {
            terms = Math.max(inputs, outputs);
        } else if (loop == Loop.SUM_OF_SQUARES || loop == Loop.DOT) {
            terms = inputs;
        }
        for (int k = 0; k < expected.ranges().size(); k++) {
            for (int i = 0; i < expected.ranges().get(k).length; i++) {
                assertClose(
                        expected.ranges().get(k).get(i), actual.ranges().get(k).get(i), terms, loop, inputs, outputs);
            }
        }
        assertClose(expected.result, actual.result, terms, loop, inputs, outputs);
    }

    private static void assertClose(float expected, float actual, double terms, Loop loop, int inputs, int outputs) {
        double bound = 1e-6 * Math.abs(expected) + 1e-7 * terms;
        assertEquals(expected, actual, bound, () -> loop + " at " + inputs + " x " + outputs + ", seed " + SEED);
    }

    private interface Check {
        void at(int inputs, int outputs);
    }

    private static void forEachScene(Loop loop, Check check) {
        for (int inputs : SIZES) {
            for (int outputs : loop.kind == Loop.Kind.AFFINE ? SIZES : new int[] {1}) {
                check.at(inputs, outputs);
            }
        }
    }
}
