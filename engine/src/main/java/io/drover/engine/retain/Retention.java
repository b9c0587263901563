package io.drover.engine.retain;

import io.drover.engine.commit.Change;
import io.drover.engine.commit.Committer;
import io.drover.engine.repeat.Repeating;
import io.drover.model.audit.AuditRecord;
import io.drover.model.error.DroverException;
import io.drover.model.store.Purgeable;
import io.drover.model.store.Purges;
import io.drover.model.store.Store;
import io.drover.model.store.Transaction;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes what is older than it is to be kept, now and then and by hand. Each kind goes in small transactions with pauses
 * between, so that commits hardly wait; what went is told in one audit record per kind.
 */
public final class Retention {
    private static final Logger LOG = LoggerFactory.getLogger(Retention.class);
    private static final int AT_ONCE = 200;
    private static final Duration PAUSE = Duration.ofMillis(20);
    private static final String BY_ITSELF = "retention";
    /** Far longer than a commit is looked up whose answer was lost, and than other nodes take to see it. */
    private static final Duration BATCHES_KEPT = Duration.ofDays(1);

    private final Store store;
    private final Committer committer;
    private final RetentionSettings settings;
    private final InstantSource clock;
    private final Map<Purgeable, Long> seen = new EnumMap<>(Purgeable.class);
    private final Repeating thread;

    public Retention(Store store, Committer committer, RetentionSettings settings, InstantSource clock) {
        this.store = store;
        this.committer = committer;
        this.settings = settings;
        this.clock = clock;
        this.thread = new Repeating("drover-retention", settings.check(), this::removeWhatIsOld);
    }

    public void start() {
        thread.start();
    }

    /** Removes no more, and waits until the step that was begun is done. */
    public void stop() {
        boolean unused = thread.stop();
    }

    private Duration removeWhatIsOld() {
        Instant now = clock.instant();
        try {
            settings.ages().forEach((kind, age) -> {
                long unused = purge(kind, now.minus(age), BY_ITSELF);
            });
            long forgotten = remove(Purgeable.DEDUPE_KEYS, now);
            LOG.debug("{} identities of events are forgotten", forgotten);
            long numbers = remove(Purgeable.BATCHES, now.minus(BATCHES_KEPT));
            LOG.debug("{} numbers of commits are forgotten", numbers);
        } catch (DroverException e) {
            LOG.warn("What is old stays until the next look: {}", e.getMessage());
        } catch (RuntimeException e) {
            LOG.error("Removing what is old failed; it is tried again at the next look.", e);
        }
        return settings.check();
    }

    /** Removes what was done with before an instant. {@return how many rows went} */
    public synchronized long purge(Purgeable kind, Instant before, String by) {
        long removed = remove(kind, before);
        if (kind == Purgeable.ENFORCEMENTS) {
            removed += forgetLimited(before);
        }
        if (removed > 0) {
            long gone = removed;
            LOG.info("{} {} from before {} were removed.", gone, kind.word(), before);
            committer.commit(Change.of(
                    batch -> batch.append(AuditRecord.of(by, "purged", "store", kind.word(), null, clock.instant())
                            .with("before", before.toString())
                            .with("removed", gone))));
        }
        return removed;
    }

    private synchronized long remove(Purgeable kind, Instant before) {
        long removed = 0;
        // executions whose output went are looked at once; all others that stayed may go the next time
        long after = kind == Purgeable.OUTPUTS ? seen.getOrDefault(kind, 0L) : 0;
        boolean isDone = false;
        while (!isDone) {
            long from = after;
            Purges.Step step = store.inTransaction(transaction ->
                    transaction.purges().remove(kind, boundOf(kind, before, transaction), from, AT_ONCE));
            removed += step.removed();
            after = step.upTo();
            // this node may be stopping, which a pause that lets commits through tells
            isDone = step.isLast() || thread.isStoppedWithin(PAUSE);
            if (!step.isLast() && kind == Purgeable.OUTPUTS) {
                seen.put(kind, after);
            }
        }
        return removed;
    }

    /** Events stay to which a rule's state refers, and all younger ones. */
    private static Instant boundOf(Purgeable kind, Instant before, Transaction transaction) {
        return kind == Purgeable.TRIGGER_INSTANCES
                ? transaction
                        .ruleStates()
                        .oldestEvent()
                        .filter(oldest -> oldest.isBefore(before))
                        .orElse(before)
                : before;
    }

    /** What limits stopped goes with the enforcements of what they let pass. */
    private long forgetLimited(Instant before) {
        long forgotten = 0;
        boolean isDone = false;
        while (!isDone) {
            int gone = store.inTransaction(
                    transaction -> transaction.limitedCounts().forget(before, AT_ONCE));
            forgotten += gone;
            isDone = gone < AT_ONCE || thread.isStoppedWithin(PAUSE);
        }
        return forgotten;
    }
}
