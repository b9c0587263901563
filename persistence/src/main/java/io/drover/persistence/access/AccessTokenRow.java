package io.drover.persistence.access;

import io.drover.model.access.AccessToken;
import io.drover.persistence.sql.Documents;
import io.drover.persistence.sql.Instants;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;

/** With what somebody who logged in asks; of the token itself only the hash. */
@Entity
@Table(name = "access_token")
class AccessTokenRow {
    @Id
    String id;

    @Column(name = "user_name")
    String user;

    String hash;

    @Column(name = "expires_at")
    Instant expiry;

    @JdbcTypeCode(SqlTypes.JSON)
    String metadata;

    @Column(name = "is_service")
    boolean service;

    @Column(name = "created_at")
    Instant createdAt;

    @SuppressWarnings("NullAway.Init")
    AccessTokenRow() {}

    static AccessTokenRow of(AccessToken token) {
        AccessTokenRow row = new AccessTokenRow();
        row.id = token.id();
        row.user = token.user();
        row.hash = token.hash();
        row.expiry = Instants.stored(token.expiry());
        row.metadata = Documents.write(token.metadata());
        row.service = token.service();
        row.createdAt = Instants.stored(token.createdAt());
        return row;
    }

    AccessToken token() {
        return new AccessToken(id, user, hash, expiry, Documents.readObject(metadata), service, createdAt);
    }
}
