package io.drover.engine.rehearse;

import io.drover.model.store.Sources;
import io.drover.model.trigger.SourceHealth;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** How sources are heard, by source and node. */
record MemorySources(Table<SourceHealth> rows) implements Sources {

    @Override
    public List<SourceHealth> list() {
        return rows.stream()
                .sorted(Comparator.comparing(SourceHealth::source).thenComparingInt(SourceHealth::node))
                .toList();
    }

    @Override
    public void put(Collection<SourceHealth> sources) {
        sources.forEach(health -> rows.put(health.source() + "/" + health.node(), health));
    }
}
