package io.github.stepnet.network.health;

import java.util.List;

/** Holds the figures of a tick whose update was measured, until the next tick. */
public interface HealthProbe {

    /** What was measured last, in the order in which the learner computes. */
    List<StageHealth> stages();
}
