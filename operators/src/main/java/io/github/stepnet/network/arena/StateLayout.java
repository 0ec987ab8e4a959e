package io.github.stepnet.network.arena;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Hands out the positions of a {@link NetworkState}: every component that remembers something reserves its slots here while
 * it is compiled, and keeps the offset.
 *
 * <p>A reservation is final and never moves. Two layouts are alike if the same reservations were made in the same
 * order, which is so for equal specifications. A component that encloses others gives each a {@linkplain #within part of its own}, by whose name a state
 * that was laid out by an earlier specification finds its place.
 */
public final class StateLayout {

    private final Reservations all;
    private final String part;

    /** Nothing is reserved yet. */
    public StateLayout() {
        this(new Reservations(), "");
    }

    private StateLayout(Reservations all, String part) {
        this.all = all;
        this.part = part;
    }

    /**
     * The same layout for a part of what reserves here: its slots follow the others, under a name of their own. Slots of one name mean the same in any two
     * layouts in which it has as many.
     *
     * @param name not given to another part before
     */
    public StateLayout within(String name) {
        String path = part.isEmpty() ? name : part + "/" + name;
        if (!all.parts.add(path)) {
            throw new IllegalStateException("a state's layout has two parts \"" + path + "\"");
        }
        return new StateLayout(all, path);
    }

    /** Reserves {@code count} longs and returns the position of the first. */
    public int reserveLongs(int count) {
        int at = all.longs;
        all.longs = all.grow(StateSection.Kind.LONGS, part, at, count);
        return at;
    }

    /** Reserves {@code count} doubles and returns the position of the first. */
    public int reserveDoubles(int count) {
        int at = all.doubles;
        all.doubles = all.grow(StateSection.Kind.DOUBLES, part, at, count);
        return at;
    }

    /** Reserves {@code count} ids and returns the position of the first. */
    public int reserveIds(int count) {
        int at = all.ids;
        all.ids = all.grow(StateSection.Kind.IDS, part, at, count);
        return at;
    }

    /** Reserves {@code count} floats and returns the position of the first. */
    public int reserveFloats(int count) {
        int at = all.floats;
        all.floats = all.grow(StateSection.Kind.FLOATS, part, at, count);
        return at;
    }

    public int longs() {
        return all.longs;
    }

    public int doubles() {
        return all.doubles;
    }

    public int ids() {
        return all.ids;
    }

    public int floats() {
        return all.floats;
    }

    /** Everything that is reserved, in the order of the reservations; what one part reserved without a pause is one section. */
    public List<StateSection> sections() {
        return List.copyOf(all.sections);
    }

    /** A state of this layout: zeros, and no ids. */
    public NetworkState newState() {
        return new NetworkState(
                new long[all.longs], new double[all.doubles], new String[all.ids], new float[all.floats]);
    }

    /** Whether {@code state} has the sizes of this layout. */
    public boolean fits(NetworkState state) {
        return state.longs.length == all.longs
                && state.doubles.length == all.doubles
                && state.ids.length == all.ids
                && state.floats.length == all.floats;
    }

    @Override
    public String toString() {
        return all.longs + " longs, " + all.doubles + " doubles, " + all.ids + " ids, " + all.floats + " floats";
    }

    /** What a layout and all of its parts have in common. */
    private static final class Reservations {

        private final Set<String> parts = new HashSet<>();
        private final List<StateSection> sections = new ArrayList<>();
        private int longs;
        private int doubles;
        private int ids;
        private int floats;

        private int grow(StateSection.Kind kind, String part, int at, int count) {
            String what = kind.name().toLowerCase(Locale.ROOT);
            if (count < 0) {
                throw new IllegalArgumentException("cannot reserve " + count + " " + what);
            }
            long end = (long) at + count;
            if (end > Integer.MAX_VALUE) {
                throw new IllegalArgumentException(
                        "a model would need " + end + " " + what + "; at most 2^31-1 fit, use smaller layers");
            }
            if (count > 0) {
                note(new StateSection(part, kind, at, count));
            }
            return (int) end;
        }

        private void note(StateSection section) {
            for (int i = sections.size() - 1; i >= 0; i--) {
                StateSection before = sections.get(i);
                if (before.kind() == section.kind()) {
                    if (before.part().equals(section.part())) {
                        sections.set(i, before.longer(section.count()));
                        return;
                    }
                    break;
                }
            }
            sections.add(section);
        }
    }
}
