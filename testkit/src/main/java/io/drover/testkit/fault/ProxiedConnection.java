package io.drover.testkit.fault;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** One client's connection through the proxy: two sockets and a thread for each direction. */
final class ProxiedConnection {
    private static final int CHUNK = 8192;

    private final Socket client;
    private final Socket server;
    private final Supplier<NetworkFault> fault;
    private final CountDownLatch proxyClosed;
    private final Consumer<ProxiedConnection> whenClosed;
    private final AtomicLong passed = new AtomicLong();
    private volatile boolean lostData;

    ProxiedConnection(
            Socket client,
            Socket server,
            Supplier<NetworkFault> fault,
            CountDownLatch proxyClosed,
            Consumer<ProxiedConnection> whenClosed) {
        this.client = client;
        this.server = server;
        this.fault = fault;
        this.proxyClosed = proxyClosed;
        this.whenClosed = whenClosed;
    }

    void start() {
        start("up", client, server);
        start("down", server, client);
    }

    void faultBegins(NetworkFault next) {
        passed.set(0);
        if (next instanceof NetworkFault.Reset) {
            reset();
        }
    }

    void close() {
        whenClosed.accept(this);
        closeQuietly(client);
        closeQuietly(server);
    }

    private void start(String direction, Socket from, Socket to) {
        Thread pump = new Thread(() -> pump(from, to), "proxy-" + direction + "-" + client.getPort());
        pump.setDaemon(true);
        pump.start();
    }

    private void pump(Socket from, Socket to) {
        byte[] chunk = new byte[CHUNK];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int length = in.read(chunk); length >= 0; length = in.read(chunk)) {
                handOn(chunk, length, out);
            }
            if (!silent()) {
                to.shutdownOutput();
                closeOnceBothSidesEnded(from, to);
            }
        } catch (IOException e) {
            if (!silent()) {
                close();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            close();
        }
    }

    private void handOn(byte[] chunk, int length, OutputStream out) throws IOException, InterruptedException {
        NetworkFault now = fault.get();
        if (now instanceof NetworkFault.Delay delay) {
            // ends early when the proxy is closed
            boolean closing = proxyClosed.await(delay.time().toNanos(), TimeUnit.NANOSECONDS);
            if (closing) {
                return;
            }
        }
        if (silent()) {
            lostData = true;
        } else if (now instanceof NetworkFault.CutAfter cut) {
            long before = passed.getAndAdd(length);
            int allowed = (int) Math.max(0, Math.min(length, cut.bytes() - before));
            out.write(chunk, 0, allowed);
            if (before + length >= cut.bytes()) {
                close();
            }
        } else {
            out.write(chunk, 0, length);
        }
    }

    private boolean silent() {
        return lostData || fault.get() instanceof NetworkFault.Drop;
    }

    private void closeOnceBothSidesEnded(Socket from, Socket to) {
        if (from.isOutputShutdown() && to.isOutputShutdown()) {
            close();
        }
    }

    private void reset() {
        try {
            client.setSoLinger(true, 0);
            server.setSoLinger(true, 0);
        } catch (IOException e) {
            // closed already: there is nothing left to reset
        }
        close();
    }

    private static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // a socket that cannot be closed is as gone as one that can
        }
    }
}
