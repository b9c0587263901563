package io.drover.engine.register;

import io.drover.engine.api.RegisteredRule;
import io.drover.engine.catalog.Registry;
import io.drover.engine.catalog.RuleWaits;
import io.drover.engine.commit.Batch;
import io.drover.engine.commit.Change;
import io.drover.engine.commit.Committer;
import io.drover.engine.commit.Outcome;
import io.drover.engine.correlate.plane.ActiveRule;
import io.drover.engine.dispatch.Dispatcher;
import io.drover.engine.match.Overruns.Revision;
import io.drover.model.error.DroverException;
import io.drover.model.error.ErrorCode;
import io.drover.model.pack.Kind;
import io.drover.model.pack.Ref;
import io.drover.model.rule.Overlay;
import io.drover.model.rule.Rule;
import io.drover.model.rule.RuleRevision;
import io.drover.model.trigger.Acceptance;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is said about rules, and which are in force; the dispatcher's thread owns it all. A change happens there between two
 * batches: the matcher takes the rules in, their revisions are committed as the next version of the rules, and only then does
 * the caller get an answer. Where the commit fails, the matcher gets the old rules back; where another node was quicker, what
 * that one changed is taken in first.
 */
final class RuleBook {
    /** Stands for "nothing else goes into the commit". */
    static final Consumer<Batch> NOTHING = batch -> {};

    private static final Logger LOG = LoggerFactory.getLogger(RuleBook.class);
    private static final String QUARANTINED =
            "It is quarantined, as it asked for more time, memory or matches than it may;"
                    + " the audit trail, the log and its failed enforcements say more. Change it, or disable and enable it, to"
                    + " try again.";

    private static final String QUARANTINED_PROGRAM =
            "It is quarantined, as it failed, looped or took too long; its failed enforcements, the audit trail and the log"
                    + " say more. Change it, or disable and enable it, to try again.";

    private final Registry registry;
    private final RuleWaits waits;
    private final Matching matching;
    private final Dispatcher dispatcher;
    private final Committer committer;
    private final Revisions revisions;
    private final Supplier<List<Overlay>> overlays;
    private final Consumer<Set<Ref>> programs;
    private final Consumer<List<ActiveRule>> correlated;
    private final InstantSource clock;
    private final Map<Ref, RuleSources> said = new HashMap<>();
    private volatile Set<Ref> quarantined = Set.of();
    /** Whether a commit was given up without knowing its outcome: it may hold newer revisions. */
    private boolean doubt;

    /**
     * A book in which only what the API said stands yet, none of it in force.
     *
     * @param overlays tells them as they are stored now
     * @param programs is told which rules in DRL are to be run
     * @param correlated is told which rules are in force where a rule over several events, or with limits, came, changed or went
     */
    RuleBook(
            Registry registry,
            RuleWaits waits,
            Matching matching,
            Dispatcher dispatcher,
            Committer committer,
            Revisions revisions,
            Supplier<List<Overlay>> overlays,
            Consumer<Set<Ref>> programs,
            Consumer<List<ActiveRule>> correlated,
            InstantSource clock) {
        this.registry = registry;
        this.waits = waits;
        this.matching = matching;
        this.dispatcher = dispatcher;
        this.committer = committer;
        this.revisions = revisions;
        this.programs = programs;
        this.correlated = correlated;
        this.clock = clock;
        this.overlays = overlays;
        stored().forEach(overlay -> said.put(overlay.ref(), said(overlay.ref()).withOverlay(overlay)));
        revisions.living().stream()
                .filter(revision -> !revision.fromFile())
                .forEach(revision -> revisions
                        .rule(revision)
                        .ifPresent(rule -> said.put(rule.ref(), said(rule.ref()).withMade(rule))));
        committer.ruleSet(revisions::version);
        dispatcher.quarantine(this::quarantine);
    }

    /** Does work while no rule changes but by this work; again, where it failed on what another node changed meanwhile. */
    <T> T alone(Supplier<T> work) {
        return dispatcher.between(() -> {
            while (true) {
                try {
                    return work.get();
                } catch (DroverException e) {
                    if (e.code() == ErrorCode.UNAVAILABLE || !takeIn()) {
                        throw e;
                    }
                }
            }
        });
    }

    /** Takes in what other nodes changed. {@return the version of the rules that is in force here then} */
    long follow() {
        return dispatcher.between(() -> {
            boolean unused = takeIn();
            return revisions.version();
        });
    }

    /**
     * Takes in what the API made and said on other nodes. What files say is for each node to read; of that only its newest
     * revision is taken, so that the same is not recorded twice.
     *
     * @return whether there was anything
     */
    private boolean takeIn() {
        if (!revisions.areBehind()) {
            return false;
        }
        // what was matched so far is committed under the version it was matched with
        Outcome unused = committer.commit(Change.of(NOTHING));
        Set<Ref> touched = revisions.read();
        Map<Ref, Overlay> newest = new HashMap<>();
        stored().forEach(overlay -> newest.put(overlay.ref(), overlay));
        Map<Ref, RuleSources> changed = new LinkedHashMap<>();
        touched.forEach(rule ->
                changed.put(rule, said(rule).withOverlay(newest.get(rule)).withMade(revisions.made(rule))));
        Stream.concat(said.keySet().stream(), newest.keySet().stream())
                .filter(rule -> !Objects.equals(said(rule).overlay(), newest.get(rule)))
                .forEach(rule -> changed.putIfAbsent(rule, said(rule).withOverlay(newest.get(rule))));
        matching.bring(changed, Map.of());
        say(changed);
        publish(changed.keySet());
        LOG.info("Rules that were changed on another node: {}", changed.keySet());
        return true;
    }

