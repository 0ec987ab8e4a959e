package io.github.stepnet.network;

import io.github.stepnet.network.arena.NetworkState;
import io.github.stepnet.network.learning.Drifts;
import io.github.stepnet.network.learning.Lesson;
import io.github.stepnet.network.learning.Rehearsal;
import io.github.stepnet.network.learning.Technique;
import io.github.stepnet.network.plan.Pass;
import java.util.List;

/** All techniques of a learner as one: each place of a lesson calls them in the order in which they are named. */
final class Techniques implements Technique.Bound {

    private final Technique.Bound[] bound;

    Techniques(List<Technique> techniques, Technique.Ground ground) {
        bound = new Technique.Bound[techniques.size()];
        for (int i = 0; i < bound.length; i++) {
            bound[i] = techniques.get(i).bind(ground.within("techniques[" + i + "]"));
        }
    }

    @Override
    public void initialize(NetworkState state) {
        for (Technique.Bound technique : bound) {
            technique.initialize(state);
        }
    }

    @Override
    public void observeInputs(NetworkState state, float[] features, Drifts drifts) {
        for (Technique.Bound technique : bound) {
            technique.observeInputs(state, features, drifts);
        }
    }

    @Override
    public void sharpen(Lesson lesson) {
        for (Technique.Bound technique : bound) {
            technique.sharpen(lesson);
        }
    }

    @Override
    public boolean takesOver(Lesson lesson, Rehearsal rehearsal) {
        for (Technique.Bound technique : bound) {
            if (technique.takesOver(lesson, rehearsal)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void observeSignals(Lesson lesson, Pass pass) {
        for (Technique.Bound technique : bound) {
            technique.observeSignals(lesson, pass);
        }
    }

    @Override
    public void rehearse(Lesson lesson, Rehearsal rehearsal) {
        for (Technique.Bound technique : bound) {
            technique.rehearse(lesson, rehearsal);
        }
    }

    @Override
    public void scaleRates(NetworkState state, long updates, float[] factors) {
        for (Technique.Bound technique : bound) {
            technique.scaleRates(state, updates, factors);
        }
    }

    @Override
    public int bypassMaskAt() {
        int at = -1;
        for (Technique.Bound technique : bound) {
            at = Math.max(at, technique.bypassMaskAt());
        }
        return at;
    }

    @Override
    public void afterLesson(Lesson lesson, Rehearsal rehearsal) {
        for (Technique.Bound technique : bound) {
            technique.afterLesson(lesson, rehearsal);
        }
    }

    @Override
    public void afterUpdates(Lesson lesson) {
        for (Technique.Bound technique : bound) {
            technique.afterUpdates(lesson);
        }
    }
}
