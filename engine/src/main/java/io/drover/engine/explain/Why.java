package io.drover.engine.explain;

import io.drover.engine.api.Explanation;
import io.drover.engine.api.Explanation.ClauseSeen;
import io.drover.engine.api.Explanation.Outcome;
import io.drover.engine.datastore.TemplateKeys;
import io.drover.engine.match.ClauseEvaluator;
import io.drover.engine.match.Clauses;
import io.drover.engine.match.RuleLanguage;
import io.drover.engine.match.Verdict;
import io.drover.engine.match.Verdict.Result;
import io.drover.engine.schema.Json;
import io.drover.model.audit.AuditRecord;
import io.drover.model.pack.Checked;
import io.drover.model.pack.PackReader;
import io.drover.model.pack.Ref;
import io.drover.model.rule.Rule;
import io.drover.model.rule.RuleEnforcement;
import io.drover.model.rule.RuleRevision;
import io.drover.model.store.Query;
import io.drover.model.store.Store;
import io.drover.model.store.Transaction;
import io.drover.model.trigger.TriggerInstance;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Explains what a rule made of a stored event: its revision that was in force then, evaluated clause by clause as a pure
 * function, beside what was stored when it happened.
 */
public final class Why {
    private static final String AS_IT_IS_NOW =
            " It asks the datastore, which was looked at as it is now, and may have been otherwise then.";

    private final Store store;
    private final PackReader reader;
    private final Function<Transaction, RuleLanguage> language;

    /** @param language of rules, which sees the datastore within a transaction, as it is now */
    public Why(Store store, PackReader reader, Function<Transaction, RuleLanguage> language) {
        this.store = store;
        this.reader = reader;
        this.language = language;
    }

    /** Explains every rule that listened to the event's trigger when it came. */
    List<Explanation> all(TriggerInstance event) {
        return store.read(transaction -> {
            RuleLanguage said = language.apply(transaction);
            Map<Ref, List<RuleEnforcement>> enforcements = enforcements(transaction, event);
            List<Explanation> explanations = new ArrayList<>();
            for (RuleRevision revision : transaction.rules().inForce(version(transaction, event))) {
                rule(revision)
                        .filter(rule -> listens(rule, event))
                        .map(rule -> explain(
                                transaction,
                                event,
                                rule,
                                revision,
                                said,
                                enforcements.getOrDefault(rule.ref(), List.of())))
                        .ifPresent(explanation -> explanations.add(Kept.told(transaction, event, explanation)));
            }
            return explanations;
        });
    }

    /**
     * Explains what came of an event that was never stored: a silence that followed none.
     *
     * @param rule null: every rule
     */
    List<Explanation> ofSilence(String id, @Nullable Ref rule) {
        List<RuleEnforcement> all = store.read(transaction -> transaction
                .enforcements()
                .list(Query.all().where("trigger_instance", id))
                .items());
        Map<Ref, List<RuleEnforcement>> byRule = all.stream()
                .filter(enforcement -> rule == null || enforcement.rule().equals(rule))
                .collect(Collectors.groupingBy(RuleEnforcement::rule, TreeMap::new, Collectors.toList()));
        List<Explanation> explanations = new ArrayList<>();
        byRule.forEach((ref, enforcements) -> explanations.add(ofSilence(ref, enforcements)));
        return explanations;
    }

    private static Explanation ofSilence(Ref rule, List<RuleEnforcement> enforcements) {
        boolean limited =
                enforcements.stream().allMatch(enforcement -> enforcement.status() == RuleEnforcement.Status.LIMITED);
        boolean failed =
                enforcements.stream().anyMatch(enforcement -> enforcement.status() == RuleEnforcement.Status.FAILED);
        String reason = enforcements.get(0).failureReason();
        return new Explanation(
                rule,
                enforcements.get(0).ruleRevision(),
                limited ? Outcome.LIMITED : failed ? Outcome.ERROR : Outcome.MATCHED,
                List.of(),
                "No event came, which is what rule '" + rule + "' waited for: that is why it matched"
                        + (limited
                                ? "; it was stopped: " + reason
                                : failed ? "; it failed: its enforcements say how." : "."),
                enforcements);
    }

