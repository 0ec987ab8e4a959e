package io.github.stepnet.jobs.broker;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** TCP ports of 127.0.0.1. What is free now may be taken a moment later. */
final class Ports {

    private static final byte[] LOOPBACK = {127, 0, 0, 1};

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

    private static ServerSocket open(int port) throws IOException {
        return new ServerSocket(port, 1, InetAddress.getByAddress(LOOPBACK));
    }
}
