package io.github.stepnet.network;

import io.github.stepnet.network.arena.NetworkState;
import io.github.stepnet.network.arena.StateLayout;
import io.github.stepnet.network.loss.Loss;

/** The weights of a {@link Committee}, and how its members' answers are mixed. */
final class Hedge {

    /** Share of a squared error in the running mean, once there are as many. */
    private static final double RECENT = 0.01;

    private final int members;
    private final int answers;
    private final boolean isOfClasses;
    private final double eta;
    private final double share;
    private final int weightsAt;
    private final int errorsAt;
    private final int truthsAt;
    private final double[] credit;

    Hedge(Committee spec, StateLayout layout) {
        members = spec.members().size();
        answers = spec.answers();
        isOfClasses = spec.task() == Loss.Task.CLASSIFICATION;
        eta = spec.eta();
        share = spec.share();
        weightsAt = layout.reserveDoubles(members);
        errorsAt = layout.reserveDoubles(isOfClasses ? 0 : answers);
        truthsAt = layout.reserveLongs(isOfClasses ? 0 : 1);
        credit = new double[members];
    }

    void initialize(NetworkState state) {
        for (int i = 0; i < members; i++) {
            state.doubles[weightsAt + i] = 1.0 / members;
        }
    }

    double weight(NetworkState state, int member) {
        return state.doubles[weightsAt + member];
    }

    /** Mixes the answers; those that are not finite are left out, and if all are, it is uniform or 0. */
    void mix(NetworkState state, Answer[] given, float[] mixed) {
        double all = 0.0;
        for (int i = 0; i < members; i++) {
            credit[i] = isFinite(given[i].outputs) ? weight(state, i) : 0.0;
            all += credit[i];
        }
        for (int a = 0; a < answers; a++) {
            double sum = 0.0;
            for (int i = 0; i < members; i++) {
                sum += credit[i] > 0.0 ? credit[i] * given[i].outputs[a] : 0.0;
            }
            mixed[a] = all > 0.0 ? (float) (sum / all) : isOfClasses ? 1f / answers : 0f;
        }
    }

    private static boolean isFinite(float[] values) {
        for (float value : values) {
            if (!Float.isFinite(value)) {
                return false;
            }
        }
        return true;
    }

    /**
     * Moves the weights by how good the members' answers were.
     *
     * @param given the answers, and which of the updates were refused
     * @param mixed the answer that they were mixed to
     */
    void credit(NetworkState state, Answer[] given, float[] mixed, float[] truth) {
        if (!isOfClasses) {
            observeErrors(state, mixed, truth);
        }
        double least = Double.POSITIVE_INFINITY;
        for (int i = 0; i < members; i++) {
            boolean counts = !given[i].refused && isFinite(given[i].outputs);
            credit[i] = !counts
                    ? Double.NaN
                    : isOfClasses ? given[i].outputs[(int) truth[0]] : loss(state, given[i], truth);
            least = Math.min(least, counts ? credit[i] : Double.POSITIVE_INFINITY);
        }
        double all = 0.0;
        for (int i = 0; i < members; i++) {
            credit[i] = Double.isNaN(credit[i]) ? 0.0 : weight(state, i) * factor(credit[i], least);
            all += credit[i];
        }
        for (int i = 0; i < members; i++) {
            double own = all > 0.0 ? credit[i] / all : weight(state, i);
            state.doubles[weightsAt + i] = (1.0 - share) * own + share / members;
        }
    }

    private double factor(double credit, double least) {
        if (!isOfClasses) {
            return StrictMath.exp(-eta * (credit - least));
        }
        // The square root is exact by definition and many times faster.
        return eta == 0.5 ? Math.sqrt(credit) : eta == 1.0 ? credit : StrictMath.pow(credit, eta);
    }

    private double loss(NetworkState state, Answer given, float[] truth) {
        double sum = 0.0;
        for (int a = 0; a < answers; a++) {
            double error = (double) given.outputs[a] - truth[a];
            double unit = state.doubles[errorsAt + a];
            sum += unit > 0.0 ? error * error / unit : 0.0;
        }
        return sum;
    }

    private void observeErrors(NetworkState state, float[] mixed, float[] truth) {
        double part = Math.max(RECENT, 1.0 / ++state.longs[truthsAt]);
        for (int a = 0; a < answers; a++) {
            double error = (double) mixed[a] - truth[a];
            state.doubles[errorsAt + a] += part * (error * error - state.doubles[errorsAt + a]);
        }
    }
}
