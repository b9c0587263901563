package io.drover.engine.rehearse;

import io.drover.model.access.User;
import io.drover.model.store.Users;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Users by name. */
record MemoryUsers(Table<User> rows) implements Users {

    @Override
    public void put(User user) {
        rows.put(user.name(), user);
    }

    @Override
    public Optional<User> find(String name) {
        return rows.find(name);
    }

    @Override
    public List<User> list() {
        return rows.stream().sorted(Comparator.comparing(User::name)).toList();
    }

    @Override
    public boolean remove(String name) {
        return rows.remove(name);
    }
}
