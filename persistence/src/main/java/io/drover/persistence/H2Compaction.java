package io.drover.persistence;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.h2.engine.SessionLocal;
import org.h2.jdbc.JdbcConnection;
import org.h2.mvstore.MVStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps an H2 file from growing by all that was ever written to it. Each commit writes the pages it changed into a new
 * part of the file; a part is free again once none of its pages is in use, and in most parts a few stay so for ever. H2 moves
 * such pages together in the background only where it delays writes, which we don't let it.
 */
final class H2Compaction implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(H2Compaction.class);
    private static final long PAUSE_MILLIS = 75;

    /** Percentage that is to be in use of those parts which H2 may touch: it leaves them alone for their first 45 s. */
    private static final int TARGET = 50;

    private static final int ALL = 100;

    /** Commits wait while so much is moved. */
    private static final int BYTES_AT_ONCE = 1 << 18;

    private final DataSource source;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread made = new Thread(task, "h2-compaction");
        made.setDaemon(true);
        return made;
    });
    private final ScheduledFuture<?> work;
    private @Nullable MVStore store;

    /** Begins at once. */
    H2Compaction(DataSource source) {
        this.source = source;
        this.work = thread.scheduleWithFixedDelay(this::moveSome, PAUSE_MILLIS, PAUSE_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void moveSome() {
        try {
            MVStore file = opened();
            if (inUse(file) < TARGET) {
                file.compact(ALL, BYTES_AT_ONCE);
            }
        } catch (SQLException | RuntimeException e) {
            LOG.debug("The database's file was not compacted this time", e);
        }
    }

    private static int inUse(MVStore file) {
        AtomicInteger percentage = new AtomicInteger(ALL);
        file.getFileStore().populateInfo((name, value) -> {
            if (name.equals("info.CHUNKS_FILL_RATE_RW")) {
                percentage.set(Integer.parseInt(value));
            }
        });
        return percentage.get();
    }

    /** H2 closes the file by itself when writing fails, and opens it anew for the next connection. */
    private MVStore opened() throws SQLException {
        MVStore known = store;
        if (known != null && !known.isClosed()) {
            return known;
        }
        try (Connection connection = source.getConnection()) {
            SessionLocal session =
                    (SessionLocal) connection.unwrap(JdbcConnection.class).getSession();
            MVStore found = session.getDatabase().getStore().getMvStore();
            store = found;
            return found;
        }
    }

    @Override
    public void close() {
        work.cancel(false);
        thread.shutdown();
        try {
            if (!thread.awaitTermination(10, TimeUnit.SECONDS)) {
                LOG.warn("Expected the compaction of the database's file to end within 10 s, but it goes on.");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
