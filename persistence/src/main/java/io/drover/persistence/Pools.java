package io.drover.persistence;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.drover.model.error.DroverException;
import io.drover.persistence.sql.Database;
import io.drover.persistence.sql.H2;
import io.drover.persistence.sql.PostgreSql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import javax.sql.DataSource;

/** Pools of connections. */
final class Pools {
    private static final int POOL_SIZE_OVER_SOURCE = 8;
    private static final long PATIENCE_OVER_SOURCE_MILLIS = 5_000;
    private static final String BIND_ADDRESS = "h2.bindAddress";

    private Pools() {}

    /** {@return a pool over the database of the settings, which is opened now} */
    static HikariDataSource of(DatabaseSettings settings) {
        Database database = Database.of(settings.url());
        HikariConfig config = common(settings.patience().toMillis(), settings.poolSize());
        config.setUsername(settings.user());
        config.setPassword(settings.password());
        String where = database.name();
        if (database instanceof H2) {
            // H2 reads it once, when its first class is loaded
            if (System.getProperty(BIND_ADDRESS) == null) {
                System.setProperty(BIND_ADDRESS, "127.0.0.1");
            }
            H2Url url = H2Url.of(settings.url());
            config.setJdbcUrl(url.url());
            config.setMaxLifetime(0);
            where = url.file();
        } else {
            config.setJdbcUrl(settings.url());
            config.setConnectionInitSql(PostgreSql.PREPARE_CONNECTION);
            // else what prepares a connection is part of its first transaction, and undone where that is rolled back
            config.setIsolateInternalQueries(true);
            postgreSqlProperties(settings).forEach(config::addDataSourceProperty);
        }
        try {
            return new HikariDataSource(config);
        } catch (RuntimeException e) {
            throw new SqlFailures(database).opening(e, where);
        }
    }

    /** {@return a pool over a data source} */
    static HikariDataSource over(DataSource source) {
        HikariConfig config = common(PATIENCE_OVER_SOURCE_MILLIS, POOL_SIZE_OVER_SOURCE);
        config.setDataSource(source);
        return new HikariDataSource(config);
    }

    static Database database(DataSource source) {
        try (Connection connection = source.getConnection()) {
            return Database.of(connection.getMetaData().getURL());
        } catch (SQLException e) {
            throw DroverException.unavailable(
                    "Expected a connection from the data source, but found: " + e.getMessage(), e);
        }
    }

    private static HikariConfig common(long patienceMillis, int size) {
        HikariConfig config = new HikariConfig();
        config.setPoolName("database");
        config.setAutoCommit(false);
        config.setMaximumPoolSize(size);
        config.setMinimumIdle(2);
        config.setConnectionTimeout(patienceMillis);
        config.setValidationTimeout(Math.min(patienceMillis, 2_000));
        return config;
    }

    /** What the URL says wins over these. */
    private static Map<String, String> postgreSqlProperties(DatabaseSettings settings) {
        return Map.of(
                "ApplicationName",
                settings.client(),
                "connectTimeout",
                Long.toString(Math.max(1, settings.patience().toSeconds())),
                "socketTimeout",
                Long.toString(Math.max(1, settings.answerLimit().toSeconds())),
                "tcpKeepAlive",
                "true",
                // its details are the values of rows, which no log should tell
                "logServerErrorDetail",
                "false",
                "reWriteBatchedInserts",
                "true");
    }
}
