package io.drover.restapi.stream;

import io.drover.restapi.json.Json;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * One client of a stream. Everything of it happens on the I/O loop of its connection: it is written to as long as it takes
 * what is sent, and goes on where it stood when it takes more.
 */
final class Watcher {
    private static final int SOME = 64;
    private static final long LINGER_MILLIS = 2_000;
    /** How long somebody is still sent what they may no longer see. */
    private static final long RIGHTS_MILLIS = 1_000;

    private static final Buffer BLANK_LINE = Buffer.buffer("\n");

    private final Streams streams;
    private final Wanted wanted;
    private final Wish wish;
    private final Viewer viewer;
    private final HttpServerRequest request;
    private final HttpServerResponse response;
    private final Vertx vertx;
    private final Context loop;
    private final AtomicBoolean awake = new AtomicBoolean();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private volatile boolean looking;
    private long place;
    private long heartbeat;
    private long rights;
    private boolean over;

    Watcher(
            Vertx vertx,
            Streams streams,
            Wanted wanted,
            Wish wish,
            Viewer viewer,
            long place,
            HttpServerRequest request) {
        this.vertx = vertx;
        this.streams = streams;
        this.wanted = wanted;
        this.wish = wish;
        this.viewer = viewer;
        this.place = place;
        this.request = request;
        this.response = request.response();
        this.loop = vertx.getOrCreateContext();
    }

    Wanted wanted() {
        return wanted;
    }

    /** Sends what stands at the beginning, then what comes. */
    void begin(Buffer beginning) {
        response.setChunked(true);
        response.closeHandler(gone -> {
            over();
            ended.complete(null);
        });
        response.drainHandler(ready -> pump());
        heartbeat = vertx.setPeriodic(streams.heartbeat().toMillis(), tick -> beat());
        rights = vertx.setPeriodic(RIGHTS_MILLIS, tick -> ask());
        streams.comes(this);
        response.write(beginning);
        pump();
    }

    /** Says that there is more. From any thread. */
    void wake() {
        if (awake.compareAndSet(false, true)) {
            loop.runOnContext(now -> {
                looking = true;
                awake.set(false);
                pump();
                looking = false;
            });
        }
    }

    /** {@return whether it was woken and has not looked yet} */
    boolean isAwake() {
        return awake.get() || looking;
    }

    /** Ends the stream, with a reason. From any thread. {@return completes when the client was sent that} */
    CompletableFuture<Void> end(String reason) {
        loop.runOnContext(now -> cutOff(reason));
        return ended;
    }

    private void beat() {
        if (!over && !response.writeQueueFull()) {
            response.write(BLANK_LINE);
        }
    }

    private void ask() {
        String refused = over ? null : viewer.refused();
        if (refused != null) {
            cutOff(refused);
        }
    }

    private void pump() {
        while (!over && !response.writeQueueFull()) {
            List<Frame> frames = streams.frames().from(place, SOME);
            if (frames.isEmpty() || isLost()) {
                break;
            }
            send(frames);
        }
        if (!over && isLost()) {
            cutOff("You read too slowly: what comes next is no longer here. Come again, and read faster or want less.");
        }
    }

    private boolean isLost() {
        return streams.frames().isLost(place);
    }

    private void send(List<Frame> frames) {
        Buffer text = Buffer.buffer();
        for (Frame frame : frames) {
            place++;
            if (wish.takes(frame)) {
                text.appendBuffer(frame.text());
            }
            if (wish.isLast(frame)) {
                finish(text.appendBuffer(wish.farewell()));
                return;
            }
        }
        if (text.length() > 0) {
            response.write(text);
        }
    }

    private void cutOff(String reason) {
        if (!over) {
            finish(Buffer.buffer("event: drover.stream__end\ndata: ")
                    .appendBytes(Json.write(Map.of("reason", reason)))
                    .appendString("\n\n"));
            // a client that takes nothing would never see the end
            vertx.setTimer(LINGER_MILLIS, late -> request.connection().close());
        }
    }

    private void finish(Buffer last) {
        over();
        response.end(last).onComplete(sent -> ended.complete(null));
    }

    private void over() {
        if (!over) {
            over = true;
            vertx.cancelTimer(heartbeat);
            vertx.cancelTimer(rights);
            streams.goes(this);
        }
    }
}
