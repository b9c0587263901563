package io.drover.persistence.access;

import io.drover.model.access.Role;
import io.drover.model.access.RoleAssignment;
import io.drover.model.store.Roles;
import java.util.List;
import org.hibernate.StatelessSession;

/** Roles and their assignments in the database. */
public record HibernateRoles(StatelessSession session) implements Roles {

    @Override
    public void put(Role role) {
        session.upsert(RoleRow.of(role));
    }

    @Override
    public List<Role> list() {
        return session.createSelectionQuery("from RoleRow r order by r.name", RoleRow.class).getResultList().stream()
                .map(RoleRow::role)
                .toList();
    }

    @Override
    public boolean remove(String name) {
        return session.createMutationQuery("delete RoleRow r where r.name = :name")
                        .setParameter("name", name)
                        .executeUpdate()
                > 0;
    }

    @Override
    public void assign(RoleAssignment assignment) {
        session.upsert(RoleAssignmentRow.of(assignment));
    }

    @Override
    public List<RoleAssignment> assignments() {
        return session
                .createSelectionQuery(
                        "from RoleAssignmentRow a order by a.user, a.role, a.source", RoleAssignmentRow.class)
                .getResultList()
                .stream()
                .map(RoleAssignmentRow::assignment)
                .toList();
    }

    @Override
    public boolean unassign(RoleAssignment assignment) {
        return session.createMutationQuery("delete RoleAssignmentRow a where a.id = :id")
                        .setParameter("id", assignment.id())
                        .executeUpdate()
                > 0;
    }
}
