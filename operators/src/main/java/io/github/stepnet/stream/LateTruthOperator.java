package io.github.stepnet.stream;

import io.github.stepnet.network.Answer;
import io.github.stepnet.network.Example;
import io.github.stepnet.network.PendingExample;
import io.github.stepnet.network.arena.NetworkState;
import io.github.stepnet.network.arena.StateLayout;
import io.github.stepnet.network.progress.MilestoneListener;
import io.github.stepnet.schemas.DeadLetterReason;
import io.github.stepnet.schemas.ExpiryReason;
import io.github.stepnet.stream.input.DeadLetterDetails;
import io.github.stepnet.stream.input.ExampleReader;
import io.github.stepnet.stream.input.Rejection;
import io.github.stepnet.stream.output.Outputs;
import io.github.stepnet.stream.output.Records;
import io.github.stepnet.stream.state.PendingEntry;
import io.github.stepnet.stream.state.PendingEvent;
import io.github.stepnet.stream.state.PendingStore;
import io.github.stepnet.stream.state.PendingTruth;
import java.util.Objects;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.State;
import org.apache.flink.api.common.state.StateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.runtime.state.VoidNamespaceSerializer;
import org.apache.flink.streaming.api.operators.BoundedMultiInput;
import org.apache.flink.streaming.api.operators.InternalTimer;
import org.apache.flink.streaming.api.operators.TwoInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * The operator of events whose truths come on a stream of their own: an event is answered and waits; its truth, whenever it comes, teaches with the
 * event as it was and is credited to the answer that was given.
 *
 * @param <K> the keys
 * @param <IN> the events
 * @param <L> the records with the truths
 * @param <OUT> the main output
 */
