package io.github.stepnet.jobs.local;

import java.util.Arrays;
import java.util.OptionalDouble;

/**
 * How a figure went over time, in one line of a bounded number of cells: when it is full, neighbours become one cell, their
 * mean, and each further cell stands for twice the time.
 */
final class Sparkline {

    private static final String BLOCKS = "\u2581\u2582\u2583\u2584\u2585\u2586\u2587\u2588";
    private static final String ASCII = "_.,-=+*#";

    private final double[] cells;
    private int used;
    private int valuesPerCell = 1;
    private double sum;
    private int values;

    /** A line of at most {@code width} cells, an even number. */
    Sparkline(int width) {
        cells = new double[width];
    }

    void add(double value) {
        sum += value;
        if (++values < valuesPerCell) {
            return;
        }
        if (used == cells.length) {
            halve();
            if (values < valuesPerCell) {
                return;
            }
        }
        cells[used++] = sum / values;
        sum = 0;
        values = 0;
    }

    private void halve() {
        used /= 2;
        for (int i = 0; i < used; i++) {
            cells[i] = (cells[2 * i] + cells[2 * i + 1]) / 2;
        }
        valuesPerCell *= 2;
    }

    /**
     * The line: for accuracies from the better baseline, below which nothing was learned, to the best there can be, for errors
     * from 0 to the largest.
     */
    String text(Standing standing, OptionalDouble ceiling, boolean blocks) {
        return standing.measure().isGain()
                ? text(Math.max(standing.first(), standing.second()), ceiling.orElse(1), blocks)
                : text(0, Arrays.stream(cells, 0, used).max().orElse(0), blocks);
    }

    /** The line, where {@code low} and below is the lowest mark and {@code high} and above the highest. */
    String text(double low, double high, boolean blocks) {
        String marks = blocks ? BLOCKS : ASCII;
        StringBuilder line = new StringBuilder(used);
        for (int i = 0; i < used; i++) {
            double share = high > low ? (cells[i] - low) / (high - low) : 0;
            int mark = (int) Math.round(share * (marks.length() - 1));
            line.append(marks.charAt(Math.max(0, Math.min(marks.length() - 1, mark))));
        }
        return line.toString();
    }
}
