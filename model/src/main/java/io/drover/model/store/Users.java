package io.drover.model.store;

import io.drover.model.access.User;
import java.util.List;
import java.util.Optional;

/** Those who may log in. */
public interface Users {

    /** Inserts a user, or replaces the one of the same name. */
    void put(User user);

    Optional<User> find(String name);

    /** {@return all, by name} */
    List<User> list();

    boolean remove(String name);
}
