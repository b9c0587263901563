package io.drover.testkit.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.LongStream;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a caller and the database know after a planned failure. */
class FlakyDataSourceTest {
    private final JdbcDataSource real = new JdbcDataSource();
    private final FlakyDataSource flaky = new FlakyDataSource(real);

    @BeforeEach
    void createATable() throws SQLException {
        real.setURL("jdbc:h2:mem:flaky;DB_CLOSE_DELAY=-1");
        run("create table note (id int primary key)");
    }

    @AfterEach
    void throwTheDatabaseAway() throws SQLException {
        run("shutdown");
    }

    @Test
    void commitsUntilAPlanSaysOtherwise() throws SQLException {
        insert(1);

        assertThat(notes()).isEqualTo(1);
    }

    @Test
    void aRefusedCommitIsNotMade() throws SQLException {
        flaky.follow(CommitPlan.only(2, CommitFate.REFUSED));
        insert(1);

        assertThatThrownBy(() -> insert(2))
                .isInstanceOfSatisfying(
                        SQLException.class,
                        failure -> assertThat(failure.getSQLState()).isEqualTo("08007"));

        assertThat(notes()).isEqualTo(1);
        assertThat(flaky.commits()).isEqualTo(2);
    }

    @Test
    void anUnheardCommitIsMadeThoughTheCallerIsToldTheSame() throws SQLException {
        flaky.follow(CommitPlan.first(1, CommitFate.MADE_BUT_UNHEARD));

        assertThatThrownBy(() -> insert(1))
                .isInstanceOfSatisfying(
                        SQLException.class,
                        failure -> assertThat(failure.getSQLState()).isEqualTo("08007"));
        insert(2);

        assertThat(notes()).isEqualTo(2);
    }

    @Test
    void aConnectionIsOfNoUseAfterAFailedCommit() throws SQLException {
        flaky.follow(CommitPlan.always(CommitFate.REFUSED));
        try (Connection connection = flaky.getConnection()) {
            connection.setAutoCommit(false);
            assertThatThrownBy(connection::commit).isInstanceOf(SQLException.class);

            assertThat(connection.isValid(1)).isFalse();
            assertThatThrownBy(connection::createStatement)
                    .isInstanceOfSatisfying(
                            SQLException.class,
                            failure -> assertThat(failure.getSQLState()).isEqualTo("08003"));
        }
    }

    @Test
    void passesOnWhatTheDatabaseItselfRefuses() throws SQLException {
        insert(1);

        assertThatThrownBy(() -> insert(1))
                .isInstanceOfSatisfying(
                        SQLException.class,
                        failure -> assertThat(failure.getSQLState()).isEqualTo("23505"));
    }

    @Test
    void aSeededPlanIsTheSameEachTimeAndFailsAboutAsOftenAsAsked() {
        List<CommitFate> once = fates(CommitPlan.seeded(7, 0.2));

        assertThat(fates(CommitPlan.seeded(7, 0.2))).isEqualTo(once);
        assertThat(fates(CommitPlan.seeded(8, 0.2))).isNotEqualTo(once);
        assertThat(once.stream().filter(fate -> fate == CommitFate.REFUSED).count())
                .isBetween(50L, 150L);
        assertThat(once.stream()
                        .filter(fate -> fate == CommitFate.MADE_BUT_UNHEARD)
                        .count())
                .isBetween(50L, 150L);
    }

    private static List<CommitFate> fates(CommitPlan plan) {
        return LongStream.rangeClosed(1, 1000).mapToObj(plan::fateOf).toList();
    }

    private void insert(int id) throws SQLException {
        try (Connection connection = flaky.getConnection();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.executeUpdate("insert into note values (" + id + ")");
            connection.commit();
        }
    }

    private int notes() throws SQLException {
        try (Connection connection = real.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select count(*) from note")) {
            rows.next();
            return rows.getInt(1);
        }
    }

    private void run(String sql) throws SQLException {
        try (Connection connection = real.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
