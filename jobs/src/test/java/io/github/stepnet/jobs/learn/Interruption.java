package io.github.stepnet.jobs.learn;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.flink.api.common.functions.RichMapFunction;
import org.apache.flink.api.common.state.CheckpointListener;

/**
 * Lets records through slowly, so that there are checkpoints in mid-stream, and fails once, after some of them and before the end. One job
 * at a time: what it counts is the JVM's.
 */
final class Interruption extends RichMapFunction<Decoded, Decoded> implements CheckpointListener {

    private static final long serialVersionUID = 1;

    private static final int CHECKPOINTS = 3;
    private static final int RECORDS_PER_REST = 4;
    /** Records of a subtask after which a busy machine that has not made its checkpoints yet is waited for. */
    private static final int SOON = 500;

    private static final int LONG_REST_MILLIS = 5;

    private static final AtomicInteger RECORDS = new AtomicInteger();
    private static final AtomicBoolean THROWS = new AtomicBoolean();
    private static volatile CountDownLatch checkpoints = new CountDownLatch(CHECKPOINTS);

    private int seen;

    /** Forgets the last job. */
    static Interruption slow() {
        RECORDS.set(0);
        THROWS.set(false);
        checkpoints = new CountDownLatch(CHECKPOINTS);
        return new Interruption();
    }

    /** One that throws, too. */
    static Interruption throwing() {
        Interruption interruption = slow();
        THROWS.set(true);
        return interruption;
    }

    static boolean hasThrown() {
        return !THROWS.get();
    }

    /** How many records have come through, again or for the first time. */
    static int records() {
        return RECORDS.get();
    }

    /** Returns in mid-stream, when a few checkpoints are complete. */
    static void awaitCheckpoints() throws InterruptedException {
        checkpoints.await();
    }

    @Override
    public Decoded map(Decoded decoded) throws Exception {
        RECORDS.incrementAndGet();
        seen++;
        if (checkpoints.getCount() > 0 && seen > SOON) {
            Thread.sleep(LONG_REST_MILLIS);
        } else if (seen % RECORDS_PER_REST == 0) {
            Thread.sleep(1);
        }
        if (checkpoints.getCount() == 0 && THROWS.compareAndSet(true, false)) {
            throw new IllegalStateException("a failure that the test asked for");
        }
        return decoded;
    }

    @Override
    public void notifyCheckpointComplete(long id) {
        checkpoints.countDown();
    }
}
