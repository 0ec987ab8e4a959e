package io.github.stepnet.network.migration;

import io.github.stepnet.network.ModelTensors;
import io.github.stepnet.network.Network;
import io.github.stepnet.network.NetworkLearner;
import io.github.stepnet.network.NetworkSpec;
import io.github.stepnet.network.TrackedLearner;
import io.github.stepnet.network.arena.NetworkState;
import io.github.stepnet.network.arena.StateConversion;
import io.github.stepnet.network.arena.StateSection;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Turns models of one network into models of another one by {@linkplain Move moves}.
 *
 * <p>Parameters and running statistics are what the moves make of them. Everything else that a key remembers is kept where the new model has as many slots of that name and its meaning does not hang on parameters: progress (unless classes
 * have come or gone), counts of events and updates, what the operator remembers, memory that layers carry, the rule in force. The optimiser's state, pending gradients, tapes and what techniques remember start anew.
 */
public final class Migration {

    private static final String LEARNER = "learner/";
    /** Parts of the learner whose slots mean the same whatever the parameters. */
    private static final Set<String> KEPT = Set.of("clock", "updates", "targets", "memory", "temporal", "hand-over");
    /** The part with one slot for each feature, which is the operator's. */
    private static final String MISSING = "missing features";

    private final List<Move> moves;
    private final Models before;
    private final Models after;
    private final ModelTensors tensorsBefore;
    private final ModelTensors tensorsAfter;
    private final StateConversion rest;

    private Migration(Models before, List<Move> moves, Models after) {
        this.moves = List.copyOf(moves);
        this.before = before;
        this.after = after;
        rest = new StateConversion(before.sections(), after.sections(), Migration::hangsOnParameters, after.fresh());
        tensorsBefore = ModelTensors.of(before.learner());
        tensorsAfter = ModelTensors.of(after.learner());
    }

    /**
     * What a description becomes by moves.
     *
     * @throws IllegalArgumentException if it is not of one network, or a move is not for it
     */
    public static TrackedLearner.Description describe(TrackedLearner.Description description, List<Move> moves) {
        NetworkLearner learner = network(description);
        NetworkSpec spec = learner.network();
        for (Move move : moves) {
            spec = move.spec(spec);
        }
        return new TrackedLearner.Description(learner.network(spec), description.milestones());
    }

    /**
     * A migration.
     *
     * @param before models as they are
     * @param after models of what {@link #describe} says, kept by the same
     * @throws IllegalArgumentException if the models are not of one network, or a move is not for it
     */
    public static Migration of(Models before, List<Move> moves, Models after) {
        TrackedLearner.Description described = describe(before.description(), moves);
        if (!described.equals(after.description())) {
            throw new IllegalArgumentException("the moves lead to " + described + ", not to " + after.description()
                    + "; make the new models of what describe says");
        }
        return new Migration(before, moves, after);
    }

    static boolean hangsOnParameters(String part) {
        return part.startsWith(LEARNER) && !KEPT.contains(part.substring(part.lastIndexOf('/') + 1));
    }

    static NetworkLearner network(TrackedLearner.Description description) {
        if (description.learner() instanceof NetworkLearner learner) {
            return learner;
        }
        throw new IllegalArgumentException("moves are for single networks, and this is a "
                + description.learner().getClass().getSimpleName()
                + "; say by a mapping of tensors what becomes of its weights");
    }

    /** What the models are afterwards. */
    public TrackedLearner learner() {
        return after.learner();
    }

    /** Parts that start as in a new model. */
    public Set<String> anew() {
        Set<String> anew = new TreeSet<>(rest.anew());
        anew.remove(MISSING);
        return anew;
    }

    /** Parts that the new models have no use for. */
    public Set<String> dropped() {
        return rest.dropped();
    }

    /**
     * A key's model as the new network.
     *
     * @throws IllegalArgumentException if it has events in flight, which would never be answered, or stages taken out of its forward pass
     */
    public NetworkState migrate(NetworkState old) {
        checkNothingInFlight(before, old);
        if (before.learner().learner() instanceof Network network && network.bypassesStages(old)) {
            throw new IllegalArgumentException(
                    "pruning has taken stages out of its forward pass, which no move knows of; reset the model instead");
        }
        NetworkState state = rest.convert(old);
        Tensors tensors = Tensors.read(tensorsBefore, old);
        NetworkSpec now = network(before.description()).network();
        for (Move move : moves) {
            move.carry(now, tensors);
            now = move.spec(now);
        }
        tensors.write(tensorsAfter, state);
        fillMissing(old, state, tensors);
        after.learner().learner().forgetPast(state);
        return state;
    }

    /** What the operator knows of features that may be missing is kept; of new ones it knows what the move has said. */
    private void fillMissing(NetworkState old, NetworkState state, Tensors tensors) {
        for (StateSection now : after.sections()) {
            for (StateSection then : before.sections()) {
                boolean grows = now.part().equals(MISSING)
                        && then.part().equals(MISSING)
                        && now.kind() == then.kind()
                        && now.count() > then.count();
                if (grows && now.kind() == StateSection.Kind.LONGS) {
                    System.arraycopy(old.longs, then.at(), state.longs, now.at(), then.count());
                } else if (grows) {
                    System.arraycopy(old.doubles, then.at(), state.doubles, now.at(), then.count());
                    for (int i = then.count(); i < now.count() && tensors.has("features.mean"); i++) {
                        state.doubles[now.at() + i] = tensors.get("features.mean")[i];
                    }
                }
            }
        }
    }

    static void checkNothingInFlight(Models models, NetworkState state) {
        int inFlight = models.learner().learner().inFlight(state);
        if (inFlight > 0) {
            throw new IllegalArgumentException(
                    inFlight
                            + " events are in flight and would never be answered; stop the job with --drain before it is migrated");
        }
    }

    /**
     * What the old network has kept of an event whose truth may still come ({@link io.github.stepnet.network.PendingExample#values}), for the new one; null
     * if the answer that it gave means nothing any more.
     */
    public float[] waiting(float[] values) {
        NetworkSpec spec = network(before.description()).network();
        int inputs = spec.plan().input().floats();
        int rawAt = inputs + spec.plan().memoryFloats();
        int answersAt = rawAt + spec.plan().output().floats();
        float[] features = Promise.features(moves, Arrays.copyOf(values, inputs));
        float[] memory = Arrays.copyOfRange(values, inputs, rawAt);
        float[] raw = Arrays.copyOfRange(values, rawAt, answersAt);
        for (Move move : moves) {
            raw = raw == null ? null : move.outputs(raw);
        }
        float[] answers = expected(Arrays.copyOfRange(values, answersAt, values.length));
        return raw == null || answers == null ? null : joined(features, memory, raw, answers);
    }

    private static float[] joined(float[]... parts) {
        float[] all =
                new float[Arrays.stream(parts).mapToInt(part -> part.length).sum()];
        int at = 0;
        for (float[] part : parts) {
            System.arraycopy(part, 0, all, at, part.length);
            at += part.length;
        }
        return all;
    }

    /** The answer that the new network has to give where the old one gave this one; null where nothing is promised. */
    public float[] expected(float[] answer) {
        return Promise.expected(moves, answer);
    }
}
