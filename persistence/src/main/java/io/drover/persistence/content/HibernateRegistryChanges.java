package io.drover.persistence.content;

import io.drover.model.store.RegistryChanges;
import org.hibernate.LockMode;
import org.hibernate.StatelessSession;

/** The counts of changes in the database. */
public record HibernateRegistryChanges(StatelessSession session) implements RegistryChanges {

    @Override
    public Counts counts() {
        return session.createSelectionQuery(
                        "select c.rules, c.sensors from RegistryChangeRow c where c.id = :id", Counts.class)
                .setParameter("id", RegistryChangeRow.ID)
                .getSingleResult();
    }

    @Override
    public boolean rulesChange(long known) {
        return session.createMutationQuery(
                                "update RegistryChangeRow c set c.rules = c.rules + 1 where c.id = :id and c.rules = :known")
                        .setParameter("id", RegistryChangeRow.ID)
                        .setParameter("known", known)
                        .executeUpdate()
                == 1;
    }

    @Override
    public void hold() {
        RegistryChangeRow unused =
                session.get(RegistryChangeRow.class, RegistryChangeRow.ID, LockMode.PESSIMISTIC_WRITE);
    }

    @Override
    public void sensorsChange() {
        int unused = session.createMutationQuery(
                        "update RegistryChangeRow c set c.sensors = c.sensors + 1 where c.id = :id")
                .setParameter("id", RegistryChangeRow.ID)
                .executeUpdate();
    }
}
