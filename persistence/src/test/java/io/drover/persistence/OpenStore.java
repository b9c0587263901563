package io.drover.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drover.model.error.DroverException;
import io.drover.model.error.ErrorCode;
import io.drover.model.store.Query;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** What the contracts of stores share. */
interface OpenStore {
    Instant NOON = Instant.parse("2026-03-01T12:00:00.000001Z");

    /** {@return the store, over a database that was empty when the test began} */
    HibernateStore store();

    /** {@return the number that a query over the tables themselves gives} */
    default long count(String sql) {
        try (Connection connection = store().connection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        } catch (SQLException e) {
            throw new IllegalStateException("The database refused: " + sql, e);
        }
    }

    static Query sortedBy(String field) {
        return new Query(Map.of(), null, null, List.of(new Query.Order(field, true)), 0, -1);
    }

    static void refusesUnknownField(Consumer<Query> list) {
        for (Query query : List.of(Query.all().where("payload", "x"), sortedBy("1; drop table node"))) {
            assertThatThrownBy(() -> list.accept(query))
                    .isInstanceOfSatisfying(
                            DroverException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT));
        }
    }
}
