package io.drover.persistence.access;

import io.drover.model.access.RoleAssignment;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.jspecify.annotations.Nullable;

/** That somebody has a role. */
@Entity
@Table(name = "role_assignment")
class RoleAssignmentRow {
    @Id
    String id;

    @Column(name = "user_name")
    String user;

    @Column(name = "role_name")
    String role;

    @Nullable
    String description;

    String source;

    @Column(name = "is_remote")
    boolean remote;

    @SuppressWarnings("NullAway.Init")
    RoleAssignmentRow() {}

    static RoleAssignmentRow of(RoleAssignment assignment) {
        RoleAssignmentRow row = new RoleAssignmentRow();
        row.id = assignment.id();
        row.user = assignment.user();
        row.role = assignment.role();
        row.description = assignment.description();
        row.source = assignment.source();
        row.remote = assignment.remote();
        return row;
    }

    RoleAssignment assignment() {
        return new RoleAssignment(user, role, description, source, remote);
    }
}
