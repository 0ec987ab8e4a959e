package io.github.stepnet.network;

import io.github.stepnet.network.arena.NetworkState;
import io.github.stepnet.network.arena.SplitMix64;
import io.github.stepnet.network.arena.StateLayout;
import io.github.stepnet.network.equilibrium.Equilibrium;
import io.github.stepnet.network.equilibrium.EquilibriumModel;
import io.github.stepnet.network.equilibrium.EquilibriumPropagation;
import io.github.stepnet.network.equilibrium.Settlement;
import io.github.stepnet.network.kernel.Kernel;
import io.github.stepnet.network.kernel.ScalarKernel;
import io.github.stepnet.network.loss.Loss;
import io.github.stepnet.network.spec.CanonicalText;
import java.util.Arrays;
import java.util.Locale;

/**
 * A compiled {@link EquilibriumLearner}: every event settles from the key's settled state, answers, teaches if its truth is known, and leaves its own settled state.
 *
 * <p>An update that is not finite, whose weights cannot be bounded, or one of whose nudged phases diverges, is refused; then parameters, statistics and settled state are as if the
 * event had not been. An event that diverges itself answers from a state of zeros and teaches nothing, and the key starts again from zeros.
 *
 * <p>State: the parameters and the optimiser's runs of them; what the model remembers of its weights; a {@link SettledMemory}; a long each of events and
 * milestones, and what step, scalers and cadence say. What is kept of an event whose truth comes later: its scaled features, the memory before it, its settled state, raw outputs and
 * answer.
 */
public final class EquilibriumNetwork implements Learner {

    /** The learning rate has no factors. */
    private static final float[] NO_FACTORS = {};

    private final EquilibriumLearner spec;
    private final Equilibrium body;
    private final Kernel kernel;
    private final Loss loss;
    private final int inputs;
    private final int outputs;
    private final int parameters;

    private final int parametersAt;
    private final int eventsAt;
    private final SettledMemory memory;
    private final ParameterStep step;
    private final FeatureIntake features;
    private final TargetScaling targets;
    /** Null if every sample brings a step. */
    private final PendingGradient pending;

    private final int keptMemoryAt;
    private final int keptRawAt;
    private final int keptAnswerAt;

    private final float[] x;
    private final float[] raw;
    private final float[] gradient;
    private int accumulated;

    EquilibriumNetwork(EquilibriumLearner spec, StateLayout layout, Kernel kernel) {
        this.spec = spec;
        this.kernel = kernel;
        EquilibriumSpec network = spec.network();
        loss = network.loss();
        inputs = network.inputs();
        outputs = network.outputs();
        Equilibrium.Parts parts = spec.parts();
        parameters = parts.parameterFloats();
        parametersAt = layout.within("parameters").reserveFloats(parameters);
        step = new ParameterStep(
                spec.optimizer(),
                spec.shaping(),
                parts.learned(),
                parameters,
                kernel,
                parametersAt,
                layout,
                this::constrain);
        body = new Equilibrium(parts, parametersAt, kernel, layout.within("equilibrium"));
        memory = new SettledMemory(body, layout.within("memory"));
        eventsAt = layout.within("clock").reserveLongs(1);
        FeatureScaling scaling = network.scaling();
        features = new FeatureIntake(inputs, scaling, network.unscaled(), layout.within("features"));
        boolean scales = scaling != FeatureScaling.NONE;
        targets = new TargetScaling(
                loss.truths(outputs), scales && loss.task() == Loss.Task.REGRESSION, layout.within("targets"));
        pending = spec.cadence() > 1
                ? new PendingGradient(spec.cadence(), parameters, kernel, layout.within("pending gradient"))
                : null;
        x = new float[inputs];
        raw = new float[outputs];
        keptMemoryAt = inputs;
        keptRawAt = Math.addExact(keptMemoryAt, memory.keptFloats());
        keptAnswerAt = Math.addExact(keptRawAt, outputs);
        gradient = new float[parameters];
    }

    private boolean constrain(NetworkState state) {
        return body.constrain(state);
    }

    /** What settles. */
    public Equilibrium body() {
        return body;
    }

    @Override
    public long ticks(NetworkState state) {
        return state.longs[eventsAt];
    }

    @Override
    public long updates(NetworkState state) {
        return step.updates(state);
    }

    /** Updates that were refused. */
    public long refusedUpdates(NetworkState state) {
        return step.refused(state);
    }

    /** Events of a key that have diverged. */
    public long divergedEvents(NetworkState state) {
        return memory.diverged(state);
    }

    @Override
    public void initialize(NetworkState state) {
        body.initialize(state, new SplitMix64(spec.network().seed()));
    }

    @Override
    public void tick(NetworkState state, Example example, Answer answer) {
        answer.clear();
        answer.equilibrium = body.startTick();
        answer.entered = ++state.longs[eventsAt];
        answer.tick = answer.entered;
        features.take(state, example.features, x, 0);
        boolean isAudited = example.isLabelled() && isAuditDue(state);
        Settlement settlement = memory.settle(state, x, isAudited);
        answer(state, example, answer);
        boolean isAccepted = true;
        if (example.isLabelled()) {
            System.arraycopy(example.truth, 0, answer.truth, 0, answer.truth.length);
            takeTruth(state, raw, 0, answer);
            isAccepted = learn(state, settlement, isAudited, answer);
        }
        body.reportSettlement(state);
        body.reportModel(state);
        remember(state, settlement, isAccepted);
    }

    private boolean isAuditDue(NetworkState state) {
        return spec.audit() > 0 && step.updates(state) % spec.audit() == 0;
    }

