package io.github.stepnet.jobs.wire;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.stepnet.jobs.config.EventTime;
import io.github.stepnet.jobs.config.Label;
import io.github.stepnet.jobs.config.Values;
import io.github.stepnet.schemas.DeadLetterReason;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class JsonFormatTest {

    private static final JsonFormat FORMAT = new JsonFormat(new Fields(
            "machine",
            "id",
            new EventTime("at", EventTime.Unit.ISO),
            new Values.Each(List.of("sensor.pressure", "/sensor/temp.max", "history.1", "hot")),
            new Label("state", List.of("ok", "worn", "broken")),
            null));

    private static final String GOOD = """
            {"machine": "press 4", "id": 12, "extra": {"deep": [[{"machine": "not this"}]]},
             "sensor": {"temp.max": 1e-3, "pressure": 2.5, "unit": "bar"}, "history": [1, 2.25, {"x": 1}, [2]],
             "hot": true, "state": "worn", "at": "2026-01-31T12:00:00.5Z"}
            """;

    @Test
    void fieldsAreFoundWhereverTheyStand() throws Exception {
        assertEquals(
                new IncomingEvent(
                        "press 4", "12", 1_769_860_800_500L, new float[] {2.5f, 0.001f, 2.25f, 1}, 1, null, 3, 99),
                decode(FORMAT, GOOD));
    }

    @Test
    void theFieldsOfAnEventAreItsOwnNames() throws Exception {
        assertEquals(
                new IncomingEvent("k", null, 7, new float[] {1, 2}, 0, new float[] {3}, 3, 99),
                decode(
                        new JsonFormat(Fields.ofEvent()),
                        "{\"key\":\"k\",\"timeMillis\":7,\"features\":[1,2.0],\"label\":0,\"target\":[3]}"));
    }

    @Test
    void whereGapsAreAllowedAFeatureThatIsNullOrMissingIsNaN() throws Exception {
        JsonFormat each = new JsonFormat(
                new Fields("k", null, null, new Values.Each(List.of("a", "b", "c")), null, null, null, true));
        assertArrayEquals(
                new float[] {1, Float.NaN, Float.NaN},
                decode(each, "{\"k\": \"x\", \"a\": 1, \"b\": null}").features());
        JsonFormat array = new JsonFormat(new Fields("k", null, null, new Values.Array("v"), null, null, null, true));
        assertArrayEquals(
                new float[] {1, Float.NaN, 3},
                decode(array, "{\"k\": \"x\", \"v\": [1, null, 3]}").features());
        assertThrows(Refused.class, () -> decode(array, "{\"k\": \"x\"}"));
    }

    @Test
    void aRecordThatIsOnlyATruthHasNoFeatures() throws Exception {
        JsonFormat truth = new JsonFormat(new Fields("k", "e", null, null, new Label("state", List.of()), null));
        IncomingEvent decoded = decode(truth, "{\"k\": \"x\", \"e\": \"7\", \"state\": 2}");
        assertArrayEquals(new float[0], decoded.features());
        assertEquals(2, decoded.label());
    }

    @Test
    void aLabelThatIsNullOrMissingIsNotKnown() throws Exception {
        assertEquals(
                IncomingEvent.NO_LABEL,
                decode(FORMAT, GOOD.replace("\"worn\"", "null")).label());
        assertEquals(
                IncomingEvent.NO_LABEL,
                decode(FORMAT, GOOD.replace("\"state\"", "\"stat\"")).label());
    }

    @Test
    void ofAFieldThatStandsTwiceTheLastOneCounts() throws Exception {
        JsonFormat event = new JsonFormat(Fields.ofEvent());
        IncomingEvent decoded = decode(
                event,
                "{\"key\":\"a\",\"key\":\"b\",\"timeMillis\":7,\"features\":[1,2,3],\"features\":[4],\"label\":1,\"label\":null,"
                        + "\"target\":[1],\"target\":null}");
        assertEquals("b", decoded.key());
        assertArrayEquals(new float[] {4}, decoded.features());
        assertEquals(IncomingEvent.NO_LABEL, decoded.label());
        assertNull(decoded.target());
    }

    @Test
    void numbersThatAreNotFiniteArePassedOnAsTheyAre() throws Exception {
        assertArrayEquals(
                new float[] {Float.NaN, Float.NEGATIVE_INFINITY, Float.POSITIVE_INFINITY},
                decode(
                                new JsonFormat(Fields.ofEvent()),
                                "{\"key\":\"k\",\"timeMillis\":7,\"features\":[NaN,-Infinity,1e99]}")
                        .features());
    }

    @Test
    void timesMayBeNumbersOfAnyUnit() throws Exception {
        assertEquals(
                1_500,
                decode(timed(EventTime.Unit.SECONDS), "{\"k\":1,\"f\":1,\"t\":1.5}")
                        .timeMillis());
        assertEquals(
                -1,
                decode(timed(EventTime.Unit.MICROS), "{\"k\":1,\"f\":1,\"t\":-1}")
                        .timeMillis());
        assertEquals(
                1_000,
                decode(timed(EventTime.Unit.MILLIS), "{\"k\":1,\"f\":1,\"t\":1e3}")
                        .timeMillis());
        assertEquals(
                "field t is the number 1.5; it must be a whole number of milliseconds since 1970",
                undecodable(timed(EventTime.Unit.MILLIS), "{\"k\":1,\"f\":1,\"t\":1.5}"));
        assertEquals(
                "field t is missing or null; it must be a whole number of milliseconds since 1970",
                undecodable(timed(EventTime.Unit.MILLIS), "{\"k\":1,\"f\":1}"));
        for (EventTime.Unit unit : EventTime.Unit.values()) {
            undecodable(timed(unit), "{\"k\":1,\"f\":1,\"t\":1e300}");
            undecodable(timed(unit), "{\"k\":1,\"f\":1,\"t\":NaN}");
            undecodable(timed(unit), "{\"k\":1,\"f\":1,\"t\":\"soon\"}");
        }
    }

    @Test
    void valuesOfTheWrongKindAreNamed() {
        assertEquals(
                "field sensor.pressure is the text \"high\"; it must be a number: it is number 0 of the features",
                undecodable(FORMAT, GOOD.replace("2.5", "\"high\"")));
        assertEquals(
                "field sensor.pressure is an object; it must be a number: it is number 0 of the features",
                undecodable(FORMAT, GOOD.replace("2.5", "{}")));
        assertEquals(
                "field sensor.pressure is an array; it must be a number: it is number 0 of the features",
                undecodable(FORMAT, GOOD.replace("2.5", "[2.5]")));
        assertEquals(
                "field machine is true; it must be a text or a whole number: it is the key",
                undecodable(FORMAT, GOOD.replace("\"press 4\"", "true")));
        assertEquals(
                "field machine is the number 1.5; it must be a text or a whole number: it is the key",
                undecodable(FORMAT, GOOD.replace("\"press 4\"", "1.5")));
        assertEquals(
                "field sensor.pressure is missing or null; it must be a number: it is number 0 of the features",
                undecodable(FORMAT, GOOD.replace("\"sensor\": {", "\"sensor\": 1, \"other\": {")));
        assertEquals(
                "field features is an array with a null; it must be an array of numbers: it has the features",
                undecodable(
                        new JsonFormat(Fields.ofEvent()), "{\"key\":\"k\",\"timeMillis\":7,\"features\":[1,null]}"));
        assertEquals(
                "field features is an array with an array; it must be an array of numbers: it has the features",
                undecodable(new JsonFormat(Fields.ofEvent()), "{\"key\":\"k\",\"timeMillis\":7,\"features\":[[1]]}"));
        assertEquals(
                "field features is the number 1.0; it must be an array of numbers: it has the features",
                undecodable(new JsonFormat(Fields.ofEvent()), "{\"key\":\"k\",\"timeMillis\":7,\"features\":1}"));
    }

    @Test
    void classesAreNamesOrNumbers() {
        assertEquals(
                "the label is \"rusty\"; it must be one of the classes [ok, worn, broken]",
                Kafka.refusal(
                        FORMAT,
                        GOOD.replace("worn", "rusty").getBytes(StandardCharsets.UTF_8),
                        DeadLetterReason.LABEL_OUT_OF_RANGE));
        assertEquals(
                "field label is the text \"ok\"; it must be a class, counted from 0",
                undecodable(
                        new JsonFormat(Fields.ofEvent()),
                        "{\"key\":\"k\",\"timeMillis\":7,\"features\":[1],\"label\":\"ok\"}"));
        assertEquals(
                "field label is the number 0.5; it must be a class, counted from 0",
                undecodable(
                        new JsonFormat(Fields.ofEvent()),
                        "{\"key\":\"k\",\"timeMillis\":7,\"features\":[1],\"label\":0.5}"));
    }

    @Test
    void targetsAreKnownTogetherOrNotAtAll() throws Exception {
        JsonFormat two = new JsonFormat(
                new Fields("k", null, null, new Values.Array("f"), null, new Values.Each(List.of("y.0", "y.1"))));
        assertArrayEquals(
                new float[] {1, 2},
                decode(two, "{\"k\":1,\"f\":[],\"y\":[1,2]}").target());
        assertNull(decode(two, "{\"k\":1,\"f\":[]}").target());
        assertEquals(
                "field y.1 is missing or null; it must be a number: it is number 1 of the target",
                undecodable(two, "{\"k\":1,\"f\":[],\"y\":[1]}"));
    }

    @Test
    void everyTruncationAndWhatFollowsIsUndecodable() {
        byte[] whole = GOOD.strip().getBytes(StandardCharsets.UTF_8);
        for (int length = 0; length < whole.length; length++) {
            Kafka.undecodable(FORMAT, Arrays.copyOf(whole, length));
        }
        assertEquals("the value goes on after its JSON object", undecodable(FORMAT, GOOD + "{}"));
        assertEquals("the value is empty", undecodable(FORMAT, " "));
        assertEquals("the value is not a JSON object but a text", undecodable(FORMAT, "\"x\""));
        assertEquals("the value is not a JSON object but null", undecodable(FORMAT, "null"));
    }

    @Test
    void aNullKeyHasAReasonOfItsOwn() {
        for (String none : List.of("\"machine\": null", "\"machin\": 1", "\"machine\": \"\"")) {
            Kafka.refusal(
                    FORMAT,
                    GOOD.replace("\"machine\": \"press 4\"", none).getBytes(StandardCharsets.UTF_8),
                    DeadLetterReason.NULL_KEY);
        }
    }

    @Test
    void whateverTheBytesAreItIsAnEventOrRefused() {
        long seed = 20_261_122;
        Random random = new Random(seed);
        byte[] whole = GOOD.getBytes(StandardCharsets.UTF_8);
        EventDecoder decoder = FORMAT.open();
        int refused = 0;
        for (int i = 0; i < 20_000; i++) {
            byte[] damaged = whole.clone();
            for (int changes = 1 + random.nextInt(4); changes > 0; changes--) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            }
            try {
                decoder.decode(Kafka.record(damaged));
            } catch (Refused expected) {
                refused++;
            }
        }
        assertTrue(refused > 5_000, refused + " refused, seed " + seed);
    }

    @Test
    void deepNestingIsNotFollowed() {
        undecodable(FORMAT, "{\"extra\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}");
    }

    @Test
    void aNumberOfManyDigitsCostsLittle() {
        undecodable(FORMAT, GOOD.replace("2.5", "9".repeat(400_000)));
        undecodable(timed(EventTime.Unit.MILLIS), "{\"k\":1,\"f\":1,\"t\":1e999999999}");
    }

    private static JsonFormat timed(EventTime.Unit unit) {
        return new JsonFormat(
                new Fields("k", null, new EventTime("t", unit), new Values.Each(List.of("f")), null, null));
    }

    private static IncomingEvent decode(JsonFormat format, String text) throws Refused {
        return format.open().decode(Kafka.record(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static String undecodable(JsonFormat format, String text) {
        return Kafka.undecodable(format, text.getBytes(StandardCharsets.UTF_8));
    }
}
