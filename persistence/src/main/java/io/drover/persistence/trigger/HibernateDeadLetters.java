package io.drover.persistence.trigger;

import io.drover.model.store.DeadLetters;
import io.drover.model.store.Listing;
import io.drover.model.store.Query;
import io.drover.model.trigger.DeadLetter;
import io.drover.persistence.sql.Fields;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hibernate.StatelessSession;

/** Dead letters in the database. */
public record HibernateDeadLetters(StatelessSession session) implements DeadLetters {
    private static final Fields<DeadLetterRow> FIELDS = new Fields<>(
            DeadLetterRow.class,
            Map.of("id", "id", "source", "source", "trigger", "trigger"),
            "refusedAt",
            List.of("sequence"),
            true);

    @Override
    public boolean add(DeadLetter letter) {
        if (letter.identity() != null && isKnown(letter.source(), letter.identity())) {
            return false;
        }
        session.insert(DeadLetterRow.of(letter));
        return true;
    }

    private boolean isKnown(String source, String identity) {
        return session.createSelectionQuery(
                                "select count(*) from DeadLetterRow d where d.source = :source and d.identity = :identity",
                                Long.class)
                        .setParameter("source", source)
                        .setParameter("identity", identity)
                        .getSingleResult()
                > 0;
    }

    @Override
    public Optional<DeadLetter> find(String id) {
        return Optional.ofNullable(session.get(DeadLetterRow.class, id)).map(DeadLetterRow::letter);
    }

    @Override
    public Listing<DeadLetter> list(Query query) {
        return FIELDS.list(session, query, DeadLetterRow::letter);
    }

    @Override
    public boolean remove(String id) {
        return session.createMutationQuery("delete DeadLetterRow d where d.id = :id")
                        .setParameter("id", id)
                        .executeUpdate()
                > 0;
    }
}
