package io.drover.persistence.sql;

import java.sql.SQLException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Takes the values of a row, in the order of its table's columns. */
interface RowWriter {
    /** Any text; it is stored in the form of {@link StoredText}. */
    void text(@Nullable String value) throws SQLException;

    /** The text of a JSON document. */
    void json(@Nullable String document) throws SQLException;

    void number(int value) throws SQLException;

    void numberOrNull(@Nullable Integer value) throws SQLException;

    void bigNumber(long value) throws SQLException;

    /** An instant, of which whole microseconds are stored. */
    void instant(@Nullable Instant value) throws SQLException;

    void bytes(byte @Nullable [] value) throws SQLException;
}
