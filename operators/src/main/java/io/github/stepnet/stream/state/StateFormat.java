package io.github.stepnet.stream.state;

import io.github.stepnet.network.TrackedLearner;
import io.github.stepnet.network.arena.NetworkState;
import io.github.stepnet.network.arena.StateLayout;
import io.github.stepnet.network.kernel.Kernel;
import io.github.stepnet.network.spec.SpecException;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
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
 */
public record StateFormat(String text, int longs, int doubles, int ids, int floats, String kernel, int lanes)
        implements Serializable {

    /** The format of a compiled layout. */
    public static StateFormat of(String text, StateLayout layout, Kernel kernel) {
        return new StateFormat(
                text, layout.longs(), layout.doubles(), layout.ids(), layout.floats(), kernel.name(), kernel.lanes());
    }

    /** A number for the text, which every stored value carries: the CRC-32 of its UTF-8 bytes. */
    int id() {
        CRC32 crc = new CRC32();
        crc.update(text.getBytes(StandardCharsets.UTF_8));
        return (int) crc.getValue();
    }

    NetworkState newState() {
        return new NetworkState(new long[longs], new double[doubles], new String[ids], new float[floats]);
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
     * @throws SpecException if the older text is another one and cannot be read
     */
    boolean isLaidOutAs(StateFormat older) {
        boolean sameSizes =
                longs == older.longs && doubles == older.doubles && ids == older.ids && floats == older.floats;
        return sameSizes && (text.equals(older.text) || text.equals(TrackedLearner.canonicalTextAgain(older.text)));
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
