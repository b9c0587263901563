package io.drover.persistence;

import com.zaxxer.hikari.HikariDataSource;
import io.drover.model.error.DroverException;
import io.drover.model.error.ErrorCode;
import io.drover.persistence.sql.Database;
import io.drover.persistence.sql.PostgreSql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Copies all tables of an H2 file into an empty PostgreSQL database, in one transaction there: either all is there and equal,
 * or nothing is. Each table is counted and its rows are summed up by their hashes on both sides before the commit.
 */
public final class DatabaseMove {
    /** What migrations put into tables, by table. */
    private static final Map<String, String> SEEDS = Map.of(
            "access_change", "how_many = 0",
            "registry_change", "rules = 0 and sensors = 0",
            "silence_change", "how_many = 0");

    /** PostgreSQL may take long to write what a copy left it. */
    private static final Duration ANSWER_LIMIT = Duration.ofHours(2);

    private final Connection source;
    private final Connection target;
    private final Consumer<Moved> progress;

    private DatabaseMove(Connection source, Connection target, Consumer<Moved> progress) {
        this.source = source;
        this.target = target;
        this.progress = progress;
    }

    /**
     * A table that is the same on both sides.
     *
     * @param checksum sum of the hashes of its rows
     */
    public record Moved(String table, long rows, String checksum) {}

    /**
     * Moves everything.
     *
     * @param progress is told each table once it is there
     * @throws DroverException {@code CONFLICT} where the target is not empty; nothing is changed then
     */
    public static List<Moved> run(
            DatabaseSettings from, DatabaseSettings to, InstantSource clock, Consumer<Moved> progress) {
        if (!H2File.isMeant(from) || H2File.isMeant(to)) {
            throw DroverException.invalid("Expected to move from H2 to PostgreSQL, but found "
                    + Database.of(from.url()).name() + " and "
                    + Database.of(to.url()).name() + ".");
        }
        if (!H2File.of(from).exists()) {
            throw DroverException.notFound(
                    "Expected a database at '" + H2File.of(from).path() + "', but found none. Check 'data-dir'.");
        }
        // both at the same version of the tables
        HibernateStore.open(from, clock).close();
        HibernateStore.open(to, clock).close();
        DatabaseSettings patient = to.withAnswerLimit(ANSWER_LIMIT);
        try (HikariDataSource source = Pools.of(from);
                HikariDataSource target = Pools.of(patient);
                Connection reading = source.getConnection();
                Connection writing = target.getConnection()) {
            return new DatabaseMove(reading, writing, progress).move();
        } catch (SQLException e) {
            throw new SqlFailures(new PostgreSql()).translated(e);
        }
    }

    private List<Moved> move() throws SQLException {
        List<TableCopy> tables = new ArrayList<>();
        for (String name : tables()) {
            tables.add(TableCopy.of(name, source));
        }
        try {
            makeEmpty(tables);
            List<Moved> moved = new ArrayList<>();
            for (TableCopy table : tables) {
                Moved one = copy(table);
                moved.add(one);
                progress.accept(one);
            }
            target.commit();
            return moved;
        } catch (SQLException | RuntimeException e) {
            target.rollback();
            throw e;
        }
    }

    /** What migrations put into fresh tables comes from the source, too. */
    private void makeEmpty(List<TableCopy> tables) throws SQLException {
        try (Statement statement = target.createStatement()) {
            // reading on the other side may take long
            statement.execute("set local idle_in_transaction_session_timeout = 0");
            for (String name : names(tables)) {
                String seed = SEEDS.getOrDefault(name, "false");
                try (ResultSet row =
                        statement.executeQuery("select 1 from " + name + " where not (" + seed + ") limit 1")) {
                    if (row.next()) {
                        throw DroverException.conflict("Expected an empty database to move to, but found rows in '"
                                + name + "'. Nothing was changed there; give another database.");
                    }
                }
            }
            for (String seeded : SEEDS.keySet()) {
                statement.execute("delete from " + seeded);
            }
        }
    }

    private static List<String> names(List<TableCopy> tables) {
        return tables.stream().map(TableCopy::table).toList();
    }

    private Moved copy(TableCopy table) throws SQLException {
        RowSum sent = table.send(source, target);
        RowSum arrived = table.sum(target);
        if (!sent.equals(arrived)) {
            throw DroverException.of(
                    ErrorCode.INTERNAL,
                    "Expected the rows of '" + table.table() + "' to arrive as they were, but sent " + sent
                            + " and found " + arrived
                            + ". Nothing was changed there; this is a mistake of ours, please report it.");
        }
        table.continueNumbers(target);
        return new Moved(table.table(), sent.rows(), sent.text());
    }

    /** {@return our tables, each after those it refers to} */
    private Set<String> tables() throws SQLException {
        Set<String> ordered = new LinkedHashSet<>();
        List<String> found = new ArrayList<>();
        try (Statement statement = source.createStatement();
                ResultSet rows = statement.executeQuery("""
                        select table_name from information_schema.tables
                        where table_schema = 'PUBLIC' and table_type = 'BASE TABLE' order by table_name""")) {
            while (rows.next()) {
                found.add(rows.getString(1));
            }
        }
        found.removeIf(name -> name.equalsIgnoreCase(Migrations.HISTORY));
        for (String name : found) {
            addAfterItsParents(name, ordered);
        }
        return ordered;
    }

    private void addAfterItsParents(String table, Set<String> ordered) throws SQLException {
        if (ordered.contains(table.toLowerCase(Locale.ROOT))) {
            return;
        }
        try (ResultSet keys = source.getMetaData().getImportedKeys(null, "PUBLIC", table)) {
            while (keys.next()) {
                @Nullable String parent = keys.getString("PKTABLE_NAME");
                if (parent != null && !parent.equals(table)) {
                    addAfterItsParents(parent, ordered);
                }
            }
        }
        ordered.add(table.toLowerCase(Locale.ROOT));
    }
}
