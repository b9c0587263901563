package io.drover.engine.silence;

import io.drover.engine.commit.Batch;
import io.drover.engine.commit.Change;
import io.drover.engine.commit.Committer;
import io.drover.engine.repeat.Repeating;
import io.drover.model.error.DroverException;
import io.drover.model.silence.Freeze;
import io.drover.model.silence.Silence;
import io.drover.model.store.Store;
import io.drover.model.store.Transaction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Changes what is stored of silences and freezes, and has what is in force on this node follow, and what other nodes change too. */
public final class SilenceBook implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SilenceBook.class);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final Store store;
    private final Committer committer;
    private final InForce inForce;
    private final Repeating thread = new Repeating("drover-silences", PAUSE, this::look);
    private long seen;

    /** A book whose silences and freezes are in force from now on. */
    public SilenceBook(Store store, Committer committer, InForce inForce) {
        this.store = store;
        this.committer = committer;
        this.inForce = inForce;
        refresh();
    }

    /** Looks from now on for what other nodes change. */
    public void start() {
        if (store.isShared()) {
            thread.start();
        }
    }

    private @Nullable Duration look() {
        try {
            follow();
        } catch (DroverException away) {
            LOG.debug("Silences could not be looked at; it is tried again in a moment.", away);
        } catch (RuntimeException e) {
            LOG.error("Silences of other nodes could not be taken in; it is tried again in a moment.", e);
        }
        return PAUSE;
    }

    /** Takes in what another node changed. */
    synchronized void follow() {
        long now = store.read(transaction -> transaction.silences().changes());
        if (now != seen) {
            refresh();
        }
    }

    /** Reads everything again: the database may hold something else after a commit whose outcome is unknown. */
    public synchronized void refresh() {
        seen = store.read(transaction -> {
            // before the rows: what is changed between is then read again
            long changes = transaction.silences().changes();
            List<Silence> silences = transaction.silences().list();
            List<Freeze> freezes = transaction.silences().freezes();
            inForce.replace(compiled(silences), freezes);
            return changes;
        });
    }

    private static List<CompiledSilence> compiled(List<Silence> silences) {
        List<CompiledSilence> compiled = new ArrayList<>();
        for (Silence silence : silences) {
            try {
                compiled.add(CompiledSilence.of(silence));
            } catch (IllegalArgumentException e) {
                LOG.warn("Silence {} cannot be read and is not in force: {}", silence.id(), e.getMessage());
            }
        }
        return compiled;
    }

    <T> T read(Function<Transaction, T> query) {
        return store.read(query);
    }

    /** Commits a change; it is in force here when this returns. */
    synchronized void change(Consumer<Batch> rows) {
        committer.commit(Change.of(rows));
        refresh();
    }

    @Override
    public void close() {
        if (store.isShared()) {
            boolean unused = thread.stop();
        }
    }
}
