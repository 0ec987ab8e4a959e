package io.github.stepnet.network;

import io.github.stepnet.network.arena.NetworkState;
import io.github.stepnet.network.arena.StateLayout;
import io.github.stepnet.network.health.StageProbe;
import io.github.stepnet.network.kernel.Kernel;
import io.github.stepnet.network.learning.BackwardPass;
import io.github.stepnet.network.learning.HandOver;
import io.github.stepnet.network.learning.Lesson;
import io.github.stepnet.network.learning.Rehearsal;
import io.github.stepnet.network.learning.RuleInForce;
import io.github.stepnet.network.learning.Technique;
import io.github.stepnet.network.loss.Loss;
import io.github.stepnet.network.optimizer.GradientShaping;
import io.github.stepnet.network.optimizer.Sgd;
import io.github.stepnet.network.plan.Descent;
import io.github.stepnet.network.plan.Pass;
import io.github.stepnet.network.plan.Plan;
import java.util.Arrays;

/**
 * Turns truths into updates: loss gradient, techniques, learning rule, and at the end of a cadence a {@link ParameterStep}.
 *
 * <p>Plain SGD on the exact gradient goes the short way, {@link Descent}, whenever that is proved to stay finite. Everything else goes by
 * the gradient array. State, at a cadence above 1: the pending gradient, as many floats as there are parameters, and one long, the samples
 * that it is the sum of; and what the techniques reserve.
 */
final class Trainer implements Rehearsal {

    /** What a truth led to. */
    enum Outcome {
        /** An update was taken. */
        LEARNED,
        /** The sample's gradient waits for the others of its cadence. */
        PENDING,
        /** The update would have left a non-finite value and was not taken. */
        REFUSED
    }

    private final Kernel kernel;
    private final Loss loss;
    private final int outputs;
    private final RuleInForce rule;
    private final ParameterStep step;
    private final Descent descent;
    private final Technique.Bound[] techniques;
    private final Pass aside;
    private final float[] asideAnswer;
    private final Lesson lesson = new Lesson();

    private final int parameters;
    private final int cadence;
    private final int pendingAt;
    private final int pendingCountAt;
    private final float[] gradient;
    private final float[] factors;
    /** Samples whose gradients the gradient array holds the sum of. */
    private int accumulated;
    /** Null if nothing is measured. */
    private StageProbe probe;
    /** Whether the update that is being made is measured. */
    private boolean measuring;

    /**
     * A trainer.
     *
     * @param aside a pass for examples that are not events, over the same gradient as the passes of events
     */
    Trainer(NetworkLearner spec, Plan plan, Kernel kernel, ParameterStep step, Pass aside, StateLayout layout) {
        this.kernel = kernel;
        this.step = step;
        this.aside = aside;
        loss = spec.network().loss();
        outputs = plan.output().floats();
        asideAnswer = new float[loss.answers(outputs)];
        rule = new RuleInForce(spec.rule(), spec.handOver(), plan, layout);
        parameters = plan.parameterFloats();
        gradient = aside.gradient().floats();
        factors = new float[plan.nodes().size()];
        cadence = spec.cadence();
        pendingAt = cadence > 1 ? layout.reserveFloats(parameters) : -1;
        pendingCountAt = cadence > 1 ? layout.reserveLongs(1) : -1;
        Technique.Ground ground = new Technique.Ground(plan, kernel, loss, layout, step.parametersAt());
        techniques = spec.techniques().stream()
                .map(technique -> technique.bind(ground))
                .toArray(Technique.Bound[]::new);
        boolean plain = spec.execution() != Execution.PIPELINE
                && spec.rule().isExactGradient()
                && spec.optimizer() instanceof Sgd
                && spec.shaping() instanceof GradientShaping.None
                && spec.handOver() instanceof HandOver.Never
                && cadence == 1
                && techniques.length == 0;
        descent = plain ? Descent.over(plan) : null;
    }

    /** Lets the techniques set up what a new key remembers. */
    void initialize(NetworkState state) {
        rule.initialize(state);
        for (Technique.Bound technique : techniques) {
            technique.initialize(state);
        }
    }

