package io.github.stepnet.stream.state;

/** Something of a key that waits in a {@link PendingStore}. Public and mutable, as Flink's serializer of plain objects wants it. */
public abstract class PendingEntry {

    /** Time of an entry that has none. */
    public static final long NO_TIME = Long.MIN_VALUE;

    /** The entry's place in the order of arrival; the store's own. */
    public long number;

    /** By what it will be found. */
    public String eventId;

    /** Event time, or {@link #NO_TIME}. */
    public long timeMillis = NO_TIME;
}
