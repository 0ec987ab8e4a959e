package io.github.stepnet.network.layer;

/**
 * Rotary position embedding: a row of {@code size} values at position {@code p} is rotated in the planes {@code (i, i + size / 2)} by the
 * angles {@code p base^(-2i / size)}, so that the dot product of two rows depends on the distance of their positions alone.
 *
 * <p>{@code positions * size} floats of tables, shared by all keys. An error is an odd size, which the layer refuses. The source is Su et
 * al., RoFormer, arXiv 2104.09864, with the planes of section 1.9 of the stepping specification.
 */
final class RotaryPositions {

    private final int half;
    private final float[] cosines;
    private final float[] sines;

    /** Tables for rows of {@code size} values at the positions below {@code positions}; with base 0 nothing is rotated. */
    RotaryPositions(double base, int size, int positions) {
        half = base == 0.0 ? 0 : size / 2;
        cosines = new float[Math.multiplyExact(positions, half)];
        sines = new float[cosines.length];
        for (int i = 0; i < half; i++) {
            double frequency = StrictMath.pow(base, -2.0 * i / size);
            for (int p = 0; p < positions; p++) {
                cosines[p * half + i] = (float) StrictMath.cos(frequency * p);
                sines[p * half + i] = (float) StrictMath.sin(frequency * p);
            }
        }
    }

    /** Rotates consecutive rows, the first of which is at position {@code first}. */
    void rotate(int rows, int first, float[] v, int at) {
        turn(rows, first, 1f, v, at);
    }

    /** Takes the rotation back, which is also its derivative's way back. */
    void unrotate(int rows, int first, float[] v, int at) {
        turn(rows, first, -1f, v, at);
    }

    private void turn(int rows, int first, float direction, float[] v, int at) {
        for (int r = 0; r < rows; r++) {
            int low = at + 2 * half * r;
            int high = low + half;
            int table = (first + r) * half;
            for (int i = 0; i < half; i++) {
                float cosine = cosines[table + i];
                float sine = direction * sines[table + i];
                float a = v[low + i];
                float b = v[high + i];
                v[low + i] = a * cosine - b * sine;
                v[high + i] = b * cosine + a * sine;
            }
        }
    }
}
