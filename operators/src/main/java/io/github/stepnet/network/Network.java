package io.github.stepnet.network;

import io.github.stepnet.network.arena.NetworkState;
import io.github.stepnet.network.arena.SplitMix64;
import io.github.stepnet.network.arena.StateLayout;
import io.github.stepnet.network.health.Health;
import io.github.stepnet.network.health.HealthProbe;
import io.github.stepnet.network.health.StageProbe;
import io.github.stepnet.network.kernel.Kernel;
import io.github.stepnet.network.learning.Lesson;
import io.github.stepnet.network.loss.Loss;
import io.github.stepnet.network.plan.Gradient;
import io.github.stepnet.network.plan.Pass;
import io.github.stepnet.network.plan.PipelinedPass;
import io.github.stepnet.network.plan.Places;
import io.github.stepnet.network.plan.Plan;
import java.util.Arrays;
import java.util.Optional;

/**
 * A compiled network: the plan with one subtask's work arrays. It answers and teaches whichever key's state it is given.
 *
 * <p>State: {@code P} floats of parameters, then the optimiser's runs of {@code P}, the stages' memory, and in STEP and PIPELINE, or where gradients
 * reach back over events, the values of samples, in PIPELINE their signals too; in the header three longs, what trainer and scaler say, and in STEP
 * and PIPELINE what the mesh says.
 */
public final class Network implements Learner {

    private final NetworkLearner spec;
    private final Plan plan;
    private final Loss loss;
    private final Kernel kernel;
    private final int outputs;

    private final int parametersAt;
    private final int ticksAt;
    private final int eventsAt;
    private final int randomAt;
    private final ParameterStep step;
    private final Trainer trainer;
    private final FeatureIntake features;
    private final TargetScaling targets;
    /** Null if the features are all that there is. */
    private final TemporalMemory temporal;
    /** Null but in SWEEP. */
    private final Pass sweep;
    /** Null in SWEEP. */
    private final Mesh mesh;
    /** Null but in PIPELINE. */
    private final Pipeline pipeline;

    private final Pass aside;
    /** For events whose truth comes later, beside what techniques do in the pass aside. */
    private final Pass late;

    private final float[] taught;
    private final float[] lateAnswer;

    Network(NetworkLearner spec, StateLayout layout, Kernel kernel) {
        this.spec = spec;
        this.kernel = kernel;
        plan = spec.network().plan();
        loss = spec.network().loss();
        outputs = plan.output().floats();
        parametersAt = layout.within("parameters").reserveFloats(plan.parameterFloats());
        step = new ParameterStep(spec, plan, kernel, parametersAt, layout);
        StateLayout clock = layout.within("clock");
        ticksAt = clock.reserveLongs(1);
        eventsAt = clock.reserveLongs(1);
        randomAt = clock.reserveLongs(1);
        FeatureScaling scaling = spec.network().scaling();
        boolean scales = scaling != FeatureScaling.NONE;
        features = new FeatureIntake(spec.inputs(), scaling, spec.network().unscaled(), layout.within("features"));
        targets = new TargetScaling(
                loss.truths(outputs), scales && loss.task() == Loss.Task.REGRESSION, layout.within("targets"));
        int answers = loss.answers(outputs);
        temporal = spec.network().temporal().isOff()
                ? null
                : new TemporalMemory(spec.network(), answers, layout.within("temporal"));
        taught = targets.taught();
        lateAnswer = new float[answers];
        Places places = new Places(
                parametersAt, layout.within("memory").reserveFloats(plan.memoryFloats()), new Gradient(plan, kernel));
        int reach = plan.isRecurrent() ? spec.truncation() : 1;
        boolean isMesh = spec.execution() != Execution.SWEEP;
        boolean isPipeline = spec.execution() == Execution.PIPELINE;
        StateLayout samples = layout.within("samples");
        PipelinedPass pipelined = isPipeline ? new PipelinedPass(plan, kernel, places, reach, samples) : null;
        Pass pass = switch (spec.execution()) {
            case SWEEP -> Pass.sweep(plan, kernel, places, reach, samples);
            case STEP -> Pass.mesh(plan, kernel, places, reach, samples);
            case PIPELINE -> pipelined.pass();
        };
        sweep = isMesh ? null : pass;
        mesh = isMesh ? new Mesh(plan, pass, loss.truths(outputs), layout.within("mesh")) : null;
        aside = Pass.aside(plan, kernel, places);
        late = Pass.aside(plan, kernel, places);
        trainer = new Trainer(spec, plan, kernel, step, aside, layout, randomAt);
        pass.bypassBy(trainer.bypassMaskAt());
        aside.bypassBy(trainer.bypassMaskAt());
        late.bypassBy(trainer.bypassMaskAt());
        pipeline = isPipeline ? new Pipeline(spec, plan, mesh, pipelined, step, layout.within("pipeline")) : null;
    }

