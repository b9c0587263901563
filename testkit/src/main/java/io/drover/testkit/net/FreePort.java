package io.drover.testkit.net;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/** Ports of the loopback address for servers that must know theirs before they start, or come back on the same one. */
public final class FreePort {
    /** Outgoing connections are given ports above: from 32768 on Linux, from 49152 elsewhere (RFC 6335). */
    private static final int END = 32_768;

    private static final int FIRST = 16_384;
    private static final int ATTEMPTS = 1_000;

    private FreePort() {}

    /** {@return a port that nobody listens on, and that no outgoing connection takes while its server is away} */
    public static int choose() {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            int port = ThreadLocalRandom.current().nextInt(FIRST, END);
            if (isFree(port)) {
                return port;
            }
        }
        throw new IllegalStateException(
                "Tried " + ATTEMPTS + " ports from " + FIRST + " to " + (END - 1) + ", but none is free.");
    }

    private static boolean isFree(int port) {
        try (ServerSocket probe = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return probe.isBound();
        } catch (IOException e) {
            return false;
        }
    }
}
