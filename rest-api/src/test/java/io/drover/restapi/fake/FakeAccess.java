package io.drover.restapi.fake;

import io.drover.engine.access.Roster;
import io.drover.engine.api.FirstStart;
import io.drover.engine.api.Logins;
import io.drover.engine.api.Roles;
import io.drover.engine.api.Users;
import io.drover.model.access.AccessToken;
import io.drover.model.access.Grant;
import io.drover.model.access.Permission;
import io.drover.model.access.Principal;
import io.drover.model.access.Role;
import io.drover.model.access.RoleAssignment;
import io.drover.model.access.User;
import io.drover.model.error.DroverException;
import io.drover.model.error.ErrorCode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Users with their passwords in clear, and their tokens; the rights are those of the real roster. */
public final class FakeAccess {
    /** The code of the first start, good once. */
    public static final String CODE = "c0de";

    private static final long LONGEST_SECONDS = 86_400;
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final Role LOCAL_RUNNER = new Role(
            "local_runner",
            "may run core.local and see packs",
            List.of(
                    new Grant("action:core:local", Set.of(Permission.ACTION_EXECUTE)),
                    new Grant(null, Set.of(Permission.RULE_LIST, Permission.PACK_LIST))));

    private final Roster roster = new Roster(Set.of("admin", "stanley", "st2admin"));
    private final Map<String, User> users = new TreeMap<>();
    private final Map<String, String> passwords = new ConcurrentHashMap<>();
    private final Map<String, AccessToken> tokens = new ConcurrentHashMap<>();
    private final Map<String, Role> made = new TreeMap<>(Map.of(LOCAL_RUNNER.name(), LOCAL_RUNNER));
    private final List<RoleAssignment> assignments = new ArrayList<>();
    private boolean used;

    FakeAccess() {
        sayRoles();
    }

    public Roster roster() {
        return roster;
    }

    private void sayRoles() {
        roster.files(new Roles.Files(List.copyOf(made.values()), assignments, Map.of()));
    }

    /** Makes a user with a password. */
    public void knows(String user, String password) {
        users.put(user, new User(user, "hash", true, User.Origin.LOCAL, NOON));
        passwords.put(user, password);
    }

    /** Makes a role. */
    public void makes(Role role) {
        made.put(role.name(), role);
        sayRoles();
    }

    /** Gives a role to a user, and a token that is their name. */
    public void has(String user, String role) {
        assignments.add(new RoleAssignment(user, role, null, RoleAssignment.API, false));
        tokens.put(user, token(user));
        sayRoles();
    }

    /** Takes every role from a user. */
    public void takes(String user) {
        assignments.removeIf(assignment -> assignment.user().equals(user));
        sayRoles();
    }

    /** A token is worth nothing any more. */
    public void expires(String token) {
        tokens.remove(token);
    }

    private static AccessToken token(String user) {
        return new AccessToken("abcdefabcdefabcdefabcdef", user, "hash", NOON.plusSeconds(60), Map.of(), false, NOON);
    }

    /** From where somebody came with a proof that is worth nothing. */
    public final List<String> turnedAway = Collections.synchronizedList(new ArrayList<>());

    /** From where somebody said their present password to change it. */
    public final List<String> presentFrom = Collections.synchronizedList(new ArrayList<>());

    private volatile CompletionStage<?> checking = CompletableFuture.completedFuture(null);

    /** From now on passwords are known to be right when this stage is complete. */
    public void checkWith(CompletionStage<?> stage) {
        checking = stage;
    }

    private final class LoginList implements Logins {
        @Override
        public void turnedAway(String address) {
            turnedAway.add(address);
        }

        @Override
        public long timesTurnedAway() {
            return turnedAway.size();
        }

        @Override
        public CompletionStage<Issued> login(String user, String password, Wish wish, String address) {
            if (wish.timeToLive() != null && wish.timeToLive().toSeconds() > LONGEST_SECONDS) {
                throw DroverException.invalid("TTL specified "
                        + wish.timeToLive().toSeconds() + " is greater than max allowed " + LONGEST_SECONDS + ".");
            }
            if (!password.equals(passwords.get(user))) {
                return CompletableFuture.failedFuture(
                        DroverException.of(ErrorCode.UNAUTHENTICATED, "Invalid or missing credentials"));
            }
            return checking.thenApply(done -> issue(user));
        }

