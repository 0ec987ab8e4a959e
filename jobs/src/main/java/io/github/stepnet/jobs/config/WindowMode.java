package io.github.stepnet.jobs.config;

import io.github.stepnet.network.learning.Channels;
import io.github.stepnet.network.spec.Default;
import io.github.stepnet.network.spec.Shorthand;

/** How the labelled events of a window become an update; {@link Channels} has the formulas. */
public sealed interface WindowMode {

    /** The engine's own words for it. */
    Channels channels();

    /** The mean of the gradients of all events. */
    record AveragedGradients() implements WindowMode {
        @Override
        public Channels channels() {
            return Channels.averagedGradients();
        }
    }

    /** The mean of the classes' mean gradients, so that a rare class weighs as much as the others. */
    record ClassStratified() implements WindowMode {
        @Override
        public Channels channels() {
            return Channels.classStratified();
        }
    }

    /**
     * So many events melted into one, whatever their classes.
     *
     * @param events how many
     */
    @Shorthand(unnamed = false)
    record AveragedSignals(int events) implements WindowMode {

        public AveragedSignals {
            Channels.averagedSignals(events);
        }

        @Override
        public Channels channels() {
            return Channels.averagedSignals(events);
        }
    }

    /**
     * So many events of a class melted into one, and every class of equal weight.
     *
     * @param events how many
     */
    @Shorthand(unnamed = false)
    record ClassAware(@Default("4") int events) implements WindowMode {

        public ClassAware {
            Channels.classAware(events);
        }

        @Override
        public Channels channels() {
            return Channels.classAware(events);
        }
    }

    /**
     * A number of events melted into one that follows the losses of the key.
     *
     * @param least where it starts
     * @param most up to where it grows
     */
    record Adaptive(int least, int most) implements WindowMode {

        public Adaptive {
            Channels.adaptive(least, most);
        }

        @Override
        public Channels channels() {
            return Channels.adaptive(least, most);
        }
    }
}
