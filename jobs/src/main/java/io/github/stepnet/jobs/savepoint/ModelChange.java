package io.github.stepnet.jobs.savepoint;

import io.github.stepnet.jobs.CannotRun;
import io.github.stepnet.network.NetworkLearner;
import io.github.stepnet.network.TrackedLearner;
import io.github.stepnet.network.arena.NetworkState;
import io.github.stepnet.network.arena.StateConversion;
import io.github.stepnet.network.kernel.Kernels;
import io.github.stepnet.network.migration.Migration;
import io.github.stepnet.network.migration.Models;
import io.github.stepnet.network.migration.Move;
import io.github.stepnet.network.migration.Promise;
import io.github.stepnet.network.migration.Reset;
import io.github.stepnet.network.migration.TensorMapping;
import io.github.stepnet.stream.NewModels;
import io.github.stepnet.stream.state.FormatChange;
import io.github.stepnet.stream.state.StateFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/** What becomes of the models of an operator, step by step: moves, another way to learn or another specification, parts that start anew. */
final class ModelChange {

    private final OperatorKind kind;
    private final StoredModels stored;
    private final Models first;
    private final List<UnaryOperator<NetworkState>> steps = new ArrayList<>();
    private final List<Move> moves = new ArrayList<>();
    private final Set<String> anew = new TreeSet<>();
    private final Set<String> tensorsAnew = new TreeSet<>();
    private Models now;
    private Migration migration;
    private boolean isPromised = true;
    private boolean isMapped;

    /** Nothing changes yet. */
    ModelChange(NetworkOperator networks) {
        stored = networks.models();
        TrackedLearner.Description description = stored.description();
        if (stored.format().sections().isEmpty()) {
            throw new CannotRun(
                    networks.savepoint().place()
                            + " is of a version that did not name the parts of a state; restore a job from it as it is, and migrate its next savepoint");
        }
        kind = stored.kind();
        first = models(description);
        now = first;
    }

    private Models models(TrackedLearner.Description description) {
        NewModels made = kind.models(description, Kernels.scalar());
        return new Models(description, made.learner(), made.newState());
    }

    /** Changes the architecture. */
    void move(List<Move> all) {
        if (all.isEmpty()) {
            return;
        }
        Models after = models(Migration.describe(now.description(), all));
        migration = Migration.of(now, all, after);
        steps.add(migration::migrate);
        moves.addAll(all);
        note(migration.anew(), migration.dropped());
        now = after;
    }

    /** Changes what goes on by itself in a job: how it learns, milestones. */
    void evolve(TrackedLearner.Description to) {
        Models after = models(to);
        FormatChange change =
                FormatChange.between(format(now), format(after), after.learner().learner(), after.fresh());
        steps.add(change::convert);
        note(change.anew(), change.dropped());
        isPromised &= change.anew().stream().noneMatch(ModelChange::speaksOfAnswers);
        now = after;
    }

    /** Makes models of another description of them, tensor by tensor; what it takes from where. */
    TensorMapping map(TrackedLearner.Description to, Map<String, String> said) {
        Models after = models(to);
        TensorMapping mapping = new TensorMapping(now, after, said);
        steps.add(mapping::map);
        note(mapping.anew(), mapping.dropped());
        isPromised = false;
        isMapped = true;
        now = after;
        return mapping;
    }

    /** Lets parts start anew. */
    void reset(List<Reset.Part> parts) {
        if (parts.isEmpty()) {
            return;
        }
        Reset reset = new Reset(now, parts);
        tensorsAnew.addAll(reset.tensors());
        steps.add(reset::reset);
        note(reset.anew(), Set.of());
        isPromised &= parts.stream().allMatch(Reset.Part::keepsAnswers);
    }

    private void note(Set<String> started, Set<String> left) {
        anew.addAll(started);
        anew.removeAll(left);
    }

