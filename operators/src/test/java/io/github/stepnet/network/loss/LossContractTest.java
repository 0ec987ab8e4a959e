package io.github.stepnet.network.loss;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.stepnet.network.kernel.Kernel;
import io.github.stepnet.network.kernel.ScalarKernel;
import io.github.stepnet.network.loss.Loss.Task;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every loss owes: a gradient that is the derivative of its value, and probabilities that are some. */
class LossContractTest {

    private static final Kernel KERNEL = ScalarKernel.INSTANCE;

    record Case(Loss loss, int outputs, float truth) {}

    static List<Loss> examples() {
        return List.of(
                Loss.softmaxCrossEntropy(),
                Loss.oneHotSquaredError(),
                Loss.binaryCrossEntropy(),
                Loss.squaredError(),
                Loss.huber(0.7f));
    }

    static Stream<Case> cases() {
        List<Case> cases = new ArrayList<>();
        for (Loss loss : examples()) {
            for (int outputs : new int[] {1, 2, 5}) {
                boolean takesOne = loss.task() == Task.REGRESSION || loss instanceof BinaryCrossEntropy;
                for (int truth = 0; truth < 2 && (outputs > 1 || takesOne); truth++) {
                    cases.add(new Case(loss, outputs, truth));
                }
            }
        }
        return cases.stream();
    }

    @Test
    void everyPermittedLossIsHere() {
        Set<Class<?>> tried = new HashSet<>();
        examples().forEach(loss -> tried.add(loss.getClass()));
        assertEquals(Set.of(Loss.class.getPermittedSubclasses()), tried);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void itsGradientIsTheDerivativeOfItsValue(Case c) {
        int n = c.outputs;
        float[] raw = new float[n + 1];
        for (int i = 0; i < n; i++) {
            raw[1 + i] = (float) StrictMath.sin(2.0 + 3 * i) * 1.9f;
        }
        float[] truth = truth(c);
        float[] d = new float[n + 2];
        float[] answer = answer(c, raw);
        c.loss.gradient(n, raw, 1, answer, 2, truth, 1, d, 2);
        float h = 0x1p-7f;
        for (int i = 1; i <= n; i++) {
            float value = raw[i];
            raw[i] = value + h;
            double above = value(c, raw, truth);
            raw[i] = value - h;
            double below = value(c, raw, truth);
            raw[i] = value;
            assertEquals((above - below) / (2 * h), d[1 + i], 1e-3, "raw output " + (i - 1));
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void theAnswersOfAClassificationAddUpToOne(Case c) {
        if (c.loss.task() == Task.REGRESSION) {
            return;
        }
        for (float raw : new float[] {-40f, -1f, 0f, 0.4f, 90f}) {
            float[] outputs = new float[c.outputs + 1];
            outputs[1] = raw;
            float[] answer = answer(c, outputs);
            float sum = 0;
            for (int i = 2; i < answer.length; i++) {
                assertTrue(answer[i] >= 0f && answer[i] <= 1f, "probability " + answer[i]);
                sum += answer[i];
            }
            assertEquals(1f, sum, 1e-5f);
            assertTrue(Double.isFinite(value(c, outputs, truth(c))));
        }
    }

    @Test
    void aClassificationOfOneClassIsRefused() {
        IllegalArgumentException error = assertThrows(
                IllegalArgumentException.class, () -> Loss.softmaxCrossEntropy().answers(1));
        assertEquals(
                "loss softmax-cross-entropy got a network with 1 output; it needs one output per class, so at least 2",
                error.getMessage());
    }

    private static float[] truth(Case c) {
        float[] truth = new float[1 + c.loss.truths(c.outputs)];
        for (int i = 1; i < truth.length; i++) {
            truth[i] = c.loss.task() == Task.CLASSIFICATION ? c.truth : c.truth + 0.25f * i;
        }
        return truth;
    }

    private static float[] answer(Case c, float[] raw) {
        float[] answer = new float[2 + c.loss.answers(c.outputs)];
        c.loss.answer(KERNEL, c.outputs, raw, 1, answer, 2);
        return answer;
    }

    private static double value(Case c, float[] raw, float[] truth) {
        return c.loss.value(c.outputs, raw, 1, answer(c, raw), 2, truth, 1);
    }
}
