package io.drover.persistence;

import io.drover.model.error.DroverException;
import io.drover.model.error.ErrorCode;
import io.drover.persistence.sql.Database;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLTransientConnectionException;
import org.jspecify.annotations.Nullable;

/** Says in our words what the database's errors mean. */
record SqlFailures(Database database) {
    private static final String CLASS_OF_CONNECTIONS = "08";
    private static final String CLASS_OF_REFUSED_LOGINS = "28";
    private static final String DUPLICATE_KEY = "23505";
    private static final int H2_FILE_IN_USE = org.h2.api.ErrorCode.DATABASE_ALREADY_OPEN_1;

    /** {@return the failure to throw instead of this one} */
    DroverException translated(RuntimeException failure) {
        return failure instanceof DroverException known ? known : translated((Throwable) failure);
    }

    DroverException translated(Throwable failure) {
        SQLException error = sqlException(failure);
        if (error == null) {
            return DroverException.of(ErrorCode.INTERNAL, "The store failed: " + failure.getMessage(), failure);
        }
        if (isUnavailable(failure)) {
            return DroverException.unavailable(
                    database.name() + " did not answer, so that the outcome is unknown: " + error.getMessage(),
                    failure);
        }
        if (DUPLICATE_KEY.equals(error.getSQLState())) {
            return DroverException.of(
                    ErrorCode.ALREADY_EXISTS,
                    "Expected to insert a row, but one with the same key is there: " + error.getMessage(),
                    failure);
        }
        return DroverException.of(
                ErrorCode.INTERNAL, database.name() + " refused a statement: " + error.getMessage(), failure);
    }

    /** As {@link #translated}, for a database that cannot be opened. */
    DroverException opening(Throwable failure, String where) {
        SQLException error = sqlException(failure);
        if (error != null && error.getErrorCode() == H2_FILE_IN_USE) {
            return DroverException.of(
                    ErrorCode.CONFLICT,
                    "Expected to open '" + where + "', but found the data folder in use by another process. Stop that"
                            + " one, or set another 'data-dir'.",
                    failure);
        }
        String state = error == null ? null : error.getSQLState();
        if (state != null && state.startsWith(CLASS_OF_REFUSED_LOGINS)) {
            return DroverException.of(
                    ErrorCode.PERMISSION_DENIED,
                    "Expected to open '" + where + "', but the database refused the user or the password. Check"
                            + " 'database.user' and 'database.password'.",
                    failure);
        }
        return translated(failure);
    }

    boolean isUnavailable(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException error && isUnavailable(error)) {
                return true;
            }
        }
        return false;
    }

    private boolean isUnavailable(SQLException error) {
        String state = error.getSQLState();
        return error instanceof SQLTransientConnectionException
                || error instanceof SQLNonTransientConnectionException
                || (state != null && state.startsWith(CLASS_OF_CONNECTIONS))
                || database.isUnavailable(error);
    }

    /** {@return the innermost cause that the database reported, which a batch's error hides in its next one} */
    static @Nullable SQLException sqlException(Throwable failure) {
        SQLException found = null;
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException error) {
                SQLException next = error.getNextException();
                found = next == null ? error : next;
            }
        }
        return found;
    }
}
