package io.drover.engine.webhook;

import static io.drover.engine.match.Rules.NOW;
import static io.drover.engine.match.Rules.STATE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drover.engine.rehearse.Await;
import io.drover.engine.rehearse.Parts;
import io.drover.engine.rehearse.Parts.Setup;
import io.drover.engine.rehearse.Plant;
import io.drover.model.audit.AuditRecord;
import io.drover.model.error.DroverException;
import io.drover.model.error.ErrorCode;
import io.drover.model.pack.Ref;
import io.drover.model.store.Query;
import io.drover.model.trigger.Acceptance;
import io.drover.model.trigger.Acceptance.Verdict;
import io.drover.model.trigger.DeadLetter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RefusedDeliveriesTest {
    @TempDir
    Path folder;

    private @Nullable Parts made;

    @BeforeEach
    void start() {
        Setup setup = Setup.in(folder);
        setup.reader().lay(Plant.content());
        made = setup.make().started();
    }

    @AfterEach
    void close() {
        parts().close();
    }

    @Test
    void whatIsAcceptedNowIsNoDeadLetterAnyMore() {
        bury(letter(STATE, "{\"host\": \"a\"}", false));

        Acceptance answer = Await.done(box().reEmit("d1", Parts.ADMIN));

        assertThat(answer.verdict()).isEqualTo(Verdict.ACCEPTED);
        assertThat(parts().events()).singleElement().satisfies(event -> {
            assertThat(event.payload()).isEqualTo(Map.of("host", "a"));
            assertThat(event.dedupeKey()).isEqualTo("message-1");
        });
        assertThat(box().find("d1")).isEmpty();
        assertThat(parts().trail()).extracting(AuditRecord::what).contains("re-emitted");
    }

    @Test
    void whatIsRefusedAgainStays() {
        bury(letter(STATE, "{\"host\": 1}", false));

        Acceptance answer = Await.done(box().reEmit("d1", Parts.ADMIN));

        assertThat(answer.verdict()).isEqualTo(Verdict.REFUSED);
        assertThat(box().find("d1")).isPresent();
    }

    @Test
    void whatIsNoWholeObjectCannotBeHandedInAgain() {
        refused(letter(null, "{}", false), "for which trigger");
        refused(letter(STATE, "AAAA", true), "not a whole text");
        refused(letter(STATE, "[1]", false), "no JSON object");
        refused(letter(STATE, "nonsense", false), "no JSON object");
        refused(
                new DeadLetter("d1", "plant.alerts", "message-1", STATE, "{}", false, 70_000, List.of("x"), NOW),
                "not a whole text");
    }

    @Test
    void whatIsDiscardedIsGone() {
        bury(letter(STATE, "nonsense", false));

        box().discard("d1", Parts.ADMIN);

        assertThat(box().list(Query.all()).items()).isEmpty();
        assertThat(parts().trail()).extracting(AuditRecord::what).contains("refused", "discarded");
        assertThatThrownBy(() -> box().discard("d1", Parts.ADMIN))
                .isInstanceOfSatisfying(
                        DroverException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_FOUND));
    }

    private void refused(DeadLetter letter, String why) {
        bury(letter);
        assertThatThrownBy(() -> box().reEmit("d1", Parts.ADMIN))
                .isInstanceOfSatisfying(
                        DroverException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFLICT))
                .hasMessageContaining(why);
        box().discard("d1", Parts.ADMIN);
    }

    private void bury(DeadLetter letter) {
        Await.done(parts().dispatcher().bury(letter).thenApply(none -> "buried"));
    }

    private RefusedDeliveries box() {
        return new RefusedDeliveries(parts().store(), parts().committer(), parts().dispatcher(), parts().clock());
    }

    private Parts parts() {
        return Objects.requireNonNull(made);
    }

    private static DeadLetter letter(@Nullable Ref trigger, String content, boolean base64) {
        return new DeadLetter(
                "d1", "plant.alerts", "message-1", trigger, content, base64, content.length(), List.of("x"), NOW);
    }
}