final class LateTruthOperator<K, IN, L, OUT> extends LearningOperator<K, IN, OUT>
        implements TwoInputStreamOperator<IN, L, OUT>, BoundedMultiInput, TruthJoin.Expiry {

    private static final long serialVersionUID = 1;

    private final LateTruth<L> late;
    private final TypeInformation<IN> eventType;
    private final TypeInformation<L> truthType;

    private transient int eventsAt;
    private transient TruthJoin join;
    private transient Example truth;
    private transient PendingExample pending;
    private transient Answer lateAnswer;
    private transient MilestoneListener lateMilestones;
    private transient int inputsOpen;

    /** The three are null but in event-time order. */
    private transient EventTimeBuffer<IN> waitingEvents;

    private transient EventTimeBuffer<L> waitingTruths;
    /** How many of the current key are in both. */
    private transient ValueState<Integer> waiting;

    LateTruthOperator(
            OperatorPlan<IN, OUT> plan,
            LateTruth<L> late,
            TypeInformation<IN> eventType,
            TypeInformation<L> truthType) {
        super(plan);
        this.late = Objects.requireNonNull(late, "late");
        this.eventType = eventType;
        this.truthType = truthType;
    }

    @Override
    void reserve(StateLayout layout) {
        eventsAt = TruthJoin.reserve(layout.within("late truths"));
    }

    @Override
    public void open() throws Exception {
        super.open();
        inputsOpen = 2;
        pending = learner().learner().newPendingExample();
        lateAnswer = learner().learner().newAnswer();
        lateMilestones = emitter().milestones(lateAnswer);
        truth = new Example(0, lateAnswer.truth.length);
        PendingStore.States states = this::map;
        join = new TruthJoin(
                new PendingStore<>("pending-events", PendingEvent.class, late.most(), states),
                new PendingStore<>("pending-truths", PendingTruth.class, late.most(), states),
                state(new ValueStateDescriptor<>(
                        "pending-truths-longs", PrimitiveArrayTypeInfo.LONG_PRIMITIVE_ARRAY_TYPE_INFO)),
                late.timeoutMillis(),
                this,
                eventsAt);
        if (late.order() == TruthOrder.EVENT_TIME) {
            waitingEvents = new EventTimeBuffer<>("waiting-events", eventType, plan().reader()::id, states);
            waitingTruths = new EventTimeBuffer<>("waiting-truths", truthType, late.reader()::id, states);
            waiting = state(new ValueStateDescriptor<>("waiting", Types.INT));
        }
    }

    private <U, V> MapState<U, V> map(MapStateDescriptor<U, V> descriptor) throws Exception {
        return state(descriptor);
    }

    private <S extends State> S state(StateDescriptor<S, ?> descriptor) throws Exception {
        return getPartitionedState(VoidNamespace.INSTANCE, VoidNamespaceSerializer.INSTANCE, descriptor);
    }

    @Override
    void initialize(NetworkState state) {
        join.initialize(state);
    }

    @Override
    public void processElement1(StreamRecord<IN> element) throws Exception {
        if (waitingEvents == null) {
            take(element);
        } else {
            await(element, waitingEvents, plan().reader(), plan().details());
        }
    }

    @Override
    public void processElement2(StreamRecord<L> element) throws Exception {
        if (waitingTruths == null) {
            takeTruth(element);
        } else {
            await(element, waitingTruths, late.reader(), late.details());
        }
    }

    /** Lets a record wait for the watermark. */
    private <T> void await(
            StreamRecord<T> element, EventTimeBuffer<T> buffer, ExampleReader<T> reader, DeadLetterDetails<T> details)
            throws Exception {
        if (!element.hasTimestamp()) {
            throw new IllegalStateException(getOperatorName()
                    + " puts events and truths in the order of their times, but a record has none; assign timestamps and"
                    + " watermarks to both streams, or use TruthOrder.ARRIVAL");
        }
        long time = element.getTimestamp();
        Integer count = waiting.value();
        int before = count == null ? 0 : count;
        if (time <= watermark()) {
            reject(
                    element,
                    new Rejection(
                            DeadLetterReason.LATE,
                            "its time is " + time + ", and the watermark has passed " + watermark()
                                    + "; allow for more out-of-orderness"),
                    reader,
                    details);
        } else if (before >= late.most()) {
            counts().overflows.inc();
            reject(
                    element,
                    new Rejection(
                            DeadLetterReason.BUFFER_FULL,
                            "its key has " + before
                                    + " records that wait for the watermark, as many as are allowed; allow more, or let the watermark follow closer"),
                    reader,
                    details);
        } else {
            buffer.add(time, element.getValue());
            waiting.update(before + 1);
            callAt(time);
        }
    }

    @Override
    public void onEventTime(InternalTimer<K, VoidNamespace> timer) throws Exception {
        if (waiting != null) {
            release(timer.getTimestamp());
        }
        super.onEventTime(timer);
    }

    private void release(long time) throws Exception {
        int taken = 0;
        for (IN event : waitingEvents.take(time)) {
            take(new StreamRecord<>(event, time));
            taken++;
        }
        for (L record : waitingTruths.take(time)) {
            takeTruth(new StreamRecord<>(record, time));
            taken++;
        }
        if (taken > 0) {
            int left = waiting.value() - taken;
            if (left == 0) {
                waiting.clear();
            } else {
                waiting.update(left);
            }
        }
    }

    private void takeTruth(StreamRecord<L> element) throws Exception {
        if (plan().settings().isPredictOnly()) {
            return;
        }
        Rejection rejection = late.reader().read(element.getValue(), truth);
        if (rejection == null) {
            rejection = missing();
        }
        if (rejection != null) {
            reject(element, rejection, late.reader(), late.details());
            return;
        }
        emitAt(element);
        // As they arrive, a truth may be ahead of events that would have kept the model alive.
        NetworkState state = waitingTruths == null ? networks().find() : find(element);
        PendingEvent event = state == null ? null : join.takeEvent(state, truth.eventId());
        if (event == null) {
            long time = element.hasTimestamp() ? element.getTimestamp() : PendingEntry.NO_TIME;
            join.add(new PendingTruth(truth.eventId(), time, truth.truth.clone()));
        } else {
            event.copyTo(pending);
            teach(state, truth.truth);
            networks().changed();
        }
    }

    private Rejection missing() {
        if (truth.eventId() == null) {
            return new Rejection(
                    DeadLetterReason.MISSING_EVENT_ID,
                    "the truth does not say which event it is of; give every record of the truths the id of its event");
        }
        return truth.isLabelled()
                ? null
                : new Rejection(
                        DeadLetterReason.MISSING_TRUTH,
                        "the record has no label or target; leave out records of events whose truth is not known");
    }

    private void teach(NetworkState state, float[] known) {
        counts().lateTruths.inc();
        long before = models().updates(state);
        learner().teach(state, pending, known, lateAnswer, lateMilestones);
        counts().taught(lateAnswer);
        emitter().beside(lateAnswer, null);
        tell(state, lateAnswer, before);
    }

    /** An event that is answered without a truth has one that came before it, or waits. */
    @Override
    void answered(NetworkState state, Answer given) throws Exception {
        if (given.known || plan().settings().isPredictOnly()) {
            return;
        }
        learner().learner().keep(state, given, pending);
        String id = Records.eventId(given);
        PendingTruth early = join.takeTruth(id);
        if (early != null) {
            teach(state, early.truth);
        } else {
            Long time = time();
            join.add(state, new PendingEvent(id, time == null ? PendingEntry.NO_TIME : time, given, pending));
        }
    }

    @Override
    void modelEnds(NetworkState state) throws Exception {
        join.modelEnds(state);
    }

    @Override
    void timerFired(NetworkState state, long time) throws Exception {
        if (join.timerFired(state, time)) {
            networks().changed();
        }
    }

    @Override
    public void expire(PendingEntry entry, ExpiryReason reason) {
        counts().expired.inc();
        if (reason == ExpiryReason.OVERFLOW) {
            counts().overflows.inc();
        }
        emit(Outputs.EXPIRED, Records.expired(key(), entry, reason));
    }

    @Override
    public long soon() {
        return watermark() == IdleGap.END_OF_INPUT ? IdleGap.END_OF_INPUT : watermark() + 1;
    }

    @Override
    public void endInput(int input) throws Exception {
        inputsOpen--;
        if (inputsOpen == 0) {
            flush();
        }
    }
}
