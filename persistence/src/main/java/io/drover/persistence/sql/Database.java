package io.drover.persistence.sql;

import io.drover.model.error.DroverException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import org.hibernate.StatelessSession;
import org.hibernate.dialect.Dialect;
import org.jspecify.annotations.Nullable;

/** One of the databases we run on: everything in which they differ. */
public sealed interface Database permits H2, PostgreSql {

    /** {@return the database that a JDBC URL leads to} */
    static Database of(String url) {
        String lower = url.toLowerCase(Locale.ROOT);
        if (lower.startsWith("jdbc:h2:")) {
            return new H2();
        }
        if (lower.startsWith("jdbc:postgresql:")) {
            return new PostgreSql();
        }
        throw DroverException.invalid(
                "Expected a database URL that begins with 'jdbc:h2:' or 'jdbc:postgresql:', but found" + " '"
                        + url.replaceAll("[?;].*", "…") + "'. Change 'database.url'.");
    }

    /** {@return the name that people know it by} */
    String name();

    /** {@return the folder of its migrations on the class path} */
    String migrations();

    /** {@return its name, its version, and what it promises} */
    String describe(Connection connection) throws SQLException;

    /** {@return what the database is set to that may lose what was committed, and what to do; null if nothing} */
    @Nullable
    String risk(Connection connection) throws SQLException;

    /** {@return how Hibernate is to speak to it} */
    Dialect dialect();

    /** Binds the text of a JSON document to a column of the JSON type. */
    void bindJson(PreparedStatement statement, int index, @Nullable String json) throws SQLException;

    /** Inserts all rows in the transaction of a connection, or fails. */
    <R> void insert(Connection connection, BulkInsert<R> into, List<R> rows) throws SQLException;

    /** {@return the statement that inserts a row, or puts it in the place of the one that has the same key} */
    String upserting(BulkInsert<?> into, List<String> key);

    /** {@return whether the transaction of a connection is known to have changed nothing, so that it costs nothing to commit it} */
    boolean isUnchanged(Connection connection) throws SQLException;

    /** Lets one node at a time look for a free node number, until the transaction ends. */
    void lockNodes(StatelessSession session);

    /** Ends the connections that a process of a node has, with their transactions and locks. */
    void endSessions(StatelessSession session, String node, String life);

    /** {@return whether an error means that the database did not answer, or is about to stop} */
    boolean isUnavailable(SQLException error);
}
