package io.drover.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.model.pack.Ref;
import io.drover.model.rule.LimitedMatches;
import io.drover.model.rule.RuleState;
import io.drover.model.store.Listing;
import io.drover.model.store.Query;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What rules over several events and limits have collected, and what limits stopped. */
interface RuleStateContract extends OpenStore {
    Ref OTHER = Ref.of("lab", "restart");

    private static RuleState state(Ref rule, String part, String key, @Nullable Instant since) {
        return new RuleState(rule, 3, part, key, Map.of("events", List.of(Samples.id(1, 1)), "n", 1L), since);
    }

    private static LimitedMatches limited(String limit, String key, int second, long count) {
        return new LimitedMatches(
                Samples.RULE,
                3,
                limit,
                key,
                NOON,
                Samples.id(1, second),
                Samples.id(1, second + 1),
                NOON.plusSeconds(second),
                NOON.plusSeconds(second + 1),
                count);
    }

    @Test
    default void readsStatesBackAsTheyWere() {
        String longKey = "\u0000 \uE000 key".repeat(2_000);
        RuleState plain = state(Samples.RULE, "form", "", null);
        RuleState strange = state(Samples.RULE, "form/2", longKey, NOON);
        RuleState hold = state(Samples.RULE, "hold", "web-1", NOON.plusSeconds(1));
        RuleState other = state(OTHER, "form", "", NOON.plusSeconds(2));

        store().change(t -> t.ruleStates().put(List.of(hold, strange, other, plain)));

        assertThat(states(Samples.RULE)).containsExactly(plain, strange, hold);
        assertThat(next(null)).containsExactly(plain, strange, hold);
        assertThat(states(OTHER)).containsExactly(other);
        assertThat(oldestEvent()).isEqualTo(NOON);
    }

    @Test
    default void putsAStateInThePlaceOfTheOneWithItsName() {
        RuleState first = state(Samples.RULE, "form", "a", NOON);
        RuleState second =
                new RuleState(Samples.RULE, 4, "form", "a", Map.of("events", List.of("x")), NOON.plusSeconds(9));

        store().change(t -> t.ruleStates().put(List.of(first, state(Samples.RULE, "form", "b", null))));
        store().change(t -> t.ruleStates().put(List.of(second)));

        assertThat(states(Samples.RULE)).containsExactly(second, state(Samples.RULE, "form", "b", null));
        assertThat(oldestEvent()).isEqualTo(NOON.plusSeconds(9));
    }

    @Test
    default void removesStatesWhereTheyAreThere() {
        RuleState gone = state(Samples.RULE, "form", "k".repeat(5_000), NOON);
        RuleState kept = state(Samples.RULE, "hold", "k".repeat(5_000), null);
        store().change(t -> t.ruleStates().put(List.of(gone, kept)));

        store().change(t ->
                t.ruleStates().remove(Set.of(gone.name(), new RuleState.Name(OTHER, "form", "never there"))));

        assertThat(states(Samples.RULE)).containsExactly(kept);
        assertThat(store().<Boolean>read(t -> t.ruleStates().oldestEvent().isEmpty()))
                .isTrue();
    }

    @Test
    default void readsTheStatesOfARuleSomeAtATime() {
        List<RuleState> all = new ArrayList<>();
        for (String key : List.of("", "a", "b", "k".repeat(5_000))) {
            all.add(state(Samples.RULE, "form/0", key, NOON));
            all.add(state(Samples.RULE, "form/1", key, NOON));
            all.add(state(Samples.RULE, "hold", key, null));
        }
        store().change(t -> t.ruleStates().put(all));
        store().change(t -> t.ruleStates()
                .put(List.of(state(OTHER, "form", "a", NOON), state(Samples.RULE, "drl/guard", "a", NOON))));

        List<RuleState> read = new ArrayList<>();
        List<RuleState> page = next(null);
        while (!page.isEmpty()) {
            assertThat(page).hasSizeLessThanOrEqualTo(5);
            read.addAll(page);
            page = next(page.get(page.size() - 1).name());
        }

        assertThat(read).containsExactlyInAnyOrderElementsOf(all);
        assertThat(store().<Map<Ref, Long>>read(t -> t.ruleStates().counts("ops")))
                .isEqualTo(Map.of(Samples.RULE, 12L));
        assertThat(store().<List<RuleState>>read(t -> t.ruleStates().ofPrograms("ops")))
                .singleElement()
                .extracting(RuleState::part)
                .isEqualTo("drl/guard");
    }

    private List<RuleState> next(RuleState.@Nullable Name after) {
        return store().read(t -> t.ruleStates().next(Samples.RULE, after, 5));
    }

