package io.drover.engine.rehearse;

import io.drover.model.pack.Kind;
import io.drover.model.pack.Ref;
import io.drover.model.rule.ClauseError;
import io.drover.model.rule.RuleEnforcement;
import io.drover.model.store.Listing;
import io.drover.model.store.Query;
import io.drover.model.store.RuleEnforcements;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Enforcements, one per match, and the counted errors of clauses. */
record MemoryEnforcements(Table<RuleEnforcement> rows, Table<String> matches, Table<ClauseError> counts)
        implements RuleEnforcements {
    private static final Table.Shape<RuleEnforcement> SHAPE = new Table.Shape<>(
            Map.of(
                    "id", RuleEnforcement::id,
                    "rule_ref", row -> row.rule().toString(),
                    "rule_id", row -> Kind.RULE.id(row.rule()),
                    "trigger_instance", RuleEnforcement::triggerInstance,
                    "execution", RuleEnforcement::executionId,
                    "status", row -> row.status().name().toLowerCase(Locale.ROOT),
                    "trace_id", RuleEnforcement::traceId),
            RuleEnforcement::at,
            true);

    @Override
    public void insertAll(List<RuleEnforcement> enforcements) {
        for (RuleEnforcement enforcement : enforcements) {
            matches.insert(enforcement.key(), enforcement.id());
            rows.insert(enforcement.id(), enforcement);
        }
    }

    @Override
    public Optional<RuleEnforcement> find(String id) {
        return rows.find(id);
    }

    @Override
    public Set<String> known(Collection<String> keys) {
        return keys.stream().filter(key -> matches.find(key).isPresent()).collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public Listing<RuleEnforcement> list(Query query) {
        return SHAPE.list(rows, query);
    }

    @Override
    public Set<Ref> rulesMatchedSince(Instant since) {
        return rows.stream()
                .filter(row -> !row.at().isBefore(since))
                .map(RuleEnforcement::rule)
                .collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public List<ClauseError> count(List<ClauseError> errors) {
        List<ClauseError> first = new ArrayList<>();
        for (ClauseError error : errors) {
            String key = error.rule() + "/" + error.ruleRevision() + "/" + error.hour() + "/" + error.clause();
            ClauseError known = counts.find(key).orElse(null);
            if (known == null) {
                first.add(error);
                counts.insert(key, error);
            } else {
                counts.put(key, plus(known, error.count()));
            }
        }
        return first;
    }

    private static ClauseError plus(ClauseError known, long more) {
        return new ClauseError(
                known.rule(),
                known.ruleRevision(),
                known.clause(),
                known.hour(),
                known.message(),
                known.firstInstance(),
                known.count() + more);
    }

    @Override
    public List<ClauseError> errors(String ruleRef) {
        return counts.stream()
                .filter(error -> error.rule().toString().equals(ruleRef))
                .toList();
    }
}
