package io.github.stepnet.jobs.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.stepnet.network.learning.Channels;
import io.github.stepnet.network.spec.SpecException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WindowConfigTest {

    private static JobConfig job(String window, String more) {
        return JobFile.read("""
                source: {topic: parts}
                window: %s
                %s
                network: {inputs: 2, layers: [dense: {outputs: 3}]}
                """.formatted(window, more)).config();
    }

    private static WindowConfig window(String window) {
        return job(window, "").window().orElseThrow();
    }

    @Test
    void everyKindOfWindowAndOfChannelsIsRead() {
        assertEquals(
                new Windows.Tumbling(Duration.ofMinutes(1), Duration.ZERO),
                window("{over: {tumbling: 1min}}").over());
        assertEquals(
                new Windows.Tumbling(Duration.ofDays(1), Duration.ofHours(6)),
                window("{over: {tumbling: {size: 1d, offset: 6h}}}").over());
        assertEquals(
                new Windows.Sliding(Duration.ofMinutes(10), Duration.ofMinutes(1), Duration.ZERO),
                window("{over: {sliding: {size: 10min, slide: 1min}}}").over());
        assertEquals(
                new Windows.Session(Duration.ofSeconds(30)),
                window("{over: {session: 30s}}").over());
        assertEquals(new Windows.Count(20_000), window("{over: {count: 20000}}").over());
        assertEquals(Channels.averagedGradients(), window("{over: {count: 5}}").lesson());
        assertEquals(
                Channels.classStratified().updates(3),
                window("{over: {count: 5}, channels: class-stratified, updates: 3}")
                        .lesson());
        assertEquals(
                Channels.classAware(),
                window("{over: {count: 5}, channels: class-aware}").lesson());
        assertEquals(
                Channels.averagedSignals(8),
                window("{over: {count: 5}, channels: {averaged-signals: 8}}").lesson());
        assertEquals(
                Channels.adaptive(1, 8),
                window("{over: {count: 5}, channels: {adaptive: {least: 1, most: 8}}}")
                        .lesson());
    }

    @Test
    void whatWindowsTeachHasATopic() {
        JobConfig config = job("{over: {count: 5}}", "sink: {windows: <topic>.taught}");
        assertTrue(config.outputs().contains(Output.WINDOWS));
        assertEquals("parts.taught", Output.WINDOWS.topic(config.sink()));
        assertEquals(config, JobFile.read(config.describe()).config());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {over: {tumbling: 0s}}                            |                            | window.over.tumbling is 0s; it must be at least 1ms
            {over: {tumbling: {size: 1s, offset: 1s}}}        |                            | window.over.tumbling.offset is 1s; it must be below the size, 1s
            {over: {sliding: {size: 1s, slide: 2s}}}          |                            | window.over.sliding.slide is 2s; it must be at most the size, 1s, or events between two windows would be lost
            {over: {hopping: 1s}}                             |                            | window.over has the key "hopping"; allowed: tumbling, sliding, session, count
            {over: {count: 0}}                                |                            | window.over.count is 0; it must be at least 1
            {over: {count: 5}, allowed-lateness: 1s}          |                            | window.allowed-lateness is given with windows of a number of events, for which no event is late; leave it out
            {over: {count: 5}, most: 0}                       |                            | window.most is 0; it must be at least 1 event
            {over: {count: 5}}                                | health: {every: 9}         | health is given beside window, which goes without it; leave one of them out
            {over: {count: 5}}                                | expire-after: 9d           | expire-after is given beside window, which goes without it; leave one of them out
            {over: {count: 5}}                                | learning: {execution: step} | window does not go with the network: windows are given to a network of execution STEP, whose ticks answer events of earlier windows; use execution SWEEP
            """)
    void whatCannotBeIsRefused(String window, String more, String message) {
        String shown = assertThrows(SpecException.class, () -> job(window, more == null ? "" : more))
                .getMessage();
        assertEquals(message, shown.substring(shown.indexOf(' ') + 1));
    }
}
