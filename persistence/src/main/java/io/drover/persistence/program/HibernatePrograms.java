package io.drover.persistence.program;

import io.drover.model.rule.OnceWindow;
import io.drover.model.rule.ProgramCursor;
import io.drover.model.store.Programs;
import java.util.List;
import java.util.Optional;
import org.hibernate.StatelessSession;

/** The progress of DRL rules in the database. */
public record HibernatePrograms(StatelessSession session) implements Programs {

    /** {@return the classes of the rows of this package} */
    public static List<Class<?>> rows() {
        return List.of(ProgramCursorRow.class, OnceWindowRow.class);
    }

    @Override
    public Optional<ProgramCursor> cursor(String pack) {
        return Optional.ofNullable(session.get(ProgramCursorRow.class, pack)).map(ProgramCursorRow::cursor);
    }

    @Override
    public void put(ProgramCursor cursor) {
        session.upsert(ProgramCursorRow.of(cursor));
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
