package io.github.stepnet.stream;

import io.github.stepnet.network.Answer;
import io.github.stepnet.network.Example;
import io.github.stepnet.network.TrackedLearner;
import io.github.stepnet.network.WindowLearner;
import io.github.stepnet.network.arena.NetworkState;
import io.github.stepnet.network.kernel.Kernel;
import io.github.stepnet.network.progress.MilestoneListener;
import io.github.stepnet.network.spec.Fingerprint;
import io.github.stepnet.schemas.WindowUpdate;
import io.github.stepnet.stream.input.ExampleReader;
import io.github.stepnet.stream.input.Rejection;
import io.github.stepnet.stream.output.Outputs;
import io.github.stepnet.stream.output.Records;
import io.github.stepnet.stream.state.NetworkStateSerializer;
import io.github.stepnet.stream.state.Restored;
import io.github.stepnet.stream.state.StateEvolution;
import io.github.stepnet.stream.state.StateFormat;
import java.util.Objects;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.streaming.api.functions.windowing.ProcessWindowFunction;
import org.apache.flink.streaming.api.windowing.windows.TimeWindow;
import org.apache.flink.streaming.api.windowing.windows.Window;
import org.apache.flink.util.Collector;
import org.apache.flink.util.ExceptionUtils;
import org.apache.flink.util.OutputTag;
import org.apache.flink.util.StateMigrationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a {@link WavelengthWindow} does with the events that it holds: each is answered, then they are learned. The network lies in the key's
 * state, which all its windows share; it is read and written once for each firing.
 *
 * @param <K> the keys
 * @param <IN> the events
 * @param <OUT> the main output
 * @param <W> the windows
 */