        @Override
        public Issued vouched(String user, List<String> groups, Wish wish, String address) {
            groups.forEach(group -> has(user, group));
            return issue(user);
        }

        private Issued issue(String user) {
            String text = String.format(Locale.ROOT, "%032x", tokens.size() + 1);
            tokens.put(text, token(user));
            return new Issued(token(user), text);
        }

        @Override
        public Optional<AccessToken> find(String text) {
            return Optional.ofNullable(tokens.get(text));
        }

        @Override
        public Optional<Principal> authenticate(String text) {
            return find(text)
                    .map(token -> new Principal(
                            token.user(), roster.rolesOf(token.user()), "authentication token", token.expiry()));
        }

        @Override
        public boolean revoke(String text, Principal by) {
            return tokens.remove(text) != null;
        }
    }

    private final class UserList implements Users {
        @Override
        public List<User> list() {
            return List.copyOf(users.values());
        }

        @Override
        public Optional<User> find(String nameOrId) {
            return Optional.ofNullable(users.get(nameOrId));
        }

        @Override
        public CompletionStage<User> create(String name, String password, Principal by) {
            User user = new User(name, "hash", true, User.Origin.LOCAL, NOON);
            users.put(name, user);
            passwords.put(name, password);
            return CompletableFuture.completedFuture(user);
        }

        @Override
        public CompletionStage<User> changePassword(
                String name, @Nullable Present present, String fresh, Principal by) {
            if (present != null) {
                presentFrom.add(present.address());
            }
            if (present != null && !present.password().equals(passwords.get(name))) {
                throw DroverException.of(ErrorCode.PERMISSION_DENIED, "another password");
            }
            passwords.put(name, fresh);
            return CompletableFuture.completedFuture(Objects.requireNonNull(users.get(name)));
        }

        @Override
        public User enable(String name, boolean on, Principal by) {
            User changed = Objects.requireNonNull(users.get(name)).enabled(on);
            users.put(name, changed);
            return changed;
        }

        @Override
        public void delete(String name, Principal by) {
            users.remove(name);
            passwords.remove(name);
            tokens.values().removeIf(token -> token.user().equals(name));
        }
    }

    private final class RoleList implements Roles {
        @Override
        public List<Known> list() {
            return List.of(
                    new Known(new Role("admin", "May do everything.", List.of()), true, false),
                    new Known(made.getOrDefault(LOCAL_RUNNER.name(), LOCAL_RUNNER), false, false));
        }

        @Override
        public Optional<Known> find(String nameOrId) {
            return list().stream()
                    .filter(known -> known.role().name().equals(nameOrId))
                    .findFirst();
        }

        @Override
        public Known put(Role role, Principal by) {
            made.put(role.name(), role);
            sayRoles();
            return new Known(role, false, false);
        }

        @Override
        public void delete(String name, Principal by) {
            made.remove(name);
            sayRoles();
        }

        @Override
        public List<RoleAssignment> assignments() {
            return List.copyOf(assignments);
        }

        @Override
        public RoleAssignment assign(RoleAssignment assignment, Principal by) {
            assignments.add(assignment);
            sayRoles();
            return assignment;
        }

        @Override
        public void unassign(String id, Principal by) {
            assignments.removeIf(assignment -> assignment.id().equals(id));
            sayRoles();
        }

        @Override
        public void useFiles(Files files) {
            throw new UnsupportedOperationException("The API does not do this");
        }
    }

    private final class OneCode implements FirstStart {
        @Override
        public boolean takes(String code) {
            return !used && code.equals(CODE);
        }

        @Override
        public CompletionStage<User> complete(String code, String password, String address) {
            if (!takes(code)) {
                throw DroverException.of(ErrorCode.PERMISSION_DENIED, "The link was used already.");
            }
            used = true;
            return users().create("admin", password, new Principal("admin", Set.of(), "none"));
        }
    }

    Users users() {
        return new UserList();
    }

    Logins logins() {
        return new LoginList();
    }

    Roles roles() {
        return new RoleList();
    }

    FirstStart firstStart() {
        return new OneCode();
    }
}
