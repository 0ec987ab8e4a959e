package io.github.stepnet.network.learning;

import io.github.stepnet.network.arena.NetworkState;
import io.github.stepnet.network.arena.StateLayout;
import io.github.stepnet.network.kernel.Kernels;
import io.github.stepnet.network.loss.Loss;
import io.github.stepnet.network.plan.Gradient;
import io.github.stepnet.network.plan.Pass;
import io.github.stepnet.network.plan.Places;
import io.github.stepnet.network.plan.Plan;

/** A technique without a network around it, which is given lessons by hand. */
final class LessonRig {

    private static final int ROOM = 200;

    final Technique.Bound bound;
    final Lesson lesson = new Lesson();

    LessonRig(Technique technique, Plan plan) {
        StateLayout layout = new StateLayout();
        bound = technique.bind(
                new Technique.Ground(plan, Kernels.scalar(), Loss.softmaxCrossEntropy(), layout, 0, 0, 0));
        lesson.state = layout.newState();
        lesson.pass = Pass.aside(plan, Kernels.scalar(), new Places(0, 0, new Gradient(plan, Kernels.scalar())));
        lesson.pass.attach(new NetworkState(new long[0], new double[0], new String[0], new float[ROOM]));
        lesson.pass.aim(0);
    }

    /** Goes on to an event: its features, and the memory before it. */
    void event(float[] past, int label) {
        lesson.pass.recall(past, 0);
        lesson.pass.forward();
        lesson.truth = new float[] {label};
    }
}
