package io.drover.engine.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drover.engine.api.Keys.Created;
import io.drover.engine.commit.Committer;
import io.drover.engine.ids.Ids;
import io.drover.engine.rehearse.HandClock;
import io.drover.engine.rehearse.MemoryStore;
import io.drover.engine.rehearse.UnreliableStore;
import io.drover.engine.rehearse.UnreliableStore.Fault;
import io.drover.model.access.ApiKey;
import io.drover.model.access.Principal;
import io.drover.model.audit.AuditRecord;
import io.drover.model.error.DroverException;
import io.drover.model.error.ErrorCode;
import io.drover.model.store.Query;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StoredKeysTest {
    private static final Principal ANNA = new Principal("anna", Set.of(Principal.ADMIN), "none");

    private final HandClock clock = new HandClock();
    private final MemoryStore store = new MemoryStore();
    private final Committer committer = new Committer(store, 1, clock, Duration.ofSeconds(5), records -> {});
    private final StoredKeys keys = keys();

    @AfterEach
    void close() {
        committer.close();
    }

    @Test
    void aNewKeyIsShownOnceAndOnlyItsHashIsKept() {
        Created created = create("ci");

        String secret = secret(created);
        assertThat(secret).hasSizeGreaterThan(40);
        assertThat(created.key().keyHash()).matches("[0-9a-f]{128}").doesNotContain(secret);
        assertThat(store.<List<ApiKey>>read(transaction -> transaction.apiKeys().list()))
                .containsExactly(created.key());
        assertThat(keys.authenticate(secret)).contains(new Principal("ci", Set.of(Principal.ADMIN), "API key"));
    }

    @Test
    void twoKeysAreNeverTheSame() {
        assertThat(secret(create("a"))).isNotEqualTo(secret(create("a")));
    }

    @Test
    void nobodyIsKnownByAKeyThatIsNone() {
        Created created = create("ci");

        assertThat(keys.authenticate(secret(created) + "x")).isEmpty();
        assertThat(keys.authenticate(created.key().keyHash())).isEmpty();
        assertThat(keys.authenticate("")).isEmpty();
    }

    @Test
    void aKeyOfStackStormGoesOnWorking() {
        // SHA-512 of "saltnpepper" + "key"
        String hash = "7adefaea50cb879557dd68958d5398fd5f16d2e7a3725ea622c83b18e304eeaa"
                + "54d049b678cb320be02b0c3c2bdbd8349e5bb0ef568d1e399ddd6d3777f920e1";

        Created created = keys.create("old", Map.of("used_by", "ci"), true, hash, ANNA);

        assertThat(created.secret()).isNull();
        assertThat(keys.authenticate("key")).isPresent();
        assertThat(keys.find("key")).contains(created.key());
    }

    @Test
    void aHashThatIsKnownIsRefused() {
        Created created = create("ci");

        assertThatThrownBy(
                        () -> keys.create("other", Map.of(), true, created.key().keyHash(), ANNA))
                .isInstanceOfSatisfying(DroverException.class, refusal -> {
                    assertThat(refusal.code()).isEqualTo(ErrorCode.ALREADY_EXISTS);
                    assertThat(refusal.conflictingId()).isEqualTo(created.key().id());
                });
    }

    @Test
    void aKeyThatIsSwitchedOffIsRefusedAtOnce() {
        Created created = create("ci");

        ApiKey off = keys.update(created.key().id(), "ci", Map.of(), false, ANNA);

        assertThat(off.enabled()).isFalse();
        assertThat(off.keyHash()).isEqualTo(created.key().keyHash());
        assertThatThrownBy(() -> keys.authenticate(secret(created)))
                .isInstanceOfSatisfying(
                        DroverException.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.UNAUTHENTICATED));
    }

    @Test
    void aDeletedKeyIsUnknownAtOnce() {
        Created created = create("ci");

        keys.delete(secret(created), ANNA);

        assertThat(keys.authenticate(secret(created))).isEmpty();
        assertThat(keys.list()).isEmpty();
        assertThatThrownBy(() -> keys.delete(created.key().id(), ANNA))
                .isInstanceOfSatisfying(
                        DroverException.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.NOT_FOUND));
    }

    @Test
    void anotherLifeKnowsTheStoredKeys() {
        Created created = create("ci");

        assertThat(keys().authenticate(secret(created))).isPresent();
    }

    @Test
    void aKeyWhoseDeletionWasCommittedThoughNobodyWasToldIsUnknownAfterwards() {
        UnreliableStore unreliable = new UnreliableStore(store);
        try (Committer doubtful = new Committer(unreliable, 2, clock, Duration.ofSeconds(5), records -> {})) {
            StoredKeys mine = new StoredKeys(
                    new AccessBook(unreliable, doubtful, new Roster(Set.of("ci"))), new Ids(clock), clock);
            Created created = mine.create("ci", Map.of(), true, null, ANNA);
            unreliable.whenFailing(() -> {
                unreliable.deaf(true);
                clock.advance(Duration.ofMinutes(1));
            });
            unreliable.next(Fault.ANSWER_LOST);
            assertThatThrownBy(() -> mine.delete(created.key().id(), ANNA))
                    .isInstanceOfSatisfying(
                            DroverException.class,
                            failure -> assertThat(failure.code()).isEqualTo(ErrorCode.UNAVAILABLE));
            unreliable.deaf(false);

            mine.refresh();

            assertThat(mine.authenticate(secret(created))).isEmpty();
        }
    }

    @Test
    void everyChangeIsInTheTrailWithoutTheKey() {
        Created created = create("ci");
        ApiKey unused = keys.update(created.key().id(), "other", Map.of(), true, ANNA);
        keys.delete(created.key().id(), ANNA);

        List<AuditRecord> trail =
                store.read(transaction -> transaction.audit().list(Query.all()).items());
        assertThat(trail).extracting(AuditRecord::what).containsExactly("created", "changed", "deleted");
        assertThat(trail).extracting(AuditRecord::who).containsOnly("anna");
        assertThat(trail.toString()).doesNotContain(secret(created));
    }

    private StoredKeys keys() {
        return new StoredKeys(new AccessBook(store, committer, new Roster(Set.of("ci"))), new Ids(clock), clock);
    }

    private Created create(String user) {
        return keys.create(user, Map.of(), true, null, ANNA);
    }

    private static String secret(Created created) {
        String secret = created.secret();
        if (secret == null) {
            throw new AssertionError("Expected a new key to be shown");
        }
        return secret;
    }
}
