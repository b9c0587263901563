package io.drover.model.access;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a permission is asked for.
 *
 * @param uids what it is called in grants, first its own uid, then those it belongs to: a rule's pack, an execution's action
 * @param owner whose own it is; null: nobody's
 */
public record Resource(List<String> uids, @Nullable String owner) {
    public Resource {
        uids = List.copyOf(uids);
        if (uids.isEmpty()) {
            throw new IllegalArgumentException("A resource has a uid");
        }
    }

    public static Resource of(String... uids) {
        return new Resource(List.of(uids), null);
    }

    /** {@return something that is somebody's own} */
    public static Resource owned(String uid, String owner) {
        return new Resource(List.of(uid), owner);
    }

    /** {@return its own uid} */
    public String uid() {
        return uids.get(0);
    }
}
