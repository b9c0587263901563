package io.drover.restapi.reports;

import io.drover.engine.api.Reports;
import io.drover.model.error.DroverException;
import io.drover.model.error.ErrorCode;
import io.drover.model.store.ReportRows;
import io.drover.restapi.http.Answer;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One report on its way to a client, on a thread of its own. Some texts wait between that thread and the I/O loop; a client
 * that takes none for a minute is cut off. A failure after the first row breaks the connection, so that nobody takes a part
 * for the whole.
 */
final class Export implements ReportRows {
    private static final Logger LOG = LoggerFactory.getLogger(Export.class);
    private static final int MOST_WAITING = 4;
    private static final int TEXT_SIZE = 32_768;
    private static final int PATIENCE_SECONDS = 60;

    private final Vertx vertx;
    private final RowText format;
    private final CompletableFuture<Answer> answer = new CompletableFuture<>();
    private final BlockingQueue<Buffer> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
    private final StringBuilder text = new StringBuilder(TEXT_SIZE + TEXT_SIZE / 4);
    private long rows;
    private volatile @Nullable Context loop;
    private volatile @Nullable HttpServerResponse response;
    private volatile boolean gone;
    private volatile boolean whole;
    private volatile boolean failed;

    Export(Vertx vertx, RowText format) {
        this.vertx = vertx;
        this.format = format;
    }

    /** {@return completes with the answer once the query runs; exceptionally where it cannot} */
    CompletableFuture<Answer> answer() {
        return answer;
    }

    /** Runs the report to its end. */
    void run(Reports reports, String sql) {
        try {
            reports.export(sql, this);
            if (!gone) {
                text.append(format.tail(rows));
                handOver();
                whole = true;
                wake();
            }
        } catch (RuntimeException e) {
            if (!answer.completeExceptionally(e)) {
                LOG.warn("A report broke off after {} rows. {}", rows, e.getMessage());
                failed = true;
                wake();
            }
        }
    }

    @Override
    public void columns(List<String> names) {
        text.append(format.head(names));
        boolean first = answer.complete(Answer.flowing(format.contentType(), Map.of(), this::begin));
        if (!first) {
            throw new IllegalStateException("The columns were told twice");
        }
    }

    @Override
    public boolean row(List<@Nullable Object> values) {
        text.append(format.row(rows++, values));
        if (text.length() >= TEXT_SIZE) {
            handOver();
        }
        return !gone;
    }

    private void handOver() {
        Buffer next = Buffer.buffer(text.toString());
        text.setLength(0);
        try {
            if (!gone && !waiting.offer(next, PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                gone = true;
                throw DroverException.of(ErrorCode.TIMEOUT, "The client took nothing for " + PATIENCE_SECONDS + " s.");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            gone = true;
        }
        wake();
    }

    private void begin(HttpServerRequest request) {
        HttpServerResponse out = request.response();
        out.setChunked(true);
        out.exceptionHandler(broken -> gone = true);
        out.closeHandler(closed -> gone = true);
        out.drainHandler(room -> pump(out));
        loop = vertx.getOrCreateContext();
        response = out;
        pump(out);
    }

    private void wake() {
        Context context = loop;
        HttpServerResponse out = response;
        if (context != null && out != null) {
            context.runOnContext(now -> pump(out));
        }
    }

    private void pump(HttpServerResponse out) {
        while (!out.ended() && !out.closed() && !out.writeQueueFull()) {
            Buffer next = waiting.poll();
            if (next != null) {
                out.write(next);
            } else if (failed) {
                out.reset();
                return;
            } else {
                if (whole && waiting.isEmpty()) {
                    out.end();
                }
                return;
            }
        }
    }
}
