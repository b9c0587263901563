package io.drover.engine.register;

import io.drover.engine.api.RegisteredRule;
import io.drover.engine.catalog.Registry;
import io.drover.engine.commit.Batch;
import io.drover.engine.commit.Change;
import io.drover.engine.commit.Committer;
import io.drover.engine.commit.Outcome;
import io.drover.engine.dispatch.Dispatcher;
import io.drover.engine.match.JinjaLanguage;
import io.drover.engine.match.MatchedRule;
import io.drover.engine.match.Overruns.Revision;
import io.drover.engine.match.RuleLanguage;
import io.drover.engine.match.RuleMatcher;
import io.drover.engine.schema.SchemaCheck;
import io.drover.model.audit.AuditRecord;
import io.drover.model.pack.PackReader;
import io.drover.model.pack.Ref;
import io.drover.model.rule.Overlay;
import io.drover.model.rule.Rule;
import io.drover.model.rule.RuleRevision;
import io.drover.model.store.Store;
import io.drover.model.trigger.TriggerType;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The rules in force and their revisions; the dispatcher's thread owns both. A change happens there between two batches:
 * the matcher takes the rules in, their revisions are committed with the number of the first batch that is matched with
 * them, and only then does the caller get an answer. Where the commit fails, the matcher gets the old rules back.
 */
final class RuleBook {
    private static final RuleLanguage LANGUAGE = new JinjaLanguage();
    private static final Logger LOG = LoggerFactory.getLogger(RuleBook.class);
    private static final String QUARANTINED =
            "It is quarantined, as it ran over its budget of time or memory too often;"
                    + " its failed enforcements say where. Change it, or disable and enable it, to try again.";
    /** From so many rules on it is quicker to build all of them anew. */
    private static final int MANY = 50;

    private final Registry registry;
    private final RuleMatcher matcher;
    private final Dispatcher dispatcher;
    private final Committer committer;
    private final Store store;
    private final PackReader reader;
    private final InstantSource clock;
    private final Map<Ref, RuleRevision> newest = new HashMap<>();
    private final Map<Ref, Rule> ofFiles = new HashMap<>();
    private final AtomicLong version = new AtomicLong();
    /** Whether a commit was given up without knowing its outcome: it may hold newer revisions. */
    private boolean doubt;

    /**
     * What shall become of a rule.
     *
     * @param content without overlay; null: it goes
     * @param overlay null: none
     */
    record Wish(
            Ref ref,
            @Nullable Rule content,
            boolean fromFile,
            @Nullable Overlay overlay) {
        @Nullable
        Rule effective() {
            Rule rule = content;
            Overlay over = overlay;
            if (rule == null || over == null) {
                return rule;
            }
            Boolean enabled = over.enabled();
            Boolean shadow = over.shadow();
            return rule.with(enabled == null ? rule.enabled() : enabled, shadow == null ? rule.shadow() : shadow);
        }
    }

    RuleBook(
            Registry registry,
            RuleMatcher matcher,
            Dispatcher dispatcher,
            Committer committer,
            Store store,
            PackReader reader,
            InstantSource clock) {
        this.registry = registry;
        this.matcher = matcher;
        this.dispatcher = dispatcher;
        this.committer = committer;
        this.store = store;
        this.reader = reader;
        this.clock = clock;
        readNewest();
        committer.ruleSet(version::get);
        dispatcher.quarantine(this::quarantine);
    }

    private void readNewest() {
        for (RuleRevision revision :
                store.read(transaction -> transaction.rules().current())) {
            newest.put(revision.rule(), revision);
            version.accumulateAndGet(revision.effectiveFrom(), Math::max);
        }
        doubt = false;
    }

    /** Does work while no rule changes but by this work. */
    <T> T alone(Supplier<T> work) {
        return dispatcher.between(work);
    }

    /** {@return the newest revisions of rules that are not gone} */
    List<RuleRevision> living() {
        return alone(() -> newest.values().stream()
                .filter(revision -> revision.document() != null)
                .toList());
    }

    /** {@return what the file of a rule says, without overlay; empty where no file owns it} */
    Optional<Rule> fileContent(Ref ref) {
        return alone(() -> Optional.ofNullable(ofFiles.get(ref)));
    }

