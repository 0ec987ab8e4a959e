package io.github.stepnet.network.progress;

import java.util.Arrays;

/**
 * Sums non-negative numbers over the last {@code window} events, several of them side by side, without ever
 * subtracting.
 *
 * <p>A running sum that subtracts what leaves keeps the rounding error of the largest number it has ever held; after
 * one outlier it would be wrong for good. Here the stream is cut into blocks of {@code window} events. The ring holds
 * the numbers of the current block up to the current event, and beyond it, left from the block before, not numbers but
 * their <em>suffix sums</em>: slot {@code i} is the sum of that block from {@code i} to its end. The window is then the
 * sum of the current block, a double kept per event, plus one slot of the ring. When a block is complete, one walk
 * backwards turns its numbers into suffix sums.
 *
 * <p>{@code sums * window} floats and {@code sums} doubles. Work per event and sum: constant, and {@code window}
 * additions once in {@code window} events. A slot is rounded to a float, which bounds the relative error of a sum at
 * about {@code 1e-7} for numbers from {@code 1e-37} on; numbers beyond the largest float count as that.
 */
final class SlidingSums {

    private final int sums;
    private final int window;

    SlidingSums(int sums, int window) {
        this.sums = sums;
        this.window = window;
    }

    int doubles() {
        return sums;
    }

    int floats() {
        return sums * window;
    }

    /** Makes room for an event that {@code seen} events came before, and returns its position in the ring. */
    int advance(double[] doubles, int doublesAt, float[] floats, int floatsAt, long seen) {
        int position = (int) (seen % window);
        if (position == 0) {
            close(doubles, doublesAt, floats, floatsAt);
        }
        return position;
    }

    /** Turns the numbers of a complete block into suffix sums; the zeros of a fresh key stay zeros. */
    private void close(double[] doubles, int doublesAt, float[] floats, int floatsAt) {
        for (int sum = 0; sum < sums; sum++) {
            double suffix = 0;
            for (int slot = floatsAt + (window - 1) * sums + sum; slot >= floatsAt; slot -= sums) {
                suffix += floats[slot];
                floats[slot] = saturated(suffix);
            }
        }
        Arrays.fill(doubles, doublesAt, doublesAt + sums, 0.0);
    }

    /** Enters one number of the event at {@code position}. */
    void enter(double[] doubles, int doublesAt, float[] floats, int floatsAt, int position, int sum, double value) {
        floats[floatsAt + position * sums + sum] = saturated(value);
        doubles[doublesAt + sum] += value;
    }

    /** The sum over the last {@code min(seen, window)} events; {@code seen} counts all events entered. */
    double sum(double[] doubles, int doublesAt, float[] floats, int floatsAt, long seen, int sum) {
        int next = (int) (seen % window);
        double current = doubles[doublesAt + sum];
        return next == 0 ? current : current + floats[floatsAt + next * sums + sum];
    }

    private static float saturated(double value) {
        return (float) Math.min(value, Float.MAX_VALUE);
    }
}
