package io.github.stepnet.stream;

import io.github.stepnet.network.Answer;
import io.github.stepnet.network.Example;
import io.github.stepnet.network.TrackedLearner;
import io.github.stepnet.network.arena.NetworkState;
import io.github.stepnet.network.health.HealthProbe;
import io.github.stepnet.network.health.StageHealth;
import io.github.stepnet.network.kernel.Kernel;
import io.github.stepnet.network.learning.LearningEvents;
import io.github.stepnet.network.progress.MilestoneListener;
import io.github.stepnet.schemas.DeadLetter;
import io.github.stepnet.stream.input.ExampleReader;
import io.github.stepnet.stream.input.Rejection;
import io.github.stepnet.stream.output.Outputs;
import io.github.stepnet.stream.output.Records;
import io.github.stepnet.stream.state.KeyedNetworks;
import io.github.stepnet.stream.state.NetworkStateSerializer;
import io.github.stepnet.stream.state.StateFormat;
import java.util.Objects;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.runtime.state.KeyedStateBackend;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.runtime.state.VoidNamespaceSerializer;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.InternalTimer;
import org.apache.flink.streaming.api.operators.InternalTimerService;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.operators.Triggerable;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.util.OutputTag;
import org.apache.flink.util.StateMigrationException;

/**
 * Every key owns a network; every event is one tick of its key's network: predict, learn, remember.
 *
 * <p>What an event costs beside the tick is a look into the cache and the emitted record. Keyed state is touched when a network
 * is not in the cache, and when one is written back: before each barrier, on eviction, at the end of the input. After a
 * failure nothing is written; the last checkpoint counts.
 *
 * @param <K> the keys
 * @param <IN> the events
 * @param <OUT> the main output
 */
