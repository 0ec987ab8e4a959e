package io.github.stepnet.stream;

import io.github.stepnet.network.Answer;
import io.github.stepnet.network.Example;
import io.github.stepnet.network.TrackedLearner;
import io.github.stepnet.network.arena.NetworkState;
import io.github.stepnet.network.arena.StateLayout;
import io.github.stepnet.network.health.HealthProbe;
import io.github.stepnet.network.kernel.Kernel;
import io.github.stepnet.network.progress.MilestoneListener;
import io.github.stepnet.network.spec.Fingerprint;
import io.github.stepnet.stream.input.DeadLetterDetails;
import io.github.stepnet.stream.input.ExampleReader;
import io.github.stepnet.stream.input.Rejection;
import io.github.stepnet.stream.output.Outputs;
import io.github.stepnet.stream.output.Records;
import io.github.stepnet.stream.state.KeyedNetworks;
import io.github.stepnet.stream.state.NetworkStateSerializer;
import io.github.stepnet.stream.state.Restored;
import io.github.stepnet.stream.state.StateEvolution;
import io.github.stepnet.stream.state.StateFormat;
import java.util.Objects;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.runtime.state.KeyedStateBackend;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.runtime.state.VoidNamespaceSerializer;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.InternalTimer;
import org.apache.flink.streaming.api.operators.InternalTimerService;
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
 * <p>Its heirs say where events and truths come from.
 *
 * @param <K> the keys
 * @param <IN> the events
 * @param <OUT> the main output
 */