    /** {@return the overlays of rules} */
    private Stream<Overlay> stored() {
        return overlays.get().stream().filter(overlay -> overlay.kind() == Kind.RULE);
    }

    /** {@return what is said about a rule} */
    RuleSources said(Ref rule) {
        return said.getOrDefault(rule, RuleSources.NONE);
    }

    /** {@return the packs of whose files rules are, or were when the daemon ended} */
    Set<String> packs() {
        return alone(() -> {
            Set<String> packs = new TreeSet<>();
            ofFiles().forEach(rule -> packs.add(rule.pack()));
            return packs;
        });
    }

    private Stream<Ref> ofFiles() {
        return Stream.concat(
                said.keySet().stream().filter(rule -> said(rule).file() != null),
                revisions.living().stream().filter(RuleRevision::fromFile).map(RuleRevision::rule));
    }

    /** {@return the rules of a pack's files as they were in force when the daemon ended} */
    List<Rule> stored(String pack) {
        return alone(() -> revisions.living().stream()
                .filter(revision ->
                        revision.fromFile() && revision.rule().pack().equals(pack))
                .flatMap(revision -> revisions.rule(revision).stream())
                .toList());
    }

    /** Puts into force what the API made. */
    void begin() {
        turn(() -> {
            Map<Ref, RuleSources> made = new LinkedHashMap<>(said);
            made.values().removeIf(sources -> sources.made() == null);
            change(made, "engine", "the daemon was started", NOTHING);
        });
    }

    /**
     * Brings the rules of packs to what their files say now, and looks again what all rules wait for, as types and actions
     * may have come or gone with the packs.
     *
     * @param packs rules by pack; none for one that is gone
     */
    void files(Map<String, List<Rule>> packs, String who) {
        turn(() -> {
            Map<Ref, RuleSources> wanted = new LinkedHashMap<>();
            ofFiles()
                    .filter(rule -> packs.containsKey(rule.pack()))
                    .forEach(rule -> wanted.put(rule, said(rule).withFile(null)));
            packs.values()
                    .forEach(rules -> rules.forEach(
                            rule -> wanted.put(rule.ref(), said(rule.ref()).withFile(rule))));
            change(wanted, who, "its file", NOTHING);
            publish(registry.rules().stream()
                    .filter(registered -> !waits(registered.rule()).equals(registered.waitsFor()))
                    .map(registered -> registered.rule().ref())
                    .toList());
        });
    }

    private void turn(Runnable work) {
        boolean unused = alone(() -> {
            work.run();
            return true;
        });
    }

    /**
     * Brings rules to what is said about them, all in one commit. To be called {@link #alone}.
     *
     * @param along what else belongs into that commit
     */
    void change(Map<Ref, RuleSources> wanted, String who, String why, Consumer<Batch> along) {
        Map<Ref, RuleSources> changed = new LinkedHashMap<>(wanted);
        if (doubt) {
            revisions.read();
            said.forEach(changed::putIfAbsent);
            revisions.living().stream()
                    .filter(revision -> revisions.rule(revision).isPresent())
                    .forEach(revision -> changed.putIfAbsent(revision.rule(), RuleSources.NONE));
        } else {
            changed.entrySet().removeIf(entry -> isInForce(entry.getKey(), entry.getValue()));
        }
        bring(changed, who, why, along);
        doubt = false;
        say(wanted);
        publish(changed.keySet());
    }

    private void say(Map<Ref, RuleSources> wanted) {
        said.putAll(wanted);
        said.values().removeIf(RuleSources.NONE::equals);
    }

    private boolean isInForce(Ref rule, RuleSources sources) {
        RegisteredRule registered = registry.rule(rule);
        if (registered == null) {
            RuleRevision last = revisions.newest(rule);
            return sources.effective() == null && (last == null || last.document() == null);
        }
        return registered.rule().equals(sources.effective())
                && registered.fromFile() == sources.isOfFile()
                && Objects.equals(registered.overlay(), sources.effectiveOverlay());
    }

    /** Takes a rule out, with the reason, if the revision that is to blame is still the one in force. */
    void quarantine(Revision blamed, String reason) {
        turn(() -> {
            Ref rule = blamed.rule();
            RegisteredRule registered = registry.rule(rule);
            if (registered == null || revisions.isQuarantined(rule)) {
                return;
            }
            if (registered.revision() == blamed.number()) {
                quarantine(rule, reason, registered.rule().program() == null ? QUARANTINED : QUARANTINED_PROGRAM);
            } else {
                LOG.warn(
                        "Revision {} of rule {} is taken out, and its present revision {} is not: {}.",
                        blamed.number(),
                        rule,
                        registered.revision(),
                        reason);
            }
        });
    }

