package io.github.stepnet.network.kernel.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * The width of a vector and sums across its lanes in one written order.
 *
 * <p>{@code reduceLanes(ADD)} leaves its order open, and compilers use that freedom: interpreted and compiled code
 * differ in the last bits. Here partial sums meet in pairs whose lanes are 1 apart, then 2, then 4 and so on, made of
 * additions lane by lane and exchanges of lanes, both exact. Four rows share the first two levels. Every row sees the
 * same tree wherever it stands, so a dot product has the same bits as one of four and alone.
 */
final class Lanes {

    static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    static final VectorSpecies<Integer> INTS = IntVector.SPECIES_PREFERRED;
    static final int COUNT = SPECIES.length();

    static final VectorShuffle<Float> SWAP_1 = swap(1);
    static final VectorShuffle<Float> SWAP_2 = swap(2);
    static final VectorShuffle<Float> SWAP_4 = swap(4);
    static final VectorShuffle<Float> SWAP_8 = swap(8);
    private static final VectorMask<Float> ODD_1 = odd(1);
    private static final VectorMask<Float> ODD_2 = odd(2);

    private Lanes() {}

    /** Exchanges lanes that stand {@code distance} apart. */
    private static VectorShuffle<Float> swap(int distance) {
        return VectorShuffle.fromOp(SPECIES, lane -> (lane ^ distance) & (COUNT - 1));
    }

    /** Lanes whose number contains the power of two {@code distance}. */
    private static VectorMask<Float> odd(int distance) {
        boolean[] lanes = new boolean[COUNT];
        for (int lane = 0; lane < COUNT; lane++) {
            lanes[lane] = (lane & distance) != 0;
        }
        return VectorMask.fromArray(SPECIES, lanes, 0);
    }

    /** Lane {@code k < 4} of the result is the sum over all lanes of the {@code k}-th vector. */
    static FloatVector sums(FloatVector row0, FloatVector row1, FloatVector row2, FloatVector row3) {
        FloatVector rows01 = row0.blend(row1, ODD_1).add(row1.blend(row0, ODD_1).rearrange(SWAP_1));
        FloatVector rows23 = row2.blend(row3, ODD_1).add(row3.blend(row2, ODD_1).rearrange(SWAP_1));
        return fold(rows01.blend(rows23, ODD_2).add(rows23.blend(rows01, ODD_2).rearrange(SWAP_2)));
    }

    /** Adds the lanes that stand 4, 8, ... apart. */
    private static FloatVector fold(FloatVector v) {
        FloatVector folded = COUNT > 4 ? v.add(v.rearrange(SWAP_4)) : v;
        return COUNT > 8 ? folded.add(folded.rearrange(SWAP_8)) : folded;
    }
}
