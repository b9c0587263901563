package io.drover.engine.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drover.engine.api.Logins;
import io.drover.engine.api.Users;
import io.drover.engine.commit.Committer;
import io.drover.engine.ids.Ids;
import io.drover.engine.rehearse.Await;
import io.drover.engine.rehearse.HandClock;
import io.drover.engine.rehearse.MemoryStore;
import io.drover.model.access.Principal;
import io.drover.model.access.User;
import io.drover.model.audit.AuditRecord;
import io.drover.model.error.DroverException;
import io.drover.model.error.ErrorCode;
import io.drover.model.store.Query;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Check S28: who guesses passwords finds none, keeps nobody else out, and is not told who exists. */
class BruteForceTest {
    private static final Principal ROOT = new Principal("root", Set.of(Principal.ADMIN), "none");
    private static final String PASSWORD = "correct horse";
    private static final String HOME = "10.0.0.1";
    private static final int LOGINS = 10_000;
    private static final int USERS = 250;
    private static final int ADDRESSES = 400;
    private static final int TIMES = 9;
    /** Where no password were hashed, the time would be hundreds of times shorter. */
    private static final long MOST_APART = 5;

    private final HandClock clock = new HandClock();
    private final MemoryStore store = new MemoryStore();
    private final Committer committer = new Committer(store, 1, clock, Duration.ofSeconds(5), records -> {});
    private final AccessControl node = new AccessControl(
            AccessSettings.usual("stanley"), store, committer, new Roster(Set.of("stanley")), new Ids(clock), clock);

    @BeforeEach
    void people() {
        for (String name : List.of("ann", "bob", "off")) {
            Await.done(node.users().create(name, PASSWORD, ROOT));
        }
        User unused = node.users().enable("off", false, ROOT);
    }

    @AfterEach
    void close() {
        node.close();
        committer.close();
    }

    @Test
    void s28TenThousandGuessesFindNothingAndLockNobodyOut() {
        Await.done(login("ann", PASSWORD, HOME));
        List<CompletionStage<Logins.Issued>> guesses = new ArrayList<>();
        Map<ErrorCode, Integer> refused = new EnumMap<>(ErrorCode.class);

        for (int guess = 0; guess < LOGINS; guess++) {
            String user = guess % 3 == 0 ? "ann" : "user" + guess % USERS;
            try {
                guesses.add(login(user, "guess" + guess, "10.6." + guess % 7 + "." + guess % ADDRESSES));
            } catch (DroverException e) {
                refused.merge(e.code(), 1, Integer::sum);
            }
            if (guess % 1_000 == 0) {
                assertThat(Await.done(login("ann", PASSWORD, HOME)).text()).isNotEmpty();
            }
        }

        guesses.forEach(guess -> refused.merge(code(guess), 1, Integer::sum));
        assertThat(refused.keySet()).containsOnly(ErrorCode.UNAUTHENTICATED, ErrorCode.TOO_MANY);
        assertThat(refused.values().stream().mapToInt(Integer::intValue).sum()).isEqualTo(LOGINS);
        assertThat(Await.done(login("ann", PASSWORD, HOME)).text()).isNotEmpty();
        assertThat(Await.done(login("bob", PASSWORD, "10.0.0.2")).text()).isNotEmpty();
    }

    @Test
    void s28TakesAsLongForWhoDoesNotExistOrIsDisabledAsForAWrongPassword() {
        List<String> users = List.of("bob", "nobody", "off");
        long[][] nanos = new long[users.size()][TIMES];
        // in turns, so that whatever else the machine does meets all of them
        for (int i = 0; i < TIMES; i++) {
            for (int user = 0; user < users.size(); user++) {
                nanos[user][i] = nanos(users.get(user), "10.9." + i + ".1");
            }
        }

        long wrong = median(nanos[0]);
        for (long other : List.of(median(nanos[1]), median(nanos[2]))) {
            assertThat(other).isBetween(wrong / MOST_APART, wrong * MOST_APART);
        }
    }

