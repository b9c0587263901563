package io.drover.persistence.access;

import io.drover.model.access.Grant;
import io.drover.model.access.Permission;
import io.drover.model.access.Role;
import io.drover.persistence.sql.Documents;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

/** A role with what it grants. */
@Entity
@Table(name = "access_role")
class RoleRow {
    private static final String RESOURCE = "resource_uid";
    private static final String PERMISSIONS = "permission_types";

    @Id
    String name;

    @Nullable
    String description;

    @JdbcTypeCode(SqlTypes.JSON)
    String grants;

    @SuppressWarnings("NullAway.Init")
    RoleRow() {}

    static RoleRow of(Role role) {
        RoleRow row = new RoleRow();
        row.name = role.name();
        row.description = role.description();
        row.grants =
                Documents.write(role.grants().stream().map(RoleRow::document).toList());
        return row;
    }

    Role role() {
        List<Grant> read = new ArrayList<>();
        for (Object grant : Documents.readArray(grants)) {
            if (grant instanceof Map<?, ?> document) {
                Object resource = document.get(RESOURCE);
                read.add(new Grant(resource == null ? null : resource.toString(), permissions(document)));
            }
        }
        return new Role(name, description, read);
    }

    private static Map<String, @Nullable Object> document(Grant grant) {
        Map<String, @Nullable Object> document = new LinkedHashMap<>();
        document.put(RESOURCE, grant.resourceUid());
        document.put(
                PERMISSIONS,
                grant.permissions().stream().map(Permission::word).sorted().toList());
        return document;
    }

    // a word that a later release knew lets nobody do anything
    private static Set<Permission> permissions(Map<?, ?> document) {
        Set<Permission> permissions = EnumSet.noneOf(Permission.class);
        if (document.get(PERMISSIONS) instanceof List<?> words) {
            words.forEach(word -> Permission.of(String.valueOf(word)).ifPresent(permissions::add));
        }
        return permissions;
    }
}