    /**
     * Brings rules to what is wished, all in one commit.
     *
     * @param along what else belongs into that commit
     */
    void change(List<Wish> wishes, String who, String why, Consumer<Batch> along) {
        alone(() -> {
            changeHere(wishes, who, why, along);
            return Boolean.TRUE;
        });
    }

    /** Takes a rule out that ran over its budget too often; on the dispatcher's thread, between two batches. */
    private void quarantine(Revision overBudget) {
        RegisteredRule registered = registry.rule(overBudget.rule());
        if (registered == null || registered.revision() != overBudget.number()) {
            return;
        }
        Rule rule = registered.rule();
        Rule content = fileContent(rule.ref()).orElse(rule);
        changeHere(
                List.of(new Wish(rule.ref(), content, registered.fromFile(), registered.overlay())),
                RuleRevision.QUARANTINE,
                "it ran over its budget too often",
                NOTHING);
        LOG.error("Rule {} is quarantined. {}", rule.ref(), QUARANTINED);
    }

    private void changeHere(List<Wish> wishes, String who, String why, Consumer<Batch> along) {
        if (doubt) {
            readNewest();
        }
        Instant now = clock.instant();
        Map<Ref, RuleRevision> next = new LinkedHashMap<>();
        for (Wish wish : wishes) {
            RuleRevision revision = revision(wish, who, now);
            if (revision != null) {
                next.put(wish.ref(), revision);
            }
        }
        List<Wish> known = new ArrayList<>();
        try {
            if (wishes.size() >= MANY) {
                known.addAll(wishes);
                matchAll(wishes, next);
            } else {
                for (Wish wish : wishes) {
                    known.add(wish);
                    match(wish.ref(), wish.effective(), next.getOrDefault(wish.ref(), newest.get(wish.ref())));
                }
            }
            Outcome outcome = next.isEmpty() && along == NOTHING
                    ? new Outcome(0, null, Set.of())
                    : committer.commit(Change.of(batch -> {
                        next.values().forEach(revision -> record(batch, revision, who, why));
                        along.accept(batch);
                    }));
            next.forEach((ref, revision) -> newest.put(ref, from(revision, outcome.batch() + 1)));
            if (!next.isEmpty()) {
                version.set(outcome.batch() + 1);
            }
        } catch (RuntimeException e) {
            doubt = true;
            known.forEach(this::restore);
            throw e;
        }
        publish(wishes, now);
    }

    /** Stands for "nothing else goes into the commit". */
    static final Consumer<Batch> NOTHING = batch -> {};

    private @Nullable RuleRevision revision(Wish wish, String who, Instant now) {
        RuleRevision last = newest.get(wish.ref());
        Rule rule = wish.effective();
        if (last != null && staysQuarantined(last, rule, wish.fromFile())) {
            return null;
        }
        boolean quarantined = who.equals(RuleRevision.QUARANTINE);
        Map<String, @Nullable Object> document =
                rule == null ? null : reader.document(quarantined ? disabled(rule) : rule);
        boolean same = last == null
                ? document == null
                : Objects.equals(last.document(), document)
                        && (document == null || last.fromFile() == wish.fromFile())
                        && last.isQuarantine() == quarantined;
        return same
                ? null
                : new RuleRevision(
                        wish.ref(), last == null ? 1 : last.number() + 1, document, wish.fromFile(), 0, now, who);
    }

    /** A quarantined rule that is still wanted as it was stays where it is, after a restart too. */
    private boolean staysQuarantined(RuleRevision last, @Nullable Rule rule, boolean fromFile) {
        return last.isQuarantine()
                && rule != null
                && rule.enabled()
                && last.fromFile() == fromFile
                && reader.document(disabled(rule)).equals(last.document());
    }

    /** {@return a rule as it was asked for: one that is quarantined was enabled} */
    static Rule wanted(Rule rule, RuleRevision revision) {
        return revision.isQuarantine() ? rule.with(true, rule.shadow()) : rule;
    }

    private static Rule disabled(Rule rule) {
        return rule.with(false, rule.shadow());
    }

    private void match(Ref ref, @Nullable Rule rule, @Nullable RuleRevision revision) {
        if (rule == null || !isMatched(rule, revision)) {
            matcher.remove(ref);
        } else {
            matcher.put(matched(rule, revision));
        }
    }

