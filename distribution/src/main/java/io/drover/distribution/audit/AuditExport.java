package io.drover.distribution.audit;

import io.drover.engine.repeat.Repeating;
import io.drover.model.error.DroverException;
import io.drover.model.store.Audit;
import io.drover.model.store.Store;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends this node's audit records to one collector, on a thread of its own. Reads them from the store, so that nothing has
 * to be kept in memory and the engine never waits; a file remembers the last one that was sent, so that each is sent at
 * least once. A collector that is met the first time gets what happens from then on.
 */
public final class AuditExport implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AuditExport.class);
    private static final int AT_ONCE = 500;
    private static final Duration PAUSE = Duration.ofMillis(500);
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(2);

    private final String name;
    private final Collector collector;
    private final Store store;
    private final int node;
    private final Cursor cursor;
    private final Repeating thread;
    private boolean failing;

    private AuditExport(String name, Collector collector, Store store, int node, Cursor cursor) {
        this.name = name;
        this.collector = collector;
        this.store = store;
        this.node = node;
        this.cursor = cursor;
        this.thread = new Repeating("drover-audit-" + name, Duration.ZERO, this::step);
        thread.start();
    }

    /** Sends to a syslog server at {@code udp://}, {@code tcp://} or {@code tls://}. */
    public static AuditExport syslog(URI address, Store store, int node, Path folder) {
        long process = ProcessHandle.current().pid();
        Collector collector = new Syslog(Wire.to(address), hostName(), process);
        return new AuditExport("syslog", collector, store, node, cursor(folder, "syslog"));
    }

    /** Sends GELF to {@code udp://}, {@code tcp://} or {@code tls://}. */
    public static AuditExport gelf(URI address, Store store, int node, Path folder) {
        Collector collector = new Gelf(Wire.to(address), hostName());
        return new AuditExport("gelf", collector, store, node, cursor(folder, "gelf"));
    }

    /** Tells a statsd server at {@code udp://host:port/prefix} what happened, in StackStorm's names. */
    public static AuditExport statsd(URI address, Store store, int node, Path folder) {
        Collector collector = new Statsd(Wire.to(address), StatsdText.of(address));
        return new AuditExport("statsd", collector, store, node, cursor(folder, "statsd"));
    }

    private static Cursor cursor(Path folder, String name) {
        return new Cursor(folder.resolve("audit-" + name + ".cursor"));
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException nameless) {
            return "localhost";
        }
    }

    private Duration step() {
        try {
            long sent = sent();
            List<Audit.Stored> next =
                    store.read(transaction -> transaction.audit().after(node, sent, AT_ONCE));
            if (!next.isEmpty()) {
                collector.send(next);
                cursor.remember(next.get(next.size() - 1).id());
            }
            if (failing) {
                LOG.info("Audit records go to {} again.", name);
            }
            failing = false;
            return next.size() == AT_ONCE ? Duration.ZERO : PAUSE;
        } catch (IOException | DroverException e) {
            if (!failing) {
                LOG.warn(
                        "Audit records do not get to {}; it is tried again, and none is left out. {}",
                        name,
                        e.toString());
            }
            failing = true;
            return AFTER_FAILURE;
        }
    }

    private long sent() throws IOException {
        Long sent = cursor.read();
        if (sent != null) {
            return sent;
        }
        long last = store.read(transaction -> transaction.audit().last(node));
        cursor.remember(last);
        return last;
    }

    /** Sends what there is, then ends. */
    @Override
    public void close() {
        if (thread.stop()) {
            if (!failing) {
                while (step().isZero()) {
                    LOG.debug("Sending the rest");
                }
            }
            collector.close();
        }
    }
}
