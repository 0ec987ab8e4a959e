package io.github.stepnet.network.learning;

/** A stream without an end whose truth is the class of the event before. */
final class EchoStream {

    private EchoStream() {}

    /** Hits in the last {@code counted} of {@code events}. */
    static int hits(TechniqueRun run, int events, int counted) {
        int last = 0;
        int hits = 0;
        for (int n = 0; n < events; n++) {
            int now = run.random.nextDouble() < 0.5 ? 0 : 1;
            run.tick(last, now, 1 - now);
            last = now;
            hits += n >= events - counted
                            && run.answer.present
                            && run.answer.predictedClass == (int) run.answer.truth[0]
                    ? 1
                    : 0;
        }
        return hits;
    }
}
