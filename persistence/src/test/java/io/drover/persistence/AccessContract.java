package io.drover.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.model.access.AccessToken;
import io.drover.model.access.Grant;
import io.drover.model.access.Permission;
import io.drover.model.access.Role;
import io.drover.model.access.RoleAssignment;
import io.drover.model.access.User;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Users, their tokens and roles. */
interface AccessContract extends OpenStore {

    @Test
    default void putsFindsAndRemovesUsers() {
        User ada = new User("ada", "$argon2id$x", true, User.Origin.LOCAL, NOON);
        User bob = new User("bob", null, false, User.Origin.PROXY, NOON);
        for (User each : List.of(bob, ada, ada.withPassword("$argon2id$y"))) {
            store().change(t -> t.users().put(each));
        }

        assertThat(store().<User>read(t -> t.users().find("ada").orElseThrow()))
                .isEqualTo(ada.withPassword("$argon2id$y"));
        assertThat(store().<List<User>>read(t -> t.users().list()))
                .containsExactly(ada.withPassword("$argon2id$y"), bob);
        assertThat(store().<Boolean>inTransaction(t -> t.users().remove("ada"))).isTrue();
        assertThat(store().<Boolean>inTransaction(t -> t.users().remove("ada"))).isFalse();
    }

    @Test
    default void tellsOfTokensUntilTheyExpireAndForgetsThemLater() {
        AccessToken old = token("1", "ada", NOON);
        AccessToken live = token("2", "ada", NOON.plusSeconds(60));
        AccessToken other = token("3", "bob", NOON.plusSeconds(60));
        List.of(old, live, other)
                .forEach(each -> store().change(t -> t.accessTokens().add(each)));

        assertThat(live(NOON)).containsExactlyInAnyOrder(live, other);
        assertThat(store().<Integer>inTransaction(t -> t.accessTokens().forgetExpired(NOON.plusSeconds(1))))
                .isEqualTo(1);
        assertThat(live(NOON.minusSeconds(1))).containsExactlyInAnyOrder(live, other);
        assertThat(store().<Integer>inTransaction(t -> t.accessTokens().removeOf("ada")))
                .isEqualTo(1);
        assertThat(store().<Boolean>inTransaction(t -> t.accessTokens().remove("3")))
                .isTrue();
        assertThat(live(NOON)).isEmpty();
    }

    @Test
    default void keepsRolesWithWhatTheyGrant() {
        Role runner = new Role(
                "runner",
                "may run one",
                List.of(
                        new Grant("action:core:local", Set.of(Permission.ACTION_EXECUTE)),
                        new Grant(null, Set.of(Permission.RULE_LIST, Permission.PACK_LIST))));
        Role empty = new Role("empty", null, List.of());
        store().change(t -> t.roles().put(runner));
        store().change(t -> t.roles().put(empty));

        assertThat(store().<List<Role>>read(t -> t.roles().list())).containsExactly(empty, runner);
        assertThat(store().<Boolean>inTransaction(t -> t.roles().remove("empty")))
                .isTrue();
        assertThat(store().<List<Role>>read(t -> t.roles().list())).containsExactly(runner);
    }

    @Test
    default void keepsOneAssignmentPerUserRoleAndSource() {
        RoleAssignment byApi = new RoleAssignment("ada", "viewer", "why", RoleAssignment.API, false);
        RoleAssignment byGroup = new RoleAssignment("ada", "viewer", null, "mappings/a.yaml", true);
        for (RoleAssignment each : List.of(byApi, byGroup, byApi)) {
            store().change(t -> t.roles().assign(each));
        }

        assertThat(store().<List<RoleAssignment>>read(t -> t.roles().assignments()))
                .containsExactly(byApi, byGroup);
        assertThat(store().<Boolean>inTransaction(t -> t.roles().unassign(byApi)))
                .isTrue();
        assertThat(store().<List<RoleAssignment>>read(t -> t.roles().assignments()))
                .containsExactly(byGroup);
    }

    @Test
    default void countsChangesOfAccess() {
        long before = store().<Long>read(t -> t.accessChanges().count());

        store().change(t -> t.accessChanges().happened());

        assertThat(store().<Long>read(t -> t.accessChanges().count())).isEqualTo(before + 1);
    }

    private List<AccessToken> live(Instant now) {
        return store().read(t -> t.accessTokens().live(now));
    }

    private static AccessToken token(String id, String user, Instant expiry) {
        return new AccessToken(id, user, "hash" + id, expiry, Map.of("for", "ci"), false, NOON.minusSeconds(60));
    }
}