final class WindowFunction<K, IN, OUT, W extends Window> extends ProcessWindowFunction<IN, OUT, K, W>
        implements Exit<OUT> {

    private static final Logger LOG = LoggerFactory.getLogger(WindowFunction.class);
    private static final long serialVersionUID = 1;

    private final OperatorPlan<IN, OUT> plan;
    private final WavelengthWindow<IN, W> window;

    private transient ExampleReader<IN> reader;
    private transient TrackedLearner learner;
    private transient WindowLearner lessons;
    /** Null where an event must have all of its features. */
    private transient MissingFeatures missing;

    private transient ValueState<NetworkState> stored;
    private transient StateEvolution evolution;
    private transient Example example;
    private transient Answer answer;
    private transient OperatorMetrics counts;
    private transient Emitter<IN, OUT> emitter;
    private transient MilestoneListener milestones;
    private transient ModelRecords models;

    private transient K key;
    private transient Context context;
    private transient Collector<OUT> out;

    WindowFunction(OperatorPlan<IN, OUT> plan, WavelengthWindow<IN, W> window) {
        this.plan = Objects.requireNonNull(plan, "plan");
        this.window = Objects.requireNonNull(window, "window");
    }

    @Override
    public void open(OpenContext openContext) throws Exception {
        super.open(openContext);
        Kernel kernel = plan.settings().kernel().kernel();
        learner = new TrackedLearner(plan.learner(), plan.milestones(), kernel);
        lessons = new WindowLearner(learner, plan.learner(), window.channels());
        reader = plan.reader();
        example = learner.learner().newExample();
        missing = reader.allowsMissing()
                ? new MissingFeatures(example.features.length, learner.layout().within("missing features"))
                : null;
        stored = storedNetworks(kernel);
        answer = learner.learner().newAnswer();
        counts = new OperatorMetrics(getRuntimeContext().getMetricGroup());
        String fingerprint = Fingerprint.of(plan.learner().canonicalText());
        emitter = new Emitter<>(learner.learner(), null, plan.join(), this, fingerprint);
        models = new ModelRecords(plan.snapshots(), learner, plan.learner().canonicalText(), fingerprint);
        milestones = emitter.milestones(answer);
    }

    /** The key's global state of its windows; asked for at the start, so that networks of another kind are refused there. */
    private ValueState<NetworkState> storedNetworks(Kernel kernel) {
        String text = TrackedLearner.canonicalText(plan.learner(), plan.milestones());
        StateFormat format = StateFormat.of(text, learner.layout(), kernel);
        Restored restored = new Restored();
        evolution = new StateEvolution(format, learner.learner(), this::newState, restored);
        try {
            ValueState<NetworkState> networks = getRuntimeContext()
                    .getState(new ValueStateDescriptor<>(
                            LearningOperator.STATE_NAME, new NetworkStateSerializer(format, restored)));
            restored.goesOnAs(format, null).ifPresent(how -> LOG.info("windows: this subtask {}", how));
            return networks;
        } catch (RuntimeException e) {
            if (ExceptionUtils.findThrowable(e, StateMigrationException.class).isEmpty()) {
                throw e;
            }
            throw new IllegalStateException(
                    "windows cannot go on with the networks of this checkpoint: " + restored.because(e.getMessage()),
                    e);
        }
    }

    @Override
    public void process(K current, Context itsContext, Iterable<IN> events, Collector<OUT> itsOut) throws Exception {
        key = current;
        context = itsContext;
        out = itsOut;
        Firing.Cause cause = window.firing().take();
        if (cause == null) {
            throw new IllegalStateException(
                    "a window has fired by another trigger than that of its WavelengthWindow, and could teach an event twice; use"
                            + " StepNetwork.applyTo, or .trigger(window.trigger()) of the window given to perWindow");
        }
        if (cause == Firing.Cause.OVERFLOW) {
            counts.overflows.inc();
        }
        NetworkState state = evolution.current(stored.value());
        lessons.start();
        int answered = 0;
        for (EventInWindow<IN> event : EventInWindow.inOrder(events, window.time(), reader)) {
            Rejection rejection = event.rejection() == null ? reader.read(event.event(), example) : event.rejection();
            if (rejection == null) {
                state = state == null ? newNetwork() : state;
                example.time(window.time() == null ? Example.NO_TIME : event.time());
                answer(state, event.event());
                answered++;
            } else {
                reject(event, rejection);
            }
        }
        if (answered > 0) {
            learn(state, answered, cause);
            stored.update(state);
        }
    }

    private NetworkState newState() {
        NetworkState state = learner.newState();
        lessons.initialize(state);
        return state;
    }

    private NetworkState newNetwork() {
        NetworkState state = newState();
        counts.modelsCreated.inc();
        return state;
    }

    private void answer(NetworkState state, IN event) {
        counts.eventStarts();
        if (plan.settings().isPredictOnly()) {
            example.unlabelled();
        }
        if (missing != null) {
            missing.fill(state, example.features);
        }
        lessons.answer(state, example, answer, milestones);
        counts.ticks.inc();
        counts.taught(answer);
        emitter.prediction(event, answer);
        emitter.beside(answer, example.eventId());
        counts.eventEnds();
    }

    private void learn(NetworkState state, int answered, Firing.Cause cause) {
        long before = answer.updates;
        boolean isRefused = !lessons.learn(state) && lessons.labelled() > 0;
        if (isRefused) {
            counts.rollbacks.inc();
        }
        if (lessons.updatesTaken() > 0) {
            counts.learnedEvents.inc(lessons.labelled());
        }
        WindowUpdate update = Records.windowUpdate(key(), answered, lessons, before, isRefused);
        if (context.window() instanceof TimeWindow span) {
            update.setStartMillis(span.getStart());
            update.setEndMillis(span.getEnd());
        }
        update.setEarly(cause == Firing.Cause.EARLY || cause == Firing.Cause.OVERFLOW);
        update.setOverflow(cause == Firing.Cause.OVERFLOW);
        update.setLate(cause == Firing.Cause.LATE);
        update.setPartial(cause == Firing.Cause.PARTIAL);
        emit(Outputs.WINDOW_UPDATES, update);
        if (models.isDue(state, before)) {
            emit(Outputs.MODEL_SNAPSHOTS, models.of(key(), Records.eventId(answer), time(), state));
        }
    }

    private void reject(EventInWindow<IN> event, Rejection rejection) {
        counts.deadLetters.inc();
        Long time = window.time() == null || event.rejection() != null ? null : event.time();
        emitter.deadLetter(event.event(), rejection, time, reader, example, plan.details());
    }

    OperatorMetrics counts() {
        return counts;
    }

    @Override
    public String key() {
        return key.toString();
    }

    /** The last moment of the window. */
    @Override
    public Long time() {
        return context.window() instanceof TimeWindow span ? span.maxTimestamp() : null;
    }

    @Override
    public void emit(OUT value) {
        out.collect(value);
    }

    @Override
    public <X> void emit(OutputTag<X> tag, X value) {
        context.output(tag, value);
    }
}
