package io.drover.persistence.timer;

import io.drover.model.pack.Ref;
import io.drover.model.store.Timers;
import io.drover.model.timer.Timer;
import io.drover.persistence.sql.Instants;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.hibernate.StatelessSession;
import org.jspecify.annotations.Nullable;

/** Timers in the database. */
public record HibernateTimers(StatelessSession session) implements Timers {

    /** {@return the classes of the rows of this package} */
    public static List<Class<?>> rows() {
        return List.of(TimerRow.class);
    }

    @Override
    public boolean add(Timer timer) {
        if (find(timer.trigger().ref()).isPresent()) {
            return false;
        }
        session.insert(TimerRow.of(timer));
        return true;
    }

    @Override
    public boolean remove(Ref trigger) {
        return session.createMutationQuery("delete TimerRow t where t.trigger = :trigger")
                        .setParameter("trigger", trigger.toString())
                        .executeUpdate()
                > 0;
    }

    @Override
    public List<Timer> list() {
        return session
                .createSelectionQuery("from TimerRow t order by t.trigger", TimerRow.class)
                .getResultList()
                .stream()
                .map(TimerRow::timer)
                .toList();
    }

    @Override
    public Optional<Timer> find(Ref trigger) {
        return Optional.ofNullable(session.get(TimerRow.class, trigger.toString()))
                .map(TimerRow::timer);
    }

    @Override
    public List<Timer> due(Instant now, int limit) {
        return session
                .createSelectionQuery("from TimerRow t where t.next <= :now order by t.next, t.trigger", TimerRow.class)
                .setParameter("now", now)
                .setMaxResults(limit)
                .getResultList()
                .stream()
                .map(TimerRow::timer)
                .toList();
    }

    @Override
    public @Nullable Instant first() {
        return session.createSelectionQuery("select min(t.next) from TimerRow t", Instant.class)
                .getSingleResultOrNull();
    }

    @Override
    public boolean moveOn(Ref trigger, Instant seen, @Nullable Instant next, @Nullable Instant fired) {
        return session.createMutationQuery("update TimerRow t set t.next = :next, t.last = coalesce(:fired, t.last)"
                                + " where t.trigger = :trigger and t.next = :seen")
                        .setParameter("next", Instants.storedOrNull(next), Instant.class)
                        .setParameter("fired", Instants.storedOrNull(fired), Instant.class)
                        .setParameter("trigger", trigger.toString())
                        .setParameter("seen", Instants.stored(seen))
                        .executeUpdate()
                > 0;
    }
}