    /** Explains one rule. */
    Explanation one(TriggerInstance event, Ref ref) {
        return store.read(transaction -> {
            Optional<RuleRevision> inForce = transaction.rules().inForce(ref, version(transaction, event));
            Optional<Rule> rule = inForce.flatMap(this::rule);
            if (rule.isEmpty()) {
                return simple(
                        ref,
                        0,
                        Outcome.NOT_IN_FORCE,
                        "Rule '" + ref + "' did not exist when event '" + event.id() + "' came.");
            }
            RuleRevision revision = inForce.orElseThrow();
            if (!listens(rule.orElseThrow(), event)) {
                String triggers = rule.orElseThrow().triggers().stream()
                        .map(trigger -> "'" + trigger.ref() + "'")
                        .collect(Collectors.joining(", "));
                return simple(
                        ref,
                        revision.number(),
                        Outcome.OTHER_TRIGGER,
                        "Rule '" + ref + "' listens to trigger " + triggers + "; the event is one of '"
                                + event.trigger() + "'.");
            }
            Explanation explanation = explain(
                    transaction,
                    event,
                    rule.orElseThrow(),
                    revision,
                    language.apply(transaction),
                    enforcements(transaction, event, rule.orElseThrow()));
            return Kept.told(transaction, event, explanation);
        });
    }

    private static boolean listens(Rule rule, TriggerInstance event) {
        return rule.program() == null
                ? rule.triggers().stream().anyMatch(trigger -> trigger.ref().equals(event.trigger()))
                : rule.triggerTypes().contains(event.triggerType());
    }

    /** {@return the version of the rules that an event was matched with} */
    private static long version(Transaction transaction, TriggerInstance event) {
        return transaction
                .triggerInstances()
                .position(event.id())
                .flatMap(position -> transaction.batches().find(position.node(), position.batch()))
                .map(batch -> batch.ruleSet())
                .orElse(0L);
    }

    private Optional<Rule> rule(RuleRevision revision) {
        Map<String, @Nullable Object> document = revision.document();
        if (document == null) {
            return Optional.empty();
        }
        Checked<Rule> checked =
                reader.rule(document, "database", revision.rule().pack());
        return checked.value();
    }

    private static Explanation simple(Ref rule, int revision, Outcome outcome, String message) {
        return new Explanation(rule, revision, outcome, List.of(), message, List.of());
    }

    private static Explanation explain(
            Transaction transaction,
            TriggerInstance event,
            Rule rule,
            RuleRevision revision,
            RuleLanguage said,
            List<RuleEnforcement> enforcements) {
        if (!rule.enabled()) {
            return simple(
                    rule.ref(),
                    revision.number(),
                    Outcome.DISABLED,
                    "Rule '" + rule.ref() + "' was " + (revision.isQuarantine() ? "quarantined" : "disabled")
                            + " when event '" + event.id() + "' came."
                            + (revision.isQuarantine() ? " " + reason(transaction, revision) : ""));
        }
        if (rule.program() != null) {
            return explainProgram(rule, revision, enforcements);
        }
        if (rule.isCorrelated()) {
            return new CorrelatedWhy(transaction, event, rule, revision).explain(said, enforcements);
        }
        Clauses clauses = Clauses.of(rule, said);
        Verdict verdict = ClauseEvaluator.explain(clauses, event.payload(), event.acceptedAt());
        return new Explanation(
                rule.ref(),
                revision.number(),
                outcome(verdict),
                seen(verdict),
                message(rule, verdict) + (asksDatastore(clauses) ? AS_IT_IS_NOW : ""),
                enforcements);
    }