    /** Where the mask of bypassed stages starts in a key's longs, or -1. */
    int bypassMaskAt() {
        int at = -1;
        for (Technique.Bound technique : techniques) {
            at = Math.max(at, technique.bypassMaskAt());
        }
        return at;
    }

    /** Measures by this probe from now on. */
    void measureWith(StageProbe other) {
        probe = other;
    }

    /** Whether the next update of a key is measured. */
    boolean isMeasured(NetworkState state) {
        return probe != null && probe.isDue(step.updates(state));
    }

    /** The lesson that {@link #train} takes next; the caller fills it in. */
    Lesson lesson() {
        return lesson;
    }

    /** Takes the lesson from a sample whose forward pass is done. */
    Outcome train() {
        assert accumulated == 0 : "an accumulated gradient waits to be applied";
        NetworkState state = lesson.state;
        Pass pass = lesson.pass;
        lesson.events.clear();
        lesson.updates = step.updates(state);
        signal(pass, lesson.sample, lesson.answer, lesson.truth);
        if (descent != null) {
            float rate = step.rate(state);
            if (descent.isProvedFinite(pass, rate, step.parameterBound(state))) {
                if (isMeasured(state)) {
                    measureBeforeDescent(state, pass);
                }
                step.taken(state, descent.descend(pass, rate));
                return Outcome.LEARNED;
            }
        }
        for (Technique.Bound technique : techniques) {
            technique.sharpen(lesson);
        }
        measuring = isMeasured(state);
        if (!isTakenOver()) {
            pass.gradient().clear();
            runBackward(state, pass);
            accumulated = 1;
            for (Technique.Bound technique : techniques) {
                technique.rehearse(lesson, this);
            }
        }
        Outcome outcome = accumulated == 0
                ? Outcome.PENDING
                : cadence == 1 ? step(state, pass.gradient().bound()) : join(state);
        measuring = false;
        lesson.learned = outcome == Outcome.LEARNED;
        rule.observe(lesson);
        for (Technique.Bound technique : techniques) {
            technique.afterLesson(lesson, this);
        }
        return outcome;
    }

    /** The rule, which in a pipeline is never handed over. */
    BackwardPass rule() {
        return rule.first();
    }

    /** In a pipeline, starts the sum of what a tick's stages find. */
    void begin(Pass pass) {
        assert accumulated == 0 : "an accumulated gradient waits to be applied";
        pass.gradient().clear();
    }

    /**
     * In a pipeline, one update of the depths that samples have taught since {@link #begin}.
     *
     * @return whether a step was taken
     */
    boolean step(NetworkState state, Pass pass, boolean[] isTaught) {
        return step.take(state, gradient, pass.gradient().bound(), isTaught);
    }

    /** Counts a sample that may not teach, or not any further. */
    void refuse(NetworkState state) {
        step.refuse(state);
    }

    @Override
    public int inputAt() {
        aside.attach(lesson.state);
        aside.aim(0);
        return aside.valueAt(aside.plan().input(), 0);
    }

    @Override
    public float[] inputs() {
        return aside.values();
    }

    @Override
    public void add(float[] truth) {
        study(lesson.state, truth, 1f);
    }

    @Override
    public void addSignal(float[] signal) {
        aside.forward();
        if (accumulated == 0) {
            aside.gradient().clear();
        }
        aside.startBackward();
        System.arraycopy(signal, 0, aside.signals(), aside.signalAt(aside.plan().output()), outputs);
        runBackward(lesson.state, aside);
        observeSignals(aside, 0);
        accumulated++;
    }

    @Override
    public boolean step() {
        return apply(lesson.state);
    }

