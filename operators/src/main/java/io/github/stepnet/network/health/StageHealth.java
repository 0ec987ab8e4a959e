package io.github.stepnet.network.health;

import io.github.stepnet.network.plan.Node.StageNode;

/**
 * What was measured last at one stage. Reused for every measured update of a subtask.
 *
 * <p>With {@code a} the stage's {@code n} outputs for the sample and {@code g} the learning rule's signal there, its target is {@code t = a - c
 * g}. The scale {@code c} is 1 for the stage that writes the network's output, whose target is then on the side of the truth, and the
 * {@linkplain io.github.stepnet.network.learning.LearningRule#gapScale rule's} for all others; the rule is the one in force.
 *
 * <p>Section 3.6 of the stepping specification. There as here, a budget of a rule that follows a gradient is near 1 at hidden stages,
 * whose targets lie near by construction; gaps and norms tell more of them.
 */
public final class StageHealth {

    final StageNode node;
    final boolean isOutput;
    private String member = "";

    /** Weight of the committee's member that the stage belongs to, after the update; NaN where there is no committee. */
    public double weight = Double.NaN;

    /** {@code sum_j (a_j - t_j)^2 / n}. */
    public double gap;

    /** {@code (cos(a, t) + 1) / 2}; 0.5 where either squared norm is 0.001 or less, which is no direction. */
    public double linkBudget;

    /** The product of the link budgets from the input to here; where ways join, that of the best one counts. */
    public double depthBarrier;

    /** Whether this is the stage with the least link budget; the first of equals. */
    public boolean isBottleneck;

    /** Share of the outputs that are exactly 0, as those of inactive ReLU units are. */
    public double zeroOutputs;

    /**
     * Euclidean norm of the stage's share of the gradient that the update follows, before shaping; 0 where nothing is trained, or not at
     * this update.
     */
    public double gradientNorm;

    /** Euclidean norm of the stage's parameters before the update; 0 where there are none. */
    public double parameterNorm;

    StageHealth(StageNode node, boolean isOutput) {
        this.node = node;
        this.isOutput = isOutput;
    }

    /** Says which member of a committee the stage belongs to. */
    public void ofMember(String name) {
        member = name + ".";
    }

    /** The stage's name in its network, such as {@code layers[1]}; of a committee's member, {@code members[0].layers[1]}. */
    public String name() {
        return member.isEmpty() ? node.name() : member + node.name();
    }

    /** The kind of layer that laid it, such as {@code Dense}. */
    public String layer() {
        return node.layer();
    }

    /** Position in the order in which the network computes, from 0. */
    public int index() {
        return node.index();
    }

    /** Stages on the longest way from the input to here. */
    public int depth() {
        return node.depth();
    }

    /** Whether it has parameters that learn. */
    public boolean isTrained() {
        return node.isTrained();
    }

    /** Number of its parameters. */
    public int parameters() {
        return node.parameterFloats();
    }
}
