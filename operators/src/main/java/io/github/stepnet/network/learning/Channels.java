package io.github.stepnet.network.learning;

import java.io.Serializable;

/**
 * How the labelled events of a window become one update.
 *
 * <p>The events {@code e} of a group (the window, or one class of it) are taken in their order, {@code k} at a time; each such run of {@code m}
 * events is melted into one, whose gradient {@code g} is that of the mean input with the mean signal (see {@link AveragedSignals}; with {@code k
 * = 1} it is the event's own). A group's gradient is {@code sum m g / sum m}, and the update goes along the mean of the groups that are present.
 * So with {@code k = 1} it is the mean of the gradients of all events, or, by class, the mean of the means of classes: a class of one event in
 * fifty weighs as much as the others.
 *
 * <p>Several updates of one window each compute the events anew, with the weights that the update before has left.
 *
 * <p>An error is a number outside its range; at {@code StepNetwork.applyTo}, groups by class where there are none, and {@code k > 1} for a
 * network with memory, whose events are not interchangeable. Beyond {@code k = 1}, not for a network that has to become good: a product of
 * means has only a share of what inputs and errors have to do with each other. Sections 4 and 3.12 of the stepping specification.
 *
 * @param channels {@code k}, the events that are melted into one
 * @param isByClass whether classes are groups of their own, of equal weight
 * @param mostChannels up to where {@code k} may grow, by the rule of {@link AveragedSignals}; 0 if it stays
 * @param updates updates for a window
 */
public record Channels(int channels, boolean isByClass, int mostChannels, int updates) implements Serializable {

    private static final int MOST_UPDATES = 100;

    public Channels {
        if (channels < 1 || channels > AveragedSignals.MOST) {
            throw new IllegalArgumentException("Channels.channels is " + channels + "; it must be within [1, "
                    + AveragedSignals.MOST + "] events");
        }
        if (mostChannels != 0 && (mostChannels < channels || mostChannels > AveragedSignals.MOST)) {
            throw new IllegalArgumentException("Channels.mostChannels is " + mostChannels + "; it must be within ["
                    + channels + ", " + AveragedSignals.MOST + "] events, or 0 for a number that stays");
        }
        if (updates < 1 || updates > MOST_UPDATES) {
            throw new IllegalArgumentException(
                    "Channels.updates is " + updates + "; it must be within [1, " + MOST_UPDATES + "] for a window");
        }
    }

    /** The mean of the gradients of all events. */
    public static Channels averagedGradients() {
        return new Channels(1, false, 0, 1);
    }

    /** The mean of the classes' mean gradients. */
    public static Channels classStratified() {
        return new Channels(1, true, 0, 1);
    }

    /** The seeds' WDM: so many events melted into one, whatever their classes. */
    public static Channels averagedSignals(int channels) {
        return new Channels(channels, false, 0, 1);
    }

    /** Class-aware WDM: so many events of one class melted into one, and every class of equal weight. */
    public static Channels classAware(int channels) {
        return new Channels(channels, true, 0, 1);
    }

    /** Class-aware WDM of {@value #CLASS_AWARE} channels. */
    public static Channels classAware() {
        return classAware(CLASS_AWARE);
    }

    private static final int CLASS_AWARE = 4;

    /** WDM of a number of channels that adapts to the losses of the key. */
    public static Channels adaptive(int least, int most) {
        return new Channels(least, false, most, 1);
    }

    /** The same with so many updates for a window. */
    public Channels updates(int other) {
        return new Channels(channels, isByClass, mostChannels, other);
    }

    /** Whether events may be melted into one. */
    public boolean areMelted() {
        return channels > 1 || mostChannels > 1;
    }
}
