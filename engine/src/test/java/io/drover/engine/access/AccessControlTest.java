package io.drover.engine.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drover.engine.api.Logins;
import io.drover.engine.api.Roles;
import io.drover.engine.commit.Committer;
import io.drover.engine.ids.Ids;
import io.drover.engine.rehearse.Await;
import io.drover.engine.rehearse.HandClock;
import io.drover.engine.rehearse.MemoryStore;
import io.drover.model.access.Grant;
import io.drover.model.access.Permission;
import io.drover.model.access.Principal;
import io.drover.model.access.Resource;
import io.drover.model.access.Role;
import io.drover.model.access.RoleAssignment;
import io.drover.model.access.User;
import io.drover.model.audit.AuditRecord;
import io.drover.model.error.DroverException;
import io.drover.model.error.ErrorCode;
import io.drover.model.store.Query;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccessControlTest {
    private static final Principal ROOT = new Principal("root", Set.of(Principal.ADMIN), "none");
    private static final String PASSWORD = "correct horse";

    private final HandClock clock = new HandClock();
    private final MemoryStore store = new MemoryStore();
    private final Committer committer = new Committer(store, 1, clock, Duration.ofSeconds(5), records -> {});
    private final List<AccessControl> nodes = new ArrayList<>();

    @TempDir
    Path folder = Path.of("");

    @AfterEach
    void close() {
        nodes.forEach(AccessControl::close);
        committer.close();
    }

    private AccessControl node() {
        AccessControl node = new AccessControl(
                new AccessSettings(
                        Duration.ofHours(1),
                        Duration.ofHours(2),
                        Duration.ofHours(3),
                        folder.resolve("htpasswd"),
                        Set.of("stanley")),
                store,
                committer,
                new Roster(Set.of("stanley")),
                new Ids(clock),
                clock);
        nodes.add(node);
        return node;
    }

    private AccessControl withAnn() {
        AccessControl node = node();
        Await.done(node.users().create("ann", PASSWORD, ROOT));
        node.roles().assign(new RoleAssignment("ann", "viewer", null, RoleAssignment.API, false), ROOT);
        return node;
    }

    private static Logins.Issued login(AccessControl node, String user, String password) {
        return Await.done(node.logins().login(user, password, Logins.Wish.usual(), "10.0.0.1"));
    }

    private static ErrorCode refusal(CompletionStage<?> stage) {
        try {
            Object unexpected = stage.toCompletableFuture().join();
            throw new AssertionError("Expected a refusal, but found " + unexpected);
        } catch (CompletionException e) {
            if (e.getCause() instanceof DroverException known) {
                return known.code();
            }
            throw e;
        }
    }

    private static ErrorCode refused(AccessControl node, String user, String password, String address) {
        try {
            return refusal(node.logins().login(user, password, Logins.Wish.usual(), address));
        } catch (DroverException e) {
            return e.code();
        }
    }

    @Test
    void letsInByThePasswordAndNothingElse() {
        AccessControl node = withAnn();

        Logins.Issued issued = login(node, "ann", PASSWORD);

        assertThat(issued.token().expiry()).isEqualTo(clock.instant().plus(Duration.ofHours(1)));
        assertThat(node.logins().authenticate(issued.text()))
                .contains(new Principal(
                        "ann",
                        Set.of("viewer"),
                        "authentication token",
                        issued.token().expiry()));
        assertThat(node.logins().authenticate(issued.text() + "0")).isEmpty();
        assertThat(refused(node, "ann", "correct horsf", "10.0.0.1")).isEqualTo(ErrorCode.UNAUTHENTICATED);
        assertThat(refused(node, "eve", PASSWORD, "10.0.0.1")).isEqualTo(ErrorCode.UNAUTHENTICATED);
        assertThat(issued.toString()).doesNotContain(issued.text());
    }

    @Test
    void countsUnknownTokensAndRecordsThemOnceAMinuteForAnAddress() {
        AccessControl node = withAnn();

        for (int i = 0; i < 50; i++) {
            node.logins().turnedAway("10.0.0.1");
        }
        node.logins().turnedAway("10.0.0.2");
        clock.advance(Duration.ofMinutes(1));
        node.logins().turnedAway("10.0.0.1");

        assertThat(node.logins().timesTurnedAway()).isEqualTo(52);
        Await.until("three records", () -> turnedAway().size() == 3);
        assertThat(turnedAway())
                .extracting(record -> String.valueOf(record.details().get("address")))
                .containsExactlyInAnyOrder("10.0.0.1", "10.0.0.2", "10.0.0.1");
    }

    private List<AuditRecord> turnedAway() {
        return store.read(transaction -> transaction.audit().list(Query.all()).items()).stream()
                .filter(record -> record.who().equals("nobody"))
                .toList();
    }

    @Test
    void s27RefusesATokenOnceItHasExpiredIsRevokedOrItsClockJumped() {
        AccessControl node = withAnn();
        Logins.Issued revoked = login(node, "ann", PASSWORD);
        Logins.Issued expiring = login(node, "ann", PASSWORD);

        assertThat(node.logins().revoke(revoked.text(), ROOT)).isTrue();

        assertThat(node.logins().authenticate(revoked.text())).isEmpty();
        clock.advance(Duration.ofMinutes(61));
        assertThat(node.logins().authenticate(expiring.text())).isEmpty();
        assertThat(node().logins().authenticate(expiring.text())).isEmpty();
    }

    @Test
    void s27RefusesATokenOfADeletedOrDisabledUserOrOneWithAnotherPasswordOnEveryNode() {
        AccessControl node = withAnn();
        AccessControl other = node();
        String disabled = login(node, "ann", PASSWORD).text();
        other.followOthers();
        assertThat(other.logins().authenticate(disabled)).isPresent();

        User unused = node.users().enable("ann", false, ROOT);
        other.followOthers();
        assertThat(node.logins().authenticate(disabled)).isEmpty();
        assertThat(other.logins().authenticate(disabled)).isEmpty();
        assertThat(refused(node, "ann", PASSWORD, "10.0.0.1")).isEqualTo(ErrorCode.UNAUTHENTICATED);

        unused = node.users().enable("ann", true, ROOT);
        assertThat(node.logins().authenticate(disabled)).isPresent();
        Await.done(node.users().changePassword("ann", null, "another horse", ROOT));
        other.followOthers();
        assertThat(node.logins().authenticate(disabled)).isEmpty();
        assertThat(other.logins().authenticate(disabled)).isEmpty();

        String deleted = login(node, "ann", "another horse").text();
        String key = Optional.ofNullable(
                        node.keys().create("ann", Map.of(), true, null, ROOT).secret())
                .orElseThrow();
        other.followOthers();
        assertThat(other.keys().authenticate(key)).isPresent();
        node.users().delete("ann", ROOT);
        other.followOthers();
        for (AccessControl each : List.of(node, other)) {
            assertThat(each.logins().authenticate(deleted)).isEmpty();
            assertThat(each.keys().authenticate(key)).isEmpty();
            assertThat(each.access().rolesOf("ann")).isEmpty();
        }
    }

    @Test
    void s27SeesAChangedRoleAtOnceAndOnOtherNodesWithinALook() {
        AccessControl node = withAnn();
        AccessControl other = node();
        String token = login(node, "ann", PASSWORD).text();

        node.roles().unassign(node.roles().assignments().get(0).id(), ROOT);
        other.followOthers();

        for (AccessControl each : List.of(node, other)) {
            Principal ann = each.logins().authenticate(token).orElseThrow();
            assertThat(ann.roles()).isEmpty();
            assertThat(each.access().may(ann, Permission.ACTION_LIST, null)).isFalse();
        }
    }

    @Test
    void s28TurnsAwayWhoGuessesAndNobodyElse() {
        AccessControl node = withAnn();
        Logins.Issued before = login(node, "ann", PASSWORD);
        for (int i = 0; i < 5; i++) {
            assertThat(refused(node, "ann", "guess", "10.6.6.6")).isEqualTo(ErrorCode.UNAUTHENTICATED);
        }

        assertThat(refused(node, "ann", PASSWORD, "10.6.6.6")).isEqualTo(ErrorCode.TOO_MANY);
        assertThat(login(node, "ann", PASSWORD).text()).isNotEqualTo(before.text());
        clock.advance(Duration.ofMinutes(1));
        assertThat(Await.done(node.logins().login("ann", PASSWORD, Logins.Wish.usual(), "10.6.6.6")))
                .isNotNull();
    }

    @Test
    void s28TurnsAwayAnAddressThatTriesManyUsersAndAUserThatIsTriedFromMany() {
        LoginGuard guard = new LoginGuard(clock);
        guard.succeeded("ann", "10.0.0.1");
        for (int i = 0; i < 200; i++) {
            guard.failed("user" + i, "10.6.6.6");
            guard.failed("ann", "10.7.0." + i);
        }

        assertThatThrownBy(() -> guard.check("bob", "10.6.6.6")).isInstanceOf(DroverException.class);
        assertThatThrownBy(() -> guard.check("ann", "10.8.8.8")).isInstanceOf(DroverException.class);
        guard.check("ann", "10.0.0.1");
        guard.check("bob", "10.0.0.2");
    }

    @Test
    void s29TakesOnlySoManyLoginsAtOnce() {
        AccessControl node = withAnn();

        List<CompletionStage<Logins.Issued>> storm = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            storm.add(node.logins().login("ann", PASSWORD, Logins.Wish.usual(), "10.0.0." + i));
        }

        long turnedAway = storm.stream()
                .filter(stage -> stage.handle((issued, failure) -> failure != null)
                        .toCompletableFuture()
                        .join())
                .count();
        assertThat(turnedAway).isGreaterThan(0);
        assertThat(storm.stream()
                        .filter(stage -> stage.toCompletableFuture().isCompletedExceptionally())
                        .map(AccessControlTest::refusal))
                .containsOnly(ErrorCode.TOO_MANY);
    }

    @Test
    void givesNoLongerTokenThanItMay() {
        AccessControl node = withAnn();

        assertThatThrownBy(() -> node.logins()
                        .login(
                                "ann",
                                PASSWORD,
                                new Logins.Wish(Duration.ofSeconds(7_201), Map.of(), false),
                                "10.0.0.1"))
                .hasMessage("TTL specified 7201 is greater than max allowed 7200.");
        Logins.Issued service = Await.done(
                node.logins().login("ann", PASSWORD, new Logins.Wish(Duration.ofHours(3), Map.of(), true), "10.0.0.1"));
        assertThat(service.token().expiry()).isEqualTo(clock.instant().plus(Duration.ofHours(3)));
    }

    @Test
    void letsUsersOfTheFileInUntilTheyAreTakenOut() throws IOException {
        Path file = folder.resolve("htpasswd");
        Files.writeString(file, "carl:$2y$06$If6bvum7DFjUnE9p2uDeDu0YHzrHM6tf.iqN8.yx.jNN1ILEf7h0i\nbroken\n");
        AccessControl node = node();

        String token = login(node, "carl", "abc").text();

        assertThat(node.logins().authenticate(token)).isPresent();
        assertThat(node.users().find("carl")).map(User::origin).contains(User.Origin.FILE);
        Files.writeString(file, "");
        Files.setLastModifiedTime(file, FileTime.fromMillis(1));
        node.followOthers();
        assertThat(node.logins().authenticate(token)).isEmpty();
        assertThat(refused(node, "carl", "abc", "10.0.0.1")).isEqualTo(ErrorCode.UNAUTHENTICATED);
    }

    @Test
    void makesRolesOfTheGroupsThatAProxyTells() {
        AccessControl node = node();
        node.roles().useFiles(new Roles.Files(List.of(), List.of(), Map.of("CN=Ops", List.of("operator"))));

        node.logins().vouched("pat", List.of("cn=ops", "other"), Logins.Wish.usual(), "10.0.0.1");

        assertThat(node.access().rolesOf("pat")).containsExactly("operator");
        String token = node.logins()
                .vouched("pat", List.of(), Logins.Wish.usual(), "10.0.0.1")
                .text();
        assertThat(node.logins().authenticate(token).orElseThrow().roles()).isEmpty();
    }

    @Test
    void s33SetsTheFirstPasswordOnceAndNotForLong() {
        AccessControl node = node();
        String late =
                Optional.ofNullable(node.firstStartCode(Duration.ofHours(1))).orElseThrow();
        clock.advance(Duration.ofHours(1));
        assertThat(node.firstStart().takes(late)).isFalse();
        assertThat(refusal(node.firstStart().complete(late, PASSWORD, "here"))).isEqualTo(ErrorCode.PERMISSION_DENIED);
        String code =
                Optional.ofNullable(node.firstStartCode(Duration.ofHours(1))).orElseThrow();
        assertThat(node.firstStart().takes("wrong")).isFalse();

        Await.done(node.firstStart().complete(code, PASSWORD, "here"));

        assertThat(refusal(node.firstStart().complete(code, "another horse", "here")))
                .isEqualTo(ErrorCode.PERMISSION_DENIED);
        assertThat(login(node, "admin", PASSWORD).token().user()).isEqualTo("admin");
        assertThat(node.firstStartCode(Duration.ofHours(1))).isNull();
    }

    @Test
    void forgetsTokensSomeTimeAfterTheyExpired() {
        AccessControl node = withAnn();
        login(node, "ann", PASSWORD);
        clock.advance(Duration.ofHours(3));

        ((StoredLogins) node.logins()).purge(Duration.ofHours(1));

        assertThat(store.<Integer>inTransaction(
                        transaction -> transaction.accessTokens().forgetExpired(clock.instant())))
                .isZero();
    }

    @Test
    void everyChangeAndRefusalIsInTheTrailWithoutASecret() {
        AccessControl node = withAnn();
        String token = login(node, "ann", PASSWORD).text();
        refused(node, "ann", "guess", "10.0.0.1");
        refused(node, "ann", "guess", "10.0.0.1");
        assertThatThrownBy(() -> node.access()
                        .require(
                                node.logins().authenticate(token).orElseThrow(),
                                Permission.ACTION_EXECUTE,
                                Resource.of("action:core:local", "pack:core")))
                .hasMessage("User \"ann\" doesn't have required permission \"action_execute\" on resource"
                        + " \"action:core:local\"");
        assertThat(node.logins().revoke(token, ROOT)).isTrue();

        List<AuditRecord> trail =
                store.read(transaction -> transaction.audit().list(Query.all()).items());
        assertThat(trail)
                .extracting(AuditRecord::what)
                .containsExactly("created", "assigned", "logged in", "refused", "refused", "logged out");
        assertThat(trail.toString())
                .doesNotContain(token)
                .doesNotContain(PASSWORD)
                .doesNotContain("guess");
    }

    @Test
    void aRoleOfTheApiGrantsWhatFollowsFromIt() {
        AccessControl node = withAnn();
        node.roles()
                .put(
                        new Role("runner", null, List.of(new Grant("pack:core", Set.of(Permission.ACTION_EXECUTE)))),
                        ROOT);
        node.roles().assign(new RoleAssignment("bob", "runner", null, RoleAssignment.API, false), ROOT);
        Principal bob = new Principal("bob", node.access().rolesOf("bob"), "none");
        Resource execution = Resource.of("execution:1", "action:core:local", "pack:core");

        assertThat(node.access().may(bob, Permission.EXECUTION_STOP, execution)).isTrue();
        assertThat(node.access().may(bob, Permission.ACTION_VIEW, Resource.of("action:core:local", "pack:core")))
                .isTrue();
        assertThat(node.access()
                        .may(bob, Permission.EXECUTION_STOP, Resource.of("execution:2", "action:x:y", "pack:x")))
                .isFalse();
        assertThat(node.access()
                        .may(
                                bob,
                                Permission.INQUIRY_RESPOND,
                                Resource.of("inquiry:1", "action:core:flow", "pack:core")))
                .isTrue();
        assertThat(node.access().may(bob, Permission.INQUIRY_RESPOND, Resource.of("inquiry:1")))
                .isFalse();
        assertThat(node.access().may(bob, Permission.EXECUTION_LIST, null)).isFalse();
        assertThatThrownBy(() -> node.roles().put(new Role("viewer", null, List.of()), ROOT))
                .hasMessageContaining("belongs to the platform");
        node.roles().delete("runner", ROOT);
        assertThat(node.access().rolesOf("bob")).isEmpty();
    }

    @Test
    void s42OnlyAdministratorsBringInCode() {
        Roster roster = new Roster(Set.of());

        assertThat(List.of("viewer", "observer", "operator", "author", "admin", "system_admin").stream()
                        .filter(role ->
                                roster.may(new Principal("x", Set.of(role), "none"), Permission.CODE_DEPLOY, null)))
                .containsExactly("admin", "system_admin");
    }

    @Test
    void anActionMayDoWhatItsUserMayButNothingAboutUsersKeysAndRoles() {
        Roster roster = new Roster(Set.of());
        Principal admins = new Principal("x", Set.of("admin", Principal.ACTION), "none");
        Principal viewers = new Principal("x", Set.of("viewer", Principal.ACTION), "none");

        assertThat(roster.may(admins, Permission.ACTION_EXECUTE, null)).isTrue();
        assertThat(roster.may(admins, Permission.API_KEY_CREATE, Resource.owned("api_key:of x", "x")))
                .isFalse();
        assertThat(roster.may(admins, Permission.ROLE_ASSIGN, null)).isFalse();
        assertThat(roster.may(viewers, Permission.ACTION_EXECUTE, null)).isFalse();
        assertThat(admins.isAdmin()).isFalse();
    }
}
