package io.github.stepnet.network;

import io.github.stepnet.network.arena.NetworkState;
import io.github.stepnet.network.arena.StateLayout;
import io.github.stepnet.network.health.StageProbe;
import io.github.stepnet.network.kernel.Kernel;
import io.github.stepnet.network.learning.BackwardPass;
import io.github.stepnet.network.learning.Drifts;
import io.github.stepnet.network.learning.HandOver;
import io.github.stepnet.network.learning.Lesson;
import io.github.stepnet.network.learning.Rehearsal;
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
 * the gradient array. State: what the rule in force, the {@link PendingGradient} of a cadence above 1 and the techniques reserve.
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
    private final LossSignal lossSignal;
    private final int outputs;
    private final RuleInForce rule;
    private final ParameterStep step;
    private final Descent descent;
    private final Techniques techniques;
    /** Null if every sample brings a step. */
    private final PendingGradient pending;

    private final Pass aside;
    private final float[] asideAnswer;
    private final SignalMean mean;
    private final Lesson lesson = new Lesson();

    private final int parameters;
    private final float[] gradient;
    private final float[] factors;
    /** Samples whose gradients the gradient array holds the sum of. */
    private int accumulated;
    /** Null if nothing is measured. */
    private StageProbe probe;
    /** Whether the update that is being made is measured. */
    private boolean measuring;
    /** Number of the lesson's update that was measured last, 0 if none was. */
    private long measuredUpdate;

    /**
     * A trainer.
     *
     * @param aside a pass for examples that are not events, over the same gradient as the passes of events
     * @param randomAt where the state of the key's random generator lies in its longs
     */
    Trainer(
            NetworkLearner spec,
            Plan plan,
            Kernel kernel,
            ParameterStep step,
            Pass aside,
            StateLayout layout,
            int randomAt) {
        this.kernel = kernel;
        this.step = step;
        this.aside = aside;
        loss = spec.network().loss();
        outputs = plan.output().floats();
        lossSignal = new LossSignal(loss, outputs);
        asideAnswer = new float[loss.answers(outputs)];
        mean = new SignalMean(plan, kernel);
        rule = new RuleInForce(spec.rule(), spec.handOver(), plan, loss.task(), layout.within("hand-over"));
        parameters = plan.parameterFloats();
        gradient = aside.gradient().floats();
        factors = new float[plan.nodes().size()];
        pending = spec.cadence() > 1
                ? new PendingGradient(spec.cadence(), parameters, kernel, layout.within("pending gradient"))
                : null;
        techniques = new Techniques(
                spec.techniques(),
                new Technique.Ground(
                        plan,
                        kernel,
                        loss,
                        layout,
                        step.parametersAt(),
                        spec.optimizer().floatsPerParameter(),
                        randomAt));
        boolean plain = spec.updatesAtEveryTruth()
                && spec.rule().isExactGradient()
                && spec.optimizer() instanceof Sgd
                && spec.shaping() instanceof GradientShaping.None
                && spec.handOver() instanceof HandOver.Never;
        descent = plain ? Descent.over(plan) : null;
    }

    /** Lets the techniques set up what a new key remembers. */
    void initialize(NetworkState state) {
        rule.initialize(state);
        techniques.initialize(state);
    }

    /** Where the mask of bypassed stages starts in a key's longs, or -1. */
    int bypassMaskAt() {
        return techniques.bypassMaskAt();
    }

    /** Measures by this probe from now on. */
    void measureWith(StageProbe other) {
        probe = other;
    }

    /** Number of the update that was measured in the lesson just taken, 0 if none was. */
    long measuredUpdate() {
        return measuredUpdate;
    }

    /** Whether the next update of a key is measured. */
    private boolean isMeasured(NetworkState state) {
        return probe != null && probe.isDue(step.updates(state));
    }

    /** Starts a tick, whose drifts are told here until the next one. */
    Drifts startTick() {
        lesson.drifts.clear();
        return lesson.drifts;
    }

    /** Shows the techniques an event that is taken in. */
    void observeInputs(NetworkState state, float[] features) {
        techniques.observeInputs(state, features, lesson.drifts);
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
        lesson.refused = false;
        measuredUpdate = 0;
        lesson.updates = step.updates(state);
        signal(pass, lesson.sample, lesson.answer, lesson.truth);
        if (descent != null && descends(state, pass)) {
            return Outcome.LEARNED;
        }
        techniques.sharpen(lesson);
        measuring = isMeasured(state);
        if (!techniques.takesOver(lesson, this)) {
            pass.gradient().clear();
            runBackward(state, pass);
            accumulated = 1;
            techniques.rehearse(lesson, this);
        }
        Outcome outcome = accumulated == 0
                ? Outcome.PENDING
                : pending == null ? step(state, pass.gradient().bound()) : join(state);
        measuring = false;
        lesson.learned = outcome == Outcome.LEARNED;
        lesson.refused = outcome == Outcome.REFUSED;
        techniques.afterLesson(lesson, this);
        lesson.updatesAfter = step.updates(state);
        techniques.afterUpdates(lesson);
        rule.observe(lesson);
        return outcome;
    }

    /** The short way, if it is proved. */
    private boolean descends(NetworkState state, Pass pass) {
        float rate = step.rate(state);
        if (!descent.isProvedFinite(pass, rate, step.parameterBound(state))) {
            return false;
        }
        boolean isMeasured = isMeasured(state);
        if (isMeasured) {
            measureBeforeDescent(state, pass);
        }
        step.taken(state, descent.descend(pass, rate));
        measuredUpdate = isMeasured ? step.updates(state) : 0;
        return true;
    }

    @Override
    public void recall(float[] past, int at) {
        aside.attach(lesson.state);
        aside.aim(0);
        aside.recall(past, at);
    }

    @Override
    public void add(float[] truth) {
        boolean startsAnUpdate = accumulated == 0;
        study(lesson.state, truth, 1f);
        if (startsAnUpdate && isMeasured(lesson.state)) {
            measuring = true;
            probe.measureSignals(aside, 0, rule.gapScale(lesson.state));
        }
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
        boolean isTaken = apply(lesson.state);
        measuring = false;
        return isTaken;
    }

    /**
     * Adds {@code weight} times the gradient of an example that lies in the input of the pass aside to what the next {@link #apply} takes. One
     * pass does this for one key at a time: whoever starts to accumulate applies before anything else is trained.
     */
    void study(NetworkState state, float[] truth, float weight) {
        answerAside(truth);
        carryBack(state, weight);
    }

    /** Adds input and signal of an example that lies in the input of the pass aside to the mean that {@link #studyMean} takes. */
    void addToMean(float[] truth) {
        answerAside(truth);
        mean.add(aside);
    }

    /** Like {@link #study}, for the mean of what has been added since the last time. The pass aside is attached to the key. */
    void studyMean(NetworkState state, float weight) {
        mean.recallInput(aside);
        aside.forward();
        aside.startBackward();
        mean.putSignal(aside);
        carryBack(state, weight);
    }

    /** Computes the example in the pass aside, and puts the gradient of its loss on the output. */
    private void answerAside(float[] truth) {
        aside.forward();
        int rawAt = aside.valueAt(aside.plan().output(), 0);
        loss.answer(kernel, outputs, aside.values(), rawAt, asideAnswer, 0);
        signal(aside, 0, asideAnswer, truth);
    }

    private void carryBack(NetworkState state, float weight) {
        if (accumulated == 0) {
            aside.gradient().clear();
        }
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
        Arrays.fill(factors, 1f);
        techniques.scaleRates(state, step.updates(state), factors);
        blankWhatIsNotFollowed();
        if (measuring) {
            probe.measureGradient(state.floats, step.parametersAt(), gradient);
        }
        if (!step.take(state, gradient, bound, factors)) {
            return Outcome.REFUSED;
        }
        measuredUpdate = measuring ? step.updates(state) : measuredUpdate;
        return Outcome.LEARNED;
    }

    /** The norm of a gradient that nobody follows is to shorten no step. */
    private void blankWhatIsNotFollowed() {
        for (int node = 0; node < factors.length; node++) {
            if (factors[node] == 0f) {
                aside.gradient().blank(node);
            }
        }
    }

    /** Adds the sample's gradient to the pending one of the key, and takes the step that the last of a cadence brings. */
    private Outcome join(NetworkState state) {
        if (!kernel.isFinite(parameters, gradient, 0)) {
            accumulated = 0;
            step.refuse(state);
            return Outcome.REFUSED;
        }
        accumulated = pending.join(state, gradient, 1f / accumulated);
        return accumulated == 0 ? Outcome.PENDING : step(state, kernel.maxMagnitude(parameters, gradient, 0));
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

    /** Called before the way back goes on to earlier events, whose signals take the place of the sample's. */
    private void observeSignals(Pass pass, long sample) {
        if (measuring) {
            probe.measureSignals(pass, sample, rule.gapScale(lesson.state));
        }
        techniques.observeSignals(lesson, pass);
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
        lossSignal.put(pass, sample, answer, truth);
    }
}
