package io.drover.engine.access;

import io.drover.engine.commit.Change;
import io.drover.engine.commit.Committer;
import io.drover.engine.commit.Outcome;
import io.drover.model.access.Permission;
import io.drover.model.access.Principal;
import io.drover.model.access.Resource;
import io.drover.model.audit.AuditRecord;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Puts into the audit trail who was turned away. The same again within a minute is not recorded again, and only so many
 * different ones are: whoever knocks without end must not fill the database.
 */
final class Refusals {
    private static final Duration WINDOW = Duration.ofMinutes(1);
    private static final int MOST_A_WINDOW = 600;

    private final Committer committer;
    private final InstantSource clock;
    private final Map<String, Boolean> seen = new HashMap<>();
    private Instant since;

    Refusals(Committer committer, InstantSource clock) {
        this.committer = committer;
        this.clock = clock;
        this.since = clock.instant();
    }

    /** A login that failed. */
    void login(String user, String address) {
        record(AuditRecord.of(user, "refused", "user", user, null, clock.instant())
                .because("wrong name or password")
                .with("address", address));
    }

    /** A present password that was wrong where another one was to take its place. */
    void presentPassword(String user, String address) {
        record(AuditRecord.of(user, "refused", "user", user, null, clock.instant())
                .because("wrong present password")
                .with("address", address));
    }

    /** A token or key that is worth nothing, whose text is told nowhere. */
    void proof(String address) {
        record(AuditRecord.of("nobody", "refused", "token", "unknown", null, clock.instant())
                .because("unknown or expired token or key")
                .with("address", address));
    }

    /** A permission that was missing. */
    void permission(Principal who, Permission what, @Nullable Resource on) {
        record(AuditRecord.of(
                        who.user(),
                        "refused",
                        "permission",
                        on == null ? "everything" : on.uid(),
                        null,
                        clock.instant())
                .because("permission " + what.word() + " is missing"));
    }

    private void record(AuditRecord refusal) {
        if (isNew(refusal.who() + "\n" + refusal.subject() + "\n" + refusal.why() + "\n" + refusal.details())) {
            CompletableFuture<Outcome> unused = committer.submit(Change.of(batch -> batch.append(refusal)));
        }
    }

    private synchronized boolean isNew(String key) {
        Instant now = clock.instant();
        if (now.isBefore(since) || !now.isBefore(since.plus(WINDOW))) {
            seen.clear();
            since = now;
        }
        return seen.size() < MOST_A_WINDOW && seen.put(key, Boolean.TRUE) == null;
    }
}
