package io.drover.engine.api;

import io.drover.model.access.Principal;
import io.drover.model.access.Role;
import io.drover.model.access.RoleAssignment;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Roles, and who has which: those of the platform, those of files, and those that the API made. */
public interface Roles {

    /**
     * A role.
     *
     * @param system whether it belongs to the platform
     * @param fromFile whether a file owns it; else, and where it is no system role, the API made it
     */
    record Known(Role role, boolean system, boolean fromFile) {}

    /**
     * What files say of roles.
     *
     * @param groups the roles of remote groups, by group
     */
    record Files(List<Role> roles, List<RoleAssignment> assignments, Map<String, List<String>> groups) {
        public static final Files NONE = new Files(List.of(), List.of(), Map.of());

        public Files {
            roles = List.copyOf(roles);
            assignments = List.copyOf(assignments);
            groups = Map.copyOf(groups);
        }
    }

    /** {@return all, by name} */
    List<Known> list();

    Optional<Known> find(String nameOrId);

    /** Makes a role, or replaces the one of the same name that the API made. */
    Known put(Role role, Principal by);

    void delete(String name, Principal by);

    /** {@return all, by user and role} */
    List<RoleAssignment> assignments();

    RoleAssignment assign(RoleAssignment assignment, Principal by);

    void unassign(String id, Principal by);

    /** From now on these are the roles of files. */
    void useFiles(Files files);
}
