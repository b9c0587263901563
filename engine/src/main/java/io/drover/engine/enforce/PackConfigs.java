package io.drover.engine.enforce;

import io.drover.engine.api.RegisteredPack;
import io.drover.engine.catalog.Registry;
import io.drover.engine.datastore.TemplateKeys;
import io.drover.engine.secret.SecretMembers;
import io.drover.engine.secret.SecretParts;
import io.drover.engine.secret.Veil;
import io.drover.expressions.ExpressionException;
import io.drover.expressions.Jinja;
import io.drover.model.error.DroverException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The configurations of packs as calls see them: texts with templates are rendered from the datastore, on behalf of the
 * user of the call (platform spec 7.2, "Dynamic values"). A template that gives nothing gives null; what an attribute that the
 * schema calls secret holds encrypted is decrypted.
 */
public final class PackConfigs {
    private final Registry registry;
    private final TemplateKeys keys;
    private final Jinja jinja;

    public PackConfigs(Registry registry, TemplateKeys keys) {
        this.registry = registry;
        this.keys = keys;
        this.jinja = Jinja.lenient().withFilter(TemplateKeys.DECRYPT, keys.decrypt());
    }

    /**
     * {@return a pack's configuration for a call}
     *
     * @throws DroverException {@code INVALID_ARGUMENT} where an attribute cannot be rendered; it names the attribute and no value
     */
    public PackConfig of(String pack, String user) {
        PackConfig written = asWritten(pack);
        return Rendering.isTemplate(written.values()) ? new Reading(pack, user, written).rendered() : written;
    }

    /** {@return a pack's configuration with its templates as they are written} */
    public PackConfig asWritten(String pack) {
        return new PackConfig(
                registry.config(pack),
                registry.pack(pack).map(RegisteredPack::configSchema).orElse(Map.of()));
    }

    /** One rendering of a configuration. */
    private final class Reading {
        private final String pack;
        private final PackConfig written;
        private final Map<String, @Nullable Object> seen;

        Reading(String pack, String user, PackConfig written) {
            this.pack = pack;
            this.written = written;
            this.seen = Map.of(TemplateKeys.NAME, keys.seenBy(user));
        }

        PackConfig rendered() {
            SecretParts secret = SecretParts.of(Map.of("properties", written.schema()));
            Map<?, ?> masked = (Map<?, ?>) secret.masked(written.values());
            Map<String, @Nullable Object> values = new LinkedHashMap<>();
            Map<String, @Nullable Object> schema = new LinkedHashMap<>(written.schema());
            written.values().forEach((name, value) -> {
                int before = keys.decrypted();
                values.put(name, rendered(name, value, masked == null ? null : masked.get(name)));
                if (keys.decrypted() != before) {
                    schema.put(name, SecretMembers.SECRET);
                }
            });
            return new PackConfig(values, schema);
        }

        /** @param masked the value with masks in the place of what is secret */
        private @Nullable Object rendered(String name, @Nullable Object value, @Nullable Object masked) {
            boolean secret = Veil.MASK.equals(masked);
            if (value instanceof Map<?, ?> map) {
                Map<String, @Nullable Object> members = new LinkedHashMap<>();
                map.forEach((key, member) -> members.put(
                        String.valueOf(key),
                        rendered(
                                name + "." + key,
                                member,
                                secret ? masked : masked instanceof Map<?, ?> of ? of.get(key) : null)));
                return members;
            }
            if (value instanceof Collection<?> list) {
                List<@Nullable Object> elements = new ArrayList<>();
                for (Object element : list) {
                    int place = elements.size();
                    elements.add(rendered(
                            name + "[" + place + "]",
                            element,
                            secret ? masked : masked instanceof List<?> of ? of.get(place) : null));
                }
                return elements;
            }
            return value instanceof String text && Rendering.isTemplate(text) ? text(name, text, secret) : value;
        }

        private @Nullable Object text(String name, String template, boolean secret) {
            try {
                String text = jinja.template(template).render(seen);
                return text.isEmpty() ? null : secret ? keys.opened(text) : text;
            } catch (ExpressionException | DroverException e) {
                throw DroverException.invalid("Attribute '" + name + "' of the configuration of pack '" + pack
                        + "' could not be rendered: " + e.getMessage());
            }
        }
    }
}
