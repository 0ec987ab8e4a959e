package io.github.stepnet.jobs.broker;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/** TCP ports of 127.0.0.1. What is free now may be taken a moment later. */
public final class Ports {

    private static final byte[] LOOPBACK = {127, 0, 0, 1};

    /** Below the ports that operating systems choose by themselves, and above those of well-known services. */
    private static final int LOWEST_KEPT = 20_000;

    private static final int HIGHEST_KEPT = 32_000;

    private Ports() {}

    static boolean isFree(int port) {
        try (ServerSocket socket = open(port)) {
            return socket.isBound();
        } catch (IOException taken) {
            return false;
        }
    }

    static int free() throws IOException {
        try (ServerSocket socket = open(0)) {
            return socket.getLocalPort();
        }
    }

    /**
     * A free port for a server that dies and comes back. The system gives it to no client in the meantime, as it might one that it chooses itself: even
     * to one that is trying to reach the dead server, and would then reach itself and keep the port.
     */
    public static int kept() {
        int port = ThreadLocalRandom.current().nextInt(LOWEST_KEPT, HIGHEST_KEPT);
        while (!isFree(port)) {
            port = port + 1 < HIGHEST_KEPT ? port + 1 : LOWEST_KEPT;
        }
        return port;
    }

    private static ServerSocket open(int port) throws IOException {
        return new ServerSocket(port, 1, InetAddress.getByAddress(LOOPBACK));
    }
}