    /** The graph of stages. */
    public Plan plan() {
        return plan;
    }

    @Override
    public long updates(NetworkState state) {
        return step.updates(state);
    }

    /** Updates that would have left a non-finite value and were not taken. */
    public long refusedUpdates(NetworkState state) {
        return step.refused(state);
    }

    @Override
    public long ticks(NetworkState state) {
        return state.longs[ticksAt];
    }

    /** Whether a technique has taken stages of this key out of its forward pass. */
    public boolean bypassesStages(NetworkState state) {
        int mask = trainer.bypassMaskAt();
        for (int word = 0; mask >= 0 && word <= (plan.nodes().size() - 1) / Long.SIZE; word++) {
            if (state.longs[mask + word] != 0) {
                return true;
            }
        }
        return false;
    }

    /** To be told whenever somebody else has written to a key's parameters: what was known of their magnitude no longer holds. */
    public void parametersReplaced(NetworkState state) {
        step.parametersReplaced(state);
    }

    /** Where the parameters start in a state's floats; {@link Plan#parameters} says what lies where from there. */
    public int parametersAt() {
        return parametersAt;
    }

    /** The way of signals; null but in PIPELINE. */
    Pipeline pipeline() {
        return pipeline;
    }

    @Override
    public void initialize(NetworkState state) {
        SplitMix64 random = new SplitMix64(spec.network().seed());
        plan.initialize(state.floats, parametersAt, random);
        state.longs[randomAt] = random.state();
        trainer.initialize(state);
        if (temporal != null) {
            temporal.initialize(state);
        }
    }

    @Override
    public void tick(NetworkState state, Example example, Answer answer) {
        long sequence = startTick(state, example, answer);
        if (mesh == null) {
            sweep(state, example, sequence, answer);
        } else {
            mesh.pass().attach(state);
            takeIn(state, example, mesh.pass(), sequence);
            mesh.enter(state, sequence, example);
            if (temporal != null && example.isLabelled()) {
                targets.scale(state, example.truth);
                temporal.learn(state, taught);
            }
            step(state, answer);
        }
    }

    /** Counts an event that comes in, and shows it to the techniques; its sequence number. */
    private long startTick(NetworkState state, Example example, Answer answer) {
        answer.clear();
        answer.drifts = trainer.startTick();
        trainer.observeInputs(state, example.features);
        answer.tick = ++state.longs[ticksAt];
        answer.entered = ++state.longs[eventsAt];
        return answer.entered;
    }

    @Override
    public void bubble(NetworkState state, Answer answer) {
        answer.clear();
        if (inFlight(state) > 0) {
            answer.drifts = trainer.startTick();
            answer.tick = ++state.longs[ticksAt];
            mesh.pass().attach(state);
            step(state, answer);
        }
    }

    @Override
    public int inFlight(NetworkState state) {
        return mesh == null ? 0 : mesh.inFlight(state);
    }

    @Override
    public void keep(NetworkState state, Answer answer, PendingExample pending) {
        pending.name(answer);
        Pass pass = mesh == null ? sweep : mesh.pass();
        pass.copyPast(answer.sequence, pending.values, 0);
        int rawAt = pass.pastFloats();
        System.arraycopy(pass.values(), pass.valueAt(plan.output(), answer.sequence), pending.values, rawAt, outputs);
        System.arraycopy(answer.outputs, 0, pending.values, rawAt + outputs, answer.outputs.length);
    }

    @Override
    public void teach(NetworkState state, PendingExample pending, float[] truth, Answer answer) {
        pending.recall(answer);
        answer.drifts = trainer.startTick();
        int rawAt = late.pastFloats();
        System.arraycopy(pending.values, rawAt + outputs, answer.outputs, 0, answer.outputs.length);
        answer.choose(loss.task() == Loss.Task.CLASSIFICATION);
        System.arraycopy(truth, 0, answer.truth, 0, answer.truth.length);
        takeTruth(state, pending.values, rawAt, answer);
        boolean accepted = pipeline == null ? train(state, pending, answer) : studyAndApply(state, pending, answer);
        keepTruth(state, accepted);
        rememberTruth(state, accepted);
    }

