package io.github.stepnet.network.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.stepnet.network.NetworkLearner;
import io.github.stepnet.network.progress.Milestones;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every specification record that a learner can be made of, found by walking components and permitted classes: a new one
 * is tested by being permitted.
 */
class SpecRoundTripTest {

    private static final long SEED = 20_260;
    private static final int SAMPLES = 20;
    /** A sample that a constructor refuses is drawn again. */
    private static final int ATTEMPTS = 10_000;

    static Stream<Class<?>> records() {
        Set<Class<?>> found = new LinkedHashSet<>();
        collect(NetworkLearner.class, found);
        collect(Milestones.class, found);
        return found.stream().filter(Class::isRecord);
    }

    static Stream<Class<?>> families() {
        Set<Class<?>> found = new LinkedHashSet<>();
        collect(NetworkLearner.class, found);
        return found.stream().filter(Class::isSealed);
    }

    private static void collect(Type type, Set<Class<?>> found) {
        if (type instanceof ParameterizedType generic) {
            Arrays.stream(generic.getActualTypeArguments()).forEach(argument -> collect(argument, found));
        } else if (type instanceof Class<?> plain && (plain.isRecord() || Family.isFamily(plain)) && found.add(plain)) {
            if (plain.isRecord()) {
                Arrays.stream(plain.getRecordComponents())
                        .forEach(component -> collect(component.getGenericType(), found));
            } else {
                Family.of(plain).variants().values().forEach(variant -> collect(variant, found));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("records")
    void whatIsWrittenIsReadBackEqual(Class<? extends Record> type) throws ReflectiveOperationException {
        Random random = new Random(SEED);
        for (int i = 0; i < SAMPLES; i++) {
            Record sample = sample(type, random);
            String text = CanonicalText.of(sample);
            assertEquals(sample, SpecReader.read(FlowText.parse("spec", text), type), text);
            assertEquals(text, CanonicalText.of(SpecReader.read(FlowText.parse("spec", text), type)));
        }
    }

    @ParameterizedTest
    @MethodSource("families")
    void aMemberOfAFamilyIsReadBackByItsName(Class<?> family) throws ReflectiveOperationException {
        Random random = new Random(SEED);
        for (Class<?> variant : Family.of(family).variants().values()) {
            roundTrip(family, sample(variant, random));
        }
    }

    private static <T> void roundTrip(Class<T> family, Object member) {
        String text = CanonicalText.of(family, family.cast(member));
        assertEquals(member, SpecReader.read(FlowText.parse("spec", text), family), text);
    }

    @ParameterizedTest
    @MethodSource("families")
    void aFamilyHasAtMostOneShorthandOfAKind(Class<?> family) {
        for (SpecNode.Kind kind : SpecNode.Kind.values()) {
            long shorthands = Family.of(family).variants().values().stream()
                    .filter(variant -> Family.isShorthand(variant, kind))
                    .count();
            assertTrue(shorthands <= 1, () -> family + " has more than one shorthand for a " + kind);
        }
    }

    @Test
    void theWalkFindsTheFamilies() {
        List<String> names = families().map(Class::getSimpleName).sorted().toList();
        assertTrue(
                names.containsAll(
                        List.of("GradientShaping", "LayerSpec", "LearningRule", "Loss", "Optimizer", "Schedule")),
                names.toString());
    }

    private static Record sample(Class<?> type, Random random) throws ReflectiveOperationException {
        RecordComponent[] components = type.getRecordComponents();
        Class<?>[] types =
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        Constructor<?> constructor = type.getDeclaredConstructor(types);
        constructor.setAccessible(true);
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Object[] values = new Object[components.length];
            for (int i = 0; i < values.length; i++) {
                values[i] = value(components[i].getGenericType(), random);
            }
            try {
                return (Record) constructor.newInstance(values);
            } catch (InvocationTargetException e) {
                if (!(e.getCause() instanceof IllegalArgumentException)) {
                    throw e;
                }
            }
        }
        throw new AssertionError("no sample of " + type + " after " + ATTEMPTS + " attempts; seed " + SEED);
    }

    /** Whether a record has parts of its own family; few may, else a sample would have no end. */
    private static boolean holds(Class<?> variant, Class<?> family) {
        return Arrays.stream(variant.getRecordComponents())
                .anyMatch(component -> component.getGenericType().getTypeName().contains(family.getName()));
    }

    private static Object value(Type type, Random random) throws ReflectiveOperationException {
        if (type instanceof ParameterizedType list) {
            List<Object> values = new ArrayList<>();
            for (int i = random.nextInt(4); i > 0; i--) {
                values.add(value(list.getActualTypeArguments()[0], random));
            }
            return values;
        }
        Class<?> plain = (Class<?>) type;
        if (Family.isFamily(plain)) {
            List<Class<?>> variants = Family.of(plain).variants().values().stream()
                    .filter(variant -> random.nextInt(10) == 0 || !holds(variant, plain))
                    .toList();
            return sample(variants.get(random.nextInt(variants.size())), random);
        }
        if (plain.isRecord()) {
            return sample(plain, random);
        }
        if (plain.isEnum()) {
            return plain.getEnumConstants()[random.nextInt(plain.getEnumConstants().length)];
        }
        int magnitude = random.nextInt(20);
        return switch (plain.getSimpleName()) {
            case "boolean" -> random.nextBoolean();
            case "int", "Integer" -> random.nextBoolean() ? random.nextInt(4) : random.nextInt() >> (31 - magnitude);
            case "long" -> random.nextLong() >> (63 - 3 * magnitude);
            case "float", "Float" -> magnitude == 0 ? Float.POSITIVE_INFINITY : real(random, magnitude);
            case "double" -> random.nextGaussian() / (1 << magnitude);
            case "String" -> Long.toString(random.nextLong(), 36);
            case "Duration" -> Duration.ofMillis(random.nextInt(1_000_000));
            default -> throw new AssertionError("no sample of " + type);
        };
    }

    /** Often above 1, where some components must be. */
    private static float real(Random random, int magnitude) {
        double value = random.nextGaussian() / (1 << magnitude);
        return (float) (random.nextInt(3) == 0 ? 1.0 + Math.abs(value) : value);
    }
}
