package io.drover.engine.inquiry;

import static io.drover.engine.inquiry.Asking.APPROVAL;
import static io.drover.engine.inquiry.Asking.YES;
import static io.drover.engine.inquiry.Asking.ask;
import static io.drover.engine.inquiry.Asking.inquiries;
import static io.drover.engine.inquiry.Asking.is;
import static io.drover.engine.inquiry.Asking.user;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drover.engine.rehearse.Await;
import io.drover.engine.rehearse.Lives;
import io.drover.engine.rehearse.Parts;
import io.drover.model.execution.Execution;
import io.drover.model.execution.ExecutionStatus;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How long an inquiry waits, over the ends of daemons, and whichever node has it. */
class DeadlineTest {
    private static final Duration TTL = Duration.ofMinutes(10);
    private static final Map<String, @Nullable Object> SHORT = Map.of("schema", APPROVAL, "ttl", TTL.toMinutes());
    private static final Map<String, @Nullable Object> ENDLESS = Map.of("schema", APPROVAL, "ttl", 0L);

    private final Path folder;
    private final Lives lives;

    DeadlineTest(@TempDir Path folder) {
        this.folder = folder;
        this.lives = Lives.in(folder).with(setup -> setup.run(Asking.runners()));
    }

    @AfterEach
    void close() {
        lives.close();
    }

    @Test
    void timesOutWhenItsTimeIsOverAndNotBefore() {
        Parts parts = lives.start(Asking.pack());
        Execution first = ask(parts, SHORT);
        parts.clock().advance(Duration.ofMinutes(1));
        Execution second = ask(parts, SHORT);

        parts.clock().advance(TTL.minusMinutes(1));
        Await.until("the first one timed out", () -> is(parts, first, ExecutionStatus.TIMEOUT));

        assertThat(parts.execution(second.id())).isEqualTo(second);
        assertThat(parts.execution(first.id()).result()).isEqualTo(first.result());
        assertThat(parts.trail())
                .anySatisfy(entry -> assertThat(entry.why()).isEqualTo("nobody answered within 10 minutes"));
        assertThatThrownBy(() -> inquiries(parts).respond(first.id(), YES, user("anna")))
                .hasMessage("Inquiry \"" + first.id() + "\" timed out and cannot be responded to.");
    }

    @Test
    void neverTimesOutWithoutATimeToLive() {
        Parts parts = lives.start(Asking.pack());
        Execution endless = ask(parts, ENDLESS);
        Execution other = ask(parts, SHORT);

        parts.clock().advance(Duration.ofDays(1000));
        Await.until("the other one timed out", () -> is(parts, other, ExecutionStatus.TIMEOUT));

        assertThat(parts.execution(endless.id())).isEqualTo(endless);
    }

    @Test
    void timesOutWhenItsTimeIsOverThoughTheDaemonEndedMeanwhile() {
        Execution asked = ask(lives.start(Asking.pack()), SHORT);
        Parts later = lives.restart();
        later.runs().recover();
        Execution after = later.execution(asked.id());

        later.clock().advance(TTL);
        Await.until("it timed out", () -> is(later, asked, ExecutionStatus.TIMEOUT));

        assertThat(after.status()).isEqualTo(ExecutionStatus.PENDING);
        assertThat(after.claim().attempt()).isEqualTo(2);
        Await.until("nothing is looked after", () -> later.runs().pending().size() == 0);
    }

    @Test
    void canBeAnsweredAfterARestart() {
        Execution asked = ask(lives.start(Asking.pack()), ENDLESS);
        Parts later = lives.restart();
        later.runs().recover();

        inquiries(later).respond(asked.id(), YES, user("anna"));

        assertThat(later.execution(asked.id()).result()).containsEntry("response", YES);
    }

    @Test
    void recoveringLeavesAloneWhatThisNodeLooksAfter() {
        Parts parts = lives.start(Asking.pack());
        Execution asked = ask(parts, SHORT);

        parts.runs().recover();

        assertThat(parts.execution(asked.id())).isEqualTo(asked);
    }

    @Test
    void whoeverTakesItOverLooksAfterIt() {
        Parts first = lives.start(Asking.pack());
        Execution asked = ask(first, SHORT);
        Execution other = ask(first, ENDLESS);
        try (Parts second = otherNode()) {
            second.runs().takeOver(Parts.NODE);
            Execution taken = second.execution(asked.id());

            second.clock().advance(TTL);
            Await.until("it timed out", () -> is(second, asked, ExecutionStatus.TIMEOUT));
            inquiries(second).respond(other.id(), YES, user("anna"));

            assertThat(taken.status()).isEqualTo(ExecutionStatus.PENDING);
            assertThat(taken.claim().owner()).isEqualTo("n2");
            assertThat(is(second, other, ExecutionStatus.SUCCEEDED)).isTrue();
        }
    }

    @Test
    void canBeAnsweredOnAnotherNodeThanTheOneThatLooksAfterIt() {
        Parts first = lives.start(Asking.pack());
        Execution asked = ask(first, SHORT);
        try (Parts second = otherNode()) {
            inquiries(second).respond(asked.id(), YES, user("anna"));
        }
        Execution answered = first.execution(asked.id());

        first.clock().advance(TTL);
        Await.until("nobody looks after it", () -> first.runs().pending().size() == 0);

        assertThat(answered.status()).isEqualTo(ExecutionStatus.SUCCEEDED);
        assertThat(first.execution(asked.id())).isEqualTo(answered);
    }

    private Parts otherNode() {
        return Parts.Setup.in(folder)
                .run(Asking.runners())
                .named("n2")
                .stored(lives.memory())
                .packs(lives.reader())
                .make()
                .started();
    }

    @Test
    void timesOutThoughTheDatabaseDoesNotAnswerWhenItsTimeIsOver() {
        Parts parts = lives.start(Asking.pack());
        Execution asked = ask(parts, SHORT);
        AtomicInteger failures = new AtomicInteger();
        parts.store().whenFailing(() -> {
            parts.clock().advance(Duration.ofMinutes(1));
            failures.incrementAndGet();
        });
        parts.store().deaf(true);

        parts.clock().advance(TTL);
        Await.until("the store was asked again", () -> isAfterASecond(parts, () -> failures.get() >= 2));
        parts.store().deaf(false);
        Await.until("it timed out", () -> isAfterASecond(parts, () -> is(parts, asked, ExecutionStatus.TIMEOUT)));

        Await.until("nothing is looked after", () -> parts.runs().pending().size() == 0);
    }

    private static boolean isAfterASecond(Parts parts, BooleanSupplier condition) {
        parts.clock().advance(Duration.ofSeconds(1));
        return condition.getAsBoolean();
    }
}
