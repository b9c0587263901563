package io.drover.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.model.pack.Ref;
import io.drover.model.rule.Backtest;
import io.drover.model.store.Listing;
import io.drover.model.store.Query;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Back-tests, and what they ask of events and enforcements. */
interface BacktestContract extends OpenStore {

    private static Backtest running(int number) {
        return new Backtest(
                Samples.id(7, number),
                Samples.RULE,
                "n" + number,
                Backtest.Status.RUNNING,
                Map.of("candidate", "ops.restart@3"),
                0,
                0,
                null,
                null,
                "ada",
                NOON.plusSeconds(number),
                null);
    }

    @Test
    default void readsABacktestBackAsItWasPutLast() {
        Backtest first = running(1);
        Backtest second = running(2);
        Backtest ended =
                first.at(7, 9).succeeded(Map.of("fired", 3L, "keys", Map.of("a\u0000", 1L)), NOON.plusSeconds(60));

        for (Backtest backtest : List.of(first, second, ended)) {
            store().change(t -> t.backtests().put(backtest));
        }

        assertThat(store().<Optional<Backtest>>read(t -> t.backtests().find(first.id())))
                .contains(ended);
        assertThat(list(Query.all())).containsExactly(second, ended);
        assertThat(list(Query.all().where("status", "running").where("node", "n2")))
                .containsExactly(second);
        assertThat(list(Query.all().where("rule_ref", "ops.other"))).isEmpty();
        OpenStore.refusesUnknownField(query -> store().read(t -> t.backtests().list(query)));
    }

    @Test
    default void removesABacktest() {
        Backtest failed = running(1).failed("the daemon stopped", NOON);
        store().change(t -> t.backtests().put(failed));

        store().change(t -> t.backtests().remove(failed.id()));

        assertThat(list(Query.all())).isEmpty();
    }

    @Test
    default void knowsTheOldestEventAndTheRulesThatMatched() {
        Optional<Instant> before = store().read(t -> t.triggerInstances().oldestAcceptedAt());
        store().change(t -> {
            t.triggerInstances()
                    .insertAll(List.of(Samples.entry(Samples.event(2), 1, 0), Samples.entry(Samples.event(3), 1, 1)));
            t.enforcements().insertAll(List.of(Samples.enforcement(2)));
        });

        assertThat(before).isEmpty();
        assertThat(store().<Instant>read(
                                t -> t.triggerInstances().oldestAcceptedAt().orElseThrow()))
                .isEqualTo(Samples.event(2).acceptedAt());
        assertThat(matchedSince(Samples.enforcement(2).at())).containsExactly(Samples.RULE);
        assertThat(matchedSince(Samples.enforcement(2).at().plusSeconds(1))).isEmpty();
    }

    private Set<Ref> matchedSince(Instant since) {
        return store().read(t -> t.enforcements().rulesMatchedSince(since));
    }

    private List<Backtest> list(Query query) {
        Listing<Backtest> page = store().read(t -> t.backtests().list(query));
        return page.items();
    }
}
