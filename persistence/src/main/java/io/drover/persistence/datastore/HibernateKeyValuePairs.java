package io.drover.persistence.datastore;

import io.drover.model.datastore.Key;
import io.drover.model.datastore.KeyValuePair;
import io.drover.model.datastore.Scope;
import io.drover.model.store.KeyValuePairs;
import io.drover.model.store.Listing;
import io.drover.model.store.Query;
import io.drover.persistence.sql.Fields;
import io.drover.persistence.sql.Instants;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hibernate.StatelessSession;
import org.jspecify.annotations.Nullable;

/** The datastore in the database. */
public record HibernateKeyValuePairs(StatelessSession session) implements KeyValuePairs {
    private static final Fields<KeyValueRow> FIELDS = new Fields<>(
            KeyValueRow.class,
            Map.of("id", "id", "name", "name"),
            "expiresAt",
            List.of("scope", "owner", "name"),
            false);

    /** {@return the classes of the rows of this package} */
    public static List<Class<?>> rows() {
        return List.of(KeyValueRow.class);
    }

    @Override
    public Optional<KeyValuePair> find(Key key) {
        return Optional.ofNullable(session.get(KeyValueRow.class, key.id())).map(KeyValueRow::pair);
    }

    @Override
    public Listing<KeyValuePair> list(Selection selection, Query query) {
        Map<String, Object> parameters = new LinkedHashMap<>();
        String whose = "r.scope = :system";
        parameters.put("system", selection.system() ? Scope.SYSTEM.word() : "");
        if (selection.user() != null) {
            whose += " or (r.scope = :user and r.owner = :owner)";
            parameters.put("user", Scope.USER.word());
            parameters.put("owner", selection.user());
        }
        parameters.put("prefix", selection.prefix().replaceAll("[!%_]", "!$0") + "%");
        parameters.put("now", Instants.stored(selection.now()));
        return FIELDS.list(
                session,
                query,
                new Fields.Condition(
                        "(" + whose + ") and r.name like :prefix escape '!'"
                                + " and (r.expiresAt is null or r.expiresAt > :now)",
                        parameters),
                KeyValueRow::pair);
    }

    @Override
    public boolean put(KeyValuePair pair, @Nullable String replaced) {
        KeyValueRow row = KeyValueRow.of(pair);
        if (replaced != null) {
            return session.createMutationQuery("update KeyValueRow r set r.content = :content, r.secret = :secret,"
                                    + " r.expiresAt = :expiresAt, r.version = :version"
                                    + " where r.id = :id and r.version = :replaced")
                            .setParameter("content", row.content)
                            .setParameter("secret", row.secret)
                            .setParameter("expiresAt", row.expiresAt)
                            .setParameter("version", row.version)
                            .setParameter("id", row.id)
                            .setParameter("replaced", replaced)
                            .executeUpdate()
                    > 0;
        }
        if (session.get(KeyValueRow.class, row.id) != null) {
            return false;
        }
        session.insert(row);
        return true;
    }

    @Override
    public boolean remove(Key key, String version) {
        return session.createMutationQuery("delete KeyValueRow r where r.id = :id and r.version = :version")
                        .setParameter("id", key.id())
                        .setParameter("version", version)
                        .executeUpdate()
                > 0;
    }

    @Override
    public int forgetExpired(Instant now, int limit) {
        List<String> expired = session.createSelectionQuery(
                        "select r.id from KeyValueRow r where r.expiresAt <= :now order by r.expiresAt", String.class)
                .setParameter("now", Instants.stored(now))
                .setMaxResults(limit)
                .getResultList();
        return expired.isEmpty()
                ? 0
                : session.createMutationQuery("delete KeyValueRow r where r.id in (:ids)")
                        .setParameterList("ids", expired)
                        .executeUpdate();
    }
}
