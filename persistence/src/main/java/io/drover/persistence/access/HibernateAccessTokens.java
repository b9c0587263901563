package io.drover.persistence.access;

import io.drover.model.access.AccessToken;
import io.drover.model.store.AccessTokens;
import io.drover.persistence.sql.Instants;
import java.time.Instant;
import java.util.List;
import org.hibernate.StatelessSession;

/** Tokens in the database. */
public record HibernateAccessTokens(StatelessSession session) implements AccessTokens {

    @Override
    public void add(AccessToken token) {
        session.insert(AccessTokenRow.of(token));
    }

    @Override
    public List<AccessToken> live(Instant now) {
        return session
                .createSelectionQuery("from AccessTokenRow t where t.expiry > :now", AccessTokenRow.class)
                .setParameter("now", Instants.stored(now))
                .getResultList()
                .stream()
                .map(AccessTokenRow::token)
                .toList();
    }

    @Override
    public boolean remove(String id) {
        return session.createMutationQuery("delete AccessTokenRow t where t.id = :id")
                        .setParameter("id", id)
                        .executeUpdate()
                > 0;
    }

    @Override
    public int removeOf(String user) {
        return session.createMutationQuery("delete AccessTokenRow t where t.user = :user")
                .setParameter("user", user)
                .executeUpdate();
    }

    @Override
    public int forgetExpired(Instant before) {
        return session.createMutationQuery("delete AccessTokenRow t where t.expiry < :before")
                .setParameter("before", Instants.stored(before))
                .executeUpdate();
    }
}
