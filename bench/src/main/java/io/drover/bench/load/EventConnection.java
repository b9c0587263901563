package io.drover.bench.load;

import io.drover.bench.http.Answer;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A connection that carries one event at a time, without a thread of its own; it connects anew where it was closed. */
final class EventConnection {
    private static final int LARGEST_ANSWER = 64 * 1024;
    private static final String HEAD_END = "\r\n\r\n";

    private final InetSocketAddress server;
    private final Selector selector;
    private final ByteBuffer answer = ByteBuffer.allocate(LARGEST_ANSWER);
    private ByteBuffer unsent = ByteBuffer.allocate(0);
    private @Nullable SocketChannel channel;
    private boolean busy;
    private long since;

    private EventConnection(InetSocketAddress server, Selector selector) {
        this.server = server;
        this.selector = selector;
    }

    /** Connects to the host and port of the URL; its key in the selector has it as attachment. */
    static EventConnection to(URI daemon, Selector selector) throws IOException {
        int port = daemon.getPort() < 0 ? 80 : daemon.getPort();
        EventConnection connection = new EventConnection(new InetSocketAddress(daemon.getHost(), port), selector);
        connection.connected();
        return connection;
    }

    /** {@return whether an answer is awaited} */
    boolean isBusy() {
        return busy;
    }

    /** {@return since when it does what it does, on the clock of {@link System#nanoTime}} */
    long since() {
        return since;
    }

    void rests() {
        busy = false;
        since = System.nanoTime();
    }

    /**
     * Sends a request, whose bytes are no longer needed afterwards.
     *
     * @param due since when its latency counts
     */
    void send(byte[] request, long due) throws IOException {
        busy = true;
        since = due;
        SocketChannel open = connected();
        unsent = ByteBuffer.wrap(request);
        open.write(unsent);
        if (unsent.hasRemaining()) {
            unsent = ByteBuffer.wrap(Arrays.copyOfRange(request, unsent.position(), request.length));
            open.keyFor(selector).interestOps(SelectionKey.OP_READ | SelectionKey.OP_WRITE);
        }
    }

    /**
     * Goes on where its key is ready.
     *
     * @return the answer; null where it is not complete yet
     * @throws IOException if the connection broke or closed before its answer, or the answer is none that a daemon gives to
     *     an event
     */
    @Nullable
    Answer take() throws IOException {
        SocketChannel open = channel;
        if (open == null) {
            return null;
        }
        if (unsent.hasRemaining()) {
            open.write(unsent);
            if (!unsent.hasRemaining()) {
                open.keyFor(selector).interestOps(SelectionKey.OP_READ);
            }
        }
        int read = open.read(answer);
        if (read < 0) {
            if (busy) {
                throw new EOFException("the server closed the connection before its answer was complete");
            }
            disconnect();
            return null;
        }
        return read == 0 ? null : complete();
    }

    private @Nullable Answer complete() throws IOException {
        String text = new String(answer.array(), 0, answer.position(), StandardCharsets.ISO_8859_1);
        int headEnd = text.indexOf(HEAD_END);
        if (headEnd < 0) {
            return null;
        }
        String head = text.substring(0, headEnd);
        if (!head.startsWith("HTTP/1.") || head.length() < 12) {
            throw new IOException(
                    "the answer is not HTTP/1.1: " + head.lines().findFirst().orElse(""));
        }
        int status = Integer.parseInt(head.substring(9, 12));
        String length = new Answer(status, head, "").header("content-length");
        if (length.isEmpty()) {
            throw new IOException("the answer does not tell its Content-Length");
        }
        int bodyStart = headEnd + HEAD_END.length();
        int total = bodyStart + Integer.parseInt(length);
        if (total > LARGEST_ANSWER) {
            throw new IOException("the answer has " + total + " bytes, more than " + LARGEST_ANSWER);
        }
        if (answer.position() < total) {
            return null;
        }
        answer.clear();
        busy = false;
        return new Answer(status, head, text.substring(bodyStart, total));
    }

    void disconnect() {
        SocketChannel open = channel;
        channel = null;
        answer.clear();
        unsent = ByteBuffer.allocate(0);
        if (open != null) {
            try {
                open.close();
            } catch (IOException e) {
                // it is not used any more
            }
        }
    }

    private SocketChannel connected() throws IOException {
        SocketChannel open = channel;
        if (open == null) {
            open = SocketChannel.open(server);
            channel = open;
            open.setOption(StandardSocketOptions.TCP_NODELAY, true);
            open.configureBlocking(false);
            open.register(selector, SelectionKey.OP_READ, this);
        }
        return open;
    }
}
