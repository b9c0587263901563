package io.drover.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.model.audit.AuditRecord;
import io.drover.model.execution.Position;
import io.drover.model.pack.Ref;
import io.drover.model.store.Audit;
import io.drover.model.store.Query;
import io.drover.model.trigger.DeadLetter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Dead letters and the audit trail. */
interface RecordContract extends OpenStore {

    @Test
    default void keepsADeadLetterOncePerIdentity() {
        DeadLetter letter = letter("1", "mail", "id-1");
        DeadLetter again = letter("2", "mail", "id-1");
        DeadLetter otherSource = letter("3", "queue", "id-1");
        DeadLetter nameless = letter("4", "mail", null);
        DeadLetter namelessToo = letter("5", "mail", null);

        List<Boolean> added = new ArrayList<>();
        for (DeadLetter each : List.of(letter, again, otherSource, nameless, namelessToo)) {
            added.add(store().inTransaction(t -> t.deadLetters().add(each)));
        }

        assertThat(added).containsExactly(true, false, true, true, true);
        assertThat(store().<Object>read(t -> t.deadLetters().find("1").orElseThrow()))
                .isEqualTo(letter);
        assertThat(letters(Query.all())).containsExactly(namelessToo, nameless, otherSource, letter);
        assertThat(letters(Query.all().where("source", "queue"))).containsExactly(otherSource);
        assertThat(letters(Query.all().where("id", "1").where("trigger", "monitoring.alert")))
                .containsExactly(letter);
        assertThat(letters(OpenStore.sortedBy("trigger"))).hasSize(4);
        OpenStore.refusesUnknownField(query -> store().read(t -> t.deadLetters().list(query)));
        assertThat(store().<Boolean>inTransaction(t -> t.deadLetters().remove("1")))
                .isTrue();
        assertThat(store().<Boolean>inTransaction(t -> t.deadLetters().remove("1")))
                .isFalse();
        assertThat(store().<Boolean>inTransaction(t -> t.deadLetters().add(again)))
                .isTrue();
    }

    private static DeadLetter letter(String id, String source, @Nullable String identity) {
        return new DeadLetter(
                id,
                source,
                identity,
                Ref.of("monitoring", "alert"),
                "text \u0000 ".repeat(9_000),
                false,
                70_000,
                List.of("'host' is missing", "'state' is no text"),
                NOON);
    }

    private List<DeadLetter> letters(Query query) {
        return store().read(t -> t.deadLetters().list(query)).items();
    }

    @Test
    default void tellsTheAuditTrailInTheOrderOfCommits() {
        AuditRecord why = AuditRecord.of("ada", "disabled", "rule", "ops.restart", null, NOON)
                .because("too loud")
                .with("was", true);
        Audit.Entry third = Samples.audit(3, "succeeded", "execution", "e1", 2, 1);
        Audit.Entry second = Samples.audit(2, "requested", "execution", "e1", 2, 0);
        Audit.Entry first = new Audit.Entry(why, new Position(1, 1, 0));
        store().change(t -> t.audit().appendAll(List.of(first)));
        store().change(t -> t.audit().appendAll(List.of(second, third)));

        assertThat(audit(Query.all())).containsExactly(why, second.record(), third.record());
        assertThat(audit(Query.first(1))).containsExactly(why);
        assertThat(audit(Query.all().where("subject", "e1"))).containsExactly(second.record(), third.record());
        assertThat(audit(Query.all().where("trace_id", Query.ABSENT))).containsExactly(why);
        for (Map.Entry<String, String> field : Map.of(
                        "kind", "rule", "subject", "ops.restart", "who", "ada", "what", "disabled")
                .entrySet()) {
            assertThat(audit(Query.all().where(field.getKey(), field.getValue())))
                    .as(field.getKey())
                    .containsExactly(why);
        }
        assertThat(audit(new Query(Map.of(), null, NOON, List.of(), 0, -1)))
                .containsExactly(second.record(), third.record());
        assertThat(audit(new Query(Map.of(), null, null, List.of(new Query.Order("what", false)), 0, -1)))
                .containsExactly(third.record(), second.record(), why);
        OpenStore.refusesUnknownField(query -> store().read(t -> t.audit().list(query)));
    }

    @Test
    default void readsTheTrailOnFromARecord() {
        Audit.Entry first = Samples.audit(1, "requested", "execution", "e1", 1, 0);
        Audit.Entry second = Samples.audit(2, "succeeded", "execution", "e1", 2, 0);
        Audit.Entry other = new Audit.Entry(second.record(), new Position(2, 1, 0));
        store().change(t -> t.audit().appendAll(List.of(first, other, second)));

        List<Audit.Stored> all = store().read(t -> t.audit().after(1, 0, 9));

        assertThat(all).extracting(Audit.Stored::record).containsExactly(first.record(), second.record());
        assertThat(store().<List<Audit.Stored>>read(
                                t -> t.audit().after(1, all.get(0).id(), 9)))
                .containsExactly(all.get(1));
        assertThat(store().<List<Audit.Stored>>read(t -> t.audit().after(1, 0, 1)))
                .containsExactly(all.get(0));
        assertThat(store().<Long>read(t -> t.audit().last(1)))
                .isEqualTo(all.get(1).id());
        assertThat(store().<Long>read(t -> t.audit().last(3))).isZero();
        assertThat(store().<Long>read(t -> t.audit().last(1, 0)))
                .isEqualTo(store().<Long>read(t -> t.audit().last(1)));
        assertThat(store().<Long>read(t -> t.audit().last(1, Long.MAX_VALUE - 1)))
                .isEqualTo(Long.MAX_VALUE - 1);
        assertThat(store().<Long>read(t -> t.audit().last(3, 7))).isEqualTo(7);
    }

    private List<AuditRecord> audit(Query query) {
        return store().read(t -> t.audit().list(query)).items();
    }
}
