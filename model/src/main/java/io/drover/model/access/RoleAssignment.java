package io.drover.model.access;

import io.drover.model.pack.Kind;
import org.jspecify.annotations.Nullable;

/**
 * That somebody has a role.
 *
 * @param description null: none was given
 * @param source who says so: {@link #API}, or the path of a file
 * @param remote whether it follows from a group that the one who told the user's name told, too
 */
public record RoleAssignment(
        String user, String role, @Nullable String description, String source, boolean remote) {
    /** Made through the API. */
    public static final String API = "API";

    /** {@return 24 hex digits that follow from user, role and source} */
    public String id() {
        return Kind.ROLE_ASSIGNMENT.id(String.join("\n", user, role, source));
    }
}
