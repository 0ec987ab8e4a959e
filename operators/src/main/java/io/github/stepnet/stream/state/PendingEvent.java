package io.github.stepnet.stream.state;

import io.github.stepnet.network.Answer;
import io.github.stepnet.network.PendingExample;
import java.util.Arrays;

/** An event that was answered and waits for its truth. */
public final class PendingEvent extends PendingEntry {

    public long sequence;
    public long tick;
    public int latencyTicks;
    public long updates;
    public float[] outputs;
    public float[] values;

    public PendingEvent() {}

    /** The event of an answer, and what the learner keeps of it. */
    public PendingEvent(String id, long time, Answer answer, PendingExample example) {
        eventId = id;
        timeMillis = time;
        sequence = example.sequence;
        tick = example.tick;
        latencyTicks = example.latencyTicks;
        updates = example.updates;
        outputs = answer.outputs.clone();
        values = Arrays.copyOf(example.values, example.values.length);
    }

    /** The other way round. */
    public void copyTo(PendingExample example) {
        example.eventId = eventId;
        example.sequence = sequence;
        example.tick = tick;
        example.latencyTicks = latencyTicks;
        example.updates = updates;
        System.arraycopy(values, 0, example.values, 0, values.length);
    }
}
