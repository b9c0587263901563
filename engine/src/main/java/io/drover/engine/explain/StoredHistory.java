package io.drover.engine.explain;

import io.drover.engine.api.Catalog;
import io.drover.engine.api.RegisteredRule;
import io.drover.engine.api.RuleHistory;
import io.drover.engine.match.Clause;
import io.drover.engine.match.ClauseEvaluator;
import io.drover.engine.match.Clauses;
import io.drover.engine.match.RuleLanguage;
import io.drover.engine.match.Verdict;
import io.drover.model.pack.Ref;
import io.drover.model.rule.EventPattern;
import io.drover.model.rule.Rule;
import io.drover.model.rule.RuleRevision;
import io.drover.model.store.Store;
import io.drover.model.store.TriggerInstances.Inserted;
import io.drover.model.trigger.TriggerInstance;
import io.drover.model.trigger.TriggerType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** The history of rules as the store has it; clauses are asked anew, about a sample of events. */
public final class StoredHistory implements RuleHistory {
    private static final int PAGE = 2_000;
    private static final int MOST_READ = 50_000;

    private final Catalog catalog;
    private final Store store;
    private final Supplier<RuleLanguage> language;

    /**
     * History of what is stored.
     *
     * @param language of rules, made anew for each question; it reads each key of the datastore in a transaction of its own
     */
    public StoredHistory(Catalog catalog, Store store, Supplier<RuleLanguage> language) {
        this.catalog = catalog;
        this.store = store;
        this.language = language;
    }

    @Override
    public List<RuleRevision> revisions(Ref rule) {
        return store.read(transaction -> transaction.rules().list(rule));
    }

    @Override
    public Coverage coverage(Instant since, int perTrigger) {
        List<Rule> rules = catalog.rules().stream()
                .map(RegisteredRule::rule)
                .filter(Rule::enabled)
                .toList();
        Set<Ref> matched = store.read(transaction -> transaction.enforcements().rulesMatchedSince(since));
        Set<Ref> asked =
                rules.stream().flatMap(rule -> rule.triggerTypes().stream()).collect(Collectors.toSet());
        Set<Ref> called = rules.stream()
                .flatMap(rule -> rule.actions().stream())
                .map(call -> call.ref())
                .collect(Collectors.toSet());
        Sampled sample = asked.isEmpty() ? new Sampled(perTrigger) : sample(since, asked, perTrigger);
        return new Coverage(
                since,
                sample.described(),
                rules.stream()
                        .map(Rule::ref)
                        .filter(ref -> !matched.contains(ref))
                        .toList(),
                idle(rules, sample.byTrigger, language.get()),
                catalog.triggerTypes().stream()
                        .map(TriggerType::ref)
                        .filter(ref -> !asked.contains(ref))
                        .toList(),
                catalog.actions().stream()
                        .map(action -> action.ref())
                        .filter(ref -> !called.contains(ref))
                        .toList());
    }

    /** Events as they are read, of each trigger no more than a number. */
    private static final class Sampled {
        private final Map<Ref, List<TriggerInstance>> byTrigger = new HashMap<>();
        private final int perTrigger;
        private long events;
        private long read;
        private boolean readAll = true;

        Sampled(int perTrigger) {
            this.perTrigger = perTrigger;
        }

        void add(TriggerInstance event) {
            read++;
            List<TriggerInstance> ofTrigger = byTrigger.computeIfAbsent(event.trigger(), first -> new ArrayList<>());
            if (ofTrigger.size() < perTrigger) {
                ofTrigger.add(event);
                events++;
            }
        }

        Sample described() {
            return new Sample(events, read, perTrigger, readAll && events == read);
        }
    }

    /** {@return some of the first events since then} */
    private Sampled sample(Instant since, Set<Ref> types, int perTrigger) {
        Sampled sample = new Sampled(perTrigger);
        long place = store.read(transaction -> transaction.triggerInstances().placeOf(since));
        boolean isDone = false;
        while (!isDone) {
            long from = place;
            List<Inserted> page =
                    store.read(transaction -> transaction.triggerInstances().insertedAfter(from, types, PAGE));
            for (Inserted inserted : page) {
                sample.add(inserted.instance());
                place = inserted.place();
            }
            sample.readAll = page.size() < PAGE;
            isDone = sample.readAll || sample.read >= MOST_READ;
        }
        return sample;
    }

    /** Asks the clauses while no transaction is open: a database ends one that idles. */
    private static List<IdleClause> idle(
            List<Rule> rules, Map<Ref, List<TriggerInstance>> sample, RuleLanguage language) {
        List<IdleClause> idle = new ArrayList<>();
        for (Rule rule : rules) {
            if (rule.program() == null && rule.when() == null) {
                collect(
                        rule.ref(),
                        "",
                        Clauses.of(rule, language),
                        events(sample, rule.trigger().ref()),
                        idle);
            } else if (rule.when() != null) {
                List<EventPattern> patterns = rule.when().events();
                Set<String> names = patterns.stream().map(EventPattern::name).collect(Collectors.toSet());
                for (EventPattern pattern : patterns) {
                    collect(
                            rule.ref(),
                            pattern.name(),
                            Clauses.of(pattern, names, language).alone(),
                            events(sample, pattern.trigger().ref()),
                            idle);
                }
            }
        }
        return idle;
    }

    private static List<TriggerInstance> events(Map<Ref, List<TriggerInstance>> sample, Ref trigger) {
        return sample.getOrDefault(trigger, List.of());
    }

    /** Each clause is asked alone: one that comes after another would hide behind it. */
    private static void collect(
            Ref rule, String event, Clauses clauses, List<TriggerInstance> events, List<IdleClause> idle) {
        for (Clause clause : clauses.all()) {
            Clauses alone = new Clauses(List.of(clause));
            long held = 0;
            long failed = 0;
            for (TriggerInstance instance : events) {
                Verdict verdict = ClauseEvaluator.explain(alone, instance.payload(), instance.acceptedAt());
                held += verdict.result() == Verdict.Result.MATCHED ? 1 : 0;
                failed += verdict.result() == Verdict.Result.FAILED ? 1 : 0;
            }
            if (!events.isEmpty() && failed == 0 && (held == 0 || held == events.size())) {
                idle.add(new IdleClause(rule, event, clause.text(), held > 0, events.size()));
            }
        }
    }
}
