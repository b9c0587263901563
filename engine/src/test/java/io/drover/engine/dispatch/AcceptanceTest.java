package io.drover.engine.dispatch;

import static io.drover.engine.match.Rules.STATE;
import static org.assertj.core.api.Assertions.assertThat;

import io.drover.engine.api.RegisteredPack;
import io.drover.engine.rehearse.Await;
import io.drover.engine.rehearse.HandRunner;
import io.drover.engine.rehearse.Lives;
import io.drover.engine.rehearse.Parts;
import io.drover.engine.rehearse.Plant;
import io.drover.model.action.ActionResult;
import io.drover.model.audit.AuditRecord;
import io.drover.model.error.DroverException;
import io.drover.model.error.ErrorCode;
import io.drover.model.pack.Ref;
import io.drover.model.store.Query;
import io.drover.model.trigger.Acceptance;
import io.drover.model.trigger.Acceptance.Verdict;
import io.drover.model.trigger.DeadLetter;
import io.drover.model.trigger.Emission;
import io.drover.model.trigger.TriggerType;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is taken of what is handed over. */
class AcceptanceTest {
    private final Lives lives;

    AcceptanceTest(@TempDir Path folder) {
        lives = Lives.in(folder);
    }

    @AfterEach
    void close() {
        lives.close();
    }

    @Test
    void takesNoEventBeforeItIsOpen() {
        Parts parts = lives.start(Plant.content());
        parts.dispatcher().stopTaking();

        Throwable failure = Await.failure(parts.emit(Map.of()));

        assertThat(code(failure)).isEqualTo(ErrorCode.UNAVAILABLE);
        assertThat(parts.events()).isEmpty();
    }

    @Test
    void refusesAnEventOfAnUnknownTrigger() {
        Parts parts = lives.start(Plant.content());

        Acceptance answer =
                Await.done(parts.dispatcher().accept(Emission.of(Ref.of("plant", "nothing"), Map.of(), "test")));

        assertThat(answer.verdict()).isEqualTo(Verdict.REFUSED);
        assertThat(answer.violations()).singleElement().asString().contains("'plant.nothing' is not registered");
        assertThat(parts.events()).isEmpty();
        assertThat(parts.dispatcher().refused()).isEqualTo(1);
    }

    @Test
    void refusesAPayloadThatItsSchemaDoesNotAllow() {
        Parts parts = lives.start(Plant.content());

        Acceptance answer = Await.done(parts.emit(Map.of("host", 5L)));

        assertThat(answer.verdict()).isEqualTo(Verdict.REFUSED);
        assertThat(answer.violations()).singleElement().asString().contains("host");
        assertThat(parts.events()).isEmpty();
    }

    @Test
    void refusesEventsOfATypeWhoseSchemaIsNone() {
        Parts parts = lives.start(Plant.content());
        Map<String, @Nullable Object> noSchema =
                Map.of("type", "object", "properties", Map.of("a", Map.of("$ref", "#/nowhere")));
        parts.registry()
                .putPack(
                        new RegisteredPack(
                                Plant.pack("odd", Path.of("packs", "odd")), List.of(), List.of(), List.of(), Map.of()),
                        List.of(),
                        List.of(new TriggerType(Ref.of("odd", "type"), null, noSchema, Map.of(), List.of(), null)),
                        List.of(),
                        Map.of());

        Acceptance answer =
                Await.done(parts.dispatcher().accept(Emission.of(Ref.of("odd", "type"), Map.of("a", 1L), "test")));

        assertThat(answer.verdict()).isEqualTo(Verdict.REFUSED);
        assertThat(answer.violations()).singleElement().asString().contains("odd.type", "cannot be used");
    }

    @Test
    void turnsEventsAwayWhileAsManyAsItTakesAreUnderWay() {
        CountDownLatch end = new CountDownLatch(1);
        HandRunner runner = new HandRunner("effects", true);
        runner.does(context -> {
            end.await();
            return ActionResult.succeeded(Map.of());
        });
        Parts parts = lives.with(setup -> setup.run(runner).atMost(2))
                .start(Plant.content(Plant.rule("alarm", Plant.ACT, Map.of())));
        Await.done(parts.emit(Map.of()));
        Await.done(parts.emit(Map.of()));

        Throwable failure = Await.failure(parts.emit(Map.of()));
        end.countDown();
        parts.settle();
        Acceptance later = Await.done(parts.emit(Map.of()));

        assertThat(code(failure)).isEqualTo(ErrorCode.TOO_MANY);
        assertThat(later.verdict()).isEqualTo(Verdict.ACCEPTED);
        parts.settle();
        assertThat(parts.events()).hasSize(3);
    }

    @Test
    void takesNoneOfSeveralEventsThatAreTooManyTogether() {
        Parts parts = lives.with(setup -> setup.atMost(2)).start(Plant.content());
        Emission event = Emission.of(STATE, Map.of("host", "a"), "test");

        Throwable failure = Await.failure(parts.dispatcher().acceptAll(List.of(event, event, event)));
        List<Acceptance> fewer = Await.done(parts.dispatcher().acceptAll(List.of(event, event)));

        assertThat(code(failure)).isEqualTo(ErrorCode.TOO_MANY);
        assertThat(fewer).extracting(Acceptance::verdict).containsOnly(Verdict.ACCEPTED);
        assertThat(parts.events()).hasSize(2);
    }

    @Test
    void severalEventsAreAcceptedThoughOneOfThemIsRefused() {
        Parts parts = lives.start(Plant.content());

        List<Acceptance> answers = Await.done(parts.dispatcher()
                .acceptAll(List.of(
                        Emission.of(STATE, Map.of("host", "a"), "test"),
                        Emission.of(STATE, Map.of("host", 1L), "test"),
                        Emission.of(STATE, Map.of("host", "b"), "test"))));

        assertThat(answers)
                .extracting(Acceptance::verdict)
                .containsExactly(Verdict.ACCEPTED, Verdict.REFUSED, Verdict.ACCEPTED);
        assertThat(parts.events()).hasSize(2);
    }

    @Test
    void anEventFromTheFutureHappenedNow() {
        Parts parts = lives.start(Plant.content());
        Emission early = new Emission(
                STATE, Map.of(), parts.clock().instant().plusSeconds(60), null, Emission.DEDUPE_WINDOW, "tag", "test");

        Await.done(parts.dispatcher().accept(early));

        assertThat(parts.events()).singleElement().satisfies(event -> {
            assertThat(event.occurredAt()).isEqualTo(parts.clock().instant());
            assertThat(event.trace().tag()).isEqualTo("tag");
        });
    }

    @Test
    void aDeadLetterIsBuriedOnce() {
        Parts parts = lives.start(Plant.content());
        Await.done(parts.dispatcher().bury(letter("d1")));

        Await.done(parts.dispatcher().bury(letter("d2")));

        assertThat(parts.store()
                        .<List<DeadLetter>>read(transaction ->
                                transaction.deadLetters().list(Query.all()).items()))
                .extracting(DeadLetter::id)
                .containsExactly("d1");
        assertThat(parts.trail())
                .filteredOn(entry -> entry.kind().equals("dead letter"))
                .extracting(AuditRecord::subject)
                .containsExactly("d1");
    }

    private static DeadLetter letter(String id) {
        return new DeadLetter(
                id,
                "plant.alerts",
                "same",
                STATE,
                "x",
                false,
                1,
                List.of("no JSON"),
                Instant.parse("2026-03-01T12:00:00Z"));
    }

    private static ErrorCode code(Throwable failure) {
        assertThat(failure).isInstanceOf(DroverException.class);
        return ((DroverException) failure).code();
    }
}
