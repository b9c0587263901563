package io.drover.persistence.access;

import io.drover.model.store.AccessChanges;
import org.hibernate.StatelessSession;

/** The count of changes in the database. */
public record HibernateAccessChanges(StatelessSession session) implements AccessChanges {

    @Override
    public long count() {
        return session.createSelectionQuery("select c.count from AccessChangeRow c where c.id = :id", Long.class)
                .setParameter("id", AccessChangeRow.ID)
                .getSingleResult();
    }

    @Override
    public void happened() {
        int unused = session.createMutationQuery("update AccessChangeRow c set c.count = c.count + 1 where c.id = :id")
                .setParameter("id", AccessChangeRow.ID)
                .executeUpdate();
    }
}
