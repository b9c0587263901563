package io.drover.persistence.audit;

import io.drover.model.audit.AuditRecord;
import io.drover.model.audit.Leaf;
import io.drover.model.audit.Purge;
import io.drover.model.audit.Seal;
import io.drover.model.execution.Position;
import io.drover.model.store.Seals;
import io.drover.persistence.sql.BulkInsert;
import io.drover.persistence.sql.Place;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.hibernate.StatelessSession;
import org.jspecify.annotations.Nullable;

/**
 * Seals in the database. By plain JDBC: a digest is made of what the columns hold, or will hold, and nothing may stand between.
 */
public record HibernateSeals(StatelessSession session) implements Seals {
    private static final int FETCH = 1_000;
    private static final String SEALS =
            "select node, number, sealed_day, record_count, last_record, marks, root, hash, sealed_at from audit_seal";

    /** Sets the parameters of a statement. */
    @FunctionalInterface
    private interface Parameters {
        void bind(PreparedStatement statement) throws SQLException;
    }

    /** Makes a value of the row where a result stands. */
    @FunctionalInterface
    private interface Reading<T> {
        T of(ResultSet row) throws SQLException;
    }

    private record Numbered(long id, Position position) {}

    private <T> List<T> select(String sql, Parameters parameters, Reading<T> reading) {
        return session.doReturningWork(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                statement.setFetchSize(FETCH);
                parameters.bind(statement);
                List<T> found = new ArrayList<>();
                try (ResultSet row = statement.executeQuery()) {
                    while (row.next()) {
                        found.add(reading.of(row));
                    }
                }
                return found;
            }
        });
    }

    private int change(String sql, Parameters parameters) {
        return session.doReturningWork(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                parameters.bind(statement);
                return statement.executeUpdate();
            }
        });
    }

    @Override
    public List<Integer> nodes() {
        return select(
                "select node from audit_record union select node from audit_seal order by 1",
                statement -> {},
                row -> row.getInt(1));
    }

    @Override
    public Optional<Seal> last(int node) {
        return select(
                        SEALS + " where node = ? order by number desc fetch first 1 row only",
                        statement -> statement.setInt(1, node),
                        HibernateSeals::seal)
                .stream()
                .findFirst();
    }

    @Override
    public Optional<Seal> after(int node, long number) {
        return select(
                        SEALS + " where node = ? and number > ? order by number fetch first 1 row only",
                        statement -> {
                            statement.setInt(1, node);
                            statement.setLong(2, number);
                        },
                        HibernateSeals::seal)
                .stream()
                .findFirst();
    }

    @Override
    public Optional<Seal> lastBefore(int node, LocalDate day) {
        return select(
                        SEALS + " where node = ? and sealed_day < ? order by number desc fetch first 1 row only",
                        statement -> {
                            statement.setInt(1, node);
                            statement.setObject(2, day);
                        },
                        HibernateSeals::seal)
                .stream()
                .findFirst();
    }

    private static Seal seal(ResultSet row) throws SQLException {
        int node = row.getInt(1);
        long number = row.getLong(2);
        return new Seal(
                node,
                number,
                row.getObject(3, LocalDate.class),
                row.getInt(4),
                row.getLong(5),
                Marks.read(node, row.getBytes(6)),
                row.getString(7),
                row.getString(8),
                row.getObject(9, OffsetDateTime.class).toInstant());
    }

    @Override
    public void append(Seal seal) {
        int inserted = change(
                "insert into audit_seal (node, number, sealed_day, first_record, last_record, record_count, marks, root, hash,"
                        + " sealed_at) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                statement -> {
                    statement.setInt(1, seal.node());
                    statement.setLong(2, seal.number());
                    statement.setObject(3, seal.day());
                    statement.setLong(4, seal.marks().get(0).id());
                    statement.setLong(5, seal.lastId());
                    statement.setInt(6, seal.records());
                    statement.setBytes(7, Marks.write(seal.marks()));
                    statement.setString(8, seal.root());
                    statement.setString(9, seal.hash());
                    BulkInsert.bindInstant(statement, 10, seal.sealedAt());
                });
        if (inserted != 1) {
            throw new IllegalStateException("A seal was not inserted");
        }
    }

    @Override
    public List<Leaf> leaves(int node, long afterId, long throughId, int limit) {
        Digests digests = new Digests();
        return select(
                "select " + Digests.COLUMNS
                        + " from audit_record where seq > ? and seq <= ? and node = ? order by seq fetch first ? rows only",
                statement -> {
                    statement.setLong(1, afterId);
                    statement.setLong(2, throughId);
                    statement.setInt(3, node);
                    statement.setInt(4, limit);
                },
                row -> leaf(row, digests));
    }

    @Override
    public List<Leaf> leaves(int node, long afterId, int limit, Function<Position, @Nullable AuditRecord> had) {
        List<Numbered> rows = select(
                "select seq, batch, place from audit_record where seq > ? and node = ?"
                        + " order by seq fetch first ? rows only",
                statement -> {
                    statement.setLong(1, afterId);
                    statement.setInt(2, node);
                    statement.setInt(3, limit);
                },
                row -> new Numbered(row.getLong(1), new Position(node, row.getLong(2), row.getInt(3))));
        Digests digests = new Digests();
        List<Leaf> leaves = new ArrayList<>(rows.size());
        for (Numbered row : rows) {
            AuditRecord record = had.apply(row.position());
            if (record == null) {
                break;
            }
            AuditRow stored = AuditRow.of(record, Place.of(row.position()));
            leaves.add(new Leaf(row.id(), row.position(), stored.happenedAt, digests.of(stored)));
        }
        return leaves;
    }

    private static Leaf leaf(ResultSet row, Digests digests) throws SQLException {
        Instant at = Digests.instant(row);
        Position position = new Position(row.getInt(2), row.getLong(3), row.getInt(4));
        return new Leaf(row.getLong(1), position, at, digests.of(row));
    }

    @Override
    public void allow(Purge purge) {
        int inserted = change(
                "insert into audit_purge (node, seal, sealed_day, last_record, purged_at) values (?, ?, ?, ?, ?)",
                statement -> {
                    statement.setInt(1, purge.node());
                    statement.setLong(2, purge.seal());
                    statement.setObject(3, purge.day());
                    statement.setLong(4, purge.lastId());
                    BulkInsert.bindInstant(statement, 5, purge.purgedAt());
                });
        if (inserted != 1) {
            throw new IllegalStateException("A purge was not inserted");
        }
    }

    @Override
    public Optional<Purge> purged(int node) {
        return select(
                        "select seal, sealed_day, last_record, purged_at from audit_purge where node = ?"
                                + " order by seal desc fetch first 1 row only",
                        statement -> statement.setInt(1, node),
                        row -> new Purge(
                                node,
                                row.getLong(1),
                                row.getObject(2, LocalDate.class),
                                row.getLong(3),
                                row.getObject(4, OffsetDateTime.class).toInstant()))
                .stream()
                .findFirst();
    }

    @Override
    public int remove(Purge purge, int limit) {
        return change(
                "delete from audit_record where seq in (select seq from audit_record where seq <= ? and node = ?"
                        + " order by seq fetch first ? rows only)",
                statement -> {
                    statement.setLong(1, purge.lastId());
                    statement.setInt(2, purge.node());
                    statement.setInt(3, limit);
                });
    }
}
