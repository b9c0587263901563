package io.drover.persistence.program;

import io.drover.model.execution.Position;
import io.drover.model.rule.OnceWindow;
import io.drover.model.rule.ProgramCursor;
import io.drover.model.store.Programs;
import io.drover.persistence.sql.Instants;
import io.drover.persistence.trigger.HibernateNodes;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.hibernate.StatelessSession;
import org.hibernate.query.MutationQuery;

/** The owners and the progress of DRL rules in the database. */
public record HibernatePrograms(StatelessSession session) implements Programs {

    /** {@return the classes of the rows of this package} */
    public static List<Class<?>> rows() {
        return List.of(ProgramCursorRow.class, ProgramReachedRow.class, OnceWindowRow.class);
    }

    @Override
    public OptionalLong claim(ProgramCursor first, int node, Duration lease) {
        ProgramCursorRow row = session.get(ProgramCursorRow.class, first.pack());
        if (row == null) {
            session.insert(ProgramCursorRow.of(first.pack(), Instants.stored(first.clock()), node));
            reached(first);
            return OptionalLong.of(1);
        }
        Integer owner = row.owner;
        boolean isFree = owner == null || owner == node || HibernateNodes.isSilent(session, owner, lease);
        return isFree && update("c.owner = :node, c.term = c.term + 1", first.pack(), row.term, Map.of("node", node))
                ? OptionalLong.of(row.term + 1)
                : OptionalLong.empty();
    }

    private boolean update(String set, String pack, long term, Map<String, Object> values) {
        MutationQuery query = session.createMutationQuery(
                "update ProgramCursorRow c set " + set + " where c.pack = :pack and c.term = :term");
        query.setParameter("pack", pack);
        query.setParameter("term", term);
        values.forEach(query::setParameter);
        return query.executeUpdate() == 1;
    }

    @Override
    public boolean isNewest(String pack, long term) {
        ProgramCursorRow row = session.get(ProgramCursorRow.class, pack);
        return row != null && row.term == term;
    }

    @Override
    public void release(String pack, long term) {
        boolean unused = update("c.owner = null", pack, term, Map.of());
    }

    @Override
    public Optional<ProgramCursor> cursor(String pack) {
        return Optional.ofNullable(session.get(ProgramCursorRow.class, pack))
                .map(row -> new ProgramCursor(pack, reached(pack), row.clock));
    }

    private Map<Integer, Position> reached(String pack) {
        return session
                .createSelectionQuery("from ProgramReachedRow r where r.id.pack = :pack", ProgramReachedRow.class)
                .setParameter("pack", pack)
                .getResultList()
                .stream()
                .map(ProgramReachedRow::position)
                .collect(Collectors.toMap(Position::node, Function.identity()));
    }

    @Override
    public boolean put(ProgramCursor cursor, long term) {
        boolean isNewest =
                update("c.clock = :clock", cursor.pack(), term, Map.of("clock", Instants.stored(cursor.clock())));
        if (isNewest) {
            reached(cursor);
        }
        return isNewest;
    }

    private void reached(ProgramCursor cursor) {
        cursor.reached().values().forEach(position -> session.upsert(ProgramReachedRow.of(cursor.pack(), position)));
    }

    @Override
    public List<OnceWindow> windows(String pack) {
        return session
                .createSelectionQuery("from OnceWindowRow w where w.pack = :pack order by w.until", OnceWindowRow.class)
                .setParameter("pack", pack)
                .getResultList()
                .stream()
                .map(OnceWindowRow::window)
                .toList();
    }

    @Override
    public void put(OnceWindow window) {
        session.upsert(OnceWindowRow.of(window));
    }

    @Override
    public int forget(List<OnceWindow> over) {
        int forgotten = 0;
        for (OnceWindow window : over) {
            OnceWindowRow row = OnceWindowRow.of(window);
            forgotten += session.createMutationQuery(
                            "delete OnceWindowRow w where w.id.rule = :rule and w.id.key = :key and w.until = :until")
                    .setParameter("rule", row.id.rule())
                    .setParameter("key", row.id.key())
                    .setParameter("until", row.until)
                    .executeUpdate();
        }
        return forgotten;
    }
}
