package io.drover.engine.rehearse;

import io.drover.model.rule.LimitedMatches;
import io.drover.model.store.LimitedCounts;
import io.drover.model.store.Listing;
import io.drover.model.store.Query;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Counts of what limits stopped, by their names. */
record MemoryLimitedCounts(Table<LimitedMatches> rows) implements LimitedCounts {
    private static final Table.Shape<LimitedMatches> SHAPE = new Table.Shape<>(
            Map.of(
                    "rule_ref", row -> row.rule().toString(),
                    "limit", LimitedMatches::limit,
                    "key", LimitedMatches::key),
            LimitedMatches::lastAt,
            true);

    @Override
    public List<LimitedMatches> add(Collection<LimitedMatches> counted) {
        List<LimitedMatches> first = new ArrayList<>();
        for (LimitedMatches matches : counted) {
            String key = matches.name().toString();
            Optional<LimitedMatches> known = rows.find(key);
            if (known.isEmpty()) {
                first.add(matches);
            }
            rows.put(key, known.map(before -> before.and(matches)).orElse(matches));
        }
        return first;
    }

    @Override
    public Listing<LimitedMatches> list(Query query) {
        return SHAPE.list(rows, query);
    }

    @Override
    public int forget(Instant lastBefore, int limit) {
        List<LimitedMatches> old = rows.stream()
                .filter(matches -> matches.lastAt().isBefore(lastBefore))
                .limit(limit)
                .toList();
        old.forEach(matches -> {
            boolean unused = rows.remove(matches.name().toString());
        });
        return old.size();
    }
}
