package io.drover.engine.api;

import io.drover.model.access.Principal;
import io.drover.model.policy.Policy;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Policies on actions. Documents are in StackStorm's shape. */
public interface Policies {

    /** {@return the policies that are registered, sorted by ref} */
    List<Policy> list();

    Optional<Policy> find(String refOrId);

    /** Makes a policy that lives in the database; a name that is taken is an {@code ALREADY_EXISTS}. */
    Policy create(Map<String, @Nullable Object> document, Principal by);

    /**
     * Replaces a policy. For one that a file owns, a document which differs only in {@code enabled} switches it, until that
     * is said again; any other is a {@code CONFLICT} that names the file.
     */
    Policy update(String refOrId, Map<String, @Nullable Object> document, Principal by);

    /** Removes a policy that the API made; one of a file is a {@code CONFLICT}. */
    void delete(String refOrId, Principal by);
}
