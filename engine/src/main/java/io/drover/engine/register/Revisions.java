package io.drover.engine.register;

import io.drover.engine.commit.Batch;
import io.drover.model.audit.AuditRecord;
import io.drover.model.pack.Checked;
import io.drover.model.pack.PackReader;
import io.drover.model.pack.Ref;
import io.drover.model.rule.Rule;
import io.drover.model.rule.RuleRevision;
import io.drover.model.store.Store;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The newest revision of every rule, and how the next one comes about. Only its version is read by other threads. */
final class Revisions {
    private static final Logger LOG = LoggerFactory.getLogger(Revisions.class);

    private final Store store;
    private final PackReader reader;
    private final Map<Ref, RuleRevision> newest = new HashMap<>();
    private final AtomicLong version = new AtomicLong();

    Revisions(Store store, PackReader reader) {
        this.store = store;
        this.reader = reader;
        read();
    }

    /** Reads them from the database: it may hold newer ones after a commit whose outcome is unknown. */
    void read() {
        for (RuleRevision revision :
                store.read(transaction -> transaction.rules().current())) {
            newest.put(revision.rule(), revision);
            version.accumulateAndGet(revision.effectiveFrom(), Math::max);
        }
    }

    /** {@return the number of the batch from which on all of them are in force} */
    long version() {
        return version.get();
    }

    /** {@return the newest revision of a rule, null before the first} */
    @Nullable
    RuleRevision newest(Ref rule) {
        return newest.get(rule);
    }

    /** {@return the newest revisions of rules that are not gone} */
    List<RuleRevision> living() {
        return newest.values().stream()
                .filter(revision -> revision.document() != null)
                .toList();
    }

    boolean isQuarantined(Ref rule) {
        RuleRevision revision = newest.get(rule);
        return revision != null && revision.isQuarantine();
    }

    /** {@return the rule of a revision, as it was asked for: one that is quarantined was enabled} */
    Optional<Rule> rule(RuleRevision revision) {
        Map<String, @Nullable Object> document = revision.document();
        if (document == null) {
            return Optional.empty();
        }
        Checked<Rule> checked =
                reader.rule(document, "database", revision.rule().pack());
        checked.problems().forEach(problem -> LOG.warn("Stored rule '{}': {}", revision.rule(), problem));
        return checked.value().map(rule -> revision.isQuarantine() ? rule.with(true, rule.shadow()) : rule);
    }

    /**
     * {@return what has to be added so that a rule is as it is wanted; empty where it is so already}
     *
     * @param rule null: it goes
     */
    Optional<RuleRevision> next(Ref ref, @Nullable Rule rule, boolean ofFile, String who, Instant now) {
        RuleRevision last = newest.get(ref);
        boolean quarantine = who.equals(RuleRevision.QUARANTINE);
        Map<String, @Nullable Object> document =
                rule == null ? null : reader.document(quarantine ? disabled(rule) : rule);
        boolean same = last == null
                ? document == null
                : staysQuarantined(last, rule, ofFile)
                        || (Objects.equals(last.document(), document)
                                && (document == null || last.fromFile() == ofFile)
                                && last.isQuarantine() == quarantine);
        return same
                ? Optional.empty()
                : Optional.of(
                        new RuleRevision(ref, last == null ? 1 : last.number() + 1, document, ofFile, 0, now, who));
    }

    /** A quarantined rule that is still wanted as it was stays where it is, after a restart too. */
    private boolean staysQuarantined(RuleRevision last, @Nullable Rule rule, boolean ofFile) {
        return last.isQuarantine()
                && rule != null
                && rule.enabled()
                && last.fromFile() == ofFile
                && reader.document(disabled(rule)).equals(last.document());
    }

    private static Rule disabled(Rule rule) {
        return rule.with(false, rule.shadow());
    }

    /** Puts revisions into a batch; they are in force from the next one on. */
    static void into(Batch batch, Collection<RuleRevision> added, String why) {
        for (RuleRevision revision : added) {
            batch.also(transaction -> transaction.rules().append(from(revision, batch.number() + 1)));
            batch.append(AuditRecord.of(
                            revision.by(),
                            what(revision),
                            "rule",
                            revision.rule().toString(),
                            null,
                            revision.at())
                    .because(why)
                    .with("revision", revision.number()));
        }
    }

    private static String what(RuleRevision revision) {
        if (revision.isQuarantine()) {
            return "quarantined";
        }
        return revision.document() == null ? "removed" : revision.number() == 1 ? "registered" : "changed";
    }

    /** Takes revisions as the newest that were committed in a batch. */
    void committed(Collection<RuleRevision> added, long batch) {
        added.forEach(revision -> newest.put(revision.rule(), from(revision, batch + 1)));
        if (!added.isEmpty()) {
            version.set(batch + 1);
        }
    }

    private static RuleRevision from(RuleRevision revision, long batch) {
        return new RuleRevision(
                revision.rule(),
                revision.number(),
                revision.document(),
                revision.fromFile(),
                batch,
                revision.at(),
                revision.by());
    }
}
