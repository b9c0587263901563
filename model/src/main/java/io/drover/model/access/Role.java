package io.drover.model.access;

import io.drover.model.pack.Kind;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A bundle of rights under a name.
 *
 * @param description null: none was given
 */
public record Role(String name, @Nullable String description, List<Grant> grants) {
    public Role {
        grants = List.copyOf(grants);
    }

    public String id() {
        return Kind.ROLE.id(name);
    }
}
