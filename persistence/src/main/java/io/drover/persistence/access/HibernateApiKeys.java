package io.drover.persistence.access;

import io.drover.model.access.ApiKey;
import io.drover.model.store.ApiKeys;
import java.util.List;
import java.util.Optional;
import org.hibernate.StatelessSession;

/** API keys in the database. */
public record HibernateApiKeys(StatelessSession session) implements ApiKeys {

    /** {@return the classes of the rows of this package} */
    public static List<Class<?>> rows() {
        return List.of(
                ApiKeyRow.class,
                UserRow.class,
                AccessTokenRow.class,
                RoleRow.class,
                RoleAssignmentRow.class,
                AccessChangeRow.class);
    }

    @Override
    public void put(ApiKey key) {
        session.upsert(ApiKeyRow.of(key));
    }

    @Override
    public Optional<ApiKey> find(String id) {
        return Optional.ofNullable(session.get(ApiKeyRow.class, id)).map(ApiKeyRow::key);
    }

    @Override
    public Optional<ApiKey> findByHash(String keyHash) {
        return Optional.ofNullable(
                        session.createSelectionQuery("from ApiKeyRow k where k.keyHash = :hash", ApiKeyRow.class)
                                .setParameter("hash", keyHash)
                                .getSingleResultOrNull())
                .map(ApiKeyRow::key);
    }

    @Override
    public List<ApiKey> list() {
        return session
                .createSelectionQuery("from ApiKeyRow k order by k.createdAt, k.id", ApiKeyRow.class)
                .getResultList()
                .stream()
                .map(ApiKeyRow::key)
                .toList();
    }

    @Override
    public boolean remove(String id) {
        return session.createMutationQuery("delete ApiKeyRow k where k.id = :id")
                        .setParameter("id", id)
                        .executeUpdate()
                > 0;
    }
}
