package io.github.stepnet.stream.state;

import io.github.stepnet.network.Learner;
import io.github.stepnet.network.arena.NetworkState;
import io.github.stepnet.network.arena.StateConversion;
import java.util.Set;

/** What becomes of a network whose specification has changed in what {@link io.github.stepnet.network.Evolution} allows: for an operator that restores it, and for tools. */
public final class FormatChange {

    /** The part of a network, or of a member of a committee, with the tapes of its last events. */
    private static final String TAPES = "/samples";

    private final StateConversion conversion;
    private final Learner learner;
    private final boolean losesTapes;

    private FormatChange(StateConversion conversion, Learner learner) {
        this.conversion = conversion;
        this.learner = learner;
        losesTapes = conversion.anew().stream().anyMatch(part -> part.endsWith(TAPES));
    }

    /**
     * The change from an older format to another.
     *
     * @param learner of the newer one
     * @param fresh a new model's state of the newer one
     * @throws IllegalArgumentException if models of the older one cannot go on so, with the reason
     */
    public static FormatChange between(StateFormat older, StateFormat newer, Learner learner, NetworkState fresh) {
        return new FormatChange(newer.conversionFrom(older, fresh), learner);
    }

    /** Parts that start as in a new model. */
    public Set<String> anew() {
        return conversion.anew();
    }

    /** Parts that the newer format has no use for. */
    public Set<String> dropped() {
        return conversion.dropped();
    }

    /** A state of the newer format; the old one stays as it is. */
    public NetworkState convert(NetworkState old) {
        NetworkState state = conversion.convert(old);
        if (losesTapes) {
            learner.forgetPast(state);
        }
        return state;
    }
}
