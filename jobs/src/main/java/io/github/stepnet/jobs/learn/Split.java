package io.github.stepnet.jobs.learn;

import io.github.stepnet.jobs.config.Agents;
import io.github.stepnet.jobs.wire.IncomingEvent;
import io.github.stepnet.jobs.wire.IncomingEventSerializer;
import io.github.stepnet.schemas.DeadLetterReason;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.metrics.Counter;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/**
 * Sends each event aside to its agent, before there is a key. What is for none is a dead letter and touches no network; it is counted in the
 * metric group {@code stepnet}. Nothing is left for the main output.
 */
final class Split extends ProcessFunction<IncomingEvent, IncomingEvent> {

    static final OutputTag<OutgoingRecord> DEAD_LETTERS =
            new OutputTag<>("stepnet-unrouted", OutgoingRecordSerializer.TYPE);

    private static final long serialVersionUID = 1;

    private final String topic;
    private final Router router;
    private final ArrayList<OutputTag<IncomingEvent>> tags = new ArrayList<>();

    private transient DeadLetters letters;
    private transient Counter deadLetters;

    /** For events of this topic. */
    Split(String topic, Agents agents) {
        this.topic = topic;
        router = Router.of(agents);
        for (String agent : agents.agents().keySet()) {
            tags.add(new OutputTag<>("stepnet-agent-" + agent, IncomingEventSerializer.TYPE));
        }
    }

    /** Where each agent's events go, in the order of the agents. */
    List<OutputTag<IncomingEvent>> tags() {
        return tags;
    }

    @Override
    public void open(OpenContext context) {
        letters = new DeadLetters();
        deadLetters = getRuntimeContext().getMetricGroup().addGroup("stepnet").counter("deadLetters");
    }

    @Override
    public void processElement(IncomingEvent event, Context context, Collector<IncomingEvent> out) {
        int agent = router.agent(event);
        if (agent == Router.NONE) {
            deadLetters.inc();
            context.output(
                    DEAD_LETTERS, letters.of(event, topic, DeadLetterReason.UNKNOWN_AGENT, router.refusal(event)));
        } else {
            context.output(tags.get(agent), event);
        }
    }
}