    @Test
    default void listsPartsInPiecesAsOneAndFindsThoseThatAnEventIsIn() {
        String event = Samples.id(1, 7);
        String longKey = "\u0000 \uE000 key".repeat(2_000);
        RuleState hold = state(Samples.RULE, "hold", "a", null);
        RuleState other = state(Samples.RULE, "form/0", "b", NOON);
        RuleState first = state(Samples.RULE, "form/0", longKey, NOON);
        RuleState second =
                new RuleState(Samples.RULE, 3, "form/12", longKey, Map.of("events", List.of(List.of(event, 1L))), NOON);
        store().change(t -> t.ruleStates().put(List.of(hold, other, first, second)));

        Listing<RuleState.Name> page = store().read(t -> t.ruleStates().wholes(Samples.RULE, 1, 1));
        Listing<RuleState.Name> all = store().read(t -> t.ruleStates().wholes(Samples.RULE, 0, -1));

        assertThat(all.items())
                .containsExactlyInAnyOrder(
                        new RuleState.Name(Samples.RULE, "form", "b"),
                        new RuleState.Name(Samples.RULE, "form", longKey),
                        hold.name());
        assertThat(page.items()).containsExactly(all.items().get(1));
        assertThat(page.total()).isEqualTo(3);
        assertThat(store().<List<RuleState.Name>>read(t -> t.ruleStates().wholesWith(Samples.RULE, event)))
                .containsExactly(second.whole());
        assertThat(store().<List<RuleState>>read(t -> t.ruleStates().ofWholes(Samples.RULE, List.of(second.whole()))))
                .containsExactly(first, second);
    }

    @Test
    default void writesThousandsOfStatesInOneCommit() {
        List<RuleState> all = IntStream.range(0, 10_000)
                .mapToObj(i -> state(Samples.RULE, "form", "key-" + i, NOON.plusSeconds(i)))
                .toList();

        store().change(t -> t.ruleStates().put(all));
        store().change(t -> t.ruleStates().put(all));

        assertThat(count("select count(*) from rule_state")).isEqualTo(10_000);
    }

    @Test
    default void countsWhatALimitStoppedInOneRowForItsWindow() {
        LimitedMatches first = limited("throttle", "web-1", 1, 5);
        LimitedMatches later = limited("throttle", "web-1", 7, 2);
        LimitedMatches other = limited("throttle", "web-2".repeat(1_000), 2, 1);
        LimitedMatches window = new LimitedMatches(
                Samples.RULE, 3, "throttle", "web-1", NOON.plusSeconds(600), "e", "e", NOON, NOON.plusSeconds(600), 1);

        assertThat(add(List.of(first, other))).containsExactly(first, other);
        assertThat(add(List.of(later, window))).containsExactly(window);
        assertThat(add(List.of())).isEmpty();

        assertThat(limited(Query.all())).containsExactly(window, other, first.and(later));
        assertThat(limited(Query.all()).get(2).count()).isEqualTo(7);
    }

    @Test
    default void listsWhatLimitsStoppedByEveryField() {
        LimitedMatches throttled = limited("throttle", "web-1", 1, 5);
        assertThat(add(List.of(throttled, limited("late", "", 9, 2)))).hasSize(2);

        Map.of("limit", "throttle", "key", "web-1").forEach((field, value) -> {
            assertThat(limited(Query.all().where(field, value))).as(field).containsExactly(throttled);
            assertThat(limited(OpenStore.sortedBy(field))).as(field).hasSize(2);
        });
        assertThat(limited(Query.all().where("rule_ref", "ops.restart"))).hasSize(2);
        assertThat(limited(Query.all().where("rule_ref", "ops.other"))).isEmpty();
        assertThat(limited(new Query(Map.of(), NOON.plusSeconds(5), null, List.of(), 0, -1)))
                .extracting(LimitedMatches::limit)
                .containsExactly("late");
        OpenStore.refusesUnknownField(
                query -> store().read(t -> t.limitedCounts().list(query)));
    }

    @Test
    default void forgetsCountsWhoseLastMatchIsOld() {
        List<LimitedMatches> all = new ArrayList<>();
        for (int second = 0; second < 5; second++) {
            all.add(limited("throttle", "key-" + second, second, 1));
        }
        assertThat(add(all)).hasSize(5);

        int some = store().inTransaction(t -> t.limitedCounts().forget(NOON.plusSeconds(4), 2));
        int rest = store().inTransaction(t -> t.limitedCounts().forget(NOON.plusSeconds(4), 100));

        assertThat(some).isEqualTo(2);
        assertThat(rest).isEqualTo(1);
        assertThat(limited(Query.all())).containsExactly(all.get(4), all.get(3));
    }

    private List<RuleState> states(Ref rule) {
        return store().read(t -> t.ruleStates().ofRule(rule));
    }

    private Instant oldestEvent() {
        return store().read(t -> t.ruleStates().oldestEvent().orElseThrow());
    }

    private List<LimitedMatches> add(List<LimitedMatches> counted) {
        return store().inTransaction(t -> t.limitedCounts().add(counted));
    }

    private List<LimitedMatches> limited(Query query) {
        Listing<LimitedMatches> page = store().read(t -> t.limitedCounts().list(query));
        return page.items();
    }
}
