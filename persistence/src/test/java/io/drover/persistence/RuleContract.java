package io.drover.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drover.model.error.DroverException;
import io.drover.model.error.ErrorCode;
import io.drover.model.pack.Kind;
import io.drover.model.pack.Ref;
import io.drover.model.rule.ClauseError;
import io.drover.model.rule.RuleEnforcement;
import io.drover.model.rule.RuleRevision;
import io.drover.model.store.Listing;
import io.drover.model.store.Query;
import io.drover.model.store.RegistryChanges;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What rules said, what came of their matches, and the errors of their clauses. */
interface RuleContract extends OpenStore {

    @Test
    default void readsEnforcementsBackAsTheyWere() {
        RuleEnforcement requested = Samples.enforcement(1);
        RuleEnforcement shadow = new RuleEnforcement(
                Samples.id(2, 2),
                "ops.restart/0/other",
                Samples.RULE,
                3,
                0,
                Samples.id(1, 2),
                RuleEnforcement.Status.SHADOW,
                null,
                "a reason",
                Map.of("cmd", "ls", "secret", "********"),
                Samples.id(9, 2),
                NOON);

        store().change(t -> t.enforcements().insertAll(List.of(requested, shadow)));

        assertThat(store().<Object>read(
                                t -> t.enforcements().find(requested.id()).orElseThrow()))
                .isEqualTo(requested);
        assertThat(store().<Object>read(t -> t.enforcements().list(Query.all()).items()))
                .isEqualTo(List.of(shadow, requested));
    }

