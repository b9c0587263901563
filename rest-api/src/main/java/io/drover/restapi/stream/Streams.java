package io.drover.restapi.stream;

import io.drover.engine.api.Executions;
import io.drover.engine.api.Feed;
import io.drover.restapi.json.Json;
import io.drover.restapi.shape.ExecutionShape;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Listens to the engine's feed while there are clients, and for a while after: one thread makes frames of what somebody
 * wants, and wakes the clients.
 */
public final class Streams implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Streams.class);
    private static final int MOST_WAITING = 20_000;
    private static final Duration LOOK = Duration.ofMillis(200);
    private static final long MOST_UNSEEN = 1024 * 1024;
    private static final long PACE_NANOS = TimeUnit.MICROSECONDS.toNanos(100);
    private static final long LONGEST_PACE_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
    private static final long GATHERING_NANOS = TimeUnit.MICROSECONDS.toNanos(100);
    private static final long LONGEST_GATHERING_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
    private static final long CLOSE_SECONDS = 2;
    private static final String GAP = "drover.stream__gap";

    private final Settings settings;
    private final Feed feed;
    private final Events events;
    private final Frames frames;
    private final Interests interests;
    private final Set<Watcher> watchers = ConcurrentHashMap.newKeySet();
    private @Nullable Thread thread;
    private volatile boolean closed;
    private long count;
    private long unseen;

    /**
     * How clients are served.
     *
     * @param mostFrames how far a client may be behind
     * @param mostBytes how far, too
     * @param lease how long after a client has gone what it wants is kept for it
     * @param heartbeat how often a blank line tells that the stream lives
     */
    public record Settings(int mostFrames, long mostBytes, Duration lease, Duration heartbeat) {
        /** 8,192 frames, 32 MB, 2 minutes, 25 s. */
        public static final Settings USUAL =
                new Settings(8_192, 32L * 1024 * 1024, Duration.ofMinutes(2), Duration.ofSeconds(25));
    }

    public Streams(Settings settings, Feed feed, Executions executions, ExecutionShape shape, InstantSource clock) {
        this.settings = settings;
        this.feed = feed;
        this.events = new Events(executions, shape);
        this.frames = new Frames(settings.mostFrames(), settings.mostBytes());
        this.interests = new Interests(clock, settings.lease());
    }

    /**
     * From now on frames that are wanted are kept.
     *
     * @param last id of the last frame that the client has; null: none
     */
    Start start(Wanted wanted, @Nullable String last) {
        boolean kept = interests.keep(wanted);
        listen();
        if (last == null) {
            return new Start(frames.end(), null);
        }
        OptionalLong place = frames.after(last);
        if (kept && place.isPresent()) {
            return new Start(place.orElseThrow(), null);
        }
        return new Start(
                frames.end(),
                gap("Events after '" + last + "' are no longer here. Look at what you follow, as"
                        + " it may have changed meanwhile."));
    }

    /**
     * Where a client begins.
     *
     * @param gap what to tell it first, where it has missed something
     */
    record Start(long place, @Nullable Frame gap) {}

    void comes(Watcher watcher) {
        interests.comes(watcher.wanted());
        watchers.add(watcher);
        if (closed) {
            CompletableFuture<Void> unused = watcher.end("The daemon is stopping.");
        }
    }

    /** {@return how many are watched} */
    public int open() {
        return watchers.size();
    }

    void goes(Watcher watcher) {
        if (watchers.remove(watcher)) {
            interests.goes(watcher.wanted());
        }
    }

    Frames frames() {
        return frames;
    }

    Duration heartbeat() {
        return settings.heartbeat();
    }

    private synchronized void listen() {
        if (thread == null && !closed) {
            Feed.Listening listening = feed.listen(MOST_WAITING);
            thread = new Thread(() -> follow(listening), "drover-stream");
            thread.setDaemon(true);
            thread.start();
        }
    }

    private void follow(Feed.Listening listening) {
        try (listening) {
            while (!isDone()) {
                List<Feed.Happening> news = listening.next(LOOK);
                for (Feed.Happening happening : news) {
                    add(happening);
                    if (unseen > MOST_UNSEEN) {
                        show();
                    }
                }
                if (listening.missed()) {
                    add(gap("More happened than could be followed; some events are not here."));
                }
                if (unseen > 0) {
                    show();
                    gather();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    // however fast frames come: whoever can go on has seen them before they are gone. The I/O loops set the pace, no
    // client
    private void show() {
        unseen = 0;
        watchers.forEach(Watcher::wake);
        long end = System.nanoTime() + LONGEST_PACE_NANOS;
        for (Watcher watcher : watchers) {
            while (watcher.isAwake() && System.nanoTime() - end < 0) {
                LockSupport.parkNanos(PACE_NANOS);
            }
        }
    }

    // each write to a client costs about the same, however much is in it: the more clients, the longer events gather
    // for one
    private void gather() {
        LockSupport.parkNanos(Math.min(LONGEST_GATHERING_NANOS, watchers.size() * GATHERING_NANOS));
    }

    private void add(Frame frame) {
        frames.add(frame);
        unseen += frame.text().length();
    }

    private void add(Feed.Happening happening) {
        try {
            for (Events.Event event : events.of(happening)) {
                if (interests.wants(event.head())) {
                    add(event.frame(happening.batch() + "-" + ++count));
                }
            }
        } catch (RuntimeException e) {
            LOG.warn("An event could not be made ready for the stream; clients are told that one is missing.", e);
            add(gap("An event could not be made ready."));
        }
    }

    private Frame gap(String reason) {
        return Frame.of("gap", new Head(GAP, "", "", false), -1, "", Json.write(Map.of("reason", reason)));
    }

    static boolean isGap(Frame frame) {
        return frame.head().event().equals(GAP);
    }

    // without anybody who wants something, what is here grows old, so that nobody can go on from it
    private synchronized boolean isDone() {
        if (!closed && !interests.isEmpty()) {
            return false;
        }
        frames.clear();
        thread = null;
        return true;
    }

    /** Ends every stream, with a reason. */
    @Override
    public void close() {
        closed = true;
        CompletableFuture<?>[] ends = watchers.stream()
                .map(watcher -> watcher.end("The daemon is stopping."))
                .toArray(CompletableFuture[]::new);
        try {
            CompletableFuture.allOf(ends).get(CLOSE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            LOG.debug("Not every client of a stream took its end.", e);
        }
    }
}
