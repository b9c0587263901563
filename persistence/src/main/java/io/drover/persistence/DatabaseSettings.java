package io.drover.persistence;

import io.drover.model.error.DroverException;
import io.drover.persistence.sql.PostgreSql;
import java.time.Duration;

/**
 * Which database, and how it is asked.
 *
 * @param url JDBC URL of an H2 file or of a PostgreSQL database
 * @param user on H2 the owner of the file, made with it
 * @param poolSize most connections at a time
 * @param patience how long a connection is waited for, and on PostgreSQL an answer to connecting
 * @param answerLimit longest wait for PostgreSQL's answer to a statement; then the connection counts as lost
 * @param client what PostgreSQL calls the one whose connections these are
 */
public record DatabaseSettings(
        String url,
        String user,
        String password,
        int poolSize,
        Duration patience,
        Duration answerLimit,
        String client) {
    private static final int DEFAULT_POOL_SIZE = 8;
    private static final Duration DEFAULT_PATIENCE = Duration.ofSeconds(5);
    private static final Duration DEFAULT_ANSWER_LIMIT = Duration.ofSeconds(60);

    public DatabaseSettings {
        if (poolSize < 2) {
            throw DroverException.invalid("Expected a pool of at least 2 connections, but found " + poolSize + ".");
        }
        if (patience.toMillis() < 250) {
            throw DroverException.invalid(
                    "Expected to wait at least 250 ms for a connection, but found " + patience + ".");
        }
    }

    /** {@return settings with the usual pool and limits} */
    public static DatabaseSettings of(String url, String user, String password) {
        return new DatabaseSettings(
                url, user, password, DEFAULT_POOL_SIZE, DEFAULT_PATIENCE, DEFAULT_ANSWER_LIMIT, PostgreSql.CLIENT);
    }

    /** {@return settings with another pool} */
    public DatabaseSettings withPool(int size) {
        return new DatabaseSettings(url, user, password, size, patience, answerLimit, client);
    }

    /** {@return settings with another limit of answers} */
    public DatabaseSettings withAnswerLimit(Duration limit) {
        return new DatabaseSettings(url, user, password, poolSize, patience, limit, client);
    }

    /**
     * {@return settings for the daemon of a node, whose connections others may end once it is silent}
     *
     * @param life as {@link io.drover.model.store.Nodes#begin} has it
     */
    public DatabaseSettings ofNode(String node, String life) {
        return new DatabaseSettings(
                url, user, password, poolSize, patience, answerLimit, PostgreSql.clientOf(node, life));
    }

    /** The settings without the password. */
    @Override
    public String toString() {
        return "DatabaseSettings[user=" + user + ", poolSize=" + poolSize + "]";
    }
}