    /** {@return why a rule was quarantined, as the audit trail tells it} */
    private static String reason(Transaction transaction, RuleRevision quarantine) {
        Query records = Query.all()
                .where("kind", "rule")
                .where("subject", quarantine.rule().toString())
                .where("what", "quarantined");
        return transaction.audit().list(records).items().stream()
                .filter(record -> record.at().equals(quarantine.at()))
                .map(AuditRecord::why)
                .filter(Objects::nonNull)
                .findFirst()
                .map(why -> "The reason: " + why + ".")
                .orElse("Its records in the audit trail say why, as long as they are kept.");
    }

    private static List<RuleEnforcement> enforcements(Transaction transaction, TriggerInstance event, Rule rule) {
        return transaction
                .enforcements()
                .list(Query.all()
                        .where("trigger_instance", event.id())
                        .where("rule_ref", rule.ref().toString()))
                .items();
    }

    /** {@return what came of an event, by rule: asked once, as an event may concern a thousand of them} */
    private static Map<Ref, List<RuleEnforcement>> enforcements(Transaction transaction, TriggerInstance event) {
        return transaction.enforcements().list(Query.all().where("trigger_instance", event.id())).items().stream()
                .collect(Collectors.groupingBy(RuleEnforcement::rule));
    }

    /** Drools keeps no trace of its conditions: what a rule in DRL asked for is all that is known. */
    private static Explanation explainProgram(Rule rule, RuleRevision revision, List<RuleEnforcement> enforcements) {
        boolean failed =
                enforcements.stream().anyMatch(enforcement -> enforcement.status() == RuleEnforcement.Status.FAILED);
        String message = enforcements.isEmpty()
                ? "Rule '" + rule.ref() + "' is written in DRL and asked for nothing when this event came; it may have"
                        + " counted for a later one, or what was asked for lay in a window of oncePer."
                : "Rule '" + rule.ref() + "' is written in DRL: its conditions held when this event came"
                        + (failed ? ", but it failed." : ".");
        Outcome outcome = enforcements.isEmpty() ? Outcome.NOT_MATCHED : failed ? Outcome.ERROR : Outcome.MATCHED;
        return new Explanation(rule.ref(), revision.number(), outcome, List.of(), message, enforcements);
    }

    private static boolean asksDatastore(Clauses clauses) {
        return clauses.all().stream().anyMatch(clause -> clause.text().contains(TemplateKeys.NAME));
    }

    private static Outcome outcome(Verdict verdict) {
        return switch (verdict.result()) {
            case MATCHED -> Outcome.MATCHED;
            case FAILED -> Outcome.ERROR;
            case NOT_MATCHED, NOT_ASKED -> Outcome.NOT_MATCHED;
        };
    }

    static List<ClauseSeen> seen(Verdict verdict) {
        return verdict.steps().stream()
                .map(step -> new ClauseSeen(
                        step.clause().text(),
                        step.value(),
                        step.value() != null,
                        step.result() == Result.MATCHED
                                ? Boolean.TRUE
                                : step.result() == Result.NOT_MATCHED ? Boolean.FALSE : null,
                        step.remark()))
                .toList();
    }

    private static String message(Rule rule, Verdict verdict) {
        if (verdict.result() == Result.MATCHED) {
            return "Rule '" + rule.ref() + "' matched: "
                    + switch (verdict.steps().size()) {
                        case 0 -> "it has no criteria.";
                        case 1 -> "its one clause holds.";
                        default -> "all " + verdict.steps().size() + " clauses hold.";
                    };
        }
        return verdict.decisive()
                .map(step -> "Rule '" + rule.ref() + "' did not match: "
                        + step.clause().text()
                        + (step.result() == Result.FAILED ? " could not be decided" : " does not hold")
                        + "; the value there is " + (step.value() == null ? "missing" : Json.write(step.value())) + ".")
                .orElse("Rule '" + rule.ref() + "' did not match: the event has no payload.");
    }
}
