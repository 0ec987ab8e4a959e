package io.github.stepnet.jobs.learn;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.stepnet.jobs.config.Agents;
import io.github.stepnet.jobs.config.JobFile;
import io.github.stepnet.jobs.wire.IncomingEvent;
import io.github.stepnet.schemas.DeadLetter;
import io.github.stepnet.schemas.DeadLetterReason;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.apache.flink.streaming.util.ProcessFunctionTestHarnesses;
import org.apache.flink.util.InstantiationUtil;
import org.apache.flink.util.OutputTag;
import org.junit.jupiter.api.Test;

class RouterTest {

    @Test
    void theValueOfTheFieldIsTheAgentsName() {
        Router router = Router.of(agents("{field: type}"));
        assertEquals(0, router.agent(event("k", "small")));
        assertEquals(1, router.agent(event("k", "big")));
        assertEquals(Router.NONE, router.agent(event("k", "Big")));
        assertEquals("field type is \"Big\"; it must name an agent: small, big", router.refusal(event("k", "Big")));
        assertEquals(Router.NONE, router.agent(event("k", null)));
        assertEquals(
                "field type is missing or null; it must name an agent: small, big", router.refusal(event("k", null)));
        assertEquals(
                "field type is \"" + "x".repeat(60) + "...\"; it must name an agent: small, big",
                router.refusal(event("k", "x".repeat(4_096))));
    }

    @Test
    void whatNamesNoAgentGoesToTheOther() {
        Router byField = Router.of(agents("{field: type, otherwise: big}"));
        assertEquals(1, byField.agent(event("k", "huge")));
        assertEquals(1, byField.agent(event("k", null)));
        assertEquals(0, byField.agent(event("k", "small")));
        Router byPattern = Router.of(agents("{pattern: {\"pump-.*\": small}, otherwise: big}"));
        assertEquals(1, byPattern.agent(event("press-1", null)));
    }

    @Test
    void theFirstPatternThatMatchesTheWholeKeyCounts() throws Exception {
        Router router = InstantiationUtil.clone(
                Router.of(agents("{pattern: {\"press-1[0-9]\": big, \"press-.*\": small, \"press-12\": big}}")));
        assertEquals(1, router.agent(event("press-12", null)));
        assertEquals(0, router.agent(event("press-2", null)));
        assertEquals(0, router.agent(event("press-123", null)));
        assertEquals(Router.NONE, router.agent(event("a-press-12", null)));
        assertEquals(
                "the key matches none of the patterns of the route: press-1[0-9], press-.*, press-12",
                router.refusal(event("a-press-12", null)));
    }

    @Test
    @SuppressWarnings("try") // The harness may be interrupted while it closes.
    void eachAgentGetsItsEventsInOrderAndTheRestAreDeadLetters() throws Exception {
        Split split = new Split("readings", agents("{field: type}"));
        List<IncomingEvent> events = new ArrayList<>();
        for (String type : List.of("big", "small", "huge", "big")) {
            events.add(event("k" + events.size(), type));
        }
        try (OneInputStreamOperatorTestHarness<IncomingEvent, IncomingEvent> harness =
                ProcessFunctionTestHarnesses.forProcessFunction(split)) {
            for (IncomingEvent event : events) {
                harness.processElement(event, event.timeMillis());
            }
            assertEquals(List.of(), harness.extractOutputValues());
            assertEquals(List.of(events.get(1)), aside(harness, split.tags().get(0)));
            assertEquals(
                    List.of(events.get(0), events.get(3)),
                    aside(harness, split.tags().get(1)));
            List<OutgoingRecord> letters = aside(harness, Split.DEAD_LETTERS);
            assertEquals(1, letters.size());
            assertEquals("UNKNOWN_AGENT", letters.get(0).headers().get("stepnet-reason"));
            DeadLetter letter = DeadLetter.getDecoder().decode(letters.get(0).value());
            assertEquals(DeadLetterReason.UNKNOWN_AGENT, letter.getReason());
            assertEquals("field type is \"huge\"; it must name an agent: small, big", letter.getMessage());
            assertEquals("k2", letter.getKey());
            assertEquals("e", letter.getEventId());
            assertEquals(5, letter.getTimeMillis());
            assertEquals(List.of(1f, 2f), letter.getFeatures());
            assertEquals(2, letter.getLabel());
            assertEquals("readings", letter.getSourceTopic());
            assertEquals(9, letter.getSourceOffset());
        }
    }

    private static <T> List<T> aside(OneInputStreamOperatorTestHarness<?, ?> harness, OutputTag<T> tag) {
        return harness.getSideOutput(tag).stream().map(StreamRecord::getValue).toList();
    }

    private static IncomingEvent event(String key, String route) {
        return new IncomingEvent(key, "e", 5, new float[] {1, 2}, 2, null, route, 3, 9);
    }

    private static Agents agents(String route) {
        return (Agents) JobFile.read("""
                source: {topic: readings, format: json, key: machine, features: [a, b], label: state}
                network:
                  agents:
                    small: {inputs: 2, layers: [dense: {outputs: 3}]}
                    big: {inputs: 2, layers: [dense: {outputs: 3}]}
                  route: %s
                """.formatted(route)).config().network();
    }
}
