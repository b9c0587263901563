package io.drover.engine.secret;

import java.util.AbstractMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which members of an object are secret: those whose schema says {@code secret}, with all that lies within them.
 *
 * @param schemas by member, looked at anew each time; a member without one is not secret
 */
public record SecretMembers(Map<String, ? extends @Nullable Object> schemas) {
    /** The schema of what is secret and nothing else. */
    public static final Map<String, @Nullable Object> SECRET = Map.of("secret", true);

    /**
     * {@return the object as a template may see it}
     *
     * @param look what happens whenever it looks at a secret value
     */
    public Map<String, @Nullable Object> watched(Map<String, ? extends @Nullable Object> object, Runnable look) {
        return new Watched(object, this, look);
    }

    /** {@return the secret values of an object, each whole} */
    public List<Object> values(Map<?, ? extends @Nullable Object> object) {
        List<Object> found = new ArrayList<>();
        object.forEach((name, value) -> {
            Map<?, ?> schema = schema(name);
            if (value == null || !SecretParts.isHolding(schema)) {
                return;
            }
            SecretMembers inner = members(schema);
            if (value instanceof Map<?, ?> map && inner != null) {
                found.addAll(inner.values(map));
            } else {
                found.add(value);
            }
        });
        return found;
    }

    private Map<?, ?> schema(@Nullable Object name) {
        return name instanceof String text && schemas.get(text) instanceof Map<?, ?> schema ? schema : Map.of();
    }

    /** {@return the members of a member, where they alone are secret; null where it is so as a whole} */
    @SuppressWarnings("unchecked")
    private static @Nullable SecretMembers members(Map<?, ?> schema) {
        boolean others = schema.entrySet().stream()
                .anyMatch(entry -> !"properties".equals(entry.getKey()) && isHolding(entry.getKey(), entry.getValue()));
        return !others && schema.get("properties") instanceof Map<?, ?> members
                ? new SecretMembers((Map<String, ?>) members)
                : null;
    }

    private static boolean isHolding(@Nullable Object key, @Nullable Object value) {
        return ("secret".equals(key) && Boolean.TRUE.equals(value)) || SecretParts.isHolding(value);
    }

    private static final class Watched extends AbstractMap<String, @Nullable Object> {
        private final Map<String, ? extends @Nullable Object> object;
        private final SecretMembers members;
        private final Runnable look;

        Watched(Map<String, ? extends @Nullable Object> object, SecretMembers members, Runnable look) {
            this.object = object;
            this.members = members;
            this.look = look;
        }

        @Override
        @SuppressWarnings("unchecked")
        public @Nullable Object get(@Nullable Object name) {
            Object value = object.get(name);
            Map<?, ?> schema = members.schema(name);
            if (value == null || schema.isEmpty() || !SecretParts.isHolding(schema)) {
                return value;
            }
            SecretMembers inner = members(schema);
            if (inner != null && value instanceof Map<?, ?> map) {
                return new Watched((Map<String, ?>) map, inner, look);
            }
            look.run();
            return value;
        }

        @Override
        @SuppressWarnings("unchecked")
        public Set<Map.Entry<String, @Nullable Object>> entrySet() {
            if (SecretParts.isHolding(members.schemas())) {
                look.run();
            }
            return (Set<Map.Entry<String, @Nullable Object>>) (Set<?>) object.entrySet();
        }

        @Override
        public boolean containsKey(@Nullable Object name) {
            return object.containsKey(name);
        }

        @Override
        public Set<String> keySet() {
            return object.keySet();
        }

        @Override
        public int size() {
            return object.size();
        }
    }
}
