package io.drover.persistence;

import com.zaxxer.hikari.HikariDataSource;
import io.drover.persistence.sql.Database;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import org.flywaydb.core.api.MigrationInfo;
import org.jspecify.annotations.Nullable;

/**
 * How a database stands that no daemon has opened. Asking changes nothing in it.
 *
 * @param description what it says of itself
 * @param risk what it is set to that may lose what was committed; null: nothing
 * @param version the version of its tables; null: it has none yet
 * @param pending how many migrations the next start brings
 * @param isNewer whether a newer Drover has been here
 */
public record DatabaseState(
        String description, @Nullable String risk, @Nullable String version, int pending, boolean isNewer) {

    /** {@return whether there is an H2 file; true for other databases, which only answer tells of} */
    public static boolean isThere(DatabaseSettings settings) {
        return !H2File.isMeant(settings) || H2File.of(settings).exists();
    }

    /**
     * Asks a database.
     *
     * @throws io.drover.model.error.DroverException as {@link HibernateStore#open} does
     */
    public static DatabaseState of(DatabaseSettings settings) {
        Database database = Database.of(settings.url());
        try (HikariDataSource pool = Pools.of(settings);
                Connection connection = pool.getConnection()) {
            MigrationInfo[] all = Migrations.of(pool, database).info().all();
            String version = Arrays.stream(all)
                    .filter(each -> each.getState().isApplied() && each.getVersion() != null)
                    .reduce((first, second) -> second)
                    .map(each -> each.getVersion().getVersion())
                    .orElse(null);
            return new DatabaseState(
                    database.describe(connection),
                    database.risk(connection),
                    version,
                    (int) Arrays.stream(all)
                            .filter(each -> !each.getState().isApplied())
                            .count(),
                    Arrays.stream(all)
                            .anyMatch(each -> each.getState().isApplied()
                                    && !each.getState().isResolved()));
        } catch (SQLException | RuntimeException e) {
            throw new SqlFailures(database).opening(e, database.name());
        }
    }
}
