package io.drover.persistence.audit;

import io.drover.model.text.Sha256;
import io.drover.persistence.sql.StoredText;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * The digest of an audit record: SHA-256 over its columns as they are stored, each as {@code length:text,} with the length in
 * bytes of UTF-8, an absent one as {@code -,}; the time as microseconds since 1970.
 */
final class Digests {
    static final String COLUMNS =
            "seq, node, batch, place, who, what, kind, subject, why, trace_id, happened_at, details";

    private static final String ABSENT = "-,";
    private final MessageDigest sha256 = Sha256.begun();

    /** {@return the digest of the row where a result stands, whose columns are {@link #COLUMNS} } */
    String of(ResultSet row) throws SQLException {
        StringBuilder text = new StringBuilder(256);
        for (int column = 2; column <= 10; column++) {
            add(text, row.getString(column));
        }
        add(text, Long.toString(ChronoUnit.MICROS.between(Instant.EPOCH, instant(row))));
        add(text, row.getString(12));
        return of(text);
    }

    /** {@return the digest of the row that is stored of a record} */
    String of(AuditRow row) {
        StringBuilder text = new StringBuilder(256);
        add(text, Integer.toString(row.place.node()));
        add(text, Long.toString(row.place.batch()));
        add(text, Integer.toString(row.place.place()));
        addStored(text, row.who);
        addStored(text, row.what);
        addStored(text, row.kind);
        addStored(text, row.subject);
        addStored(text, row.why);
        addStored(text, row.traceId);
        add(text, Long.toString(ChronoUnit.MICROS.between(Instant.EPOCH, row.happenedAt)));
        add(text, row.details);
        return of(text);
    }

    private String of(StringBuilder text) {
        return HexFormat.of().formatHex(sha256.digest(text.toString().getBytes(StandardCharsets.UTF_8)));
    }

    private static void addStored(StringBuilder text, @Nullable String value) {
        add(text, value == null ? null : StoredText.of(value));
    }

    static Instant instant(ResultSet row) throws SQLException {
        return row.getObject(11, OffsetDateTime.class).toInstant();
    }

    private static void add(StringBuilder text, @Nullable String value) {
        if (value == null) {
            text.append(ABSENT);
        } else {
            text.append(lengthInUtf8(value)).append(':').append(value).append(',');
        }
    }

    private static int lengthInUtf8(String text) {
        int length = text.length();
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
            if (character >= 0x80) {
                // each half of a surrogate pair has two of its four bytes
                length += character < 0x800 || Character.isSurrogate(character) ? 1 : 2;
            }
        }
        return length;
    }
}
