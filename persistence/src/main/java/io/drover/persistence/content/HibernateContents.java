package io.drover.persistence.content;

import io.drover.model.pack.Kind;
import io.drover.model.pack.Ref;
import io.drover.model.store.Contents;
import java.util.List;
import java.util.Optional;
import org.hibernate.StatelessSession;

/** Registered content in the database. */
public record HibernateContents(StatelessSession session) implements Contents {

    /** {@return the classes of the rows of this package} */
    public static List<Class<?>> rows() {
        return List.of(
                ContentRow.class,
                OverlayRow.class,
                RegistryChangeRow.class,
                PackConfigRow.class,
                PackConfigTakenRow.class,
                PackCopyRow.class);
    }

    @Override
    public void putAll(List<Content> contents) {
        for (Content content : contents) {
            retire(content.kind(), content.ref());
            session.upsert(ContentRow.of(content));
        }
    }

    @Override
    public void remove(Kind kind, Ref ref) {
        retire(kind, ref);
    }

    /** Past executions keep the revision of their action; nothing else asks for an older one. */
    private void retire(Kind kind, Ref ref) {
        String change = kind == Kind.ACTION ? "update ContentRow c set c.current = false" : "delete ContentRow c";
        session.createMutationQuery(change + " where c.key.kind = :kind and c.key.ref = :ref")
                .setParameter("kind", ContentRow.word(kind))
                .setParameter("ref", ref.toString())
                .executeUpdate();
    }

    @Override
    public List<Content> current(Kind kind) {
        return session
                .createSelectionQuery(
                        "from ContentRow c where c.key.kind = :kind and c.current = true order by c.key.ref",
                        ContentRow.class)
                .setParameter("kind", ContentRow.word(kind))
                .getResultList()
                .stream()
                .map(ContentRow::content)
                .toList();
    }

    @Override
    public Optional<Content> revision(Kind kind, Ref ref, String hash) {
        return Optional.ofNullable(session.get(ContentRow.class, ContentRow.Key.of(kind, ref, hash)))
                .map(ContentRow::content);
    }
}