    private boolean train(NetworkState state, PendingExample pending, Answer answer) {
        recall(state, late, pending);
        late.forward();
        loss.answer(kernel, outputs, late.values(), late.valueAt(plan.output(), 0), lateAnswer, 0);
        return train(state, late, 0, lateAnswer, answer);
    }

    /** In a pipeline a lesson goes back stage by stage with its event, which this one no longer is. */
    private boolean studyAndApply(NetworkState state, PendingExample pending, Answer answer) {
        long refused = step.refused(state);
        study(state, pending, 1f);
        answer.learned = trainer.apply(state);
        answer.refused = step.refused(state) > refused;
        return !answer.refused;
    }

    @Override
    public void accumulate(NetworkState state, PendingExample pending, float[] truth, float weight) {
        targets.scale(state, truth);
        study(state, pending, weight);
        if (temporal != null) {
            temporal.learn(state, taught);
        }
    }

    @Override
    public void score(NetworkState state, Example example, Answer answer) {
        if (mesh != null) {
            throw new UnsupportedOperationException("a mesh answers an event in a later tick");
        }
        long sequence = startTick(state, example, answer);
        answerAtOnce(state, example, sequence, answer);
        if (example.isLabelled()) {
            takeTruth(state, sweep.values(), sweep.valueAt(plan.output(), sequence), answer);
            rememberTruth(state, true);
        }
    }

    @Override
    public void accumulateMean(
            NetworkState state, PendingExample[] pending, float[][] truths, int from, int to, float weight) {
        if (to - from == 1) {
            targets.scale(state, truths[from]);
            study(state, pending[from], weight);
            return;
        }
        if (plan.memoryFloats() > 0) {
            throw new UnsupportedOperationException("events of a network with memory have no mean");
        }
        for (int i = from; i < to; i++) {
            targets.scale(state, truths[i]);
            recall(state, aside, pending[i]);
            trainer.addToMean(taught);
        }
        trainer.studyMean(state, weight);
    }

    private void study(NetworkState state, PendingExample pending, float weight) {
        recall(state, aside, pending);
        trainer.study(state, taught, weight);
    }

    private static void recall(NetworkState state, Pass pass, PendingExample pending) {
        pass.attach(state);
        pass.aim(0);
        pass.recall(pending.values, 0);
    }

    @Override
    public boolean apply(NetworkState state) {
        return trainer.apply(state);
    }

    @Override
    public Optional<HealthProbe> measure(Health health) {
        if (pipeline != null) {
            return Optional.empty();
        }
        Pass pass = mesh == null ? sweep : mesh.pass();
        StageProbe probe = new StageProbe(health, pass);
        trainer.measureWith(probe);
        return Optional.of(probe);
    }

    @Override
    public void forgetPast(NetworkState state) {
        (mesh == null ? sweep : mesh.pass()).forgetPast(state, state.longs[eventsAt]);
    }

    @Override
    public float[] parameters(NetworkState state) {
        return Arrays.copyOfRange(state.floats, parametersAt, parametersAt + plan.parameterFloats());
    }

    @Override
    public String stageName(int stage) {
        return plan.nodes().get(stage).name();
    }

    @Override
    public Example newExample() {
        return new Example(spec.inputs(), loss.truths(outputs));
    }

    @Override
    public Answer newAnswer() {
        return new Answer(loss.answers(outputs), loss.truths(outputs));
    }

    @Override
    public PendingExample newPendingExample() {
        return new PendingExample(late.pastFloats() + outputs + loss.answers(outputs));
    }

    @Override
    public String describe() {
        return NetworkTable.of(spec, plan);
    }

    private void sweep(NetworkState state, Example example, long sequence, Answer answer) {
        answerAtOnce(state, example, sequence, answer);
        if (example.isLabelled()) {
            boolean accepted = learn(state, sweep, sequence, answer);
            if (!accepted) {
                sweep.forgetMemory();
                forgetEvent(state);
            }
            rememberTruth(state, accepted);
        }
    }

