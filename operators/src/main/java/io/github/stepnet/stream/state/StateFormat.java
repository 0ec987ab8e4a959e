package io.github.stepnet.stream.state;

import io.github.stepnet.network.Evolution;
import io.github.stepnet.network.TrackedLearner;
import io.github.stepnet.network.arena.NetworkState;
import io.github.stepnet.network.arena.StateConversion;
import io.github.stepnet.network.arena.StateLayout;
import io.github.stepnet.network.arena.StateSection;
import io.github.stepnet.network.kernel.Kernel;
import io.github.stepnet.network.spec.Fingerprint;
import io.github.stepnet.network.spec.SpecException;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.CRC32;

/**
 * What a key's state is: the whole specification as text, the sizes of its arrays, and the kernel that computes it.
 *
 * @param text the canonical text of learner and progress
 * @param longs number of longs
 * @param doubles number of doubles
 * @param ids number of ids
 * @param floats number of floats
 * @param kernel name of the kernel, {@code vector} or {@code scalar}
 * @param lanes floats that it handles at once
 * @param sections the parts of the arrays; none in a format that was written before they had names
 */
public record StateFormat(
        String text, int longs, int doubles, int ids, int floats, String kernel, int lanes, List<StateSection> sections)
        implements Serializable {

    public StateFormat {
        sections = List.copyOf(sections);
    }

    /** The format of a compiled layout. */
    public static StateFormat of(String text, StateLayout layout, Kernel kernel) {
        return new StateFormat(
                text,
                layout.longs(),
                layout.doubles(),
                layout.ids(),
                layout.floats(),
                kernel.name(),
                kernel.lanes(),
                layout.sections());
    }

    /** A number for text and sections, which every stored value carries: the CRC-32 of the UTF-8 bytes. */
    public int id() {
        CRC32 crc = new CRC32();
        crc.update(text.getBytes(StandardCharsets.UTF_8));
        for (StateSection section : sections) {
            String line = section.part() + " " + section.kind() + " " + section.at() + " " + section.count();
            crc.update(line.getBytes(StandardCharsets.UTF_8));
        }
        return (int) crc.getValue();
    }

    /** The learner in short, as records name it: neither milestones, nor where the parts of a state lie, nor the kernel change it. */
    public String fingerprint() {
        return Fingerprint.of(TrackedLearner.learnerText(text));
    }

    /** @param earlierLayout for {@link NetworkState#earlierLayout} */
    NetworkState newState(int earlierLayout) {
        return new NetworkState(
                new long[longs], new double[doubles], new String[ids], new float[floats], earlierLayout);
    }

    boolean fits(NetworkState state) {
        return state.longs.length == longs
                && state.doubles.length == doubles
                && state.ids.length == ids
                && state.floats.length == floats;
    }

    /**
     * Whether values of the older format can be read as they are and mean the same; the kernel may differ. The older text may lack components
     * that have come since: it is read by today's records, which put them at their defaults, and then compared.
     *
     */
    boolean meansTheSameAs(StateFormat older) {
        boolean sameSizes =
                longs == older.longs && doubles == older.doubles && ids == older.ids && floats == older.floats;
        boolean sameSections = older.sections.isEmpty() || sections.equals(older.sections);
        return sameSizes && sameSections && (text.equals(older.text) || text.equals(again(older.text)));
    }

    /** The text as this version writes it; null if it cannot read it. */
    private static String again(String text) {
        try {
            return TrackedLearner.canonicalTextAgain(text);
        } catch (SpecException e) {
            return null;
        }
    }

    /**
     * Checks that states of the older format can be turned into states of this one.
     *
     * @throws IllegalArgumentException if they cannot be, with the reason
     */
    void checkGoesOnFrom(StateFormat older) {
        evolution(older);
    }

    private Evolution evolution(StateFormat older) {
        if (older.sections.isEmpty()) {
            throw new IllegalArgumentException(
                    "the stored models are of a version that did not name the parts of a state; restore them with the specification that they"
                            + " have, " + older.text + ", and change it at the next savepoint");
        }
        try {
            return Evolution.between(older.text, text);
        } catch (SpecException e) {
            throw new IllegalArgumentException(
                    "the specification of the stored models cannot be read by this version: " + e.getMessage(), e);
        }
    }

    /**
     * Turns states of the older format into states of this one.
     *
     * @param fresh a new model's state
     * @throws IllegalArgumentException if they cannot be, with the reason
     */
    StateConversion conversionFrom(StateFormat older, NetworkState fresh) {
        return new StateConversion(older.sections, sections, evolution(older)::startsAnew, fresh);
    }

    boolean isComputedAs(StateFormat other) {
        return kernel.equals(other.kernel) && lanes == other.lanes;
    }

    String sizes() {
        return longs + " longs, " + doubles + " doubles, " + ids + " ids, " + floats + " floats";
    }

    String computation() {
        return "kernel " + kernel + " with " + lanes + (lanes == 1 ? " lane" : " lanes");
    }

    @Override
    public String toString() {
        return text + " (" + sizes() + "; " + computation() + ")";
    }
}
