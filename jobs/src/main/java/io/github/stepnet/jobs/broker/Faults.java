package io.github.stepnet.jobs.broker;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.common.utils.Exit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What Kafka does instead of ending the JVM: it logs the reason, keeps the first one, and goes on.
 *
 * <p>Kafka's exit procedures are one for the whole JVM, so this is as well. They return: the callers among the broker's
 * own start-up clean up and throw afterwards, and an exception from here would stop them half-way.
 */
final class Faults {

    private static final Logger LOG = LoggerFactory.getLogger(Faults.class);

    private static final AtomicReference<String> FIRST = new AtomicReference<>();

    private Faults() {}

    static void keepJvmAlive() {
        Exit.setExitProcedure(Faults::record);
        Exit.setHaltProcedure(Faults::record);
    }

    static Optional<String> first() {
        return Optional.ofNullable(FIRST.get());
    }

    static void forget() {
        FIRST.set(null);
    }

    private static void record(int status, String message) {
        String reason = "status " + status + (message == null ? "" : ": " + message);
        LOG.error("The embedded broker gave up with {}", reason, new IllegalStateException("stack of the call"));
        FIRST.compareAndSet(null, reason);
    }
}