abstract class LearningOperator<K, IN, OUT> extends AbstractStreamOperator<OUT>
        implements Triggerable<K, VoidNamespace>, Exit<OUT> {

    /** The name of the keyed state; in every savepoint. */
    static final String STATE_NAME = "network";

    private static final String TIMERS_NAME = "timers";
    private static final String BATCH_BACKEND = "batch";
    private static final long serialVersionUID = 1;

    private final OperatorPlan<IN, OUT> plan;

    private transient ExampleReader<IN> reader;
    private transient TrackedLearner learner;
    private transient Example example;
    private transient Answer answer;
    private transient KeyedNetworks<K> networks;
    private transient IdleGap idleGap;
    private transient Expiry expiry;
    /** Null where an event must have all of its features. */
    private transient MissingFeatures missing;

    private transient InternalTimerService<VoidNamespace> timers;
    private transient OperatorMetrics counts;
    private transient Emitter<IN, OUT> emitter;
    private transient MilestoneListener milestones;
    private transient ModelRecords models;
    private transient String fingerprint;
    /** Of the checkpoint that this subtask goes on from; null at a start. */
    private transient Long restoredCheckpoint;

    private transient StreamRecord<OUT> out;
    private transient long watermark;

    LearningOperator(OperatorPlan<IN, OUT> plan) {
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
        idleGap = new IdleGap(plan.settings().idleGapMillis(), learner.layout().within("idle gap"));
        expiry = new Expiry(plan.settings().expiryMillis(), learner.layout().within("expiry"));
        reader = plan.reader();
        example = learner.learner().newExample();
        missing = reader.allowsMissing()
                ? new MissingFeatures(example.features.length, learner.layout().within("missing features"))
                : null;
        reserve(learner.layout());
        HealthProbe health =
                plan.health().isOn() ? learner.learner().measure(plan.health()).orElse(null) : null;
        answer = learner.learner().newAnswer();
        counts = new OperatorMetrics(getMetricGroup());
        fingerprint = Fingerprint.of(plan.learner().canonicalText());
        emitter = new Emitter<>(learner.learner(), health, plan.join(), this, fingerprint);
        models = new ModelRecords(plan.snapshots(), learner, plan.learner().canonicalText(), fingerprint);
        milestones = emitter.milestones(answer);
        out = new StreamRecord<>(null);
        watermark = Long.MIN_VALUE;
        timers = getInternalTimerService(TIMERS_NAME, VoidNamespaceSerializer.INSTANCE, this);
        openNetworks(backend, kernel);
    }

    @Override
    public void initializeState(StateInitializationContext context) throws Exception {
        super.initializeState(context);
        restoredCheckpoint = context.getRestoredCheckpointId().isPresent()
                ? (Long) context.getRestoredCheckpointId().getAsLong()
                : null;
    }

    private void openNetworks(KeyedStateBackend<K> backend, Kernel kernel) throws Exception {
        String text = TrackedLearner.canonicalText(plan.learner(), plan.milestones());
        StateFormat format = StateFormat.of(text, learner.layout(), kernel);
        Restored restored = new Restored();
        ValueState<NetworkState> stored = storedNetworks(newSerializer(format, restored), restored);
        StateEvolution evolution = new StateEvolution(format, learner.learner(), this::newState, restored);
        restored.goesOnAs(format, restoredCheckpoint).ifPresent(how -> LOG.info("{} {}", getOperatorName(), how));
        NetworkState like = learner.layout().newState();
        int slots = plan.settings().cache().slots(like);
        int dirtySlots = plan.settings().cache().dirtySlots(like);
        networks = new KeyedNetworks<>(backend, stored, evolution, slots, dirtySlots, counts.networks);
        LOG.info(
                "{}: kernel {} with {} lanes; {} bytes per network, at most {} of them hot, {} of those changed and not yet written",
                getOperatorName(),
                kernel.name(),
                kernel.lanes(),
                like.bytes(),
                slots,
                dirtySlots);
    }

    private ValueState<NetworkState> storedNetworks(NetworkStateSerializer serializer, Restored restored)
            throws Exception {
        try {
            return getPartitionedState(
                    VoidNamespace.INSTANCE,
                    VoidNamespaceSerializer.INSTANCE,
                    new ValueStateDescriptor<>(STATE_NAME, serializer));
        } catch (StateMigrationException e) {
            throw new IllegalStateException(
                    getOperatorName() + " cannot go on with the networks of this checkpoint: "
                            + restored.because(e.getMessage()),
                    e);
        }
    }

    /** A test counts what it does. */
    NetworkStateSerializer newSerializer(StateFormat format, Restored restored) {
        return new NetworkStateSerializer(format, restored);
    }

    /** Reserves what a heir remembers of a key beside its network. */
    void reserve(StateLayout layout) {}

    /** Sets up what was reserved for a new key. */
    void initialize(NetworkState state) {}

    /** A key's model is given up, and with it what waits for it. */
    void modelEnds(NetworkState state) throws Exception {}

    /** An answer has left. */
    void answered(NetworkState state, Answer given) throws Exception {}

    /**
     * A timer has fired; it may be anybody's.
     *
     * @param state null if the key has no network
     */
    void timerFired(NetworkState state, long time) throws Exception {}

    final OperatorPlan<IN, OUT> plan() {
        return plan;
    }

    final TrackedLearner learner() {
        return learner;
    }

    final KeyedNetworks<K> networks() {
        return networks;
    }

    final OperatorMetrics counts() {
        return counts;
    }

    final Emitter<IN, OUT> emitter() {
        return emitter;
    }

    /** The last watermark; nothing that comes is earlier. */
    final long watermark() {
        return timers.currentWatermark();
    }

    /** Has the current key called at a time. */
    final void callAt(long time) {
        timers.registerEventTimeTimer(VoidNamespace.INSTANCE, time);
    }

    /** Sets a timer of the current key, unless it has one that is as early. */
    public final void setTimer(LazyTimer timer, long[] longs, long time) {
        if (timer.isNeeded(longs, time)) {
            callAt(time);
        }
    }

    /** Takes in an event of the current key. */
    final void take(StreamRecord<IN> element) throws Exception {
        counts.eventStarts();
        IN event = element.getValue();
        Rejection rejection = reader.read(event, example);
        if (rejection == null) {
            if (plan.settings().isPredictOnly()) {
                example.unlabelled();
            }
            tick(element, event);
        } else {
            reject(element, rejection);
        }
        counts.eventEnds();
    }

    private void tick(StreamRecord<IN> element, IN event) throws Exception {
        NetworkState state = find(element);
        if (state == null) {
            state = newNetwork();
        }
        if (element.hasTimestamp()) {
            long time = element.getTimestamp();
            if (idleGap.endsBefore(state, time)) {
                drain(state, idleGap.end(state));
            }
            idleGap.observe(state, time);
        }
        emitAt(element);
        example.time(element.hasTimestamp() ? element.getTimestamp() : Example.NO_TIME);
        if (missing != null) {
            missing.fill(state, example.features);
        }
        long before = models.updates(state);
        learner.tick(state, example, answer, milestones);
        finishTick(state, event, example.eventId(), before);
        if (learner.learner().inFlight(state) > 0) {
            setTimer(idleGap.timer(), state.longs, idleGap.end(state));
        }
        setExpiry(state);
        networks.changed();
    }

    /** The current key's network; null if it has none, or was silent for so long before this record that its model is given up now. */
    final NetworkState find(StreamRecord<?> element) throws Exception {
        NetworkState state = networks.find();
        if (state == null || !element.hasTimestamp()) {
            return state;
        }
        long last = idleGap.lastTime(state);
        if (!expiry.endsBefore(last, element.getTimestamp())) {
            return state;
        }
        expire(state, expiry.end(last));
        return null;
    }

    private void setExpiry(NetworkState state) {
        long last = idleGap.lastTime(state);
        if (expiry.isDueAfter(last)) {
            setTimer(expiry.timer(), state.longs, expiry.end(last));
        }
    }

    private NetworkState newState() {
        NetworkState state = learner.newState();
        idleGap.initialize(state);
        expiry.initialize(state);
        initialize(state);
        return state;
    }

    private NetworkState newNetwork() throws Exception {
        NetworkState state = newState();
        networks.create(state);
        counts.modelsCreated.inc();
        return state;
    }

    @Override
    public void onEventTime(InternalTimer<K, VoidNamespace> timer) throws Exception {
        NetworkState state = networks.find();
        long time = timer.getTimestamp();
        if (state != null && idleGap.timer().isTaken(state.longs, time)) {
            if (idleGap.end(state) <= time) {
                drain(state, time);
            } else if (learner.learner().inFlight(state) > 0) {
                setTimer(idleGap.timer(), state.longs, idleGap.end(state));
            }
            networks.changed();
        }
        emitAt(state, time);
        timerFired(state, time);
        if (state != null && expiry.timer().isTaken(state.longs, time)) {
            networks.find();
            networks.changed();
            // At the end of the input the clock jumps; a model that goes on from a savepoint has a timer with its next
            // event.
            if (watermark() != IdleGap.END_OF_INPUT) {
                expireOrWait(state, time);
            }
        }
    }

    private void expireOrWait(NetworkState state, long time) throws Exception {
        if (expiry.end(idleGap.lastTime(state)) <= time) {
            expire(state, time);
        } else {
            setExpiry(state);
        }
    }

    private void expire(NetworkState state, long time) throws Exception {
        drain(state, time);
        modelEnds(state);
        emit(
                Outputs.EXPIRED_MODELS,
                Records.expiredModel(
                        key(),
                        idleGap.lastTime(state),
                        time,
                        plan.learner().canonicalText(),
                        fingerprint,
                        learner.learner().parameters(state)));
        if (models.isOn()) {
            emit(Outputs.MODEL_SNAPSHOTS, models.end(key(), time(), state));
        }
        counts.modelsExpired.inc();
        networks.remove();
    }

    @Override
    public void onProcessingTime(InternalTimer<K, VoidNamespace> timer) {
        throw new IllegalStateException("no processing-time timer is ever set");
    }

    /** Records leave with the time of a timer from now on; at the end of the input with the key's last time. */
    private void emitAt(NetworkState state, long time) {
        long last = state == null ? IdleGap.NONE : idleGap.lastTime(state);
        if (time != IdleGap.END_OF_INPUT) {
            out.setTimestamp(time);
        } else if (last == IdleGap.NONE) {
            out.eraseTimestamp();
        } else {
            // Never behind a watermark that has gone out, or a window downstream would take them for late.
            out.setTimestamp(Math.max(last, watermark + 1));
        }
    }

    /** Answers the events in flight; their predictions have the time of the gap's end. */
    private void drain(NetworkState state, long time) throws Exception {
        emitAt(state, time);
        while (learner.learner().inFlight(state) > 0) {
            long before = models.updates(state);
            learner.bubble(state, answer, milestones);
            finishTick(state, null, null, before);
        }
    }

    /** @param before the updates that there had been before the tick */
    private void finishTick(NetworkState state, IN event, String enteredId, long before) throws Exception {
        counts.ticks.inc();
        counts.taught(answer);
        emitter.prediction(event, answer);
        emitter.beside(answer, enteredId);
        tell(state, answer, before);
        if (answer.present) {
            answered(state, answer);
        }
    }

    /**
     * Emits the model, if what was learned has made it due.
     *
     * @param before the updates that there had been
     */
    final void tell(NetworkState state, Answer learned, long before) {
        if (models.isDue(state, before)) {
            emit(
                    Outputs.MODEL_SNAPSHOTS,
                    models.of(key(), learned.present ? Records.eventId(learned) : null, time(), state));
        }
    }

    final ModelRecords models() {
        return models;
    }

    /** Emits a dead letter for an event that is not used. */
    final void reject(StreamRecord<IN> element, Rejection rejection) {
        reject(element, rejection, reader, plan.details());
    }

    /** Emits a dead letter for a record that is not used. */
    final <T> void reject(
            StreamRecord<T> element, Rejection rejection, ExampleReader<T> itsReader, DeadLetterDetails<T> details) {
        counts.deadLetters.inc();
        emitAt(element);
        emitter.deadLetter(element.getValue(), rejection, time(), itsReader, example, details);
    }

    /** Records leave with the time of this one from now on. */
    final void emitAt(StreamRecord<?> element) {
        if (element.hasTimestamp()) {
            out.setTimestamp(element.getTimestamp());
        } else {
            out.eraseTimestamp();
        }
    }

    @Override
    public final String key() {
        return getCurrentKey().toString();
    }

    @Override
    public final Long time() {
        return out.hasTimestamp() ? out.getTimestamp() : null;
    }

    @Override
    public final void emit(OUT value) {
        output.collect(out.replace(value));
    }

    @Override
    public final <T> void emit(OutputTag<T> tag, T value) {
        output.collect(
                tag, out.hasTimestamp() ? new StreamRecord<>(value, out.getTimestamp()) : new StreamRecord<>(value));
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

    /** The input has ended. */
    final void flush() throws Exception {
        networks.flush();
    }
}
