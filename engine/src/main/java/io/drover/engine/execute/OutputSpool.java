package io.drover.engine.execute;

import io.drover.engine.commit.Change;
import io.drover.engine.commit.Committer;
import io.drover.engine.commit.Outcome;
import io.drover.engine.secret.Veil;
import io.drover.model.action.ActionContext;
import io.drover.model.execution.OutputChunk;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Stores what an action writes while it runs, with secrets masked. While one piece is being committed the next ones
 * gather; a program that writes faster than the database stores has to wait, and what goes beyond the limit is cut, with a
 * mark.
 */
final class OutputSpool implements ActionContext.Output {
    private static final int MOST_GATHERED = 256 * 1024;
    private static final int LONGEST_CHUNK = 64 * 1024;
    private static final long PATIENCE_SECONDS = 30;

    private final String executionId;
    private final int attempt;
    private final Veil veil;
    private final Committer committer;
    private final InstantSource clock;
    private final long limit;
    private final List<OutputChunk> gathered = new ArrayList<>();
    /** What may be the beginning of a secret, by stream. */
    private final Map<OutputChunk.Stream, String> unsettled = new EnumMap<>(OutputChunk.Stream.class);

    private final StringBuilder text = new StringBuilder();
    private OutputChunk.@Nullable Stream stream;
    private int number;
    private long written;
    private int size;
    private boolean cut;
    private @Nullable CompletableFuture<Outcome> underWay;

    OutputSpool(String executionId, int attempt, Veil veil, Committer committer, InstantSource clock, long limit) {
        this.executionId = executionId;
        this.attempt = attempt;
        this.veil = veil;
        this.committer = committer;
        this.clock = clock;
        this.limit = limit;
    }

    @Override
    public void write(OutputChunk.Stream from, String piece) {
        CompletableFuture<Outcome> full;
        synchronized (this) {
            if (cut) {
                return;
            }
            String all = unsettled.getOrDefault(from, "") + piece;
            int settled = veil.settled(all);
            unsettled.put(from, all.substring(settled));
            keep(from, veil.masked(all.substring(0, settled)));
            full = size > MOST_GATHERED ? underWay : null;
        }
        if (full != null) {
            boolean unused = await(full);
        }
    }

    private void keep(OutputChunk.Stream from, String piece) {
        if (cut || piece.isEmpty()) {
            return;
        }
        String kept = piece;
        if (written + piece.length() > limit) {
            kept = piece.substring(0, (int) (limit - written)) + "\n[Output was cut here: more than " + limit
                    + " characters.]\n";
            cut = true;
        }
        written += piece.length();
        gather(from, kept);
        flush();
    }

    /** Waits until all is stored. */
    void finish() {
        synchronized (this) {
            unsettled.forEach((from, rest) -> keep(from, veil.masked(rest)));
            unsettled.clear();
        }
        while (true) {
            CompletableFuture<Outcome> last;
            synchronized (this) {
                flush();
                last = underWay;
            }
            if (last == null || !await(last)) {
                return;
            }
        }
    }

    private void gather(OutputChunk.Stream from, String piece) {
        if (from != stream || text.length() > LONGEST_CHUNK) {
            chunk();
            stream = from;
        }
        text.append(piece);
        size += piece.length();
    }

    private void chunk() {
        if (stream != null && text.length() > 0) {
            Instant now = clock.instant();
            gathered.add(new OutputChunk(executionId, attempt, number++, stream, text.toString(), now));
            text.setLength(0);
        }
    }

    private synchronized void flush() {
        if (underWay != null || size == 0) {
            return;
        }
        chunk();
        List<OutputChunk> chunks = List.copyOf(gathered);
        gathered.clear();
        size = 0;
        CompletableFuture<Outcome> stored = committer.submit(Change.of(batch -> chunks.forEach(batch::append)));
        underWay = stored;
        CompletableFuture<Void> unused = stored.handle((outcome, failure) -> {
            synchronized (this) {
                underWay = null;
                if (failure == null) {
                    flush();
                }
            }
            return null;
        });
    }

    /**
     * Waits for a commit, but not for ever: output is a convenience while it runs, and the result still holds what the
     * runner kept of it.
     */
    private static boolean await(CompletableFuture<Outcome> stored) {
        try {
            stored.handle((outcome, failure) -> outcome).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (TimeoutException | ExecutionException e) {
            return false;
        }
    }
}