    private void answer(NetworkState state, Example example, Answer answer) {
        body.read(raw, 0);
        loss.answer(kernel, outputs, raw, 0, answer.outputs, 0);
        targets.invert(state, answer.outputs);
        answer.present = true;
        answer.eventId = example.eventId();
        answer.sequence = answer.entered;
        answer.latencyTicks = 0;
        answer.updates = step.updates(state);
        answer.choose(loss.task() == Loss.Task.CLASSIFICATION);
        answer.iterations = body.iterations();
        answer.residual = body.residual();
        answer.settlement = body.settlement();
    }

    private void takeTruth(NetworkState state, float[] given, int givenAt, Answer answer) {
        answer.known = true;
        targets.take(state, answer.truth);
        answer.loss = loss.value(outputs, given, givenAt, answer.outputs, 0, targets.taught(), 0);
    }

    /** Teaches the truth that was taken; false if that was refused. */
    private boolean learn(NetworkState state, Settlement settlement, boolean isAudited, Answer answer) {
        assert accumulated == 0 : "an accumulated gradient waits to be applied";
        Arrays.fill(gradient, 0f);
        boolean isGradient = settlement != Settlement.DIVERGED && body.addGradient(targets.taught(), 1f, gradient);
        if (isGradient && isAudited) {
            body.audit(state, targets.taught(), gradient);
        }
        if (!isGradient || !kernel.isFinite(parameters, gradient, 0)) {
            step.refuse(state);
            answer.refused = true;
            targets.forget(state);
            return false;
        }
        accumulated = pending == null ? 1 : pending.join(state, gradient, 1f);
        if (accumulated > 0) {
            answer.learned = step(state);
            answer.refused = !answer.learned;
        }
        if (answer.refused) {
            targets.forget(state);
        }
        return !answer.refused;
    }

    private boolean step(NetworkState state) {
        if (accumulated > 1) {
            kernel.scale(parameters, 1f / accumulated, gradient, 0);
        }
        accumulated = 0;
        return step.take(state, gradient, kernel.maxMagnitude(parameters, gradient, 0), NO_FACTORS);
    }

    /** An event that was refused leaves nothing; one that has diverged leaves zeros. */
    private void remember(NetworkState state, Settlement settlement, boolean isAccepted) {
        boolean hasDiverged = settlement == Settlement.DIVERGED;
        if (hasDiverged) {
            memory.reset(state);
        } else if (isAccepted) {
            memory.remember(state);
        }
        if (hasDiverged || !isAccepted) {
            features.forget(state);
        }
    }

    @Override
    public void bubble(NetworkState state, Answer answer) {
        answer.clear();
    }

    @Override
    public int inFlight(NetworkState state) {
        return 0;
    }

    @Override
    public void keep(NetworkState state, Answer answer, PendingExample kept) {
        kept.name(answer);
        float[] values = kept.values;
        System.arraycopy(x, 0, values, 0, inputs);
        memory.keep(values, keptMemoryAt);
        System.arraycopy(raw, 0, values, keptRawAt, outputs);
        System.arraycopy(answer.outputs, 0, values, keptAnswerAt, answer.outputs.length);
    }

    @Override
    public void teach(NetworkState state, PendingExample kept, float[] truth, Answer answer) {
        kept.recall(answer);
        answer.equilibrium = body.startTick();
        System.arraycopy(kept.values, keptAnswerAt, answer.outputs, 0, answer.outputs.length);
        answer.choose(loss.task() == Loss.Task.CLASSIFICATION);
        System.arraycopy(truth, 0, answer.truth, 0, answer.truth.length);
        takeTruth(state, kept.values, keptRawAt, answer);
        boolean isAudited = isAuditDue(state);
        Settlement settlement = settleAgain(state, kept, isAudited);
        learn(state, settlement, isAudited, answer);
        body.reportModel(state);
    }

    private Settlement settleAgain(NetworkState state, PendingExample kept, boolean isAudited) {
        return memory.settleAgain(state, kept.values, kept.values, keptMemoryAt, isAudited);
    }

    @Override
    public void accumulate(NetworkState state, PendingExample kept, float[] truth, float weight) {
        targets.scale(state, truth);
        if (accumulated == 0) {
            Arrays.fill(gradient, 0f);
        }
        boolean isSettled = settleAgain(state, kept, false) != Settlement.DIVERGED;
        if (!isSettled || !body.addGradient(targets.taught(), weight, gradient)) {
            // What has been added so far is no gradient any more: the step that takes it is to be refused.
            gradient[0] = Float.NaN;
        }
        accumulated++;
    }

    @Override
    public boolean apply(NetworkState state) {
        return accumulated > 0 && step(state);
    }

    @Override
    public float[] parameters(NetworkState state) {
        return Arrays.copyOfRange(state.floats, parametersAt, parametersAt + parameters);
    }

    @Override
    public Example newExample() {
        return new Example(inputs, loss.truths(outputs));
    }

    @Override
    public Answer newAnswer() {
        return new Answer(loss.answers(outputs), loss.truths(outputs));
    }

    @Override
    public PendingExample newPendingExample() {
        return new PendingExample(keptAnswerAt + loss.answers(outputs));
    }

    @Override
    public String describe() {
        StateLayout layout = new StateLayout();
        spec.compile(layout, ScalarKernel.INSTANCE);
        return String.format(
                Locale.ROOT,
                "%s of %,d inputs and %,d outputs, gradients by %s%n"
                        + "%,d parameters, %,d floats of state, %,d bytes per key, answers after 1 tick%n",
                CanonicalText.of(EquilibriumModel.class, spec.network().model()),
                inputs,
                outputs,
                CanonicalText.of(EquilibriumPropagation.class, spec.propagation()),
                parameters,
                layout.floats(),
                layout.newState().bytes());
    }
}