    /**
     * Adds {@code weight} times the gradient of an example that lies in the input of the pass aside to what the next {@link #apply} takes. One
     * pass does this for one key at a time: whoever starts to accumulate applies before anything else is trained.
     */
    void study(NetworkState state, float[] truth, float weight) {
        aside.forward();
        int rawAt = aside.valueAt(aside.plan().output(), 0);
        loss.answer(kernel, outputs, aside.values(), rawAt, asideAnswer, 0);
        if (accumulated == 0) {
            aside.gradient().clear();
        }
        signal(aside, 0, asideAnswer, truth);
        if (weight != 1f) {
            kernel.scale(
                    outputs,
                    weight,
                    aside.signals(),
                    aside.signalAt(aside.plan().output()));
        }
        runBackward(state, aside);
        accumulated++;
    }

    /** One update along the mean of the accumulated gradients. */
    boolean apply(NetworkState state) {
        return accumulated > 0 && step(state, aside.gradient().bound()) == Outcome.LEARNED;
    }

    private Outcome step(NetworkState state, double bound) {
        if (accumulated > 1) {
            kernel.scale(parameters, 1f / accumulated, gradient, 0);
        }
        accumulated = 0;
        if (measuring) {
            probe.measureGradient(state.floats, step.parametersAt(), gradient);
        }
        Arrays.fill(factors, 1f);
        for (Technique.Bound technique : techniques) {
            technique.scaleRates(state, step.updates(state), factors);
        }
        return step.take(state, gradient, bound, factors) ? Outcome.LEARNED : Outcome.REFUSED;
    }

    /** Adds the sample's gradient to the pending one of the key, and takes the step that the last of a cadence brings. */
    private Outcome join(NetworkState state) {
        if (!kernel.isFinite(parameters, gradient, 0)) {
            accumulated = 0;
            step.refuse(state);
            return Outcome.REFUSED;
        }
        kernel.addScaled(parameters, 1f / accumulated, gradient, 0, state.floats, pendingAt);
        accumulated = 0;
        if (++state.longs[pendingCountAt] < cadence) {
            return Outcome.PENDING;
        }
        System.arraycopy(state.floats, pendingAt, gradient, 0, parameters);
        Arrays.fill(state.floats, pendingAt, pendingAt + parameters, 0f);
        state.longs[pendingCountAt] = 0;
        accumulated = cadence;
        return step(state, kernel.maxMagnitude(parameters, gradient, 0));
    }

    private void runBackward(NetworkState state, Pass pass) {
        BackwardPass backward = rule.backward(state);
        boolean reachesBack = rule.reachesBack(state);
        backward.run(pass);
        if (pass != aside) {
            observeSignals(pass, lesson.sample);
        }
        while (reachesBack && pass.reachBack()) {
            backward.run(pass);
        }
    }

    /** Whether a technique has learned the sample itself, or keeps it for later. */
    private boolean isTakenOver() {
        for (Technique.Bound technique : techniques) {
            if (technique.takesOver(lesson, this)) {
                return true;
            }
        }
        return false;
    }

    /** Called before the way back goes on to earlier events, whose signals take the place of the sample's. */
    private void observeSignals(Pass pass, long sample) {
        if (measuring) {
            probe.measureSignals(pass, sample);
        }
        for (Technique.Bound technique : techniques) {
            technique.observeSignals(lesson, pass);
        }
    }

    /** A fused step leaves no gradient behind, so there is one beforehand; then the way back starts again. */
    private void measureBeforeDescent(NetworkState state, Pass pass) {
        measuring = true;
        pass.gradient().clear();
        runBackward(state, pass);
        probe.measureGradient(state.floats, step.parametersAt(), gradient);
        measuring = false;
        signal(pass, lesson.sample, lesson.answer, lesson.truth);
    }

    private void signal(Pass pass, long sample, float[] answer, float[] truth) {
        pass.aim(sample);
        pass.startBackward();
        putSignal(pass, sample, answer, truth);
    }

    /** Puts the loss gradient of a sample where the pass has the signal of its output wire. */
    void putSignal(Pass pass, long sample, float[] answer, float[] truth) {
        int rawAt = pass.valueAt(pass.plan().output(), sample);
        int signalAt = pass.signalAt(pass.plan().output());
        loss.gradient(outputs, pass.values(), rawAt, answer, 0, truth, 0, pass.signals(), signalAt);
    }
}
