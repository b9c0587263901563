package io.drover.model.store;

import io.drover.model.access.Role;
import io.drover.model.access.RoleAssignment;
import java.util.List;

/** The roles that the API made, and who has which role by API or by a remote group. */
public interface Roles {

    /** Inserts a role, or replaces the one of the same name. */
    void put(Role role);

    /** {@return all, by name} */
    List<Role> list();

    boolean remove(String name);

    /** Inserts an assignment, or replaces the one of the same user, role and source. */
    void assign(RoleAssignment assignment);

    /** {@return all, by user, role and source} */
    List<RoleAssignment> assignments();

    boolean unassign(RoleAssignment assignment);
}
