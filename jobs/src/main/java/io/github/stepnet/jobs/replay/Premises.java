package io.github.stepnet.jobs.replay;

import io.github.stepnet.jobs.CannotRun;
import io.github.stepnet.jobs.config.JobConfig;
import io.github.stepnet.network.LearnerSpec;
import io.github.stepnet.network.TrackedLearner;
import io.github.stepnet.network.kernel.Kernel;
import io.github.stepnet.network.kernel.Kernels;
import io.github.stepnet.network.spec.SpecException;
import io.github.stepnet.stream.state.StateFormat;
import java.util.Arrays;

/** Under which the same events give the same bits; whatever does not fulfil one is refused by its name. */
final class Premises {

    /** Characters that are shown of two specifications, from their first difference on. */
    private static final int SHOWN = 60;

    private Premises() {}

    /** Models that events alone change: where watermarks do too, it depends on the clock how far they had come at a savepoint. */
    static void checkJob(JobConfig config) {
        refuseIf(config.window().isPresent(), "window", "when a window fires is up to watermarks");
        refuseIf(
                config.truth().isPresent(),
                "truth",
                "which of two topics is ahead is up to the clock, and what waits is up to watermarks");
        refuseIf(config.expireAfter().isPresent(), "expire-after", "when a model is given up is up to watermarks");
    }

    private static void refuseIf(boolean isGiven, String key, String why) {
        if (isGiven) {
            throw new CannotRun(
                    "the job file has " + key + ": " + why
                            + ", and these to the clock. A replay proves models that events alone change; compare the outputs of two runs instead");
        }
    }

    /**
     * The savepoint's models are of the job's specification.
     *
     * @param place the savepoint
     */
    static void checkSpecification(String place, StateFormat saved, JobConfig config, LearnerSpec learner) {
        String wanted = TrackedLearner.canonicalText(learner, config.milestones());
        String found = inTodaysWords(saved.text());
        if (found.equals(wanted)) {
            return;
        }
        int at = Arrays.mismatch(found.toCharArray(), wanted.toCharArray());
        int from = Math.max(0, at - SHOWN / 2);
        throw new CannotRun("the models in " + place + " are of specification " + saved.fingerprint()
                + ", and not of that of the job file: there is \"" + excerpt(found, from)
                + "\" where the job file says \""
                + excerpt(wanted, from) + "\"; replay with the job file that the savepoint's job ran");
    }

    private static String excerpt(String text, int from) {
        return text.substring(Math.min(from, text.length()), Math.min(from + SHOWN, text.length()));
    }

    private static String inTodaysWords(String text) {
        try {
            return TrackedLearner.canonicalTextAgain(text);
        } catch (SpecException e) {
            return text;
        }
    }

    /**
     * The kernel that has computed the savepoint's models.
     *
     * @param place the savepoint
     */
    static Kernel kernel(String place, StateFormat saved) {
        String what = "the models in " + place + " were computed by the kernel " + saved.kernel() + " with "
                + saved.lanes() + (saved.lanes() == 1 ? " lane" : " lanes") + ", ";
        try {
            Kernel kernel = Kernels.named(saved.kernel());
            if (kernel.lanes() == saved.lanes()) {
                return kernel;
            }
            throw new CannotRun(what + "but here that kernel has " + kernel.lanes()
                    + ", which gives other last bits; replay on a machine like that of the job");
        } catch (IllegalArgumentException e) {
            throw new CannotRun(what + "which is not to be had here: " + e.getMessage(), e);
        }
    }
}
