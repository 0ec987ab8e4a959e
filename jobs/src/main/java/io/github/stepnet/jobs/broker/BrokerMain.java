package io.github.stepnet.jobs.broker;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** An {@link EmbeddedBroker} in a JVM of its own, for those who want to kill it. It runs until then, and ends by itself only if it is broken. */
public final class BrokerMain {

    private static final int BROKEN = 3;

    private BrokerMain() {}

    /**
     * Starts it.
     *
     * @param args the port for its clients, and the directory where its data is, or goes
     * @throws IOException if it does not start
     * @throws InterruptedException never
     */
    public static void main(String[] args) throws IOException, InterruptedException {
        EmbeddedBroker.start(Integer.parseInt(args[0]), Path.of(args[1]));
        while (EmbeddedBroker.fault().isEmpty()) {
            TimeUnit.SECONDS.sleep(1);
        }
        System.err.println("the broker is broken: " + EmbeddedBroker.fault().get());
        Runtime.getRuntime().halt(BROKEN);
    }
}
