package io.github.stepnet.network.learning;

/**
 * What policies did to a key's network in one tick: a few events, without allocation. Reused for every tick of a subtask.
 *
 * <p>Room is for {@link #ROOM} events; in a tick with more of them, the last are not told but {@linkplain #untold counted}.
 */
public final class LearningEvents {

    /** Events that one tick can tell. */
    public static final int ROOM = 8;

    /** What happened. */
    public enum Kind {
        /** The rule was handed over to the next; the value is the mean loss that was seen last. */
        HANDED_OVER,
        /** A stage joined those that learn; the value is its link budget. */
        LAYER_UNFROZEN,
        /** A stage was bypassed; the value is its link budget. */
        LAYER_BYPASSED,
        /** The best weights so far were restored; the value is their accuracy, or their mean loss where there are no classes. */
        BEST_RESTORED,
        /** The learning rate was cut after the loss had exploded; the value is its factor. */
        RATE_CUT
    }

    private final Kind[] kinds = new Kind[ROOM];
    private final int[] stages = new int[ROOM];
    private final double[] values = new double[ROOM];
    private int count;
    private int untold;

    public int count() {
        return count;
    }

    /** Events that found no room. */
    public int untold() {
        return untold;
    }

    public Kind kind(int event) {
        return kinds[event];
    }

    /** Index of the plan's node that it happened to, or -1 if to the whole network. */
    public int stage(int event) {
        return stages[event];
    }

    public double value(int event) {
        return values[event];
    }

    /** Tells an event of the whole network. */
    public void add(Kind kind, double value) {
        add(kind, -1, value);
    }

    /** Tells an event of a stage. */
    public void add(Kind kind, int stage, double value) {
        if (count < ROOM) {
            kinds[count] = kind;
            stages[count] = stage;
            values[count] = value;
            count++;
        } else {
            untold++;
        }
    }

    /** Counts events that another had no room for. */
    public void addUntold(int more) {
        untold += more;
    }

    /** Nothing happened. */
    public void clear() {
        count = 0;
        untold = 0;
    }
}
