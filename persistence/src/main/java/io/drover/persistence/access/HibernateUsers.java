package io.drover.persistence.access;

import io.drover.model.access.User;
import io.drover.model.store.Users;
import java.util.List;
import java.util.Optional;
import org.hibernate.StatelessSession;

/** Users in the database. */
public record HibernateUsers(StatelessSession session) implements Users {

    @Override
    public void put(User user) {
        session.upsert(UserRow.of(user));
    }

    @Override
    public Optional<User> find(String name) {
        return Optional.ofNullable(session.get(UserRow.class, name)).map(UserRow::user);
    }

    @Override
    public List<User> list() {
        return session.createSelectionQuery("from UserRow u order by u.name", UserRow.class).getResultList().stream()
                .map(UserRow::user)
                .toList();
    }

    @Override
    public boolean remove(String name) {
        return session.createMutationQuery("delete UserRow u where u.name = :name")
                        .setParameter("name", name)
                        .executeUpdate()
                > 0;
    }
}
