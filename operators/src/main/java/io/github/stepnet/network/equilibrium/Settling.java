package io.github.stepnet.network.equilibrium;

import io.github.stepnet.network.spec.Default;
import java.io.Serializable;

/**
 * How a state is brought to its fixed point, and when it is near enough.
 *
 * <p>The residual is undamped, {@code |f(h) - h|}, so that a small damping does not make it smaller. Errors are numbers outside of their ranges.
 *
 * @param damping share of the way to the target that an iteration goes, within (0, 1]
 * @param acceleration what iterates
 * @param tolerance residual below which a state has settled, within [1e-6, 1]: floats see no less
 * @param iterations most iterations of a free phase, within [1, 10000]
 * @param nudgedIterations iterations of each nudged phase, all of which are run, within [1, 10000]
 */
public record Settling(
        @Default("1") float damping,
        @Default("picard") Acceleration acceleration,
        @Default("1e-4") float tolerance,
        @Default("200") int iterations,
        @Default("20") int nudgedIterations)
        implements Serializable {

    /** What iterates. */
    public enum Acceleration {
        /** Damped steps towards the target; the energy of a symmetric model falls at each. */
        PICARD,
        /** {@link Anderson} mixing of the last targets, undamped: about half as many iterations, on a way that knows no energy. */
        ANDERSON
    }

    private static final int MOST = 10_000;

    public Settling {
        Sizes.check("Settling.damping", damping, 1e-3f, 1);
        Sizes.check("Settling.tolerance", tolerance, 1e-6f, 1);
        Sizes.check("Settling.iterations", iterations, 1, MOST);
        Sizes.check("Settling.nudgedIterations", nudgedIterations, 1, MOST);
    }

    /** Undamped Picard iteration to 1e-4, nudged phases of 20 iterations. */
    public static Settling standard() {
        return new Settling(1f, Acceleration.PICARD, 1e-4f, 200, 20);
    }

    /** The same, damped. */
    public Settling damping(float other) {
        return new Settling(other, acceleration, tolerance, iterations, nudgedIterations);
    }

    /** The same with this acceleration. */
    public Settling acceleration(Acceleration other) {
        return new Settling(damping, other, tolerance, iterations, nudgedIterations);
    }

    /** The same to this residual. */
    public Settling tolerance(float other) {
        return new Settling(damping, acceleration, other, iterations, nudgedIterations);
    }

    /** The same with at most so many iterations of a free phase. */
    public Settling iterations(int other) {
        return new Settling(damping, acceleration, tolerance, other, nudgedIterations);
    }

    /** The same with so many iterations of a nudged phase. */
    public Settling nudgedIterations(int other) {
        return new Settling(damping, acceleration, tolerance, iterations, other);
    }
}
