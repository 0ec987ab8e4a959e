package io.github.stepnet.stream.state;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.stepnet.network.NetworkLearner;
import io.github.stepnet.network.NetworkSpec;
import io.github.stepnet.network.TrackedLearner;
import io.github.stepnet.network.arena.NetworkState;
import io.github.stepnet.network.arena.StateSection;
import io.github.stepnet.network.layer.Dense;
import io.github.stepnet.network.optimizer.Adam;
import io.github.stepnet.network.progress.Milestones;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSchemaCompatibility;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.apache.flink.util.InstantiationUtil;
import org.junit.jupiter.api.Test;

class NetworkStateSerializerTest {

    /** What the binary fixtures were made of, by this version's own serializer. */
    private static final StateFormat FORMAT =
            new StateFormat("{learner: {inputs: 2}}", 3, 2, 3, 5, "scalar", 1, List.of());

    private static NetworkState state() {
        return new NetworkState(
                new long[] {1, -2, Long.MIN_VALUE},
                new double[] {Math.PI, Double.MIN_VALUE},
                new String[] {"event-17", null, "Grüße, 世界"},
                new float[] {1.5f, -0f, Float.MIN_VALUE, Float.NaN, 1e30f});
    }

    private static byte[] bytes(NetworkStateSerializer serializer, NetworkState state) throws IOException {
        DataOutputSerializer out = new DataOutputSerializer(16);
        serializer.serialize(state, out);
        return out.getCopyOfBuffer();
    }

    private static void assertSame(NetworkState expected, NetworkState actual) {
        assertArrayEquals(expected.longs, actual.longs);
        assertArrayEquals(expected.ids, actual.ids);
        for (int i = 0; i < expected.doubles.length; i++) {
            assertEquals(
                    Double.doubleToRawLongBits(expected.doubles[i]), Double.doubleToRawLongBits(actual.doubles[i]));
        }
        for (int i = 0; i < expected.floats.length; i++) {
            assertEquals(Float.floatToRawIntBits(expected.floats[i]), Float.floatToRawIntBits(actual.floats[i]));
        }
    }

    private static byte[] fixture(String name) throws IOException {
        try (InputStream in = NetworkStateSerializerTest.class.getResourceAsStream("/state/" + name)) {
            return in.readAllBytes();
        }
    }

    @Test
    void everyBitComesBack() throws IOException {
        NetworkStateSerializer serializer = new NetworkStateSerializer(FORMAT);
        NetworkState read = serializer.deserialize(new DataInputDeserializer(bytes(serializer, state())));
        assertSame(state(), read);
    }

    @Test
    void valuesFollowEachOtherInOneStream() throws IOException {
        NetworkStateSerializer serializer = new NetworkStateSerializer(FORMAT);
        NetworkState other = state();
        other.ids[1] = "";
        other.longs[0] = 99;
        DataOutputSerializer out = new DataOutputSerializer(16);
        serializer.serialize(state(), out);
        serializer.serialize(other, out);
        DataInputDeserializer in = new DataInputDeserializer(out.getCopyOfBuffer());
        DataOutputSerializer copied = new DataOutputSerializer(16);
        serializer.copy(in, copied);
        serializer.copy(in, copied);
        assertArrayEquals(out.getCopyOfBuffer(), copied.getCopyOfBuffer());
        in.setBuffer(copied.getCopyOfBuffer());
        NetworkState reused = serializer.createInstance();
        assertSame(state(), serializer.deserialize(reused, in));
        assertSame(other, serializer.deserialize(reused, in));
    }

    @Test
    void version1IsReadForever() throws IOException {
        TypeSerializerSnapshot<NetworkState> snapshot = TypeSerializerSnapshot.readVersionedSnapshot(
                new DataInputDeserializer(fixture("v1-snapshot.bin")),
                getClass().getClassLoader());
        TypeSerializer<NetworkState> serializer = snapshot.restoreSerializer();
        assertEquals(new NetworkStateSerializer(FORMAT), serializer);
        assertSame(state(), serializer.deserialize(new DataInputDeserializer(fixture("v1-value.bin"))));
    }

    /** As version 2 describes it: with the parts of the arrays. */
    private static final StateFormat NAMED = new StateFormat(
            FORMAT.text(),
            3,
            2,
            3,
            5,
            "scalar",
            1,
            List.of(
                    new StateSection("learner/parameters", StateSection.Kind.FLOATS, 0, 5),
                    new StateSection("learner/clock", StateSection.Kind.LONGS, 0, 3),
                    new StateSection("learner/mesh", StateSection.Kind.IDS, 0, 3),
                    new StateSection("progress", StateSection.Kind.DOUBLES, 0, 2)));

