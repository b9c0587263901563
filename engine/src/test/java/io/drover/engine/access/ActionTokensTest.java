package io.drover.engine.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.model.access.Principal;
import io.drover.model.execution.Cause;
import io.drover.model.execution.Claim;
import io.drover.model.execution.Execution;
import io.drover.model.execution.ExecutionStatus;
import io.drover.model.execution.Trace;
import io.drover.model.pack.Ref;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ActionTokensTest {
    private final ActionTokens tokens = new ActionTokens(new Roster(Set.of()));

    @Test
    void aTokenStandsForTheUserOfItsExecution() {
        try (ActionTokens.Token token = tokens.issue(execution("e1", "bob"))) {
            Principal principal = tokens.authenticate(token.text()).orElseThrow();

            assertThat(principal.user()).isEqualTo("bob");
            assertThat(principal.roles()).containsExactly(Principal.ACTION);
            assertThat(principal.method()).contains("e1");
            assertThat(principal.isAdmin()).isFalse();
        }
    }

    @Test
    void aTokenIsWorthNothingOnceItIsClosed() {
        ActionTokens.Token token = tokens.issue(execution("e1", "bob"));
        String text = token.text();

        token.close();

        assertThat(tokens.authenticate(text)).isEmpty();
    }

    @Test
    void anotherTokenStaysGood() {
        try (ActionTokens.Token other = tokens.issue(execution("e2", "eve"))) {
            tokens.issue(execution("e1", "bob")).close();

            assertThat(tokens.authenticate(other.text())).map(Principal::user).contains("eve");
        }
    }

    @Test
    void noTwoTokensAreAlikeAndNoneShowsItself() {
        try (ActionTokens.Token one = tokens.issue(execution("e1", "bob"));
                ActionTokens.Token other = tokens.issue(execution("e1", "bob"))) {
            assertThat(one.text()).isNotEqualTo(other.text()).hasSize(64);
            assertThat(one.toString()).doesNotContain(one.text());
        }
    }

    @Test
    void anyOtherTextIsNoToken() {
        try (ActionTokens.Token token = tokens.issue(execution("e1", "bob"))) {
            assertThat(tokens.authenticate("")).isEmpty();
            assertThat(tokens.authenticate(token.text() + "0")).isEmpty();
        }
    }

    private static Execution execution(String id, String user) {
        Instant now = Instant.parse("2026-03-01T12:00:00Z");
        return new Execution(
                id,
                Ref.of("plant", "act"),
                "effects",
                "r1",
                ExecutionStatus.RUNNING,
                Map.of(),
                null,
                Map.of(),
                new Cause(user, null, 0, null, null, null, null),
                new Trace("t1", null),
                Claim.NONE.by("n1"),
                now,
                null,
                null,
                List.of());
    }
}
