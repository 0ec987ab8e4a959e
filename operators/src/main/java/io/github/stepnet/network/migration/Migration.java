package io.github.stepnet.network.migration;

import io.github.stepnet.network.Answer;
import io.github.stepnet.network.Example;
import io.github.stepnet.network.Execution;
import io.github.stepnet.network.Learner;
import io.github.stepnet.network.ModelTensors;
import io.github.stepnet.network.Network;
import io.github.stepnet.network.NetworkLearner;
import io.github.stepnet.network.NetworkSpec;
import io.github.stepnet.network.TrackedLearner;
import io.github.stepnet.network.arena.NetworkState;
import io.github.stepnet.network.arena.StateConversion;
import io.github.stepnet.network.arena.StateSection;
import io.github.stepnet.network.kernel.Kernel;
import io.github.stepnet.network.kernel.Kernels;
import io.github.stepnet.network.learning.Technique;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Turns models of one network into models of another one by {@linkplain Move moves}.
 *
 * <p>Parameters and running statistics are what the moves make of them. Everything else that a key remembers is kept where the new model has as many slots of that name and its meaning does not hang on parameters: progress (unless classes
 * have come or gone), counts of events and updates, what the operator remembers, memory that layers carry. The optimiser's state, pending gradients, tapes and what techniques remember start anew.
 */
public final class Migration {

    private static final String LEARNER = "learner/";
    /** Parts of the learner whose slots mean the same whatever the parameters. */
    private static final Set<String> KEPT = Set.of("clock", "updates", "targets", "memory");

    private final TrackedLearner.Description description;
    private final List<Move> moves;
    private final TrackedLearner before;
    private final TrackedLearner after;
    private final ModelTensors tensorsBefore;
    private final ModelTensors tensorsAfter;
    private final StateConversion rest;

    private Migration(
            TrackedLearner.Description description,
            List<Move> moves,
            TrackedLearner before,
            TrackedLearner after,
            StateConversion rest) {
        this.description = description;
        this.moves = List.copyOf(moves);
        this.before = before;
        this.after = after;
        this.rest = rest;
        tensorsBefore = ModelTensors.of(before);
        tensorsAfter = ModelTensors.of(after);
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
     * @param description of the models as they are
     * @param sections of their states
     * @param to sections of the states that they get, which may have more than the learner's
     * @param fresh a new model's state of these
     * @param startsAnew parts that are to start anew in any case, by name
     * @throws IllegalArgumentException if the models are not of one network, or a move is not for it
     */
    public static Migration of(
            TrackedLearner.Description description,
            List<StateSection> sections,
            List<Move> moves,
            List<StateSection> to,
            NetworkState fresh,
            Predicate<String> startsAnew,
            Kernel kernel) {
        TrackedLearner.Description changed = describe(description, moves);
        TrackedLearner before = new TrackedLearner(description.learner(), description.milestones(), kernel);
        TrackedLearner after = new TrackedLearner(changed.learner(), changed.milestones(), kernel);
        Predicate<String> anew = part -> startsAnew.test(part) || hangsOnParameters(part);
        return new Migration(description, moves, before, after, new StateConversion(sections, to, anew, fresh));
    }

    private static boolean hangsOnParameters(String part) {
        return part.startsWith(LEARNER) && !KEPT.contains(part.substring(LEARNER.length()));
    }

    private static NetworkLearner network(TrackedLearner.Description description) {
        if (description.learner() instanceof NetworkLearner learner) {
            return learner;
        }
        throw new IllegalArgumentException("moves are for single networks, and this is a "
                + description.learner().getClass().getSimpleName() + "; migrate its members' specification instead");
    }

    /** What the models are afterwards. */
    public TrackedLearner learner() {
        return after;
    }

    /**
     * A key's model as the new network.
     *
     * @throws IllegalArgumentException if it has events in flight, which would never be answered, or stages taken out of its forward pass
     */
    public NetworkState migrate(NetworkState old) {
        int inFlight = before.learner().inFlight(old);
        if (inFlight > 0) {
            throw new IllegalArgumentException(
                    inFlight
                            + " events are in flight and would never be answered; stop the job with --drain before it is migrated");
        }
        if (before.learner() instanceof Network network && network.bypassesStages(old)) {
            throw new IllegalArgumentException(
                    "pruning has taken stages out of its forward pass, which no move knows of; reset the model instead");
        }
        NetworkState state = rest.convert(old);
        Tensors tensors = Tensors.read(tensorsBefore, old);
        NetworkSpec now = network(description).network();
        for (Move move : moves) {
            move.carry(now, tensors);
            now = move.spec(now);
        }
        tensors.write(tensorsAfter, state);
        after.learner().forgetPast(state);
        return state;
    }

    /**
     * How far the new model's answers are from what the moves promise, over recorded inputs: the largest difference of two values.
     *
     * @param old a key's model, which stays as it is
     * @param migrated what {@link #migrate} has made of it, which stays as it is
     * @param inputs features of events, one after the other
     */
    public double difference(NetworkState old, NetworkState migrated, List<float[]> inputs) {
        Subject was = new Subject(before, description, old);
        Subject is = new Subject(after, describe(description, moves), migrated);
        double largest = 0;
        for (float[] features : inputs) {
            float[] more = features;
            float[] expected = was.answer(features);
            for (Move move : moves) {
                more = move.features(more);
                expected = expected == null ? null : move.expected(expected);
            }
            float[] given = is.answer(more);
            for (int i = 0; expected != null && i < expected.length; i++) {
                largest = Math.max(largest, Math.abs(expected[i] - given[i]));
            }
        }
        return largest;
    }

    /** A model that is asked, in sweeps, and remembers nothing of it. */
    private static final class Subject {

        private final Learner learner;
        private final NetworkState state;
        private final Example example;
        private final Answer answer;

        Subject(TrackedLearner tracked, TrackedLearner.Description description, NetworkState state) {
            NetworkLearner network = network(description);
            TrackedLearner sweeping = new TrackedLearner(
                    network.execution(Execution.SWEEP).techniques(new Technique[0]),
                    description.milestones(),
                    Kernels.scalar());
            this.state = new StateConversion(
                            tracked.layout().sections(),
                            sweeping.layout().sections(),
                            part -> false,
                            sweeping.newState())
                    .convert(state);
            learner = sweeping.learner();
            example = learner.newExample();
            answer = learner.newAnswer();
        }

        float[] answer(float[] features) {
            System.arraycopy(features, 0, example.features, 0, features.length);
            example.unlabelled();
            learner.tick(state.copy(), example, answer);
            return answer.outputs.clone();
        }
    }
}
