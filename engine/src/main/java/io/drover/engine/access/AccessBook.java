package io.drover.engine.access;

import io.drover.engine.commit.Batch;
import io.drover.engine.commit.Change;
import io.drover.engine.commit.Committer;
import io.drover.model.access.Role;
import io.drover.model.access.RoleAssignment;
import io.drover.model.access.User;
import io.drover.model.store.Store;
import java.util.List;
import java.util.function.Consumer;

/** Changes what is stored of users and roles, and has the roster follow. */
final class AccessBook {
    private final Store store;
    private final Committer committer;
    private final Roster roster;

    AccessBook(Store store, Committer committer, Roster roster) {
        this.store = store;
        this.committer = committer;
        this.roster = roster;
        refresh();
    }

    Store store() {
        return store;
    }

    Roster roster() {
        return roster;
    }

    /** Commits a change so that other nodes notice it. */
    void commit(Consumer<Batch> rows) {
        committer.commit(Change.of(batch -> {
            rows.accept(batch);
            batch.also(transaction -> transaction.accessChanges().happened());
        }));
    }

    /** Commits a change of users or roles; it counts when this returns. */
    synchronized void change(Consumer<Batch> rows) {
        commit(rows);
        refresh();
    }

    /** Reads users and roles again. */
    synchronized void refresh() {
        store.read(transaction -> {
            List<User> users = transaction.users().list();
            List<Role> roles = transaction.roles().list();
            List<RoleAssignment> assignments = transaction.roles().assignments();
            roster.stored(users, roles, assignments);
            return Boolean.TRUE;
        });
    }
}
