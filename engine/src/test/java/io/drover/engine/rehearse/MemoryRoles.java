package io.drover.engine.rehearse;

import io.drover.model.access.Role;
import io.drover.model.access.RoleAssignment;
import io.drover.model.store.Roles;
import java.util.Comparator;
import java.util.List;

/** Roles by name, and who has which. */
record MemoryRoles(Table<Role> roles, Table<RoleAssignment> given) implements Roles {

    @Override
    public void put(Role role) {
        roles.put(role.name(), role);
    }

    @Override
    public List<Role> list() {
        return roles.stream().sorted(Comparator.comparing(Role::name)).toList();
    }

    @Override
    public boolean remove(String name) {
        return roles.remove(name);
    }

    @Override
    public void assign(RoleAssignment assignment) {
        given.put(assignment.id(), assignment);
    }

    @Override
    public List<RoleAssignment> assignments() {
        return given.stream()
                .sorted(Comparator.comparing(RoleAssignment::user)
                        .thenComparing(RoleAssignment::role)
                        .thenComparing(RoleAssignment::source))
                .toList();
    }

    @Override
    public boolean unassign(RoleAssignment assignment) {
        return given.remove(assignment.id());
    }
}