    private void answerAtOnce(NetworkState state, Example example, long sequence, Answer answer) {
        sweep.attach(state);
        sweep.aim(sequence);
        takeIn(state, example, sweep, sequence);
        sweep.forward();
        answer(state, sweep, sequence, answer);
        answer.eventId = example.eventId();
        answer.latencyTicks = 0;
        if (example.isLabelled()) {
            System.arraycopy(example.truth, 0, answer.truth, 0, answer.truth.length);
        }
    }

    /** The part of a mesh tick that follows an entry, and all of a bubble. */
    private void step(NetworkState state, Answer answer) {
        if (pipeline == null) {
            mesh.advance(state);
        } else {
            pipeline.advance(state);
        }
        long sequence = mesh.leaving(state);
        if (sequence != 0) {
            answer(state, mesh.pass(), sequence, answer);
            answer.eventId = mesh.leavingId(state);
            answer.latencyTicks = plan.latency() - 1;
            if (mesh.leavingTruth(state, answer.truth)) {
                learn(state, mesh.pass(), sequence, answer);
            }
        }
        if (pipeline != null) {
            long refused = step.refused(state);
            answer.learned = pipeline.finish(state);
            answer.refused |= step.refused(state) > refused;
        }
        mesh.leave(state);
    }

    private void takeIn(NetworkState state, Example example, Pass pass, long sample) {
        int at = pass.valueAt(plan.input(), sample);
        features.take(state, example.features, pass.values(), at);
        if (temporal != null) {
            temporal.take(state, example.timeMillis(), pass.values(), at, at + spec.inputs());
        }
    }

    private void forgetEvent(NetworkState state) {
        features.forget(state);
        if (temporal != null) {
            temporal.forget(state);
        }
    }

    /** The truth that has just been learned counts from the next event on, unless it was refused. */
    private void rememberTruth(NetworkState state, boolean accepted) {
        if (temporal != null && accepted) {
            temporal.learn(state, taught);
        }
    }

    private void answer(NetworkState state, Pass pass, long sample, Answer answer) {
        int rawAt = pass.valueAt(plan.output(), sample);
        loss.answer(kernel, outputs, pass.values(), rawAt, answer.outputs, 0);
        targets.invert(state, answer.outputs);
        answer.present = true;
        answer.sequence = sample;
        answer.updates = step.updates(state);
        answer.choose(loss.task() == Loss.Task.CLASSIFICATION);
    }

    /**
     * The loss is what the network makes small: with scaled targets, it is in their standard deviations.
     *
     * @return whether the truth was accepted: false if what it was to teach was refused
     */
    private boolean learn(NetworkState state, Pass pass, long sample, Answer answer) {
        takeTruth(state, pass.values(), pass.valueAt(plan.output(), sample), answer);
        boolean accepted;
        if (pipeline == null) {
            accepted = train(state, pass, sample, answer.outputs, answer);
        } else {
            accepted = pipeline.send(state, sample, answer.outputs, taught);
            answer.refused = !accepted;
        }
        keepTruth(state, accepted);
        return accepted;
    }

    private void takeTruth(NetworkState state, float[] raw, int rawAt, Answer answer) {
        answer.known = true;
        targets.take(state, answer.truth);
        answer.loss = loss.value(outputs, raw, rawAt, answer.outputs, 0, taught, 0);
    }

    private void keepTruth(NetworkState state, boolean accepted) {
        if (!accepted) {
            targets.forget(state);
        }
    }

    /**
     * Takes a lesson.
     *
     * @param given what the pass answers now, which for an event of the past is not what it was answered
     * @return false if its own update was refused, whatever became of those that techniques took
     */
    private boolean train(NetworkState state, Pass pass, long sample, float[] given, Answer answer) {
        Lesson lesson = trainer.lesson();
        lesson.state = state;
        lesson.pass = pass;
        lesson.sample = sample;
        lesson.answer = given;
        lesson.truth = taught;
        lesson.loss = answer.loss;
        lesson.isHit = answer.predictedClass >= 0 && answer.predictedClass == (int) answer.truth[0];
        long refused = step.refused(state);
        Trainer.Outcome outcome = trainer.train();
        answer.events = lesson.events;
        answer.learned = outcome == Trainer.Outcome.LEARNED;
        answer.measuredUpdate = trainer.measuredUpdate();
        answer.measured = answer.measuredUpdate != 0;
        answer.refused = step.refused(state) > refused;
        return outcome != Trainer.Outcome.REFUSED;
    }
}