class StepNetworkOperator<K, IN, OUT> extends AbstractStreamOperator<OUT>
        implements OneInputStreamOperator<IN, OUT>, BoundedOneInput, Triggerable<K, VoidNamespace> {

    /** The name of the keyed state; in every savepoint. */
    static final String STATE_NAME = "network";

    private static final String TIMERS_NAME = "idle-gap";
    private static final String BATCH_BACKEND = "batch";
    private static final long serialVersionUID = 1;

    private final OperatorPlan<IN, OUT> plan;

    private transient ExampleReader<IN> reader;
    private transient TrackedLearner learner;
    private transient Example example;
    private transient Answer answer;
    private transient KeyedNetworks<K> networks;
    private transient IdleGap idleGap;
    private transient InternalTimerService<VoidNamespace> timers;
    private transient OperatorMetrics counts;
    private transient MilestoneListener milestones;
    /** Null if nothing is measured. */
    private transient HealthProbe health;

    private transient StreamRecord<OUT> out;
    private transient long watermark;

    StepNetworkOperator(OperatorPlan<IN, OUT> plan) {
        this.plan = Objects.requireNonNull(plan, "plan");
    }

    @Override
    public void open() throws Exception {
        super.open();
        KeyedStateBackend<K> backend = getKeyedStateBackend();
        if (backend.getBackendTypeIdentifier().equals(BATCH_BACKEND)) {
            throw new IllegalStateException(getOperatorName()
                    + " runs in BATCH execution, which sorts the events of a key and drops its state; set execution.runtime-mode to"
                    + " STREAMING, which takes bounded inputs as well");
        }
        Kernel kernel = plan.settings().kernel().kernel();
        learner = new TrackedLearner(plan.learner(), plan.milestones(), kernel);
        idleGap = new IdleGap(plan.settings().idleGapMillis(), learner.layout());
        health = plan.health().isOn() ? learner.learner().measure(plan.health()).orElse(null) : null;
        reader = plan.reader();
        example = learner.learner().newExample();
        answer = learner.learner().newAnswer();
        counts = new OperatorMetrics(getMetricGroup());
        milestones = this::emitMilestone;
        out = new StreamRecord<>(null);
        watermark = Long.MIN_VALUE;
        timers = getInternalTimerService(TIMERS_NAME, VoidNamespaceSerializer.INSTANCE, this);
        openNetworks(backend, kernel);
    }

    private void openNetworks(KeyedStateBackend<K> backend, Kernel kernel) throws Exception {
        String text = TrackedLearner.canonicalText(plan.learner(), plan.milestones());
        StateFormat format = StateFormat.of(text, learner.layout(), kernel);
        ValueState<NetworkState> stored = storedNetworks(new ValueStateDescriptor<>(STATE_NAME, newSerializer(format)));
        NetworkState like = learner.layout().newState();
        int slots = plan.settings().cache().slots(like);
        int dirtySlots = plan.settings().cache().dirtySlots(like);
        networks = new KeyedNetworks<>(
                backend, stored, slots, dirtySlots, counts.cacheHits, counts.cacheMisses, counts.writeBacks);
        LOG.info(
                "{}: kernel {} with {} lanes; {} bytes per network, at most {} of them hot, {} of those changed and not yet written",
                getOperatorName(),
                kernel.name(),
                kernel.lanes(),
                like.bytes(),
                slots,
                dirtySlots);
    }

    private ValueState<NetworkState> storedNetworks(ValueStateDescriptor<NetworkState> descriptor) throws Exception {
        try {
            return getPartitionedState(VoidNamespace.INSTANCE, VoidNamespaceSerializer.INSTANCE, descriptor);
        } catch (StateMigrationException e) {
            throw new IllegalStateException(
                    getOperatorName() + " cannot go on with the networks of this checkpoint, which are other ones ("
                            + e.getMessage()
                            + "); give it the specification that they were made with, or another uidPrefix to"
                            + " start with new ones",
                    e);
        }
    }

    /** A test counts what it does. */
    NetworkStateSerializer newSerializer(StateFormat format) {
        return new NetworkStateSerializer(format);
    }

    /** A test reads what it counted. */
    OperatorMetrics counts() {
        return counts;
    }

    @Override
    public void processElement(StreamRecord<IN> element) throws Exception {
        counts.eventStarts();
        IN event = element.getValue();
        Rejection rejection = reader.read(event, example);
        if (rejection == null) {
            tick(element, event);
        } else {
            emitDeadLetter(element, rejection);
        }
        counts.eventEnds();
    }

    private void tick(StreamRecord<IN> element, IN event) throws Exception {
        NetworkState state = networks.find();
        if (state == null) {
            state = newNetwork();
        }
        if (element.hasTimestamp()) {
            long time = element.getTimestamp();
            if (idleGap.endsBefore(state, time)) {
                drain(state, idleGap.end(state));
            }
            idleGap.observe(state, time);
            out.setTimestamp(time);
        } else {
            out.eraseTimestamp();
        }
        learner.tick(state, example, answer, milestones);
        finishTick(event);
        if (learner.learner().inFlight(state) > 0 && idleGap.needsTimer(state)) {
            timers.registerEventTimeTimer(VoidNamespace.INSTANCE, idleGap.end(state));
        }
        networks.changed();
    }

    private NetworkState newNetwork() throws Exception {
        NetworkState state = learner.newState();
        idleGap.initialize(state);
        networks.create(state);
        counts.modelsCreated.inc();
        return state;
    }

    @Override
    public void onEventTime(InternalTimer<K, VoidNamespace> timer) throws Exception {
        NetworkState state = networks.find();
        if (state == null || !idleGap.takeTimer(state, timer.getTimestamp())) {
            return;
        }
        if (idleGap.end(state) <= timer.getTimestamp()) {
            drain(state, timer.getTimestamp());
        } else if (learner.learner().inFlight(state) > 0 && idleGap.needsTimer(state)) {
            timers.registerEventTimeTimer(VoidNamespace.INSTANCE, idleGap.end(state));
        }
        networks.changed();
    }

    @Override
    public void onProcessingTime(InternalTimer<K, VoidNamespace> timer) {
        throw new IllegalStateException("no processing-time timer is ever set");
    }

    /** Answers the events in flight; their predictions have the time of the gap's end. */
    private void drain(NetworkState state, long time) {
        long last = idleGap.lastTime(state);
        if (last == IdleGap.NONE) {
            out.eraseTimestamp();
        } else if (time == IdleGap.END_OF_INPUT) {
            // Never behind a watermark that has gone out, or a window downstream would take them for late.
            out.setTimestamp(Math.max(last, watermark + 1));
        } else {
            out.setTimestamp(time);
        }
        while (learner.learner().inFlight(state) > 0) {
            learner.bubble(state, answer, milestones);
            finishTick(null);
        }
    }

    private void finishTick(IN event) {
        counts.ticks.inc();
        if (answer.learned) {
            counts.learnedEvents.inc();
        }
        if (answer.refused) {
            counts.rollbacks.inc();
        }
        if (answer.present) {
            output.collect(out.replace(plan.join().join(event, Records.prediction(keyText(), answer))));
        }
        if (answer.measured) {
            emitHealth();
        }
        if (answer.events != null && answer.events.count() > 0) {
            emitLearningEvents(answer.events);
        }
    }

    private void emitMilestone(
            MilestoneListener.Kind kind,
            int percent,
            double accuracy,
            double majority,
            double previous,
            int windowEvents) {
        emitBeside(
                Outputs.MILESTONES,
                Records.milestone(keyText(), answer, kind, percent, accuracy, majority, previous, windowEvents),
                out);
    }

    private void emitHealth() {
        String key = keyText();
        Long time = time();
        for (StageHealth stage : health.stages()) {
            emitBeside(Outputs.LAYER_HEALTH, Records.layerHealth(key, answer, time, stage), out);
        }
    }

    private void emitLearningEvents(LearningEvents events) {
        String key = keyText();
        Long time = time();
        for (int i = 0; i < events.count(); i++) {
            int stage = events.stage(i);
            String name = stage < 0 ? null : learner.learner().stageName(stage);
            emitBeside(
                    Outputs.LEARNING_EVENTS,
                    Records.learningEvent(key, answer, time, events.kind(i), name, events.value(i)),
                    out);
        }
    }

    private void emitDeadLetter(StreamRecord<IN> element, Rejection rejection) {
        counts.deadLetters.inc();
        DeadLetter letter = new DeadLetter();
        letter.setReason(rejection.reason());
        letter.setMessage(rejection.message());
        letter.setKey(keyText());
        letter.setTimeMillis(element.hasTimestamp() ? element.getTimestamp() : null);
        reader.describe(element.getValue(), example, letter, plan.details());
        emitBeside(Outputs.DEAD_LETTERS, letter, element);
    }

    private <T> void emitBeside(OutputTag<T> tag, T value, StreamRecord<?> at) {
        output.collect(
                tag, at.hasTimestamp() ? new StreamRecord<>(value, at.getTimestamp()) : new StreamRecord<>(value));
    }

    /** The tick's time; null if it has none. */
    private Long time() {
        return out.hasTimestamp() ? out.getTimestamp() : null;
    }

    private String keyText() {
        return getCurrentKey().toString();
    }

    @Override
    public void processWatermark(Watermark mark) throws Exception {
        if (mark.getTimestamp() != IdleGap.END_OF_INPUT) {
            watermark = mark.getTimestamp();
        }
        super.processWatermark(mark);
    }

    @Override
    public void prepareSnapshotPreBarrier(long checkpointId) throws Exception {
        super.prepareSnapshotPreBarrier(checkpointId);
        long start = System.nanoTime();
        networks.flush();
        counts.flushed(System.nanoTime() - start);
    }

    @Override
    public void endInput() throws Exception {
        networks.flush();
    }
}
