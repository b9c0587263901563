package io.drover.persistence.access;

import io.drover.model.access.User;
import io.drover.persistence.sql.Instants;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Somebody who may log in; of the password only the hash. */
@Entity
@Table(name = "access_user")
class UserRow {
    @Id
    String name;

    @Column(name = "password")
    @Nullable
    String passwordHash;

    @Column(name = "is_enabled")
    boolean enabled;

    String origin;

    @Column(name = "created_at")
    Instant createdAt;

    @SuppressWarnings("NullAway.Init")
    UserRow() {}

    static UserRow of(User user) {
        UserRow row = new UserRow();
        row.name = user.name();
        row.passwordHash = user.passwordHash();
        row.enabled = user.enabled();
        row.origin = user.origin().name().toLowerCase(Locale.ROOT);
        row.createdAt = Instants.stored(user.createdAt());
        return row;
    }

    User user() {
        return new User(name, passwordHash, enabled, User.Origin.valueOf(origin.toUpperCase(Locale.ROOT)), createdAt);
    }
}
