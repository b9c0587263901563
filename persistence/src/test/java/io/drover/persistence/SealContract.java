package io.drover.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drover.model.audit.AuditRecord;
import io.drover.model.audit.Leaf;
import io.drover.model.audit.Purge;
import io.drover.model.audit.Seal;
import io.drover.model.execution.Position;
import io.drover.model.store.Audit;
import io.drover.model.store.Query;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Seals over the audit trail, and the locks on its tables. */
interface SealContract extends OpenStore {
    LocalDate DAY = LocalDate.parse("2026-03-01");

    @Test
    default void keepsSealsAsTheyWereMade() {
        fill(300);
        List<Leaf> leaves = leaves();
        Seal first = Seal.over(1, null, DAY, leaves.subList(0, 200), NOON);
        Seal second = Seal.over(1, first, DAY.plusDays(1), leaves.subList(200, 300), NOON);
        store().change(t -> t.seals().append(first));
        store().change(t -> t.seals().append(second));

        assertThat(store().<Object>read(t -> t.seals().after(1, 0).orElseThrow()))
                .isEqualTo(first);
        assertThat(store().<Object>read(t -> t.seals().after(1, 1).orElseThrow()))
                .isEqualTo(second);
        assertThat(store().<Boolean>read(t -> t.seals().after(1, 2).isPresent()))
                .isFalse();
        assertThat(store().<Object>read(t -> t.seals().last(1).orElseThrow())).isEqualTo(second);
        assertThat(store().<Boolean>read(t -> t.seals().last(2).isPresent())).isFalse();
        assertThat(store().<Object>read(
                                t -> t.seals().lastBefore(1, DAY.plusDays(1)).orElseThrow()))
                .isEqualTo(first);
        assertThat(store().<List<Integer>>read(t -> t.seals().nodes())).containsExactly(1);
        assertThat(second.follows(first.hash())).isTrue();
        assertThatThrownBy(() -> store().change(t -> t.seals().append(second))).isNotNull();
    }

    @Test
    default void makesTheDigestThatThePageDescribes() throws Exception {
        AuditRecord record = AuditRecord.of("ädа𝄞", "disabled", "rule", "ops.restart", null, NOON)
                .because("too loud")
                .with("was", true);
        store().change(t -> t.audit().appendAll(List.of(new Audit.Entry(record, new Position(1, 7, 3)))));

        String text = "1:1,1:7,1:3," + "ädа𝄞".getBytes(StandardCharsets.UTF_8).length
                + ":ädа𝄞,8:disabled,4:rule,11:ops.restart,8:too loud,-,16:1772366400000001,12:{\"was\":true},";
        String digest = HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        assertThat(leaves()).singleElement().satisfies(leaf -> {
            assertThat(leaf.digest()).isEqualTo(digest);
            assertThat(leaf.position()).isEqualTo(new Position(1, 7, 3));
            assertThat(leaf.at()).isEqualTo(NOON);
        });
    }

    @Test
    default void makesTheSameDigestOfARecordAndOfItsRow() {
        AuditRecord record = AuditRecord.of(
                        "ädа𝄞\0\ud834\ue000", "disabled", "rule", "ops.restart", "t", NOON.plusNanos(1_234_567))
                .because("\u20ac")
                .with("\0", List.of(1L, 1.0, "\udd1e", true));
        List<Audit.Entry> entries = List.of(
                new Audit.Entry(record, new Position(1, 7, 3)),
                new Audit.Entry(record.because("later"), new Position(1, 8, 0)),
                new Audit.Entry(AuditRecord.of("a", "b", "c", "d", null, NOON), new Position(1, 9, 0)));
        store().change(t -> t.audit().appendAll(entries));
        Map<Position, AuditRecord> known =
                entries.stream().collect(Collectors.toMap(Audit.Entry::position, Audit.Entry::record));

        assertThat(store().<List<Leaf>>read(t -> t.seals().leaves(1, 0, 9, known::get)))
                .isEqualTo(leaves());
        known.remove(new Position(1, 8, 0));
        assertThat(store().<List<Leaf>>read(t -> t.seals().leaves(1, 0, 9, known::get)))
                .isEqualTo(leaves().subList(0, 1));
    }

    @Test
    default void readsRecordsByTheirNumbers() {
        fill(10);
        List<Leaf> all = leaves();

        assertThat(store().<List<Leaf>>read(t ->
                        t.seals().leaves(1, all.get(1).id(), all.get(4).id(), 9)))
                .isEqualTo(all.subList(2, 5));
        assertThat(store().<List<Leaf>>read(t -> t.seals().leaves(1, 0, Long.MAX_VALUE, 3)))
                .isEqualTo(all.subList(0, 3));
        assertThat(store().<List<Leaf>>read(t -> t.seals().leaves(2, 0, Long.MAX_VALUE, 3)))
                .isEmpty();
    }

    @Test
    default void refusesToChangeTheTrail() throws SQLException {
        fill(3);
        store().change(t -> t.seals().append(Seal.over(1, null, DAY, leaves(), NOON)));
        for (String sql : List.of(
                "update audit_record set who = 'nobody'",
                "delete from audit_record",
                "delete from audit_record where place = 1",
                "update audit_seal set hash = 'x'",
                "delete from audit_seal")) {
            assertThatThrownBy(() -> execute(sql))
                    .as(sql)
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("never");
        }
        assertThat(leaves()).hasSize(3);
    }

    @Test
    default void removesWhatAPurgeAllows() throws SQLException {
        fill(5);
        List<Leaf> leaves = leaves();
        Seal seal = Seal.over(1, null, DAY, leaves.subList(0, 4), NOON);
        Purge purge = new Purge(1, 1, DAY, seal.lastId(), NOON);
        store().change(t -> t.seals().append(seal));
        store().change(t -> t.seals().allow(purge));

        assertThat(store().<Object>read(t -> t.seals().purged(1).orElseThrow())).isEqualTo(purge);
        assertThat(store().<Integer>inTransaction(t -> t.seals().remove(purge, 3)))
                .isEqualTo(3);
        assertThat(store().<Integer>inTransaction(t -> t.seals().remove(purge, 3)))
                .isEqualTo(1);
        assertThat(leaves()).containsExactly(leaves.get(4));
        assertThatThrownBy(() -> execute("delete from audit_record")).isInstanceOf(SQLException.class);
        assertThatThrownBy(() -> execute("delete from audit_purge")).isInstanceOf(SQLException.class);
        assertThat(store().<Long>read(t -> t.audit().list(Query.all()).total())).isOne();
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = store().connection();
                Statement statement = connection.createStatement()) {
            try {
                statement.execute(sql);
                connection.commit();
            } finally {
                connection.rollback();
            }
        }
    }

    private void fill(int records) {
        for (int i = 0; i < records; i++) {
            Audit.Entry entry = Samples.audit(i, "requested", "execution", "e" + i, 1 + i / 10, i % 10);
            AuditRecord more = entry.record().with("nested", Map.of("list", List.of(1L, 2.5, "ä")));
            store().change(t -> t.audit().appendAll(List.of(new Audit.Entry(more, entry.position()))));
        }
    }

    private List<Leaf> leaves() {
        return store().read(t -> t.seals().leaves(1, 0, Long.MAX_VALUE, 1_000));
    }
}