    @Test
    void version2IsWrittenAndReadAsItAlwaysWas() throws IOException {
        NetworkStateSerializer serializer = new NetworkStateSerializer(NAMED);
        assertArrayEquals(fixture("v2-value.bin"), bytes(serializer, state()));
        DataOutputSerializer out = new DataOutputSerializer(16);
        TypeSerializerSnapshot.writeVersionedSnapshot(out, serializer.snapshotConfiguration());
        assertArrayEquals(fixture("v2-snapshot.bin"), out.getCopyOfBuffer());
        assertEquals(serializer, written(serializer).restoreSerializer());
        assertSame(
                state(),
                written(serializer)
                        .restoreSerializer()
                        .deserialize(new DataInputDeserializer(fixture("v2-value.bin"))));
    }

    @Test
    void aCopySharesNothingThatLearningChanges() {
        NetworkState state = state();
        NetworkState copy = new NetworkStateSerializer(FORMAT).copy(state);
        state.floats[0] = 9;
        state.longs[0] = 9;
        state.doubles[0] = 9;
        state.ids[0] = "other";
        assertSame(state(), copy);
    }

    @Test
    void duplicatesShareNoBuffer() throws IOException {
        NetworkStateSerializer serializer = new NetworkStateSerializer(FORMAT);
        byte[] expected = bytes(serializer, state());
        NetworkStateSerializer duplicate = serializer.duplicate();
        assertNotSame(serializer, duplicate);
        bytes(duplicate, duplicate.createInstance());
        assertArrayEquals(expected, bytes(serializer, state()));
    }

    @Test
    void aSerializerThatHasWorkedTravelsInAJobGraph() throws Exception {
        NetworkStateSerializer serializer = new NetworkStateSerializer(FORMAT);
        byte[] expected = bytes(serializer, state());
        assertArrayEquals(expected, bytes(InstantiationUtil.clone(serializer), state()));
    }

    @Test
    void valuesOfAnotherNetworkAreRefusedWithBothNames() throws IOException {
        StateFormat other = new StateFormat("{learner: {inputs: 3}}", 3, 2, 3, 5, "scalar", 1, List.of());
        byte[] value = bytes(new NetworkStateSerializer(other), state());
        NetworkStateSerializer serializer = new NetworkStateSerializer(FORMAT);
        IOException e = assertThrows(IOException.class, () -> serializer.deserialize(new DataInputDeserializer(value)));
        assertTrue(e.getMessage().contains("layout id " + other.id()), e.getMessage());
        assertTrue(e.getMessage().contains(FORMAT.text()), e.getMessage());
        assertSame(state(), serializer.deserialize(new DataInputDeserializer(bytes(serializer, state()))));
    }

    @Test
    void damagedBytesAreRefusedBeforeAnythingLargeIsMade() throws IOException {
        NetworkStateSerializer serializer = new NetworkStateSerializer(FORMAT);
        byte[] value = bytes(serializer, state());
        Random random = new Random(3);
        for (int i = 0; i < 21; i++) {
            byte[] damaged = value.clone();
            damaged[i] ^= (byte) (1 + random.nextInt(255));
            assertThrows(
                    IOException.class, () -> serializer.deserialize(new DataInputDeserializer(damaged)), "byte " + i);
        }
        for (int length = 0; length < value.length; length++) {
            byte[] cut = Arrays.copyOf(value, length);
            assertThrows(
                    IOException.class,
                    () -> serializer.deserialize(new DataInputDeserializer(cut)),
                    "length " + length);
        }
        int firstId = 21 + 3 * 8 + 2 * 8 + 5 * 4;
        byte[] endlessId = value.clone();
        endlessId[firstId] = 0x7f;
        IOException e =
                assertThrows(IOException.class, () -> serializer.deserialize(new DataInputDeserializer(endlessId)));
        assertTrue(e.getMessage().contains("at most"), e.getMessage());
    }

    @Test
    void aStateOfAnotherSizeIsNotWritten() {
        NetworkState small = new NetworkState(new long[1], new double[2], new String[3], new float[5]);
        assertThrows(IllegalArgumentException.class, () -> bytes(new NetworkStateSerializer(FORMAT), small));
    }

