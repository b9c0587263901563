package io.drover.persistence.content;

import io.drover.model.pack.Kind;
import io.drover.model.pack.Ref;
import io.drover.model.rule.Overlay;
import io.drover.model.store.Overlays;
import java.util.List;
import org.hibernate.StatelessSession;

/** Overlays in the database. */
public record HibernateOverlays(StatelessSession session) implements Overlays {

    @Override
    public void put(Overlay overlay) {
        session.upsert(OverlayRow.of(overlay));
    }

    @Override
    public boolean remove(Kind kind, Ref ref) {
        return session.createMutationQuery("delete OverlayRow o where o.key.kind = :kind and o.key.ref = :ref")
                        .setParameter("kind", ContentRow.word(kind))
                        .setParameter("ref", ref.toString())
                        .executeUpdate()
                > 0;
    }

    @Override
    public List<Overlay> list() {
        return session
                .createSelectionQuery("from OverlayRow o order by o.key.kind, o.key.ref", OverlayRow.class)
                .getResultList()
                .stream()
                .map(OverlayRow::overlay)
                .toList();
    }
}