    private long nanos(String user, String address) {
        long begin = System.nanoTime();
        assertThat(code(login(user, "guess", address))).isEqualTo(ErrorCode.UNAUTHENTICATED);
        return System.nanoTime() - begin;
    }

    private static long median(long[] nanos) {
        Arrays.sort(nanos);
        return nanos[nanos.length / 2];
    }

    @Test
    void s28CountsAllAddressesOfANetworkOfIpv6AsOne() {
        LoginGuard guard = new LoginGuard(clock);
        for (int i = 0; i < 30; i++) {
            guard.failed("user" + i, "2001:db8:1:2::" + i);
        }

        assertThatThrownBy(() -> guard.check("ann", "2001:db8:1:2:ffff::1")).isInstanceOf(DroverException.class);
        guard.check("ann", "2001:db8:1:3::1");
        guard.check("ann", "10.0.0.1");
    }

    @Test
    void s28TurnsAwayWhoGuessesAPresentPasswordAsAtLogins() {
        for (int i = 0; i < 5; i++) {
            assertThat(code(change("guess" + i, "10.6.6.6"))).isEqualTo(ErrorCode.PERMISSION_DENIED);
        }

        assertThatThrownBy(() -> change(PASSWORD, "10.6.6.6")).hasMessageContaining("Too many passwords were wrong");
        assertThatThrownBy(() -> login("ann", PASSWORD, "10.6.6.6")).isInstanceOf(DroverException.class);
        assertThat(Await.done(change(PASSWORD, HOME)).name()).isEqualTo("ann");
        assertThat(Await.done(login("ann", "another horse", HOME)).text()).isNotEmpty();
    }

    @Test
    void s28CountsWrongLoginsAgainstAPresentPasswordAndForgetsThemAfterAMinute() {
        for (int i = 0; i < 5; i++) {
            assertThat(code(login("ann", "guess" + i, "10.6.6.6"))).isEqualTo(ErrorCode.UNAUTHENTICATED);
        }
        assertThatThrownBy(() -> change(PASSWORD, "10.6.6.6")).isInstanceOf(DroverException.class);
        assertThat(Await.done(node.users().changePassword("ann", null, "an administrator's", ROOT))
                        .name())
                .isEqualTo("ann");

        clock.advance(Duration.ofMinutes(1));

        assertThat(Await.done(change("an administrator's", "10.6.6.6")).name()).isEqualTo("ann");
    }

    @Test
    void s28PutsAWrongPresentPasswordIntoTheTrailWithItsAddressOnly() {
        assertThat(code(change("my dear guess", "10.6.6.6"))).isEqualTo(ErrorCode.PERMISSION_DENIED);

        Await.until(
                "its record",
                () -> trail().stream().anyMatch(record -> record.what().equals("refused")));
        assertThat(trail().toString())
                .contains("wrong present password", "10.6.6.6")
                .doesNotContain("my dear guess")
                .doesNotContain("another horse");
    }

    private List<AuditRecord> trail() {
        return store.read(transaction -> transaction.audit().list(Query.all()).items());
    }

    private CompletionStage<User> change(String present, String address) {
        Principal ann = new Principal("ann", Set.of(), "none");
        return node.users().changePassword("ann", new Users.Present(present, address), "another horse", ann);
    }

    private CompletionStage<Logins.Issued> login(String user, String password, String address) {
        return node.logins().login(user, password, Logins.Wish.usual(), address);
    }

    /** {@return with what a login or a change is refused} */
    private static ErrorCode code(CompletionStage<?> login) {
        try {
            @Nullable Object unexpected = login.toCompletableFuture().join();
            throw new AssertionError("Expected a refusal, but found " + unexpected);
        } catch (CompletionException e) {
            if (e.getCause() instanceof DroverException known) {
                return known.code();
            }
            throw e;
        }
    }
}