    private static boolean isMatched(Rule rule, @Nullable RuleRevision revision) {
        return rule.enabled() && (revision == null || !revision.isQuarantine());
    }

    private static MatchedRule matched(Rule rule, @Nullable RuleRevision revision) {
        return MatchedRule.of(rule, revision == null ? 0 : revision.number(), LANGUAGE);
    }

    private void matchAll(List<Wish> wishes, Map<Ref, RuleRevision> next) {
        Map<Ref, MatchedRule> all = new LinkedHashMap<>();
        for (RegisteredRule registered : registry.rules()) {
            Rule rule = registered.rule();
            if (isMatched(rule, newest.get(rule.ref()))) {
                all.put(rule.ref(), matched(rule, newest.get(rule.ref())));
            }
        }
        for (Wish wish : wishes) {
            Rule rule = wish.effective();
            RuleRevision revision = next.getOrDefault(wish.ref(), newest.get(wish.ref()));
            if (rule == null || !isMatched(rule, revision)) {
                all.remove(wish.ref());
            } else {
                all.put(wish.ref(), matched(rule, revision));
            }
        }
        matcher.reset(all.values());
    }

    private void restore(Wish wish) {
        RegisteredRule before = registry.rule(wish.ref());
        match(wish.ref(), before == null ? null : before.rule(), newest.get(wish.ref()));
    }

    private static void record(Batch batch, RuleRevision revision, String who, String why) {
        batch.also(transaction -> transaction.rules().append(from(revision, batch.number() + 1)));
        batch.append(AuditRecord.of(who, what(revision), "rule", revision.rule().toString(), null, revision.at())
                .because(why)
                .with("revision", revision.number()));
    }

    private static String what(RuleRevision revision) {
        if (revision.isQuarantine()) {
            return "quarantined";
        }
        return revision.document() == null ? "removed" : revision.number() == 1 ? "registered" : "changed";
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

    private void publish(List<Wish> wishes, Instant now) {
        Set<Ref> touched = new HashSet<>();
        List<RegisteredRule> added = new ArrayList<>();
        for (Wish wish : wishes) {
            touched.add(wish.ref());
            Rule content = wish.content();
            if (content != null && wish.fromFile()) {
                ofFiles.put(wish.ref(), content);
            } else {
                ofFiles.remove(wish.ref());
            }
            Rule rule = wish.effective();
            if (rule != null) {
                RuleRevision revision = newest.get(wish.ref());
                added.add(new RegisteredRule(
                        rule,
                        revision == null ? 0 : revision.number(),
                        wish.fromFile(),
                        wish.overlay(),
                        waits(rule),
                        revision == null ? now : revision.at()));
            }
        }
        registry.putRules(registered -> touched.contains(registered.rule().ref()), added);
    }

    /** {@return what has to come before the rule can match; empty where nothing has} */
    List<String> waitsFor(Rule rule) {
        TriggerType type = registry.triggerType(rule.trigger().type());
        if (type == null) {
            return List.of("Trigger type '" + rule.trigger().type()
                    + "' is not registered. Register the pack that declares it, or correct the rule.");
        }
        if (type.parametersSchema().isEmpty()) {
            return List.of();
        }
        return SchemaCheck.of(type.parametersSchema()).violations(rule.trigger().parameters()).stream()
                .map(violation -> "The parameters of trigger '" + type.ref() + "' do not fit: " + violation)
                .toList();
    }

    private List<String> waits(Rule rule) {
        RuleRevision revision = newest.get(rule.ref());
        return Stream.concat(
                        revision != null && revision.isQuarantine() ? Stream.of(QUARANTINED) : Stream.of(),
                        waitsFor(rule).stream())
                .toList();
    }

    /** Looks again what rules wait for, after packs came or went. */
    void lookAgain() {
        alone(() -> {
            lookAgainHere();
            return Boolean.TRUE;
        });
    }

    private void lookAgainHere() {
        List<RegisteredRule> changed = new ArrayList<>();
        for (RegisteredRule registered : registry.rules()) {
            List<String> waits = waits(registered.rule());
            if (!waits.equals(registered.waitsFor())) {
                changed.add(new RegisteredRule(
                        registered.rule(),
                        registered.revision(),
                        registered.fromFile(),
                        registered.overlay(),
                        waits,
                        registered.since()));
            }
        }
        registry.putRules(registered -> false, changed);
    }
}
