package io.github.stepnet.network.arena;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * Turns states of one layout into states of another: the slots of a part that both layouts have, in the same number, are copied; every other part starts as
 * in a new model.
 */
public final class StateConversion {

    private final NetworkState fresh;
    private final List<Move> moves = new ArrayList<>();
    private final Set<String> anew = new LinkedHashSet<>();
    private final Set<String> dropped = new TreeSet<>();

    private record Move(StateSection.Kind kind, int from, int to, int count) {}

    /**
     * A conversion.
     *
     * @param from sections of the layout that the states have
     * @param to sections of the layout that they get
     * @param startsAnew tells parts that are not copied although they could be, because their slots mean something else
     * @param fresh a new model's state of the layout {@code to}
     */
    public StateConversion(
            List<StateSection> from, List<StateSection> to, Predicate<String> startsAnew, NetworkState fresh) {
        this.fresh = fresh;
        Map<String, List<StateSection>> before = byPart(from);
        byPart(to).forEach((part, sections) -> {
            List<StateSection> old = before.remove(part);
            if (old == null || startsAnew.test(part) || !areAlike(old, sections)) {
                anew.add(part);
            } else {
                for (int i = 0; i < sections.size(); i++) {
                    StateSection section = sections.get(i);
                    moves.add(new Move(section.kind(), old.get(i).at(), section.at(), section.count()));
                }
            }
        });
        dropped.addAll(before.keySet());
    }

    private static Map<String, List<StateSection>> byPart(List<StateSection> sections) {
        Map<String, List<StateSection>> parts = new HashMap<>();
        for (StateSection section : sections) {
            parts.computeIfAbsent(section.part(), unused -> new ArrayList<>()).add(section);
        }
        return parts;
    }

    private static boolean areAlike(List<StateSection> some, List<StateSection> others) {
        if (some.size() != others.size()) {
            return false;
        }
        for (int i = 0; i < some.size(); i++) {
            if (some.get(i).kind() != others.get(i).kind()
                    || some.get(i).count() != others.get(i).count()) {
                return false;
            }
        }
        return true;
    }

    /** Parts that start as in a new model. */
    public Set<String> anew() {
        return Set.copyOf(anew);
    }

    /** Parts whose slots the new layout has no use for. */
    public Set<String> dropped() {
        return Set.copyOf(dropped);
    }

    /** A state of the new layout; the old one stays as it is. */
    public NetworkState convert(NetworkState old) {
        NetworkState state = fresh.copy();
        for (Move move : moves) {
            System.arraycopy(slots(old, move.kind), move.from, slots(state, move.kind), move.to, move.count);
        }
        return state;
    }

    private static Object slots(NetworkState state, StateSection.Kind kind) {
        return switch (kind) {
            case LONGS -> state.longs;
            case DOUBLES -> state.doubles;
            case IDS -> state.ids;
            case FLOATS -> state.floats;
        };
    }
}
