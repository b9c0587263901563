package io.drover.persistence.datastore;

import io.drover.model.datastore.Key;
import io.drover.model.datastore.KeyValuePair;
import io.drover.model.datastore.Scope;
import io.drover.persistence.sql.Instants;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A text under a name. */
@Entity
@Table(name = "key_value_pair")
class KeyValueRow {
    @Id
    String id;

    String scope;

    /** Empty in the scope of everybody: a column that is null is unique in no index. */
    String owner;

    String name;

    String content;

    @Column(name = "is_secret")
    boolean secret;

    @Column(name = "expires_at")
    @Nullable
    Instant expiresAt;

    String version;

    @SuppressWarnings("NullAway.Init")
    KeyValueRow() {}

    static KeyValueRow of(KeyValuePair pair) {
        KeyValueRow row = new KeyValueRow();
        Key key = pair.key();
        row.id = key.id();
        row.scope = key.scope().word();
        row.owner = owner(key.user());
        row.name = key.name();
        row.content = pair.value();
        row.secret = pair.secret();
        row.expiresAt = Instants.storedOrNull(pair.expires());
        row.version = pair.version();
        return row;
    }

    static String owner(@Nullable String user) {
        return user == null ? "" : user;
    }

    KeyValuePair pair() {
        Scope stored = Scope.of(scope).orElseThrow();
        Key key = new Key(stored, stored == Scope.SYSTEM ? null : owner, name);
        return new KeyValuePair(key, content, secret, expiresAt, version);
    }
}
