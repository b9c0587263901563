package io.drover.persistence.trigger;

import io.drover.model.pack.Ref;
import io.drover.model.store.SensorOwners;
import io.drover.persistence.content.HibernateRegistryChanges;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.hibernate.LockMode;
import org.hibernate.StatelessSession;
import org.jspecify.annotations.Nullable;

/** The owners of sensors in the database. */
public record HibernateSensorOwners(StatelessSession session) implements SensorOwners {
    private record Row(
            String sensor,
            int node,
            String name,
            long term,
            @Nullable Instant heardAt,
            Instant now) {
        Owner owner(Duration lease) {
            boolean isSilent = heardAt == null || Duration.between(heardAt, now).compareTo(lease) > 0;
            return new Owner(Ref.parse(sensor), node, name, term, isSilent);
        }
    }

    @Override
    public List<Owner> list(Duration lease) {
        return session
                .createSelectionQuery(
                        "select s.sensor, s.node, n.name, s.term, n.heardAt, current_instant"
                                + " from SensorOwnerRow s join NodeRow n on n.number = s.node order by s.sensor",
                        Row.class)
                .getResultList()
                .stream()
                .map(row -> row.owner(lease))
                .toList();
    }

    @Override
    public Map<Ref, Long> claim(Collection<Ref> sensors, int node, Duration lease) {
        // one after the other, so that no two nodes make the same row
        new HibernateRegistryChanges(session).hold();
        Map<Ref, Long> terms = new LinkedHashMap<>();
        for (Ref sensor : sensors) {
            claim(sensor, node, lease).ifPresent(term -> terms.put(sensor, term));
        }
        return terms;
    }

    private OptionalLong claim(Ref sensor, int node, Duration lease) {
        SensorOwnerRow row = session.get(SensorOwnerRow.class, sensor.toString());
        if (row == null) {
            session.insert(SensorOwnerRow.first(sensor, node));
            return OptionalLong.of(1);
        }
        Integer owner = row.node;
        boolean isFree = owner == null || owner == node || HibernateNodes.isSilent(session, owner, lease);
        return isFree && update("s.node = " + node + ", s.term = s.term + 1", sensor, row.term)
                ? OptionalLong.of(row.term + 1)
                : OptionalLong.empty();
    }

    private boolean update(String set, Ref sensor, long term) {
        return session.createMutationQuery(
                                "update SensorOwnerRow s set " + set + " where s.sensor = :sensor and s.term = :term")
                        .setParameter("sensor", sensor.toString())
                        .setParameter("term", term)
                        .executeUpdate()
                == 1;
    }

    @Override
    public boolean holds(Ref sensor, long term) {
        SensorOwnerRow row = session.get(SensorOwnerRow.class, sensor.toString(), LockMode.PESSIMISTIC_READ);
        return row != null && row.node != null && row.term == term;
    }

    @Override
    public void release(Ref sensor, long term) {
        boolean unused = update("s.node = null", sensor, term);
    }
}
