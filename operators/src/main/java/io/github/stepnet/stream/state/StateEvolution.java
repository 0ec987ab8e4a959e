package io.github.stepnet.stream.state;

import io.github.stepnet.network.Learner;
import io.github.stepnet.network.arena.NetworkState;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings networks that were stored with an earlier specification up to date, each when its key is first asked for. */
public final class StateEvolution {

    private static final Logger LOG = LoggerFactory.getLogger(StateEvolution.class);

    private final StateFormat format;
    private final int id;
    private final Learner learner;
    private final Supplier<NetworkState> newModel;
    private final Restored restored;
    /** What is done to a state, by the number of its layout. */
    private final Map<Integer, UnaryOperator<NetworkState>> steps = new HashMap<>();

    /**
     * An operator's.
     *
     * @param newModel a state as a new key gets it
     */
    public StateEvolution(StateFormat format, Learner learner, Supplier<NetworkState> newModel, Restored restored) {
        this.format = format;
        id = format.id();
        this.learner = learner;
        this.newModel = newModel;
        this.restored = restored;
    }

    /** The same state if it is up to date, and a converted one if it is not. */
    public NetworkState current(NetworkState stored) {
        if (stored == null || stored.earlierLayout == 0 || stored.earlierLayout == id) {
            return stored;
        }
        return steps.computeIfAbsent(stored.earlierLayout, this::step).apply(stored);
    }

    private UnaryOperator<NetworkState> step(int earlierLayout) {
        StateFormat earlier = restored.format(earlierLayout);
        if (format.meansTheSameAs(earlier)) {
            return stored -> new NetworkState(stored.longs, stored.doubles, stored.ids, stored.floats);
        }
        FormatChange change = FormatChange.between(earlier, format, learner, newModel.get());
        LOG.info(
                "Networks of specification {}, {}, go on as {}, {}: new are {}, no longer used are {}.",
                earlier.fingerprint(),
                earlier.text(),
                format.fingerprint(),
                format.text(),
                change.anew(),
                change.dropped());
        return change::convert;
    }
}
