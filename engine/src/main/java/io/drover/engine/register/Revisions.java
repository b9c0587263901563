package io.drover.engine.register;

import io.drover.engine.commit.Batch;
import io.drover.model.audit.AuditRecord;
import io.drover.model.error.DroverException;
import io.drover.model.pack.Checked;
import io.drover.model.pack.PackReader;
import io.drover.model.pack.Ref;
import io.drover.model.rule.Rule;
import io.drover.model.rule.RuleRevision;
import io.drover.model.store.Store;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
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

    /**
     * Reads them from the database: it may hold newer ones after a commit whose outcome is unknown, or of another node.
     *
     * @return the rules of which there was a newer one
     */
    Set<Ref> read() {
        Set<Ref> changed = new LinkedHashSet<>();
        // the version first: what is committed in between is read again, as its version is newer still
        long now =
                store.read(transaction -> transaction.registryChanges().counts().rules());
        for (RuleRevision revision :
                store.read(transaction -> transaction.rules().current())) {
            RuleRevision before = newest.put(revision.rule(), revision);
            if (before == null || before.number() != revision.number()) {
                changed.add(revision.rule());
            }
        }
        version.set(now);
        return changed;
    }

    /** {@return whether the database has a newer version} */
    boolean areBehind() {
        return version()
                != store.<Long>read(
                        transaction -> transaction.registryChanges().counts().rules());
    }

    /** {@return the version of the rules, which counts up with each change of them} */
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

    /** {@return what the API made last of a rule; null where the newest revision is none of that} */
    @Nullable
    Rule made(Ref rule) {
        RuleRevision revision = newest.get(rule);
        return revision == null || revision.fromFile() ? null : rule(revision).orElse(null);
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

    /** Puts revisions into a batch, as the next version of the rules. */
    static void into(Batch batch, Collection<RuleRevision> added, String why, long version) {
        batch.also(transaction -> {
            if (!transaction.registryChanges().rulesChange(version)) {
                throw DroverException.conflict("Expected version " + version
                        + " of the rules to be the newest, but another node changed some just now. Ask again.");
            }
        });
        for (RuleRevision revision : added) {
            batch.also(transaction -> transaction.rules().append(from(revision, version + 1)));
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

    /** Takes revisions as the newest, which were committed as the next version of the rules. */
    void committed(Collection<RuleRevision> added) {
        long next = version.get() + 1;
        added.forEach(revision -> newest.put(revision.rule(), from(revision, next)));
        version.set(next);
    }

    private static RuleRevision from(RuleRevision revision, long version) {
        return new RuleRevision(
                revision.rule(),
                revision.number(),
                revision.document(),
                revision.fromFile(),
                version,
                revision.at(),
                revision.by());
    }
}