    @Test
    void theSameTextIsCompatibleWhateverTheKernelAndAnotherTextIsNot() {
        NetworkStateSerializerSnapshot now = new NetworkStateSerializerSnapshot(FORMAT, List.of(), null);
        StateFormat vector = new StateFormat(FORMAT.text(), 3, 2, 3, 5, "vector", 8, List.of());
        StateFormat other = new StateFormat("{learner: {inputs: 3}}", 3, 2, 3, 5, "scalar", 1, List.of());
        assertTrue(now.resolveSchemaCompatibility(new NetworkStateSerializerSnapshot(FORMAT, List.of(), null))
                .isCompatibleAsIs());
        assertTrue(now.resolveSchemaCompatibility(new NetworkStateSerializerSnapshot(vector, List.of(), null))
                .isCompatibleAsIs());
        assertTrue(now.resolveSchemaCompatibility(new NetworkStateSerializerSnapshot(other, List.of(), null))
                .isIncompatible());
    }

    private static final NetworkLearner LEARNER =
            NetworkLearner.of(NetworkSpec.inputs(2).then(new Dense(2)), Adam.rate(0.1f));

    private static StateFormat format(String text) {
        return new StateFormat(text, 3, 2, 3, 5, "scalar", 1, List.of());
    }

    private static StateFormat today() {
        return format(TrackedLearner.canonicalText(LEARNER, Milestones.everyTenPercent()));
    }

    /** The text as it was before some components came. */
    private static StateFormat without(StateFormat format, String... components) {
        String text = format.text();
        for (String component : components) {
            assertTrue(text.contains(component), text);
            text = text.replace(component, "");
        }
        return format(text);
    }

    private static TypeSerializerSnapshot<NetworkState> written(NetworkStateSerializer serializer) throws IOException {
        DataOutputSerializer out = new DataOutputSerializer(16);
        TypeSerializerSnapshot.writeVersionedSnapshot(out, serializer.snapshotConfiguration());
        return TypeSerializerSnapshot.readVersionedSnapshot(
                new DataInputDeserializer(out.getCopyOfBuffer()), NetworkStateSerializerTest.class.getClassLoader());
    }

    private static NetworkStateSerializer restored(StateFormat now, NetworkStateSerializer then) throws IOException {
        TypeSerializerSchemaCompatibility<NetworkState> compatibility =
                new NetworkStateSerializer(now).snapshotConfiguration().resolveSchemaCompatibility(written(then));
        assertTrue(compatibility.isCompatibleWithReconfiguredSerializer(), compatibility::toString);
        return (NetworkStateSerializer) compatibility.getReconfiguredSerializer();
    }

    @Test
    void aTextThatLacksComponentsAtTheirDefaultsIsTheSameNetworkAndItsValuesAreRead() throws IOException {
        StateFormat oldest = without(today(), ", weight-decay: 0", ", linear-skip: false");
        StateFormat between = without(today(), ", weight-decay: 0");
        byte[] value = bytes(new NetworkStateSerializer(oldest), state());

        NetworkStateSerializer later = new NetworkStateSerializer(between, List.of(oldest), null);
        assertSame(state(), later.deserialize(new DataInputDeserializer(value)));
        assertEquals(later, written(later).restoreSerializer());

        NetworkStateSerializer now = restored(today(), later);
        assertEquals(now, now.duplicate());
        for (byte[] each : List.of(value, bytes(later, state()), bytes(now, state()))) {
            assertSame(state(), now.deserialize(new DataInputDeserializer(each)));
        }
        DataOutputSerializer copied = new DataOutputSerializer(16);
        now.copy(new DataInputDeserializer(value), copied);
        assertArrayEquals(bytes(new NetworkStateSerializer(today()), state()), copied.getCopyOfBuffer());
    }

    @Test
    void aTextThatLacksAComponentWithAnotherValueIsAnotherNetwork() throws IOException {
        StateFormat decaying = format(TrackedLearner.canonicalText(
                NetworkLearner.of(LEARNER.network(), Adam.rate(0.1f).decayingWeights(0.01f)),
                Milestones.everyTenPercent()));
        NetworkStateSerializer old = new NetworkStateSerializer(without(today(), ", weight-decay: 0"));
        assertTrue(new NetworkStateSerializer(decaying)
                .snapshotConfiguration()
                .resolveSchemaCompatibility(written(old))
                .isIncompatible());
    }

    @Test
    void theTypeMakesTheSerializer() {
        NetworkStateTypeInfo type = new NetworkStateTypeInfo(FORMAT);
        assertEquals(new NetworkStateSerializer(FORMAT), type.createSerializer(new SerializerConfigImpl()));
        assertEquals(type, new NetworkStateTypeInfo(FORMAT));
        assertFalse(type.isKeyType());
    }
}
