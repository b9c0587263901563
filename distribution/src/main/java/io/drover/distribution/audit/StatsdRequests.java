package io.drover.distribution.audit;

import io.drover.engine.repeat.Repeating;
import io.drover.restapi.health.Answered;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells a statsd server every second of the requests that were answered and of the streams that are open, in StackStorm's names
 * (platform spec 11.4): {@code st2.api.request}, {@code st2.stream.connections} … Ids in paths are told as {@code id}, or each
 * would be a name of its own; so are API keys, which may stand in a path, too.
 */
public final class StatsdRequests implements Consumer<Answered>, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StatsdRequests.class);
    private static final Duration EVERY = Duration.ofSeconds(1);
    private static final int MOST_NAMES = 1_000;
    private static final int MOST_TIMES = 2_000;
    private static final Pattern ID = Pattern.compile("(?<=/)[0-9a-f]{24}(?=/|$)|(?<=/apikeys/)[^/]+");

    private final Wire wire;
    private final StatsdText text;
    private final IntSupplier openStreams;
    private final Repeating thread;
    private Map<String, Long> counts = new TreeMap<>();
    private List<String> times = new ArrayList<>();
    private boolean failing;

    /**
     * Begins to tell.
     *
     * @param address {@code udp://host:port/prefix}
     * @param openStreams how many streams are open
     */
    public StatsdRequests(URI address, IntSupplier openStreams) {
        this.wire = Wire.to(address);
        this.text = StatsdText.of(address);
        this.openStreams = openStreams;
        this.thread = new Repeating("drover-statsd-requests", EVERY, this::send);
        thread.start();
    }

    @Override
    public synchronized void accept(Answered answer) {
        String service = service(answer.path());
        count(service + ".request");
        count(service + ".request.total");
        count(service + ".request.method." + answer.method());
        count(service + ".response.status." + answer.status());
        if (answer.status() != 404) {
            count(service + ".request.path."
                    + ID.matcher(answer.path()).replaceAll("id").replace('/', '_'));
        }
        if (times.size() < MOST_TIMES) {
            times.add(text.timer(service + ".request", answer.took().toMillis()));
        }
    }

    /** StackStorm has a service for each of these. */
    private static String service(String path) {
        return path.startsWith("/auth") ? "auth" : path.matches("(/stream)?/v1/stream") ? "stream" : "api";
    }

    private void count(String name) {
        if (counts.size() < MOST_NAMES || counts.containsKey(name)) {
            counts.merge(name, 1L, Long::sum);
        }
    }

    private synchronized List<String> taken() {
        List<String> lines = new ArrayList<>();
        counts.forEach((name, count) -> lines.add(text.counter(name, count)));
        lines.addAll(times);
        counts = new TreeMap<>();
        times = new ArrayList<>();
        return lines;
    }

    private Duration send() {
        List<String> lines = taken();
        lines.add(text.gauge("stream.connections", openStreams.getAsInt()));
        try {
            wire.send(StatsdText.datagrams(lines));
            failing = false;
        } catch (IOException e) {
            if (!failing) {
                LOG.warn(
                        "Counts of requests do not get to statsd; those of each second are lost until they do. {}",
                        e.toString());
            }
            failing = true;
        }
        return EVERY;
    }

    /** Tells the rest, then ends. */
    @Override
    public void close() {
        if (thread.stop()) {
            Duration unused = send();
            wire.close();
        }
    }
}