    @Test
    default void enforcesAMatchOnce() {
        store().change(t -> t.enforcements().insertAll(List.of(Samples.enforcement(1))));
        RuleEnforcement first = Samples.enforcement(1);
        RuleEnforcement again = new RuleEnforcement(
                Samples.id(2, 99),
                first.key(),
                first.rule(),
                4,
                0,
                first.triggerInstance(),
                first.status(),
                Samples.id(3, 99),
                null,
                null,
                first.traceId(),
                NOON);

        assertThatThrownBy(() -> store().change(t -> t.enforcements().insertAll(List.of(again))))
                .isInstanceOfSatisfying(
                        DroverException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.ALREADY_EXISTS));
    }

    @Test
    default void knowsUnderWhichKeysEnforcementsAreStored() {
        RuleEnforcement plain = Samples.enforcement(1);
        RuleEnforcement strange = keyed(Samples.enforcement(2), "ops.restart/throttle/s:\u0000 \uE000/" + NOON);
        store().change(t -> t.enforcements().insertAll(List.of(plain, strange)));

        assertThat(store().<Set<String>>read(
                                t -> t.enforcements().known(List.of("never", plain.key(), strange.key(), plain.key()))))
                .containsExactlyInAnyOrder(plain.key(), strange.key());
        assertThat(store().<Set<String>>read(t -> t.enforcements().known(List.of())))
                .isEmpty();
    }

    private static RuleEnforcement keyed(RuleEnforcement enforcement, String key) {
        return new RuleEnforcement(
                enforcement.id(),
                key,
                enforcement.rule(),
                enforcement.ruleRevision(),
                enforcement.actionIndex(),
                enforcement.triggerInstance(),
                RuleEnforcement.Status.LIMITED,
                null,
                "throttle",
                null,
                enforcement.traceId(),
                enforcement.at());
    }

    @Test
    default void filtersEnforcementsByEveryField() {
        RuleEnforcement enforcement = Samples.enforcement(1);
        store().change(t -> t.enforcements().insertAll(List.of(enforcement)));
        Map<String, String> fields = Map.of(
                "id", enforcement.id(),
                "rule_ref", "ops.restart",
                "rule_id", Kind.RULE.id(Samples.RULE),
                "trigger_instance", enforcement.triggerInstance(),
                "execution", Samples.id(3, 1),
                "status", "succeeded");

        fields.forEach((field, value) -> {
            assertThat(enforcements(Query.all().where(field, value))).as(field).isEqualTo(1);
            assertThat(enforcements(Query.all().where(field, "other")))
                    .as(field)
                    .isZero();
            assertThat(enforcements(OpenStore.sortedBy(field))).as(field).isEqualTo(1);
        });
        assertThat(enforcements(new Query(Map.of(), enforcement.at(), null, List.of(), 0, -1)))
                .isZero();
        OpenStore.refusesUnknownField(
                query -> store().read(t -> t.enforcements().list(query)));
    }

    private long enforcements(Query query) {
        Listing<RuleEnforcement> page = store().read(t -> t.enforcements().list(query));
        assertThat(page.items()).hasSize((int) page.total());
        return page.total();
    }

    @Test
    default void countsErrorsOfAClauseByTheHour() {
        ClauseError error = new ClauseError(Samples.RULE, 3, "trigger.x > 1", NOON, "no number", "e1", 1);
        ClauseError other = new ClauseError(Samples.RULE, 3, "trigger.y > 1", NOON, "no number", "e1", 2);
        ClauseError again = new ClauseError(Samples.RULE, 3, "trigger.x > 1", NOON, "later", "e2", 5);

        assertThat(store().<List<ClauseError>>inTransaction(
                                t -> t.enforcements().count(List.of(error, other, again))))
                .containsExactly(error, other);
        assertThat(store().<List<ClauseError>>inTransaction(
                                t -> t.enforcements().count(List.of(again))))
                .isEmpty();

        assertThat(store().<List<ClauseError>>read(t -> t.enforcements().errors("ops.restart")))
                .containsExactlyInAnyOrder(
                        other, new ClauseError(Samples.RULE, 3, "trigger.x > 1", NOON, "no number", "e1", 11));
        assertThat(store().<List<ClauseError>>read(t -> t.enforcements().errors("ops.other")))
                .isEmpty();
    }

    @Test
    default void countsAChangeOfRulesOnlyFromTheNewestVersion() {
        RegistryChanges.Counts before = store().read(t -> t.registryChanges().counts());

        boolean first = store().<Boolean>inTransaction(t -> t.registryChanges().rulesChange(before.rules()));
        boolean late = store().<Boolean>inTransaction(t -> t.registryChanges().rulesChange(before.rules()));
        store().change(t -> t.registryChanges().sensorsChange());

        assertThat(first).isTrue();
        assertThat(late).isFalse();
        assertThat(store().<RegistryChanges.Counts>read(t -> t.registryChanges().counts()))
                .isEqualTo(new RegistryChanges.Counts(before.rules() + 1, before.sensors() + 1));
    }

    @Test
    default void whoHoldsTheRegistryMakesOthersWaitUntilItsEnd() {
        long before = store().<RegistryChanges.Counts>read(
                        t -> t.registryChanges().counts())
                .sensors();
        CompletableFuture<Void> begun = new CompletableFuture<>();

        CompletableFuture<Long> other = store().<CompletableFuture<Long>>inTransaction(t -> {
            t.registryChanges().hold();
            CompletableFuture<Long> waiting = CompletableFuture.supplyAsync(() -> store().<Long>inTransaction(later -> {
                begun.complete(null);
                later.registryChanges().hold();
                return later.registryChanges().counts().sensors();
            }));
            begun.join();
            t.registryChanges().sensorsChange();
            return waiting;
        });

        assertThat(other.join()).isEqualTo(before + 1);
    }

    @Test
    default void knowsWhichRevisionWasInForce() {
        RuleRevision first = revision(1, Map.of("enabled", true), 1);
        RuleRevision second = revision(2, Map.of("enabled", false), 10);
        RuleRevision gone = revision(3, null, 20);
        RuleRevision other = new RuleRevision(Ref.of("ops", "other"), 1, Map.of("a", 1L), true, 5, NOON, "file");
        for (RuleRevision revision : List.of(first, second, gone, other)) {
            store().change(t -> t.rules().append(revision));
        }

        assertThat(inForce(0)).isNull();
        assertThat(inForce(1)).isEqualTo(first);
        assertThat(inForce(9)).isEqualTo(first);
        assertThat(inForce(10)).isEqualTo(second);
        assertThat(inForce(99)).isEqualTo(gone);
        assertThat(allInForce(1)).containsExactly(first);
        assertThat(allInForce(10)).containsExactly(other, second);
        assertThat(allInForce(99)).containsExactly(other, gone);
        assertThat(store().<List<RuleRevision>>read(t -> t.rules().current())).containsExactly(other, gone);
        assertThat(store().<Object>read(t -> t.rules().current(Samples.RULE).orElseThrow()))
                .isEqualTo(gone);
        assertThat(store().<Object>read(t -> t.rules().find(Samples.RULE, 2).orElseThrow()))
                .isEqualTo(second);
        assertThat(store().<Boolean>read(t -> t.rules().find(Samples.RULE, 4).isEmpty()))
                .isTrue();
        assertThat(store().<List<RuleRevision>>read(t -> t.rules().list(Samples.RULE)))
                .containsExactly(first, second, gone);
    }

    private static RuleRevision revision(int number, @Nullable Map<String, @Nullable Object> document, long from) {
        return new RuleRevision(Samples.RULE, number, document, false, from, NOON, "ada");
    }

    private List<RuleRevision> allInForce(long version) {
        return store().read(t -> t.rules().inForce(version));
    }

    private @Nullable RuleRevision inForce(long version) {
        return store().<Optional<RuleRevision>>read(t -> t.rules().inForce(Samples.RULE, version))
                .orElse(null);
    }
}
