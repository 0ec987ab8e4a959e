package io.github.stepnet.network.learning;

import io.github.stepnet.network.plan.Pass;
import io.github.stepnet.network.plan.Plan;
import io.github.stepnet.network.plan.Targets;
import io.github.stepnet.network.spec.Default;

/**
 * The heuristic tween: targets travel down instead of gradients, and every stage learns its own gap, the difference of what it put out and
 * its target.
 *
 * <p>The target at the output is {@code y - dL/dy}: the one-hot truth for squared error. Below a dense stage it is guessed by {@code
 * est(v)[i] = sum_o W[i,o] v[o] / sum_o |W[i,o]|}. In the seeds' form the target of the stage's input is {@code clamp(est(target))}; in the corrected
 * form {@code x + est(target) - est(y)}, which is {@code x} if the stage already puts out its target (difference target propagation, Lee,
 * Zhang, Fischer and Bengio 2015). Below any other stage the gap is pulled back by derivatives; in the seeds' form a target passes a stage
 * of equal sizes unchanged. A stage's parameter gradient is that of half its squared gap, in the seeds' form without the slope of the
 * activation, times {@code budgetScale (1 + budget)}, where the link budget is {@code (cos(y, target) + 1) / 2}.
 *
 * <p>There is no credit assignment in it: what a target guessed from weights has to do with the loss is not said. Not for a network that
 * has to become good; it is here as the seeds' idea and its figures. Sections 3.4, 3.6 and 3.7 of the stepping specification.
 *
 * @param corrected whether targets are corrected by the difference to what was put out
 * @param ignoreBelow a stage with a smaller link budget is left alone
 * @param budgetScale factor of the gradient at a link budget of 0, half of that at 1
 */
public record Tween(
        @Default("true") boolean corrected,
        @Default("0") float ignoreBelow,
        @Default("0.5") float budgetScale) implements LearningRule {

    /** @throws IllegalArgumentException if a number is outside its range */
    public Tween {
        if (!(ignoreBelow >= 0f && ignoreBelow <= 1f)) {
            throw new IllegalArgumentException("Tween.ignoreBelow is " + ignoreBelow + "; it must be within [0, 1]");
        }
        if (!(budgetScale > 0f && budgetScale <= 100f)) {
            throw new IllegalArgumentException(
                    "Tween.budgetScale is " + budgetScale + "; it must be above 0 and at most 100");
        }
    }

    /** The corrected form, which leaves no stage alone. */
    public Tween() {
        this(true, 0f, 0.5f);
    }

    /**
     * The form of the seeds, clamp at the wrong layer included. Their rates are {@code new TweenMomentum(new Schedule.Constant(0.01f * rate), 0.9f,
     * 1f, 10f)}: a tenth of the rate for biases, a hundredth for weights.
     */
    public static Tween asInSeeds() {
        return new Tween(false, 0.2f, 0.5f);
    }

    /** Signals are gaps. */
    @Override
    public float gapScale() {
        return 1f;
    }

    @Override
    public boolean reachesBack() {
        return false;
    }

    @Override
    public BackwardPass bind(Plan plan) {
        return this::learn;
    }

    private void learn(Pass pass, int node) {
        Targets targets = pass.targets();
        targets.gap(node, corrected);
        float budget = targets.linkBudget(node);
        pass.accumulate(node, budget >= ignoreBelow ? budgetScale * (1f + budget) : 0f);
        targets.estimate(node, corrected);
    }
}