    private void quarantine(Ref rule, String reason, String told) {
        if (doubt) {
            revisions.read();
        }
        bring(Map.of(rule, said(rule)), RuleRevision.QUARANTINE, reason, NOTHING);
        publish(List.of(rule));
        LOG.error("Rule {} is quarantined. {} The reason: {}.", rule, told, reason);
        RuleRevision out = revisions.newest(rule);
        if (registry.hears(RuleQuarantined.TYPE) && out != null) {
            CompletionStage<Acceptance> unused =
                    dispatcher.acceptFitting(RuleQuarantined.emission(rule, out.number() - 1, reason));
        }
    }

    private void bring(Map<Ref, RuleSources> changed, String who, String why, Consumer<Batch> along) {
        Instant now = clock.instant();
        Map<Ref, RuleRevision> next = new LinkedHashMap<>();
        changed.forEach((rule, sources) -> revisions
                .next(rule, sources.effective(), sources.isOfFile(), who, now)
                .ifPresent(revision -> next.put(rule, revision)));
        try {
            matching.bring(changed, next);
            if (!next.isEmpty() || along != NOTHING) {
                long version = revisions.version();
                Outcome unused = committer.commit(Change.of(batch -> {
                    Revisions.into(batch, next.values(), why, version);
                    along.accept(batch);
                }));
                revisions.committed(next.values());
            }
        } catch (RuntimeException e) {
            doubt |= e instanceof DroverException failure && failure.code() == ErrorCode.UNAVAILABLE;
            matching.restore(changed.keySet());
            throw e;
        }
    }

    private void publish(Collection<Ref> changed) {
        List<RegisteredRule> added = new ArrayList<>();
        for (Ref name : changed) {
            RuleSources sources = said(name);
            Rule rule = sources.effective();
            RuleRevision revision = revisions.newest(name);
            if (rule != null && revision != null) {
                added.add(new RegisteredRule(
                        rule,
                        revision.number(),
                        sources.isOfFile(),
                        sources.effectiveOverlay(),
                        waits(rule),
                        revision.at()));
            }
        }
        Map<Ref, Rule> hidden = new HashMap<>();
        said.forEach((name, sources) -> sources.hidden().ifPresent(rule -> hidden.put(name, rule)));
        boolean touchesPrograms = changed.stream().anyMatch(this::isProgram)
                || added.stream().anyMatch(registered -> registered.rule().program() != null);
        boolean touchesCorrelated = changed.stream().anyMatch(this::isCorrelated)
                || added.stream().anyMatch(registered -> registered.rule().isCorrelated());
        registry.putRules(Set.copyOf(changed), added, hidden);
        quarantined = registry.rules().stream()
                .map(registered -> registered.rule().ref())
                .filter(revisions::isQuarantined)
                .collect(Collectors.toUnmodifiableSet());
        if (touchesPrograms) {
            programs.accept(running());
        }
        if (touchesCorrelated) {
            correlated.accept(correlating());
        }
    }

    /** {@return the rules that are quarantined; for any thread} */
    Set<Ref> quarantined() {
        return quarantined;
    }

    private boolean isProgram(Ref rule) {
        RegisteredRule registered = registry.rule(rule);
        return registered != null && registered.rule().program() != null;
    }

    private boolean isCorrelated(Ref rule) {
        RegisteredRule registered = registry.rule(rule);
        return registered != null && registered.rule().isCorrelated();
    }

    /** Tells which rules are in force though none is correlated: some may have been when the daemon ended. */
    void tellCorrelated() {
        turn(() -> correlated.accept(correlating()));
    }

    /** {@return the rules in force, with those that are not correlated: they may have been before} */
    private List<ActiveRule> correlating() {
        List<ActiveRule> active = new ArrayList<>();
        for (RegisteredRule registered : registry.rules()) {
            Rule rule = registered.rule();
            RuleRevision revision = revisions.newest(rule.ref());
            if (rule.program() == null && rule.enabled() && revision != null && !revision.isQuarantine()) {
                active.add(new ActiveRule(rule, revision.number(), revision.effectiveFrom()));
            }
        }
        return active;
    }

    /** {@return the rules in DRL that are to be run} */
    private Set<Ref> running() {
        return registry.rules().stream()
                .map(RegisteredRule::rule)
                .filter(rule -> rule.program() != null && rule.enabled() && !revisions.isQuarantined(rule.ref()))
                .map(Rule::ref)
                .collect(Collectors.toUnmodifiableSet());
    }

    private List<String> waits(Rule rule) {
        List<String> reasons = waits.reasons(rule);
        return revisions.isQuarantined(rule.ref())
                ? Stream.concat(Stream.of(rule.program() == null ? QUARANTINED : QUARANTINED_PROGRAM), reasons.stream())
                        .toList()
                : reasons;
    }
}
