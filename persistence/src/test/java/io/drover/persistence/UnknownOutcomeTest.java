package io.drover.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drover.model.error.DroverException;
import io.drover.model.error.ErrorCode;
import io.drover.model.store.Batches;
import io.drover.model.store.Query;
import io.drover.testkit.fault.CommitFate;
import io.drover.testkit.fault.CommitPlan;
import io.drover.testkit.fault.FlakyDataSource;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;

class UnknownOutcomeTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @Test
    void tellsOnH2ThatACommitWasMadeThoughItsAnswerWasLost() {
        commitsAreFoundByTheirNumber(h2(), CommitFate.MADE_BUT_UNHEARD, true);
    }

    @Test
    void tellsOnH2ThatACommitWasNotMade() {
        commitsAreFoundByTheirNumber(h2(), CommitFate.REFUSED, false);
    }

    @Test
    void tellsOnPostgreSqlThatACommitWasMadeThoughItsAnswerWasLost() {
        commitsAreFoundByTheirNumber(postgreSql(), CommitFate.MADE_BUT_UNHEARD, true);
    }

    @Test
    void tellsOnPostgreSqlThatACommitWasNotMade() {
        commitsAreFoundByTheirNumber(postgreSql(), CommitFate.REFUSED, false);
    }

    private static void commitsAreFoundByTheirNumber(DataSource real, CommitFate fate, boolean made) {
        FlakyDataSource source = new FlakyDataSource(real);
        try (HibernateStore store = HibernateStore.open(source, Clock.systemUTC())) {
            source.follow(CommitPlan.only(1, fate));

            assertThatThrownBy(() -> commit(store, 1))
                    .isInstanceOfSatisfying(
                            DroverException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNAVAILABLE));

            assertThat(store.<Boolean>read(t -> t.batches().find(1, 1).isPresent()))
                    .isEqualTo(made);
        }
    }

    @Test
    void losesAndDoublesNothingWhereCommitsFailNowAndThen() {
        FlakyDataSource source = new FlakyDataSource(h2());
        try (HibernateStore store = HibernateStore.open(source, Clock.systemUTC())) {
            source.follow(CommitPlan.seeded(11, 0.2));
            int unknown = 0;

            for (int number = 1; number <= 100; number++) {
                unknown += commitUntilFound(store, number);
            }

            assertThat(unknown).isPositive();
            assertThat(store.<Long>read(
                            t -> t.triggerInstances().list(Query.all()).total()))
                    .isEqualTo(100);
            assertThat(store.<Long>read(t -> t.batches().last(1))).isEqualTo(100);
        }
    }

    /** {@return how many outcomes were unknown} */
    private static int commitUntilFound(HibernateStore store, int number) {
        int unknown = 0;
        while (true) {
            try {
                commit(store, number);
                return unknown;
            } catch (DroverException e) {
                assertThat(e.code()).isEqualTo(ErrorCode.UNAVAILABLE);
                unknown++;
                if (store.<Boolean>read(t -> t.batches().find(1, number).isPresent())) {
                    return unknown;
                }
            }
        }
    }

    private static void commit(HibernateStore store, int number) {
        store.change(t -> {
            t.batches().append(new Batches.Batch(1, number, 1, Samples.START));
            t.triggerInstances().insertAll(List.of(Samples.entry(Samples.event(number), number, 0)));
        });
    }

    private DataSource h2() {
        JdbcDataSource source = new JdbcDataSource();
        source.setURL("jdbc:h2:file:" + folder.resolve("drover"));
        source.setUser("drover");
        source.setPassword("secret");
        return source;
    }

    private static DataSource postgreSql() {
        DatabaseSettings settings = PostgreSqlServer.get().newDatabase();
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(settings.url());
        source.setUser(settings.user());
        return source;
    }
}
