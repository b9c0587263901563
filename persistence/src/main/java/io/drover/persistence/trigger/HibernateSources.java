package io.drover.persistence.trigger;

import io.drover.model.store.Sources;
import io.drover.model.trigger.SourceHealth;
import java.util.Collection;
import java.util.List;
import org.hibernate.StatelessSession;

/** How sources are heard, in the database. */
public record HibernateSources(StatelessSession session) implements Sources {

    @Override
    public List<SourceHealth> list() {
        return session
                .createSelectionQuery("from SourceHealthRow s order by s.key.source, s.key.node", SourceHealthRow.class)
                .getResultList()
                .stream()
                .map(SourceHealthRow::health)
                .toList();
    }

    @Override
    public void put(Collection<SourceHealth> sources) {
        sources.forEach(health -> session.upsert(SourceHealthRow.of(health)));
    }
}
