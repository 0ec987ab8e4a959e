package io.github.stepnet.network;

import io.github.stepnet.network.spec.Default;
import java.io.Serializable;
import java.util.List;

/**
 * What a network gets to see beside an event's own features: what the key's earlier events and truths were. Off unless asked for.
 *
 * <p>In this order they widen the input of the first layer, for {@code f} scaled features {@code x} and {@code c} classes or target values:
 *
 * <ul>
 *   <li>for each feature average, {@code f} differences {@code x[i] - average[i]} to the average of the events before; features that are left
 *       {@linkplain NetworkSpec#unscaled() unscaled}, such as ids, have none;
 *   <li>{@code ln(1 + milliseconds)} since the key's last event, 0 where one of both has no time;
 *   <li>for each previous truth, the latest first, {@code c} values: the class as a one-hot vector, or the target;
 *   <li>for each label average, {@code c} values: the average of those vectors, or of the targets.
 * </ul>
 *
 * <p>An average with decay {@code d} moves by {@code max(1 - d, 1 / n)} of the way to the {@code n}-th value: it is the mean while there are few. Differences and
 * the time are standardised by statistics of their own, where features are, since a slow feature is never far from its average. What comes from labels is
 * not: it lies within [0, 1] by nature, and a standardised rare class would be one large value. Targets are in the units that the
 * network learns in.
 *
 * <p>A truth counts from the event after it is known: an inline one from the next event on, in every execution, one that comes late from the next event
 * after it has come. So no event sees its own truth, or one that was not there when it was answered. A layer that takes its input for a picture or a
 * sequence, or for ids, cannot use them.
 *
 * <p>State: two longs, {@code f} floats for each feature average and {@code c} for each previous truth and label average, and {@code 2 n} doubles
 * and a long for {@code n} standardised values.
 *
 * @param previousLabels how many of the last truths, at most 100
 * @param labelAverages decays of the averages of truths, each within (0, 1)
 * @param featureAverages decays of the averages of features, each within (0, 1)
 * @param timeSinceLast whether the time since the last event counts
 */
public record TemporalInputs(
        @Default("0") int previousLabels,
        @Default("[]") List<Float> labelAverages,
        @Default("[]") List<Float> featureAverages,
        @Default("false") boolean timeSinceLast)
        implements Serializable {

    private static final int MOST = 100;
    private static final TemporalInputs NONE = new TemporalInputs(0, List.of(), List.of(), false);

    public TemporalInputs {
        if (previousLabels < 0 || previousLabels > MOST) {
            throw new IllegalArgumentException(
                    "TemporalInputs.previousLabels is " + previousLabels + "; it must be within [0, " + MOST + "]");
        }
        labelAverages = checked("labelAverages", labelAverages);
        featureAverages = checked("featureAverages", featureAverages);
    }

    private static List<Float> checked(String what, List<Float> decays) {
        for (int i = 0; i < decays.size(); i++) {
            float decay = decays.get(i);
            if (!(decay > 0f && decay < 1f)) {
                throw new IllegalArgumentException("TemporalInputs." + what + "[" + i + "] is " + decay
                        + "; a decay must be within (0, 1), such as 0.9");
            }
        }
        return List.copyOf(decays);
    }

    /** Nothing but an event's own features. */
    public static TemporalInputs none() {
        return NONE;
    }

    /** The last truth, and averages of truths over about two, ten and fifty events. */
    public static TemporalInputs labelHistory() {
        return new TemporalInputs(1, List.of(0.5f, 0.9f, 0.98f), List.of(), false);
    }

    /** The same with this many of the last truths. */
    public TemporalInputs previousLabels(int other) {
        return new TemporalInputs(other, labelAverages, featureAverages, timeSinceLast);
    }

    /** The same with these averages of truths. */
    public TemporalInputs labelAverages(Float... decays) {
        return new TemporalInputs(previousLabels, List.of(decays), featureAverages, timeSinceLast);
    }

    /** The same with differences to these averages of features. */
    public TemporalInputs featureAverages(Float... decays) {
        return new TemporalInputs(previousLabels, labelAverages, List.of(decays), timeSinceLast);
    }

    /** The same with the time since the last event. */
    public TemporalInputs withTimeSinceLast() {
        return new TemporalInputs(previousLabels, labelAverages, featureAverages, true);
    }

    /** Whether there is none. */
    public boolean isOff() {
        return equals(NONE);
    }

    /** Whether truths count. */
    boolean areOfTruths() {
        return previousLabels > 0 || !labelAverages.isEmpty();
    }

    /** Inputs that come from features and times. */
    int ofEvents(int averaged) {
        return Math.addExact(Math.multiplyExact(averaged, featureAverages.size()), timeSinceLast ? 1 : 0);
    }

    /** Inputs that come from truths. */
    int ofTruths(int answers) {
        return Math.multiplyExact(answers, previousLabels + labelAverages.size());
    }
}
