package io.drover.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.model.silence.Freeze;
import io.drover.model.silence.MaintenanceWindow;
import io.drover.model.silence.Matchers;
import io.drover.model.silence.Silence;
import io.drover.model.store.Silences;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Silences and freezes. */
interface SilenceContract extends OpenStore {

    @Test
    default void keepsSilencesAsTheyWereMade() {
        Silence all = silence("b", NOON, new MaintenanceWindow("0 2 * * sat", Duration.ofMinutes(90), "Europe/Berlin"));
        Silence few = new Silence(
                "a",
                new Matchers("ops.*", null, null, Map.of(), Map.of()),
                NOON,
                NOON.plusSeconds(60),
                null,
                "ada",
                "why",
                NOON.plusSeconds(1));
        store().change(t -> t.silences().put(few));
        store().change(t -> t.silences().put(all));

        assertThat(silences()).containsExactly(all, few);
        assertThat(store().<Silence>read(t -> t.silences().find("b").orElseThrow()))
                .isEqualTo(all);
        assertThat(store().<Boolean>read(t -> t.silences().find("c").isEmpty())).isTrue();
    }

    @Test
    default void replacesRemovesAndForgetsSilences() {
        Silence old = silence("a", NOON, null);
        Silence live = silence("b", NOON, null);
        store().change(t -> t.silences().put(old));
        store().change(t -> t.silences().put(live));

        store().change(t -> t.silences().put(old.until(NOON.plusSeconds(1))));

        assertThat(silences()).containsExactly(old.until(NOON.plusSeconds(1)), live);
        assertThat(store().<Integer>inTransaction(t -> t.silences().forget(NOON.plusSeconds(2))))
                .isEqualTo(1);
        assertThat(silences()).containsExactly(live);
        assertThat(store().<Boolean>inTransaction(t -> t.silences().remove("b")))
                .isTrue();
        assertThat(store().<Boolean>inTransaction(t -> t.silences().remove("b")))
                .isFalse();
        assertThat(silences()).isEmpty();
    }

    @Test
    default void keepsFreezesUntilTheyAreEnded() {
        Freeze everything = new Freeze("a", null, true, NOON.plusSeconds(1), "ada", "storm");
        Freeze one = new Freeze("b", "ops", false, NOON, "bob", "move");
        store().change(t -> t.silences().begin(everything));
        store().change(t -> t.silences().begin(one));

        assertThat(freezes()).containsExactly(one, everything);
        assertThat(store().<Boolean>inTransaction(t -> t.silences().end("a"))).isTrue();
        assertThat(store().<Boolean>inTransaction(t -> t.silences().end("a"))).isFalse();
        assertThat(freezes()).containsExactly(one);
    }

    @Test
    default void countsWhatChangesOfSilencesAndFreezes() {
        long before = changes();

        List<Consumer<Silences>> work = List.of(
                silences -> silences.put(silence("a", NOON, null)),
                silences -> silences.begin(new Freeze("f", null, false, NOON, "ada", "why")),
                silences -> assertThat(silences.end("f")).isTrue(),
                silences -> assertThat(silences.remove("a")).isTrue(),
                silences -> assertThat(silences.remove("a")).isFalse(),
                silences -> assertThat(silences.end("f")).isFalse());
        work.forEach(each -> store().change(t -> each.accept(t.silences())));

        assertThat(changes()).isEqualTo(before + 4);
    }

    private List<Silence> silences() {
        return store().read(t -> t.silences().list());
    }

    private List<Freeze> freezes() {
        return store().read(t -> t.silences().freezes());
    }

    private long changes() {
        return store().<Long>read(t -> t.silences().changes());
    }

    private static Silence silence(String id, Instant from, @Nullable MaintenanceWindow window) {
        return new Silence(
                id,
                new Matchers("ops.*", "ops", "ops.page", Map.of("team", "infra"), Map.of("labels.host", "web-*")),
                from,
                from.plusSeconds(3_600),
                window,
                "ada",
                "the switch is replaced",
                from);
    }
}