    private StateFormat format(Models models) {
        String text = TrackedLearner.canonicalText(
                models.description().learner(), models.description().milestones());
        StateFormat made = StateFormat.of(text, models.learner().layout(), Kernels.scalar());
        return new StateFormat(
                made.text(),
                made.longs(),
                made.doubles(),
                made.ids(),
                made.floats(),
                stored.format().kernel(),
                stored.format().lanes(),
                made.sections());
    }

    Models before() {
        return first;
    }

    Models after() {
        return now;
    }

    /** How the models will be written: as computed by the kernel that has computed them so far. */
    StoredModels written() {
        return StoredModels.of(format(now));
    }

    /** Parts that start as in a new model; weights and statistics that moves or a mapping speak of among them. */
    Set<String> anew() {
        return anew;
    }

    /** Tensors that start as in a new model, though others of their part do not. */
    Set<String> tensorsAnew() {
        return tensorsAnew;
    }

    /** Whether there are moves, which may have made something else of a tensor of the same name and shape. */
    boolean hasMoves() {
        return !moves.isEmpty();
    }

    /**
     * What a key's model becomes.
     *
     * @throws IllegalArgumentException if this key's cannot
     */
    NetworkState apply(NetworkState old) {
        NetworkState state = old;
        for (UnaryOperator<NetworkState> step : steps) {
            state = step.apply(state);
        }
        return state;
    }

    /** A new model for a key, of which the operator still knows what waits and what timers there are. */
    NetworkState renewed(NetworkState old) {
        return new StateConversion(first.sections(), now.sections(), ModelChange::isLearned, now.fresh()).convert(old);
    }

    /** A model for another key, of which the operator knows nothing yet. */
    NetworkState copied(NetworkState migrated) {
        return new StateConversion(now.sections(), now.sections(), ModelChange::isOfTheKey, now.fresh())
                .convert(migrated);
    }

    /** Whether a model has it from its events. */
    private static boolean isLearned(String part) {
        return part.startsWith("learner/") || part.equals("progress") || part.equals("milestones");
    }

    /** Whether it speaks of what waits for a key, and of its timers, and so not of another one's. */
    private static boolean isOfTheKey(String part) {
        return !isLearned(part) && !part.equals("missing features") && !part.equals("channels");
    }

    /** Whether answers are others if this part is. */
    private static boolean speaksOfAnswers(String part) {
        return part.matches(".*(memory|temporal|parameters|features|targets|hedge)");
    }

    /** What is promised of the answers; empty if they may be others, or are those of several networks together. */
    Optional<Promise> promise() {
        boolean isOfNetworks = first.description().learner() instanceof NetworkLearner
                && now.description().learner() instanceof NetworkLearner;
        return isPromised && isOfNetworks ? Optional.of(new Promise(first, moves, now)) : Optional.empty();
    }

    /** Whether features, as the job has read them, are those of the new models too. */
    boolean keepsFeatures() {
        return first.description().learner().inputs()
                == now.description().learner().inputs();
    }

    /** Whether a truth, as the job has read it, says the same to the new models. */
    boolean keepsTruths() {
        boolean areAsMany = first.description().learner().answers()
                == now.description().learner().answers();
        return (!isMapped || areAsMany) && moves.stream().allMatch(Move::keepsLabels);
    }

    /** Whether what is kept of answered events means the same to the new models. */
    boolean keepsAnswered() {
        return moves.isEmpty() && !isMapped && pendingFloats(first) == pendingFloats(now);
    }

    private static int pendingFloats(Models models) {
        return models.learner().learner().newPendingExample().values.length;
    }

    /** The moves, if they alone decide what becomes of what is kept of answered events. */
    Optional<Migration> answeredBy() {
        boolean isOfMoves = migration != null
                && !isMapped
                && pendingFloats(now) == pendingFloats(models(Migration.describe(first.description(), moves)));
        return isOfMoves && moves.stream().allMatch(Move::keepsLabels) ? Optional.of(migration) : Optional.empty();
    }
}
