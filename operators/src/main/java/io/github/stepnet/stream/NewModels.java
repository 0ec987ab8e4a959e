package io.github.stepnet.stream;

import io.github.stepnet.network.TrackedLearner;
import io.github.stepnet.network.WindowLearner;
import io.github.stepnet.network.arena.NetworkState;
import io.github.stepnet.network.arena.StateLayout;
import io.github.stepnet.network.kernel.Kernel;
import io.github.stepnet.network.learning.Channels;
import io.github.stepnet.stream.state.StateFormat;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Models of new keys as a job's operator would make them, for tools that write savepoints: the learner's state and beside it what the operator
 * remembers of a key.
 */
public final class NewModels {

    private final TrackedLearner learner;
    private final StateFormat format;
    private final Consumer<NetworkState> initializer;

    private NewModels(TrackedLearner learner, StateFormat format, Consumer<NetworkState> initializer) {
        this.learner = learner;
        this.format = format;
        this.initializer = initializer;
    }

    /** Those of an operator whose events bring their truths along. */
    public static NewModels ofEvents(TrackedLearner.Description description, boolean fillsMissing, Kernel kernel) {
        return ofEvents(description, fillsMissing, kernel, layout -> state -> {});
    }

    /** Those of an operator whose truths come on a stream of their own. */
    public static NewModels ofLateTruths(TrackedLearner.Description description, boolean fillsMissing, Kernel kernel) {
        return ofEvents(
                description, fillsMissing, kernel, layout -> TruthJoin.initializer(layout.within("late truths")));
    }

    /** In the order in which the operator reserves. */
    private static NewModels ofEvents(
            TrackedLearner.Description description,
            boolean fillsMissing,
            Kernel kernel,
            Function<StateLayout, Consumer<NetworkState>> reserveTruths) {
        TrackedLearner learner = learner(description, kernel);
        StateLayout layout = learner.layout();
        IdleGap idleGap = new IdleGap(Settings.NO_IDLE_GAP, layout.within("idle gap"));
        Expiry expiry = new Expiry(Settings.NO_EXPIRY, layout.within("expiry"));
        reserveMissing(learner, fillsMissing);
        Consumer<NetworkState> truths = reserveTruths.apply(layout);
        return new NewModels(learner, format(description, learner, kernel), state -> {
            idleGap.initialize(state);
            expiry.initialize(state);
            truths.accept(state);
        });
    }

    /** Those of an operator that learns from windows. */
    public static NewModels ofWindows(
            TrackedLearner.Description description, Channels channels, boolean fillsMissing, Kernel kernel) {
        TrackedLearner learner = learner(description, kernel);
        WindowLearner windows = new WindowLearner(learner, description.learner(), channels);
        reserveMissing(learner, fillsMissing);
        return new NewModels(learner, format(description, learner, kernel), windows::initialize);
    }

    private static TrackedLearner learner(TrackedLearner.Description description, Kernel kernel) {
        return new TrackedLearner(description.learner(), description.milestones(), kernel);
    }

    private static StateFormat format(TrackedLearner.Description description, TrackedLearner learner, Kernel kernel) {
        String text = TrackedLearner.canonicalText(description.learner(), description.milestones());
        return StateFormat.of(text, learner.layout(), kernel);
    }

    private static void reserveMissing(TrackedLearner learner, boolean fillsMissing) {
        if (fillsMissing) {
            int features = learner.learner().newExample().features.length;
            new MissingFeatures(features, learner.layout().within("missing features"));
        }
    }

    /** What the states are. */
    public StateFormat format() {
        return format;
    }

    /** The compiled learner, whose layout is that of the states. */
    public TrackedLearner learner() {
        return learner;
    }

    /** A new key's state. */
    public NetworkState newState() {
        NetworkState state = learner.newState();
        initializer.accept(state);
        return state;
    }
}
