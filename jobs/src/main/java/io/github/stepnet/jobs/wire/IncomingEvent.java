package io.github.stepnet.jobs.wire;

import java.util.Arrays;
import java.util.Objects;

/**
 * An event as it travels from the source to its key's network: what was decoded, once, to primitives.
 *
 * <p>Nobody writes to the arrays, so that one event can be handed on as it is. Whether there are as many values as the network takes, and
 * whether they are finite, is not known yet.
 */
public final class IncomingEvent {

    /** The class is not known. */
    public static final int NO_LABEL = -1;

    private final String key;
    private final String eventId;
    private final long timeMillis;
    private final float[] features;
    private final int label;
    private final float[] target;
    private final String route;
    private final int partition;
    private final long offset;

    /** An event that says nothing about which of several networks it is for. */
    public IncomingEvent(
            String key,
            String eventId,
            long timeMillis,
            float[] features,
            int label,
            float[] target,
            int partition,
            long offset) {
        this(key, eventId, timeMillis, features, label, target, null, partition, offset);
    }

    /**
     * An event.
     *
     * @param key whose network it is for
     * @param eventId its name, or null if it has none
     * @param timeMillis its time, since 1970-01-01T00:00:00Z
     * @param features the features, as many as there were
     * @param label its class, or {@link #NO_LABEL}
     * @param target its target values, as many as there were, or null if they are not known
     * @param route what it says about which of several networks it is for, or null
     * @param partition where the record was read: the partition of the source's topic
     * @param offset and its offset there
     */
    public IncomingEvent(
            String key,
            String eventId,
            long timeMillis,
            float[] features,
            int label,
            float[] target,
            String route,
            int partition,
            long offset) {
        this.key = Objects.requireNonNull(key, "key");
        this.eventId = eventId;
        this.timeMillis = timeMillis;
        this.features = Objects.requireNonNull(features, "features");
        this.label = label;
        this.target = target;
        this.route = route;
        this.partition = partition;
        this.offset = offset;
    }

    /** Whose network it is for. */
    public String key() {
        return key;
    }

    /** Its name, or null. */
    public String eventId() {
        return eventId;
    }

    /** Its time, since 1970-01-01T00:00:00Z. */
    public long timeMillis() {
        return timeMillis;
    }

    /** Its features, which are only read. */
    public float[] features() {
        return features;
    }

    /** Its class, or {@link #NO_LABEL}. */
    public int label() {
        return label;
    }

    /** Its target values, which are only read, or null. */
    public float[] target() {
        return target;
    }

    /** What it says about which of several networks it is for, or null. */
    public String route() {
        return route;
    }

    /** The partition that it was read from. */
    public int partition() {
        return partition;
    }

    /** Its offset in that partition. */
    public long offset() {
        return offset;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof IncomingEvent that
                && key.equals(that.key)
                && Objects.equals(eventId, that.eventId)
                && timeMillis == that.timeMillis
                && Arrays.equals(features, that.features)
                && label == that.label
                && Arrays.equals(target, that.target)
                && Objects.equals(route, that.route)
                && partition == that.partition
                && offset == that.offset;
    }

    @Override
    public int hashCode() {
        return Objects.hash(key, eventId, timeMillis, Arrays.hashCode(features), label, Arrays.hashCode(target));
    }

    @Override
    public String toString() {
        return "IncomingEvent[key=" + key + ", eventId=" + eventId + ", timeMillis=" + timeMillis + ", features="
                + Arrays.toString(features) + ", label=" + label + ", target=" + Arrays.toString(target)
                + ", route=" + route + ", partition="
                + partition + ", offset=" + offset + "]";
    }
}
