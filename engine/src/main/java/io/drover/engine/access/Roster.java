package io.drover.engine.access;

import io.drover.engine.api.Access;
import io.drover.engine.api.Roles;
import io.drover.model.access.Permission;
import io.drover.model.access.Principal;
import io.drover.model.access.Resource;
import io.drover.model.access.Role;
import io.drover.model.access.RoleAssignment;
import io.drover.model.access.User;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Users, roles, and who has which, in memory. Everything is deny by default: who has no role may do nothing. */
public final class Roster implements Access {
    /** What a running action never does, whoever's it is: it would outlive the run, or let others in. */
    private static final Set<String> NEVER_FOR_ACTIONS = Set.of("api_key", "user", "role");

    /** What everybody may do with what is their own. */
    private static final Set<String> OWN = Set.of("api_key", "key_value_pair");

    private static final String BUILT_IN = "built in";

    private final Set<String> administrators;
    private Map<String, Role> storedRoles = Map.of();
    private List<RoleAssignment> storedAssignments = List.of();
    private Roles.Files files = Roles.Files.NONE;
    private volatile Set<String> passwordFile = Set.of();
    private volatile Map<String, User> users = Map.of();
    private volatile Entitlements now;

    private record Entitlements(
            Map<String, Roles.Known> roles,
            Map<String, Rights> rights,
            List<RoleAssignment> assignments,
            Map<String, Set<String>> rolesOf) {}

    /**
     * A roster without users.
     *
     * @param administrators those who are administrators whatever anyone says
     */
    public Roster(Set<String> administrators) {
        this.administrators = Set.copyOf(administrators);
        this.now = entitlements();
    }

    /** From now on this is what is stored. */
    synchronized void stored(List<User> everyone, List<Role> roles, List<RoleAssignment> assignments) {
        Map<String, User> byName = new HashMap<>();
        everyone.forEach(user -> byName.put(user.name(), user));
        users = Map.copyOf(byName);
        Map<String, Role> made = new HashMap<>();
        roles.forEach(role -> made.put(role.name(), role));
        storedRoles = made;
        storedAssignments = assignments;
        now = entitlements();
    }

    /** From now on this is what files say. */
    public synchronized void files(Roles.Files said) {
        files = said;
        now = entitlements();
    }

    /** From now on these are in the file of passwords. */
    void passwordFile(Set<String> names) {
        passwordFile = names;
    }

    private Entitlements entitlements() {
        Map<String, Roles.Known> roles = new TreeMap<>();
        storedRoles.values().forEach(role -> roles.put(role.name(), new Roles.Known(role, false, false)));
        files.roles().forEach(role -> roles.put(role.name(), new Roles.Known(role, false, true)));
        SystemRoles.all().forEach(role -> roles.put(role.name(), new Roles.Known(role, true, false)));
        Map<String, Rights> rights = new HashMap<>();
        roles.forEach((name, known) -> rights.put(name, Rights.of(known.role())));
        List<RoleAssignment> assignments = new ArrayList<>(storedAssignments);
        assignments.addAll(files.assignments());
        administrators.forEach(
                name -> assignments.add(new RoleAssignment(name, Principal.ADMIN, null, BUILT_IN, false)));
        assignments.sort(Comparator.comparing(RoleAssignment::user)
                .thenComparing(RoleAssignment::role)
                .thenComparing(RoleAssignment::source));
        Map<String, Set<String>> rolesOf = new HashMap<>();
        assignments.stream()
                .filter(assignment -> roles.containsKey(assignment.role()))
                .forEach(assignment -> rolesOf.computeIfAbsent(assignment.user(), user -> new HashSet<>())
                        .add(assignment.role()));
        rolesOf.replaceAll((user, names) -> Set.copyOf(names));
        return new Entitlements(roles, rights, List.copyOf(assignments), rolesOf);
    }

    @Nullable
    User user(String name) {
        return users.get(name);
    }

    /** {@return whether what a user holds is taken: not while they are switched off or gone from the file of passwords} */
    boolean isLetIn(String name) {
        User user = users.get(name);
        return user == null || (user.enabled() && (user.origin() != User.Origin.FILE || passwordFile.contains(name)));
    }

    /** {@return roles by name} */
    Map<String, Roles.Known> roles() {
        return now.roles();
    }

    List<RoleAssignment> assignments() {
        return now.assignments();
    }

    /** {@return the roles that files give to a remote group, whatever the case of its name} */
    List<RoleAssignment> ofGroup(String user, String group) {
        return files.groups().entrySet().stream()
                .filter(entry -> entry.getKey().equalsIgnoreCase(group))
                .flatMap(entry -> entry.getValue().stream())
                .map(role -> new RoleAssignment(user, role, null, "group " + group, true))
                .toList();
    }

    @Override
    public Set<String> rolesOf(String user) {
        return now.rolesOf().getOrDefault(user, Set.of());
    }

    @Override
    public boolean may(Principal who, Permission what, @Nullable Resource on) {
        if (isBeyondActions(who, what)) {
            return false;
        }
        if (!what.isGranted() || who.holdsAdmin()) {
            return true;
        }
        if (on != null && who.user().equals(on.owner()) && OWN.contains(what.resourceType())) {
            return true;
        }
        return who.roles().stream().map(now.rights()::get).anyMatch(rights -> rights != null && rights.allow(what, on));
    }

    private static boolean isBeyondActions(Principal who, Permission what) {
        return who.isAction() && NEVER_FOR_ACTIONS.contains(what.resourceType());
    }
}
