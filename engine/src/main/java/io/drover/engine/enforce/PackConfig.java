package io.drover.engine.enforce;

import io.drover.engine.secret.SecretMembers;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A pack's configuration as one call sees it.
 *
 * @param values its attributes, templates rendered
 * @param schema of the attributes; those that came of a secret of the datastore are secret in it
 */
public record PackConfig(Map<String, @Nullable Object> values, Map<String, @Nullable Object> schema) {
    /** {@return its secret values} */
    public List<Object> secrets() {
        return schema.isEmpty() ? List.of() : new SecretMembers(schema).values(values);
    }
}
