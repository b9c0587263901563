package io.drover.persistence.access;

import io.drover.model.access.ApiKey;
import io.drover.persistence.sql.Documents;
import io.drover.persistence.sql.Instants;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;

/** A key with which a program asks; of the key itself only the hash. */
@Entity
@Table(name = "api_key")
class ApiKeyRow {
    @Id
    String id;

    @Column(name = "user_name")
    String user;

    @Column(name = "key_hash")
    String keyHash;

    @JdbcTypeCode(SqlTypes.JSON)
    String metadata;

    @Column(name = "is_enabled")
    boolean enabled;

    @Column(name = "created_at")
    Instant createdAt;

    @SuppressWarnings("NullAway.Init")
    ApiKeyRow() {}

    static ApiKeyRow of(ApiKey key) {
        ApiKeyRow row = new ApiKeyRow();
        row.id = key.id();
        row.user = key.user();
        row.keyHash = key.keyHash();
        row.metadata = Documents.write(key.metadata());
        row.enabled = key.enabled();
        row.createdAt = Instants.stored(key.createdAt());
        return row;
    }

    ApiKey key() {
        return new ApiKey(id, user, keyHash, Documents.readObject(metadata), enabled, createdAt);
    }
}
