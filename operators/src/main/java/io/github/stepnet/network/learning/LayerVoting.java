package io.github.stepnet.network.learning;

import io.github.stepnet.network.arena.NetworkState;
import io.github.stepnet.network.plan.Node;
import io.github.stepnet.network.plan.Node.StageNode;
import io.github.stepnet.network.plan.Pass;
import io.github.stepnet.network.spec.Default;
import java.util.Arrays;
import java.util.List;

/**
 * Layer voting, the seeds' HLT: the truth that is learned is mixed with what the layers say.
 *
 * <p>Every stage {@code k} looks at its own input {@code x}: {@code V[i] = x[i] / sum of its positive values} for as many values as there are
 * classes, or 0 if none is positive. It votes {@code (1 - share w) E + share w V} with {@code E} the one-hot truth and the weight {@code w =
 * max(link budget at its last lesson, 0.1)}. The votes' mean by weight is mixed with the truth, {@code C = trust mean + (1 - trust) E}, and the
 * gradient at the output is that towards {@code C}; with softmax-cross-entropy less its mean over the outputs, because views need not sum to
 * 1. State: one float per node.
 *
 * <p>An error is a share or a trust outside [0, 1], or a network that learns values. Not for a network that has to become good: a layer's
 * first values have nothing to do with the classes. Section 4 of the stepping specification.
 *
 * @param share how much of a vote is the layer's own view at full weight, 0.3 in the seeds
 * @param trust how much of the target are the votes, 0.4 in the seeds
 */
public record LayerVoting(
        @Default("0.3") float share, @Default("0.4") float trust) implements Technique {

    private static final float LEAST_WEIGHT = 0.1f;

    public LayerVoting {
        check("LayerVoting.share", share);
        check("LayerVoting.trust", trust);
    }

    /** The seeds' setting. */
    public LayerVoting() {
        this(0.3f, 0.4f);
    }

    private static void check(String what, float value) {
        if (!(value >= 0f && value <= 1f)) {
            throw new IllegalArgumentException(what + " is " + value + "; it must be within [0, 1]");
        }
    }

    @Override
    public Bound bind(Ground ground) {
        ground.checkHasOneOutputPerClass("LayerVoting");
        return new Votes(ground);
    }

    private final class Votes extends OutputSignal {

        private final StageNode[] stages;
        private final int budgetsAt;
        private final float[] consensus;

        Votes(Ground ground) {
            super(ground);
            List<Node> nodes = ground.plan().nodes();
            stages = nodes.stream().filter(StageNode.class::isInstance).toArray(StageNode[]::new);
            budgetsAt = ground.layout().reserveFloats(nodes.size());
            consensus = new float[outputs];
        }

        @Override
        public void initialize(NetworkState state) {
            for (StageNode stage : stages) {
                state.floats[budgetsAt + stage.index()] = 1f;
            }
        }

        @Override
        void change(Lesson lesson, float[] signals, int at) {
            int truth = (int) lesson.truth[0];
            Arrays.fill(consensus, 0f);
            float weights = 0f;
            for (StageNode stage : stages) {
                float weight = Math.max(LEAST_WEIGHT, lesson.state.floats[budgetsAt + stage.index()]);
                weights += weight;
                vote(lesson, stage, weight, truth);
            }
            for (int i = 0; i < outputs; i++) {
                float expected = i == truth ? 1f : 0f;
                float target = trust * consensus[i] / weights + (1f - trust) * expected;
                signals[at + i] += expected - target;
            }
        }

        private void vote(Lesson lesson, StageNode stage, float weight, int truth) {
            float[] values = lesson.pass.values();
            int at = lesson.pass.valueAt(stage.input(), lesson.sample);
            int n = stage.input().floats();
            float positive = 0f;
            for (int i = 0; i < n; i++) {
                positive += Math.max(0f, values[at + i]);
            }
            for (int i = 0; i < outputs; i++) {
                float view = i < n && positive > 0f ? values[at + i] / positive : 0f;
                float expected = i == truth ? 1f : 0f;
                consensus[i] += weight * ((1f - share * weight) * expected + share * weight * view);
            }
        }

        @Override
        public void observeSignals(Lesson lesson, Pass pass) {
            for (StageNode stage : stages) {
                lesson.state.floats[budgetsAt + stage.index()] = pass.targets().linkBudget(stage.index());
            }
        }
    }
}
