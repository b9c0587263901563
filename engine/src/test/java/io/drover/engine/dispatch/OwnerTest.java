package io.drover.engine.dispatch;

import static io.drover.engine.match.Rules.criterion;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drover.engine.rehearse.Await;
import io.drover.engine.rehearse.Lives;
import io.drover.engine.rehearse.Parts;
import io.drover.engine.rehearse.Plant;
import io.drover.model.error.DroverException;
import io.drover.model.error.ErrorCode;
import io.drover.model.execution.Position;
import io.drover.model.pack.Ref;
import io.drover.model.rule.Rule;
import io.drover.model.rule.RuleEnforcement;
import io.drover.model.store.Transaction;
import io.drover.model.trigger.Acceptance;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One thread matches events and changes rules, the one after the other. */
class OwnerTest {
    private final Lives lives;

    OwnerTest(@TempDir Path folder) {
        lives = Lives.in(folder);
    }

    @AfterEach
    void close() {
        lives.close();
    }

    @Test
    void aRuleChangesBetweenTwoBatches() {
        Parts parts = lives.start(
                Plant.content(Plant.rule("alarm", Plant.CALC, Map.of(), criterion("trigger.host", "eq", "a"))));
        Acceptance before = Await.done(parts.emit(Map.of("host", "b")));

        parts.reader()
                .lay(Plant.content(Plant.rule("alarm", Plant.CALC, Map.of(), criterion("trigger.host", "eq", "b"))));
        parts.registration().packs().register(List.of(), Parts.ADMIN);
        Acceptance after = Await.done(parts.emit(Map.of("host", "b")));
        parts.settle();

        assertThat(parts.enforcements()).singleElement().satisfies(enforcement -> {
            assertThat(enforcement.triggerInstance()).isEqualTo(after.instanceId());
            assertThat(enforcement.ruleRevision()).isEqualTo(2);
        });
        assertThat(revisionFor(parts, before)).isEqualTo(1);
        assertThat(revisionFor(parts, after)).isEqualTo(2);
    }

    @Test
    void eventsUnderWayAreMatchedWithTheRulesThatTheirBatchIsCommittedUnder() {
        Parts parts = lives.start(Plant.content(Plant.rule("alarm", Plant.CALC, Map.of())));
        List<CompletionStage<Acceptance>> answers = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            answers.add(parts.emit(Map.of("n", (long) i)));
            if (i % 60 == 30) {
                boolean on = i % 120 != 30;
                parts.registration().rules().update("plant.alarm", switched(parts, on), Parts.ADMIN);
            }
        }
        List<String> ids = answers.stream()
                .map(answer -> String.valueOf(Await.done(answer).instanceId()))
                .toList();
        parts.settle();

        List<String> enforced = parts.enforcements().stream()
                .map(RuleEnforcement::triggerInstance)
                .toList();
        for (String id : ids) {
            boolean inForce = parts.store()
                    .read(transaction ->
                            transaction.rules().inForce(Ref.of("plant", "alarm"), version(transaction, id)))
                    .map(revision -> Boolean.TRUE.equals(
                            Objects.requireNonNull(revision.document()).get("enabled")))
                    .orElseThrow();
            assertThat(enforced.contains(id)).isEqualTo(inForce);
        }
    }

    @Test
    void whatIsDoneBetweenTwoBatchesTellsItsFailure() {
        Parts parts = lives.start(Plant.content());

        assertThatThrownBy(() -> parts.dispatcher().between(() -> {
                    throw new IllegalStateException("no");
                }))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("no");
        assertThat(parts.dispatcher().<String>between(() -> "still there")).isEqualTo("still there");
    }

    @Test
    void closingDispatchesWhatWaits() {
        Parts parts = lives.start(Plant.content());
        List<CompletableFuture<Acceptance>> answers = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            answers.add(parts.emit(Map.of("n", (long) i)).toCompletableFuture());
        }

        parts.dispatcher().close();
        parts.committer().close();

        assertThat(answers).allSatisfy(answer -> assertThat(answer).isCompleted());
        assertThat(parts.events()).hasSize(200);
    }

    @Test
    void whereItHasFailedNothingWaitsForIt() {
        Parts parts = lives.with(setup -> setup.matched(() -> new FailingMatcher(() -> {
                    throw new OutOfMemoryError("poison");
                })))
                .start(Plant.content());

        Throwable inHand = Await.failure(parts.emit(Map.of("host", "poison")));
        Await.until("it has ended", () -> !parts.dispatcher().isOpen());
        Throwable later = Await.failure(parts.emit(Map.of("host", "a")));
        Throwable change = Await.failure(between(parts, () -> "changed"));

        assertThat(List.of(inHand, later, change))
                .allSatisfy(failure -> assertThat(failure)
                        .isInstanceOfSatisfying(
                                DroverException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNAVAILABLE)));
        assertThat(change).hasMessageContaining("restart");
    }

    @Test
    void whatIsToBeDoneAfterItsEndFailsAtOnce() {
        Parts parts = lives.start(Plant.content());
        parts.dispatcher().close();

        Throwable failure = Await.failure(between(parts, () -> "changed"));

        assertThat(failure)
                .isInstanceOfSatisfying(
                        DroverException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNAVAILABLE));
    }

    private static Map<String, @Nullable Object> switched(Parts parts, boolean on) {
        Rule rule = parts.registry().rule("plant.alarm").orElseThrow().rule();
        return parts.reader().document(rule.with(on, false));
    }

    private static int revisionFor(Parts parts, Acceptance answer) {
        return parts.store()
                .read(transaction -> transaction
                        .rules()
                        .inForce(Ref.of("plant", "alarm"), version(transaction, String.valueOf(answer.instanceId()))))
                .orElseThrow()
                .number();
    }

    private static long version(Transaction transaction, String event) {
        Position position = transaction.triggerInstances().position(event).orElseThrow();
        return transaction
                .batches()
                .find(position.node(), position.batch())
                .orElseThrow()
                .ruleSet();
    }

    /** Waits on a thread of its own, as the wait may have no end. */
    private static CompletableFuture<String> between(Parts parts, Supplier<String> work) {
        CompletableFuture<String> done = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            try {
                done.complete(parts.dispatcher().between(work));
            } catch (DroverException e) {
                done.completeExceptionally(e);
            }
        });
        thread.setDaemon(true);
        thread.start();
        return done;
    }
}
