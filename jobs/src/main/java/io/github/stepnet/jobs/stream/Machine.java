package io.github.stepnet.jobs.stream;

import io.github.stepnet.network.arena.SplitMix64;

/**
 * One machine of a {@link Fleet}: {@code feature[j] = sum_i mixture[i][j] hidden[i]}, where hidden 0 and 1 are its
 * condition, standard normal away from the borders of the states, and hidden 2 .. 7 are disturbances, standard normal.
 *
 * <p>The rows of the mixture are orthonormal: the features of all machines are spread alike in all directions, so that
 * they hardly tell one machine from another, and no sensor gives a state away by itself.
 */
final class Machine {

    static final int SENSORS = 8;
    static final int STATES = 3;

    private static final int DISTURBANCES_START = 2;

    /** A third of the standard normal plane lies within. */
    private static final double IDLE_RADIUS = StrictMath.sqrt(2 * StrictMath.log(1.5));
    /** Conditions nearer than this to a border are drawn again: the border is no source of error. */
    private static final double MARGIN = 0.2;

    private final double[][] mixture = new double[SENSORS][SENSORS];
    private final double[] hidden = new double[SENSORS];

    Machine(SplitMix64 random) {
        rewire(random);
    }

    /** Draws a new mixture, a random rotation: Gaussian rows made orthonormal one after the other (Gram-Schmidt). */
    void rewire(SplitMix64 random) {
        for (int i = 0; i < SENSORS; i++) {
            double[] row = mixture[i];
            for (int j = 0; j < SENSORS; j++) {
                row[j] = random.nextGaussian();
            }
            for (int k = 0; k < i; k++) {
                addScaled(row, -dot(row, mixture[k]), mixture[k]);
            }
            double length = StrictMath.sqrt(dot(row, row));
            for (int j = 0; j < SENSORS; j++) {
                row[j] /= length;
            }
        }
    }

    /** Draws a condition and disturbances, writes what the sensors say and returns the state. */
    int sample(SplitMix64 random, float[] features) {
        do {
            hidden[0] = random.nextGaussian();
            hidden[1] = random.nextGaussian();
        } while (isNearBorder(hidden[0], hidden[1]));
        for (int i = DISTURBANCES_START; i < SENSORS; i++) {
            hidden[i] = random.nextGaussian();
        }
        for (int j = 0; j < SENSORS; j++) {
            double sum = 0;
            for (int i = 0; i < SENSORS; i++) {
                sum += mixture[i][j] * hidden[i];
            }
            features[j] = (float) sum;
        }
        return state(hidden[0], hidden[1]);
    }

    /** The state that these features have on this machine: the best answer there is. */
    int stateOf(float[] features) {
        double first = 0;
        double second = 0;
        for (int j = 0; j < SENSORS; j++) {
            first += mixture[0][j] * features[j];
            second += mixture[1][j] * features[j];
        }
        return state(first, second);
    }

    private static int state(double first, double second) {
        if (StrictMath.hypot(first, second) < IDLE_RADIUS) {
            return 0;
        }
        return first * second > 0 ? 1 : 2;
    }

    private static boolean isNearBorder(double first, double second) {
        double radius = StrictMath.hypot(first, second);
        if (Math.abs(radius - IDLE_RADIUS) < MARGIN) {
            return true;
        }
        return radius > IDLE_RADIUS && Math.min(Math.abs(first), Math.abs(second)) < MARGIN;
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int j = 0; j < SENSORS; j++) {
            sum += a[j] * b[j];
        }
        return sum;
    }

    private static void addScaled(double[] a, double scale, double[] b) {
        for (int j = 0; j < SENSORS; j++) {
            a[j] += scale * b[j];
        }
    }
}
