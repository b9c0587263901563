package io.drover.engine.silence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drover.engine.correlate.Match;
import io.drover.engine.correlate.Silencing;
import io.drover.engine.match.Rules;
import io.drover.model.action.ActionCall;
import io.drover.model.error.DroverException;
import io.drover.model.error.ErrorCode;
import io.drover.model.pack.Ref;
import io.drover.model.pack.Tag;
import io.drover.model.rule.Rule;
import io.drover.model.silence.Freeze;
import io.drover.model.silence.MaintenanceWindow;
import io.drover.model.silence.Matchers;
import io.drover.model.silence.Silence;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class InForceTest {
    private static final Instant NOW = Rules.NOW;
    private static final Ref PAGE = Ref.of("ops", "page");
    private static final Ref MAIL = Ref.of("mail", "send");
    private static final Map<String, @Nullable Object> EVENT =
            Map.of("host", "web-1", "port", 80L, "labels", Map.of("zone", "north"), "groups", List.of("a", "b"));

    private final InForce inForce = new InForce();
    private final Rule rule = calling(PAGE);

    @Test
    void stopsNothingWhileThereIsNothing() {
        assertThat(stop(NOW)).isNull();
        assertThat(inForce.silencing(ref -> rule).of(match(Map.of()))).isNull();
        inForce.requireManual(PAGE);
    }

    @Test
    void silencesByRulePackActionAndTags() {
        for (Matchers matchers : List.of(
                Wishes.rule("plant.*"),
                Wishes.rule("plant.r"),
                new Matchers(null, "plant", null, Map.of(), Map.of()),
                new Matchers(null, null, "ops.pag?", Map.of(), Map.of()),
                new Matchers(null, null, null, Map.of("team", "inf*"), Map.of()),
                new Matchers("*.r", "pl*", "ops.*", Map.of("team", "infra"), Map.of("host", "web-*")))) {
            silence(matchers);

            assertThat(stop(NOW)).as(matchers.toString()).isNotNull();
        }
    }

    @Test
    void letsPassWhereOneOfItsMatchersDoesNotHold() {
        for (Matchers matchers : List.of(
                Wishes.rule("plant"),
                Wishes.rule("ops.*"),
                new Matchers("plant.*", "ops", null, Map.of(), Map.of()),
                new Matchers("plant.*", null, "mail.*", Map.of(), Map.of()),
                new Matchers("plant.*", null, null, Map.of("team", "web"), Map.of()),
                new Matchers("plant.*", null, null, Map.of("site", "*"), Map.of()),
                new Matchers("plant.*", null, null, Map.of(), Map.of("host", "db-*")))) {
            silence(matchers);

            assertThat(stop(NOW)).as(matchers.toString()).isNull();
        }
    }

    @Test
    void looksIntoThePayloadByPath() {
        assertThat(isStoppedBy(Map.of("labels.zone", "north"))).isTrue();
        assertThat(isStoppedBy(Map.of("trigger.host", "web-1"))).isTrue();
        assertThat(isStoppedBy(Map.of("port", "80"))).isTrue();
        assertThat(isStoppedBy(Map.of("port", "8"))).isFalse();
        assertThat(isStoppedBy(Map.of("groups", "b"))).isTrue();
        assertThat(isStoppedBy(Map.of("groups", "c"))).isFalse();
        assertThat(isStoppedBy(Map.of("absent", "*"))).isFalse();
        assertThat(isStoppedBy(Map.of("host", "web-*", "port", "81"))).isFalse();
    }

    private boolean isStoppedBy(Map<String, String> payload) {
        silence(Wishes.payload(payload));
        return stop(NOW) != null;
    }

    @Test
    void looksAtTheEventsOfAMatchByTheirNames() {
        silence(Wishes.payload(Map.of("down.host", "db-1")));

        assertThat(stop(match(Map.of("host", "db-1")))).isNotNull();
        assertThat(stop(match(Map.of("host", "db-2")))).isNull();
    }

    @Test
    void isInForceFromItsBeginningUntilBeforeItsEnd() {
        silence(Wishes.rule("plant.*"));

        assertThat(stop(NOW.minusNanos(1))).isNull();
        assertThat(stop(NOW)).isNotNull();
        assertThat(stop(NOW.plusSeconds(3_600).minusNanos(1))).isNotNull();
        assertThat(stop(NOW.plusSeconds(3_600))).isNull();
    }

    @Test
    void tellsWhichSilenceAndSinceWhen() {
        silence(Wishes.rule("plant.*"));

        Stop stop = Objects.requireNonNull(stop(NOW.plusSeconds(5)));

        assertThat(stop.what()).isEqualTo(new Silencing.Silenced("silence", "s1", NOW));
        assertThat(stop.reason())
                .isEqualTo("silence s1 of ada until 2026-03-01T13:00:00Z: the switch is replaced")
                .isEqualTo(inForce.reason(stop.what()));
    }

    @Test
    void aMaintenanceWindowIsInForceInItsTimesAlone() {
        MaintenanceWindow window = new MaintenanceWindow("0 2 * * *", Duration.ofMinutes(90), "Europe/Berlin");
        inForce.replace(
                List.of(CompiledSilence.of(new Silence(
                        "w", Wishes.rule("*"), NOW, NOW.plus(Duration.ofDays(60)), window, "ada", "backup", NOW))),
                List.of());

        assertThat(stop(NOW)).isNull();
        assertThat(stop(Instant.parse("2026-03-02T00:59:59Z"))).isNull();
        Stop first = Objects.requireNonNull(stop(Instant.parse("2026-03-02T01:00:00Z")));
        Stop later = Objects.requireNonNull(stop(Instant.parse("2026-03-02T02:29:59Z")));
        assertThat(first.what().window())
                .isEqualTo("2026-03-02T01:00:00Z")
                .isEqualTo(later.what().window());
        assertThat(stop(Instant.parse("2026-03-02T02:30:00Z"))).isNull();
        // the clocks of summer
        assertThat(Objects.requireNonNull(stop(Instant.parse("2026-04-02T00:30:00Z")))
                        .what()
                        .window())
                .isEqualTo("2026-04-02T00:00:00Z");
        assertThat(stop(Instant.parse("2026-03-02T01:10:00Z"))).isNotNull();
    }

    @Test
    void aFreezeStopsEverythingOrTheRulesAndActionsOfOnePack() {
        assertThat(isFrozenBy(null)).isTrue();
        assertThat(isFrozenBy("plant")).isTrue();
        assertThat(isFrozenBy("ops")).isTrue();
        assertThat(isFrozenBy("mail")).isFalse();
    }

    private boolean isFrozenBy(@Nullable String pack) {
        freeze(pack, false);
        return stop(NOW) != null;
    }

    @Test
    void aFreezeForbidsManualExecutionsOnlyWhereItSaysSo() {
        freeze("ops", false);
        inForce.requireManual(PAGE);
        freeze("ops", true);

        inForce.requireManual(MAIL);
        assertThatThrownBy(() -> inForce.requireManual(PAGE))
                .isInstanceOfSatisfying(
                        DroverException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFLICT))
                .hasMessageContainingAll("'ops.page'", "freeze f1 of pack 'ops' by ada", "storm");
    }

    @Test
    void aMatchOfSeveralEventsIsKeptFromAllItsActionsOrFromNone() {
        silence(new Matchers(null, null, "ops.*", Map.of(), Map.of()));
        Match match = match(Map.of());

        assertThat(inForce.silencing(ref -> calling(PAGE)).of(match))
                .isEqualTo(new Silencing.Silenced("silence", "s1", NOW));
        assertThat(inForce.silencing(ref -> calling(PAGE, MAIL)).of(match)).isNull();
        assertThat(inForce.silencing(ref -> null).of(match)).isNull();
        assertThat(inForce.silencing(ref -> calling(PAGE).with(true, true)).of(match))
                .as("a shadow dispatches nothing anyway")
                .isNull();
    }

    private void silence(Matchers matchers) {
        inForce.replace(
                List.of(CompiledSilence.of(new Silence(
                        "s1", matchers, NOW, NOW.plusSeconds(3_600), null, "ada", "the switch is replaced", NOW))),
                List.of());
    }

    private void freeze(@Nullable String pack, boolean manual) {
        inForce.replace(List.of(), List.of(new Freeze("f1", pack, manual, NOW, "ada", "storm")));
    }

    private @Nullable Stop stop(Instant at) {
        return inForce.stop(rule, PAGE, EVENT, null, at);
    }

    private @Nullable Stop stop(Match match) {
        return inForce.stop(rule, PAGE, match.newest().payload(), match.context(), NOW);
    }

    private static Rule calling(Ref... actions) {
        Rule plain = Rules.rule("r");
        return new Rule(
                plain.ref(),
                null,
                true,
                false,
                plain.type(),
                plain.trigger(),
                List.of(),
                null,
                Arrays.stream(actions)
                        .map(action -> new ActionCall(action, Map.of(), null))
                        .toList(),
                0,
                List.of(new Tag("team", "infra")),
                Map.of(),
                null);
    }

    private static Match match(Map<String, @Nullable Object> down) {
        return new Match(
                Ref.of("plant", "r"),
                1,
                "",
                null,
                NOW,
                List.of(new Match.Member("down", Rules.event(down)), new Match.Member("up", Rules.event(EVENT))),
                Rules.event(EVENT),
                Map.of(),
                "once");
    }
}
