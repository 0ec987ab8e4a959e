package io.github.stepnet.jobs.compare;

import io.github.stepnet.network.Answer;
import io.github.stepnet.network.Example;
import io.github.stepnet.network.Network;
import io.github.stepnet.network.PendingExample;
import io.github.stepnet.network.arena.NetworkState;

/** The events of one key whose truths have not come yet: each comes after as many events more. */
final class LateTruths {

    private final Network network;
    private final PendingExample[] pending;
    private final float[][] truths;
    private final Answer taught;
    private long events;

    LateTruths(Network network, int delay) {
        this.network = network;
        pending = new PendingExample[delay];
        truths = new float[delay][1];
        taught = network.newAnswer();
        for (int i = 0; i < delay; i++) {
            pending[i] = network.newPendingExample();
        }
    }

    /**
     * Learns the truth that comes now, then answers an event, whose own truth is learned later. The answer is given the truth, to be counted.
     *
     * @throws IllegalStateException if the network does not answer an event in its own tick
     */
    void tick(NetworkState state, Example example, int label, Answer answer) {
        int slot = (int) (events % pending.length);
        if (events >= pending.length) {
            network.teach(state, pending[slot], truths[slot], taught);
        }
        example.unlabelled();
        network.tick(state, example, answer);
        if (!answer.present) {
            throw new IllegalStateException("truths come later in SWEEP only: a mesh answers an event in another tick");
        }
        network.keep(state, answer, pending[slot]);
        truths[slot][0] = label;
        answer.truth[0] = label;
        events++;
    }
}
