package io.drover.distribution.audit;

import io.drover.model.audit.AuditRecord;
import io.drover.model.error.DroverException;
import io.drover.model.store.Audit;
import io.drover.model.store.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code log/audit.jsonl}: the committed audit records as lines of JSON, for those who collect logs; each at least once. A
 * record comes from memory, right after its commit. What a crash, a full queue or a file that could not be written kept out is
 * read from the database: a file in the data folder remembers up to which record all are there.
 */
public final class AuditFile implements Consumer<List<AuditRecord>>, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AuditFile.class);
    private static final int MOST_WAITING = 10_000;
    private static final int AT_ONCE = 500;
    private static final long POLL_MILLIS = 200;
    private static final long CLOSE_MILLIS = 5_000;
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);
    private static final Duration BETWEEN_MARKS = Duration.ofSeconds(1);

    private final JsonLines lines;
    private final Cursor cursor;
    private final Store store;
    private final int node;
    private final BlockingQueue<List<AuditRecord>> waiting = new LinkedBlockingQueue<>(MOST_WAITING);
    private final AtomicLong handed = new AtomicLong();
    private final AtomicBoolean missed = new AtomicBoolean();
    private final Thread thread;
    private volatile boolean closing;
    private long written;
    private long remembered;
    private @Nullable Mark mark;
    private long marked = System.nanoTime();
    private boolean behind = true;
    private long nextTry;
    private boolean told;

    /**
     * A record that was committed when so many lists had been handed over, or was in the commit whose list comes next.
     *
     * @param lists when so many are written, the record is, too, and all before it
     */
    private record Mark(long id, long lists) {}

    /**
     * Begins with what an earlier life left out.
     *
     * @param dataDir where it is remembered how far the file goes
     * @param node whose records these are
     */
    public AuditFile(Path logDir, Path dataDir, Store store, int node) {
        this.lines = new JsonLines(logDir.resolve("audit.jsonl"));
        this.cursor = new Cursor(dataDir.resolve("audit-file.cursor"));
        this.store = store;
        this.node = node;
        catchUp();
        this.thread = new Thread(this::run, "drover-audit-file");
        this.thread.setDaemon(true);
        this.thread.start();
    }

    /** Takes the records of one commit, in the order of commits. For the committing thread. */
    @Override
    public void accept(List<AuditRecord> records) {
        if (records.isEmpty()) {
            return;
        }
        if (waiting.offer(records)) {
            handed.incrementAndGet();
        } else {
            missed.set(true);
        }
    }

    private void run() {
        while (!closing || !waiting.isEmpty()) {
            try {
                List<AuditRecord> first = waiting.poll(POLL_MILLIS, TimeUnit.MILLISECONDS);
                step(first);
            } catch (InterruptedException e) {
                LOG.warn("Interrupted while writing {}; only close() ends that, so it goes on.", lines.file());
            }
        }
        if (missed.get() || behind) {
            catchUp();
        }
        if (!behind) {
            // nothing is committed any more, so that what is in the database is in the file
            rememberAll();
        }
    }

    private void step(@Nullable List<AuditRecord> first) {
        if (first != null) {
            write(first);
        }
        if (missed.getAndSet(false)) {
            behind = true;
            nextTry = System.nanoTime();
        }
        if (behind) {
            if (System.nanoTime() - nextTry >= 0) {
                catchUp();
            }
        } else if (System.nanoTime() - marked > BETWEEN_MARKS.toNanos()) {
            marked = System.nanoTime();
            moveMark();
        }
    }

    private void write(List<AuditRecord> first) {
        List<List<AuditRecord>> lists = new ArrayList<>();
        lists.add(first);
        waiting.drainTo(lists);
        written += lists.size();
        if (behind) {
            // they are committed, so the database gives them in their order
            return;
        }
        try {
            lines.append(lists.stream().flatMap(List::stream).toList());
        } catch (IOException e) {
            failed(e);
        }
    }

    private void failed(Exception reason) {
        behind = true;
        nextTry = System.nanoTime() + AFTER_FAILURE.toNanos();
        if (!told) {
            LOG.warn(
                    "Audit records do not get into {}; it is tried again, and none is left out. {}",
                    lines.file(),
                    reason.toString());
        }
        told = true;
    }

    /** Writes what the database has and the file may not have. */
    private void catchUp() {
        try {
            mark = null;
            remembered = begin();
            List<Audit.Stored> next;
            do {
                long from = remembered;
                next = store.read(transaction -> transaction.audit().after(node, from, AT_ONCE));
                if (!next.isEmpty()) {
                    lines.append(next.stream().map(Audit.Stored::record).toList());
                    remember(next.get(next.size() - 1).id());
                }
            } while (next.size() == AT_ONCE);
            behind = false;
            if (told) {
                LOG.info("Audit records go into {} again.", lines.file());
            }
            told = false;
        } catch (IOException | DroverException e) {
            failed(e);
        }
    }

    /** {@return up to which record all are there; a file from before that was remembered is gone on with} */
    private long begin() throws IOException {
        Long last = cursor.read();
        if (last != null) {
            return last;
        }
        long from = Files.exists(lines.file())
                ? store.<Long>read(transaction -> transaction.audit().last(node, 0))
                : 0;
        remember(from);
        return from;
    }

    private void remember(long id) throws IOException {
        cursor.remember(id);
        remembered = id;
    }

    /** Remembers a record once it is certain that it was written, then asks for the next one. */
    private void moveMark() {
        try {
            Mark pending = mark;
            if (pending != null && written >= pending.lists()) {
                remember(pending.id());
                mark = null;
            }
            if (mark == null) {
                long id = last();
                // asked after that: the list of at most one visible commit is not handed over yet
                mark = id > remembered ? new Mark(id, handed.get() + 1) : null;
            }
        } catch (IOException | DroverException later) {
            LOG.debug("How far {} goes is remembered later.", lines.file(), later);
        }
    }

    private void rememberAll() {
        try {
            remember(last());
        } catch (IOException | DroverException repeated) {
            LOG.debug("Some lines of {} are repeated at the next start.", lines.file(), repeated);
        }
    }

    private long last() {
        return store.<Long>read(transaction -> transaction.audit().last(node, remembered));
    }

    /** Writes what waits, then ends; called when nothing is committed any more. */
    @Override
    public void close() {
        closing = true;
        try {
            thread.join(CLOSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
