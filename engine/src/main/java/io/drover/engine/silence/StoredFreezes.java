package io.drover.engine.silence;

import io.drover.engine.access.Asked;
import io.drover.engine.api.Freezes;
import io.drover.engine.ids.Ids;
import io.drover.model.access.Principal;
import io.drover.model.audit.AuditRecord;
import io.drover.model.error.DroverException;
import io.drover.model.silence.Freeze;
import io.drover.model.store.Transaction;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Freezes as the store has them. */
public final class StoredFreezes implements Freezes {
    private static final String KIND = "freeze";

    private final SilenceBook book;
    private final Ids ids;
    private final InstantSource clock;

    public StoredFreezes(SilenceBook book, Ids ids, InstantSource clock) {
        this.book = book;
        this.ids = ids;
        this.clock = clock;
    }

    @Override
    public List<Freeze> list() {
        return book.read(transaction -> transaction.silences().freezes());
    }

    @Override
    public Optional<Freeze> find(String id) {
        return list().stream().filter(freeze -> freeze.id().equals(id)).findFirst();
    }

    @Override
    public Freeze start(@Nullable String pack, boolean manual, String reason, Principal by) {
        if (reason.isBlank()) {
            throw DroverException.invalid("Expected a 'reason', so that others know why nothing happens.");
        }
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        Freeze freeze = new Freeze(ids.next(), pack, manual, now, by.user(), reason.strip());
        book.change(batch -> {
            batch.also(transaction -> begin(transaction, freeze));
            batch.append(entry(freeze, "started", by, now));
        });
        return freeze;
    }

    /** What others begin at the same time, on this node or another, is seen here. */
    private static void begin(Transaction transaction, Freeze freeze) {
        transaction.silences().hold();
        transaction.silences().freezes().stream()
                .filter(other -> Objects.equals(other.pack(), freeze.pack()))
                .findFirst()
                .ifPresent(StoredFreezes::refuseSecond);
        transaction.silences().begin(freeze);
    }

    private static void refuseSecond(Freeze other) {
        throw DroverException.alreadyExists(
                "There is the " + Stop.words(other) + ". End it first to start another.", other.id());
    }

    @Override
    public void end(String id, Principal by) {
        Freeze freeze = find(id).orElseThrow(() -> DroverException.notFound(
                "Unable to identify resource with id \"" + id + "\". 'drover freeze status' shows all."));
        Instant now = clock.instant();
        book.change(batch -> {
            batch.also(transaction -> transaction.silences().end(id));
            batch.append(entry(freeze, "ended", by, now));
        });
    }

    private static AuditRecord entry(Freeze freeze, String what, Principal by, Instant now) {
        return Asked.by(by, what, KIND, freeze.id(), now)
                .with("pack", freeze.pack())
                .with("manual", freeze.manual())
                .with("reason", freeze.reason());
    }
}
