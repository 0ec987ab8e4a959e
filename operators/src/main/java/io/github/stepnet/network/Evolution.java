package io.github.stepnet.network;

import io.github.stepnet.network.equilibrium.EquilibriumModel;
import io.github.stepnet.network.layer.LayerSpec;
import io.github.stepnet.network.learning.Technique;
import io.github.stepnet.network.progress.Milestones;
import io.github.stepnet.network.spec.CanonicalText;
import io.github.stepnet.network.spec.SpecException;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * Whether models of one specification can go on with another one, and what of them starts anew.
 *
 * <p>They can where it says what becomes of every weight: another rule, optimiser, shaping, truncation, cadence, hand-over or technique, other milestones,
 * another seed, the other kind of running scale, a mesh in place of sweeps, another window of attention; in a committee, of each member. A model that settles can go on with all but
 * another model, loss or features: its weights mean the same however it settles, and whatever estimates their gradients or bounds them. Anything else is refused with the first
 * difference: another architecture, whose weights no state has; another execution than sweeps, because of events in flight; more or fewer members.
 */
public final class Evolution {

    private static final String LEARNER = "learner";
    /** The number of events that attention looks back on, which no weight hangs on. */
    private static final String WINDOW = "window: [1-9][0-9]*";

    private final Set<String> anew = new HashSet<>();

    private Evolution() {}

    /**
     * The change from one specification to another.
     *
     * @param older a text of {@link TrackedLearner#canonicalText}, of this version or an earlier one
     * @param newer one of this version
     * @throws IllegalArgumentException if models of the older one cannot go on with the newer one
     * @throws SpecException if this version cannot read the older one
     */
    public static Evolution between(String older, String newer) {
        Evolution evolution = new Evolution();
        if (!older.equals(newer)) {
            TrackedLearner.Description before = TrackedLearner.describedBy(older);
            TrackedLearner.Description after = TrackedLearner.describedBy(newer);
            evolution.learner(LEARNER, before.learner(), after.learner());
            evolution.milestones(before.milestones(), after.milestones());
        }
        return evolution;
    }

    /** Whether the slots of a part mean something else now, even where there are as many. */
    public boolean startsAnew(String part) {
        return anew.stream().anyMatch(each -> part.equals(each) || part.startsWith(each + "/"));
    }

    private void milestones(Milestones before, Milestones after) {
        if (before.overLast() != after.overLast()) {
            anew.add("progress");
        }
        if (!before.equals(after)) {
            anew.add("milestones");
        }
    }

    private void learner(String path, LearnerSpec before, LearnerSpec after) {
        if (before.equals(after)) {
            return;
        }
        if (before instanceof NetworkLearner old && after instanceof NetworkLearner now) {
            network(path, old, now);
        } else if (before instanceof EquilibriumLearner old && after instanceof EquilibriumLearner now) {
            equilibrium(path + ".network", old.network(), now.network());
        } else if (before instanceof Committee old && after instanceof Committee now) {
            check(path + ".members", old.members().size(), now.members().size());
            for (int i = 0; i < old.members().size(); i++) {
                learner(
                        path + "/members[" + i + "]",
                        old.members().get(i),
                        now.members().get(i));
            }
        } else {
            throw refusal(path, before.canonicalText(), after.canonicalText());
        }
    }

    private void network(String path, NetworkLearner before, NetworkLearner after) {
        architecture(path + ".network", before.network(), after.network());
        if (before.execution() != Execution.SWEEP) {
            check(path + ".execution", before.execution(), after.execution());
        }
        if (!before.rule().equals(after.rule()) || !before.handOver().equals(after.handOver())) {
            anew.add(path + "/hand-over");
        }
        List<Technique> old = before.techniques();
        List<Technique> now = after.techniques();
        for (int i = 0; i < now.size(); i++) {
            if (i >= old.size() || !old.get(i).equals(now.get(i))) {
                anew.add(path + "/techniques[" + i + "]");
            }
        }
    }

    private static void equilibrium(String path, EquilibriumSpec before, EquilibriumSpec after) {
        check(path + ".inputs", before.inputs(), after.inputs());
        check(path + ".model", text(before.model()), text(after.model()));
        check(path + ".outputs", before.outputs(), after.outputs());
        check(path + ".loss", before.loss(), after.loss());
        check(path + ".unscaled", before.unscaled(), after.unscaled());
        checkScaling(path, before.scaling(), after.scaling());
    }

    private static String text(EquilibriumModel model) {
        return CanonicalText.of(EquilibriumModel.class, model);
    }

    private void architecture(String path, NetworkSpec before, NetworkSpec after) {
        check(path + ".inputs", before.inputs(), after.inputs());
        check(path + ".layers", before.layers().size(), after.layers().size());
        for (int i = 0; i < before.layers().size(); i++) {
            String old = CanonicalText.of(LayerSpec.class, before.layers().get(i));
            String now = CanonicalText.of(LayerSpec.class, after.layers().get(i));
            if (!old.replaceAll(WINDOW, "").equals(now.replaceAll(WINDOW, ""))) {
                throw refusal(path + ".layers[" + i + "]", old, now);
            }
            if (!old.equals(now)) {
                anew.add(path.replace(".network", "/memory"));
            }
        }
        check(path + ".loss", before.loss(), after.loss());
        check(path + ".linear-skip", before.linearSkip(), after.linearSkip());
        check(path + ".unscaled", before.unscaled(), after.unscaled());
        check(path + ".temporal", before.temporal(), after.temporal());
        checkScaling(path, before.scaling(), after.scaling());
    }

    private static void checkScaling(String path, FeatureScaling before, FeatureScaling after) {
        if (before == FeatureScaling.NONE || after == FeatureScaling.NONE) {
            check(path + ".scaling", before, after);
        }
    }

    private static void check(String path, Object before, Object after) {
        if (!Objects.equals(before, after)) {
            throw refusal(path, String.valueOf(before), String.valueOf(after));
        }
    }

    private static IllegalArgumentException refusal(String path, String before, String after) {
        return new IllegalArgumentException(path.replace('/', '.') + " was " + before + " and is " + after
                + ", and the stored models do not say how to go on; restore the former one, migrate the savepoint, or give another"
                + " uidPrefix to start with new ones");
    }
}
