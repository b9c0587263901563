package io.drover.bench.stream;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.HdrHistogram.Histogram;

/** Clients of the event stream, read by one thread, which takes the time of each event that tells when it was sent. */
final class Listeners implements Closeable {
    /** The key whose value is the moment, as {@link System#nanoTime} tells it. */
    static final String SENT = "sent_nanos";

    private static final byte[] MARK = ("\"" + SENT + "\":").getBytes(StandardCharsets.US_ASCII);
    private static final int BUFFER = 64 * 1024;
    private static final int SIGNIFICANT_DIGITS = 3;
    private static final int LOOK_MILLIS = 100;

    private final Selector selector = Selector.open();
    private final List<SocketChannel> channels = new ArrayList<>();
    private final AtomicLong received = new AtomicLong();
    private final Histogram times = new Histogram(SIGNIFICANT_DIGITS);
    private final Thread thread = new Thread(this::read, "listeners");
    private volatile boolean closed;

    private Listeners() throws IOException {}

    /** Opens streams; each has its answer's first bytes when this returns. */
    static Listeners open(URI daemon, byte[] request, int count) throws IOException {
        Listeners listeners = new Listeners();
        for (int i = 0; i < count; i++) {
            SocketChannel channel = SocketChannel.open(new InetSocketAddress(daemon.getHost(), daemon.getPort()));
            listeners.channels.add(channel);
            channel.write(ByteBuffer.wrap(request));
            ByteBuffer head = ByteBuffer.allocate(BUFFER);
            channel.read(head);
            String status = new String(head.array(), 0, Math.min(12, head.position()), StandardCharsets.US_ASCII);
            if (!status.equals("HTTP/1.1 200")) {
                throw new IOException("the stream was answered with " + status);
            }
            channel.configureBlocking(false);
            channel.register(listeners.selector, SelectionKey.OP_READ, new Client());
        }
        listeners.thread.setDaemon(true);
        listeners.thread.start();
        return listeners;
    }

    long received() {
        return received.get();
    }

    synchronized void reset() {
        times.reset();
    }

    synchronized Histogram times() {
        return times.copy();
    }

    private void read() {
        ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
        try {
            while (!closed) {
                selector.select(LOOK_MILLIS);
                for (Iterator<SelectionKey> keys = selector.selectedKeys().iterator(); keys.hasNext(); ) {
                    SelectionKey key = keys.next();
                    keys.remove();
                    buffer.clear();
                    if (((SocketChannel) key.channel()).read(buffer) < 0) {
                        key.cancel();
                    } else {
                        take((Client) key.attachment(), buffer.flip());
                    }
                }
            }
        } catch (IOException e) {
            // who waits for the rest says how much is missing
            closed = true;
        }
    }

    private synchronized void take(Client client, ByteBuffer bytes) {
        long now = System.nanoTime();
        int count = 0;
        while (bytes.hasRemaining()) {
            long sent = client.take(bytes.get());
            if (sent >= 0) {
                times.recordValue(Math.max(0, (now - sent) / 1000));
                count++;
            }
        }
        received.addAndGet(count);
    }

    @Override
    public void close() throws IOException {
        closed = true;
        selector.wakeup();
        for (SocketChannel channel : channels) {
            channel.close();
        }
        selector.close();
    }

    /** Finds the moments in what one client reads, byte by byte. */
    private static final class Client {
        private int matched;
        private long moment = -1;

        /** {@return a moment that ended with the byte before; -1: none} */
        long take(byte next) {
            if (moment >= 0 || matched == MARK.length) {
                if (next >= '0' && next <= '9') {
                    moment = Math.max(0, moment) * 10 + next - '0';
                    return -1;
                }
                long found = moment;
                moment = -1;
                matched = 0;
                return found;
            }
            matched = next == MARK[matched] ? matched + 1 : next == MARK[0] ? 1 : 0;
            return -1;
        }
    }
}
