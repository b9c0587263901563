package io.drover.persistence.silence;

import io.drover.model.silence.Freeze;
import io.drover.model.silence.Silence;
import io.drover.model.store.Silences;
import io.drover.persistence.sql.Instants;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.hibernate.LockMode;
import org.hibernate.StatelessSession;

/** Silences and freezes in the database. */
public record HibernateSilences(StatelessSession session) implements Silences {

    /** {@return the classes of the rows of this package} */
    public static List<Class<?>> rows() {
        return List.of(SilenceRow.class, FreezeRow.class, SilenceChangeRow.class);
    }

    @Override
    public List<Silence> list() {
        return session
                .createSelectionQuery("from SilenceRow s order by s.createdAt, s.id", SilenceRow.class)
                .getResultList()
                .stream()
                .map(SilenceRow::silence)
                .toList();
    }

    @Override
    public Optional<Silence> find(String id) {
        return Optional.ofNullable(session.get(SilenceRow.class, id)).map(SilenceRow::silence);
    }

    @Override
    public void put(Silence silence) {
        session.upsert(SilenceRow.of(silence));
        changed();
    }

    @Override
    public boolean remove(String id) {
        return changedIf(session.createMutationQuery("delete SilenceRow s where s.id = :id")
                        .setParameter("id", id)
                        .executeUpdate()
                > 0);
    }

    @Override
    public int forget(Instant endedBefore) {
        int gone = session.createMutationQuery("delete SilenceRow s where s.endsAt < :end")
                .setParameter("end", Instants.stored(endedBefore))
                .executeUpdate();
        boolean unused = changedIf(gone > 0);
        return gone;
    }

    @Override
    public List<Freeze> freezes() {
        return session
                .createSelectionQuery("from FreezeRow f order by f.since, f.id", FreezeRow.class)
                .getResultList()
                .stream()
                .map(FreezeRow::freeze)
                .toList();
    }

    @Override
    public void begin(Freeze freeze) {
        session.upsert(FreezeRow.of(freeze));
        changed();
    }

    @Override
    public boolean end(String freeze) {
        return changedIf(session.createMutationQuery("delete FreezeRow f where f.id = :id")
                        .setParameter("id", freeze)
                        .executeUpdate()
                > 0);
    }

    @Override
    public void hold() {
        SilenceChangeRow unused = session.get(SilenceChangeRow.class, SilenceChangeRow.ID, LockMode.PESSIMISTIC_WRITE);
    }

    @Override
    public long changes() {
        return session.createSelectionQuery("select c.count from SilenceChangeRow c where c.id = :id", Long.class)
                .setParameter("id", SilenceChangeRow.ID)
                .getSingleResult();
    }

    private boolean changedIf(boolean happened) {
        if (happened) {
            changed();
        }
        return happened;
    }

    private void changed() {
        int unused = session.createMutationQuery("update SilenceChangeRow c set c.count = c.count + 1 where c.id = :id")
                .setParameter("id", SilenceChangeRow.ID)
                .executeUpdate();
    }
}
