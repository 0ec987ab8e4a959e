package io.github.stepnet.network.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.github.stepnet.network.Execution;
import io.github.stepnet.network.NetworkLearner;
import io.github.stepnet.network.NetworkSpec;
import io.github.stepnet.network.layer.Activation;
import io.github.stepnet.network.layer.CustomLayer;
import io.github.stepnet.network.layer.Dense;
import io.github.stepnet.network.layer.Wire;
import io.github.stepnet.network.layer.Wiring;
import io.github.stepnet.network.learning.ChainTween;
import io.github.stepnet.network.optimizer.Adam;
import io.github.stepnet.network.optimizer.GradientShaping;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CanonicalTextTest {

    record Numbers(float f, double d, long n) {}

    record Words(String text, Optional<String> other, Map<String, String> map, Duration time, Instant at) {}

    record Doubling(int times) implements CustomLayer {
        @Override
        public Wire lay(Wiring wiring, Wire from) {
            return wiring.lay("dense", new Dense(times), from);
        }
    }

    static final class Plain implements CustomLayer {

        private static final long serialVersionUID = 1L;

        @Override
        public Wire lay(Wiring wiring, Wire from) {
            return wiring.lay("dense", new Dense(1), from);
        }

        @Override
        public String toString() {
            return "plain";
        }
    }

    @Test
    void aLearnerIsOneLineWithNothingLeftOut() {
        NetworkLearner learner = NetworkLearner.of(
                        NetworkSpec.inputs(8)
                                .then(new Dense(3, Activation.LEAKY_RELU))
                                .seed(-42),
                        (Adam) Adam.rate(0.001f).decayingOver(20_000))
                .rule(new ChainTween(1.2f, true, 0f, 10f))
                .shaping(new GradientShaping.Norm(5f))
                .execution(Execution.STEP);
        assertEquals(
                "{network: {inputs: 8, layers: [{dense: {outputs: 3, activation: leaky-relu, initializer: he}}], "
                        + "loss: {softmax-cross-entropy: {}}, seed: -42, linear-skip: false, scaling: standard, unscaled: [], "
                        + "temporal: {previous-labels: 0, label-averages: [], feature-averages: [], time-since-last: false}}, "
                        + "rule: {chain-tween: {depth-scale: 1.2, fan-out-norm: true, epsilon: 0, bound: 10}}, "
                        + "optimizer: {adam: {rate: {inverse-square-root: {rate: 0.001, over: 20000}}, beta1: 0.9, "
                        + "beta2: 0.999, epsilon: 1e-8, weight-decay: 0}}, shaping: {norm: {bound: 5}}, execution: step, truncation: 10, "
                        + "cadence: 1, techniques: [], hand-over: {never: {}}}",
                CanonicalText.of(learner));
    }

    @Test
    void layersOfUsersAreWrittenAsTheirClassAndText() {
        String text =
                CanonicalText.of(NetworkSpec.inputs(1).then(new Doubling(2)).then(new Plain()));
        assertEquals(
                "layers: [{\"io.github.stepnet.network.spec.CanonicalTextTest$Doubling\": \"Doubling[times=2]\"}, "
                        + "{\"io.github.stepnet.network.spec.CanonicalTextTest$Plain\": plain}]",
                text.substring(text.indexOf("layers"), text.indexOf(", loss")));
        assertNotEquals(
                text,
                CanonicalText.of(NetworkSpec.inputs(1).then(new Doubling(3)).then(new Plain())));
    }

    @Test
    void numbersAreWrittenInTheFewestDigitsThatReadBackToTheSameBits() {
        assertEquals(
                "{f: 0.1, d: 0.1, n: -9223372036854775808}", CanonicalText.of(new Numbers(0.1f, 0.1, Long.MIN_VALUE)));
        assertEquals("{f: 1e-8, d: 1e-8, n: 7}", CanonicalText.of(new Numbers(1e-8f, 1e-8, 7)));
        // Float.toString says 2.0E-3 and, before JDK 19, 2.0E-3 or 0.0020 as it happens.
        assertEquals("{f: 0.002, d: 0.002, n: 0}", CanonicalText.of(new Numbers(0.002f, 0.002, 0)));
        assertEquals(
                "{f: 1e-45, d: 5e-324, n: 0}", CanonicalText.of(new Numbers(Float.MIN_VALUE, Double.MIN_VALUE, 0)));
        assertEquals(
                "{f: 3.4028235e38, d: 1.7976931348623157e308, n: 0}",
                CanonicalText.of(new Numbers(Float.MAX_VALUE, Double.MAX_VALUE, 0)));
        assertEquals("{f: -0, d: 0, n: 0}", CanonicalText.of(new Numbers(-0f, 0.0, 0)));
        assertEquals("{f: .inf, d: -.inf, n: 0}", CanonicalText.of(new Numbers(1f / 0f, -1.0 / 0.0, 0)));
        assertEquals("{f: 16777216, d: 1.5e10, n: 0}", CanonicalText.of(new Numbers(16_777_216f, 1.5e10, 0)));
    }

    @Test
    void anyBitsSurviveInAnyLocale() {
        Locale before = Locale.getDefault();
        Random random = new Random(11);
        try {
            for (String tag : List.of("en", "de-DE", "ar-EG", "tr-TR", "hi-IN-u-nu-deva")) {
                Locale.setDefault(Locale.forLanguageTag(tag));
                for (int i = 0; i < 300; i++) {
                    Numbers numbers = new Numbers(
                            finite(Float.intBitsToFloat(random.nextInt())),
                            finite(Double.longBitsToDouble(random.nextLong())),
                            random.nextLong());
                    String text = CanonicalText.of(numbers);
                    assertEquals(numbers, SpecReader.read(FlowText.parse("spec", text), Numbers.class), text);
                }
                assertEquals("{linear-skip: true}", CanonicalText.of(new Skip(true)));
            }
        } finally {
            Locale.setDefault(before);
        }
    }

    private record Skip(boolean linearSkip) {}

    private static float finite(float value) {
        return Float.isNaN(value) ? 0f : value;
    }

    private static double finite(double value) {
        return Double.isNaN(value) ? 0.0 : value;
    }

    @Test
    void anyStringSurvives() {
        Instant at = Instant.parse("2026-01-31T12:00:00.000000001Z");
        Map<String, String> map = new LinkedHashMap<>();
        map.put("security.protocol", "SASL_SSL");
        map.put("odd: key", "null");
        for (String text :
                List.of("", " a ", "true", "No", "null", "7", "a, b", "{x}", "\"\\\n\t\u0000é€\ud83d\ude00")) {
            Words words = new Words(text, Optional.of(text), map, Duration.ofMillis(1500), at);
            String written = CanonicalText.of(words);
            assertEquals(words, SpecReader.read(FlowText.parse("spec", written), Words.class), written);
        }
        assertEquals(
                "{text: \"\", other: null, map: {security.protocol: SASL_SSL, \"odd: key\": \"null\"}, time: 1500ms, at: \"2026-01-31T12:00:00.000000001Z\"}",
                CanonicalText.of(new Words("", Optional.empty(), map, Duration.ofMillis(1500), at)));
    }
}
