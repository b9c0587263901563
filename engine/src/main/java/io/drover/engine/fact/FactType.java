package io.drover.engine.fact;

import io.drover.model.pack.Ref;
import io.drover.model.trigger.TriggerType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import javax.lang.model.SourceVersion;

/**
 * The class whose objects are the events of a trigger type, with a getter for each property of its payload.
 *
 * @param name without its package
 * @param properties in the order of the schema; none where it names none
 */
public record FactType(Ref trigger, String packageName, String name, List<Property> properties) {
    /** The static method of the class that gives what makes a fact of an event. */
    public static final String MAKER = "maker";

    private static final String ROOT = "drover.event";
    /** Getters that every fact has. */
    private static final Set<String> TAKEN = Set.of("event", "class", "droverTime");

    /**
     * A property of the payload.
     *
     * @param payload its name there
     * @param name its name in rules
     * @param type the Java type of its getter
     */
    public record Property(String payload, String name, String type) {
        String getter() {
            return "get" + name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
        }
    }

    public FactType {
        properties = List.copyOf(properties);
    }

    public static FactType of(TriggerType type) {
        return new FactType(
                type.ref(),
                ROOT + "." + identifier(type.ref().pack()),
                className(type.ref().name()),
                properties(type));
    }

    private static List<Property> properties(TriggerType type) {
        List<Property> properties = new ArrayList<>();
        Set<String> used = new HashSet<>();
        if (type.payloadSchema().get("properties") instanceof Map<?, ?> declared) {
            declared.forEach((key, schema) -> {
                String payload = String.valueOf(key);
                String name = propertyName(payload);
                while (!used.add(name)) {
                    name += "_";
                }
                properties.add(new Property(payload, name, javaType(schema)));
            });
        }
        return properties;
    }

    /** {@return the name with its package} */
    public String qualifiedName() {
        return packageName + "." + name;
    }

    private static String className(String trigger) {
        StringBuilder name = new StringBuilder();
        for (String word : trigger.split("[^\\p{L}\\p{N}]+", -1)) {
            if (!word.isEmpty()) {
                name.append(word.substring(0, 1).toUpperCase(Locale.ROOT)).append(word.substring(1));
            }
        }
        return identifier(name.toString());
    }

    /** A name that Java takes stays as it is; in another one, what it does not take separates words. */
    private static String propertyName(String payload) {
        String name = payload;
        if (!SourceVersion.isIdentifier(name)) {
            String words = className(payload);
            name = words.substring(0, 1).toLowerCase(Locale.ROOT) + words.substring(1);
        }
        return TAKEN.contains(name) || SourceVersion.isKeyword(name)
                ? "payload" + name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1)
                : name;
    }

    private static String identifier(String text) {
        String name = text.replaceAll("[^\\p{L}\\p{N}_]", "_");
        return name.isEmpty() || !SourceVersion.isIdentifier(name) || SourceVersion.isKeyword(name) ? "_" + name : name;
    }

    private static String javaType(Object schema) {
        Object type = schema instanceof Map<?, ?> map ? map.get("type") : null;
        if (type instanceof Collection<?> several) {
            List<?> others =
                    several.stream().filter(each -> !"null".equals(each)).toList();
            type = others.size() == 1 ? others.get(0) : null;
        }
        return switch (String.valueOf(type)) {
            case "string" -> "String";
            case "integer" -> "Long";
            case "number" -> "Double";
            case "boolean" -> "Boolean";
            case "array" -> "java.util.List";
            case "object" -> "java.util.Map";
            default -> "Object";
        };
    }

    /** {@return the class as Java text: it takes an event apart when it is made} */
    public String source() {
        return String.format(
                Locale.ROOT,
                """
                package %1$s;

                import io.drover.model.trigger.Event;
                import io.drover.model.trigger.EventFact;
                import java.util.function.Function;
                import org.kie.api.definition.type.Role;
                import org.kie.api.definition.type.Timestamp;

                @Role(Role.Type.EVENT)
                @Timestamp("droverTime")
                @SuppressWarnings("rawtypes")
                public final class %2$s implements EventFact {
                    private final Event event;
                %3$s
                    public %2$s(Event event) {
                        this.event = event;
                        java.util.Map<String, Object> payload = event.getPayload();
                %4$s    }

                    public static Function<Event, EventFact> %6$s() {
                        return %2$s::new;
                    }

                    @Override
                    public Event getEvent() {
                        return event;
                    }

                    public long getDroverTime() {
                        return event.getDroverTime();
                    }

                %5$s    @Override
                    public String toString() {
                        return event.toString();
                    }
                }
                """,
                packageName,
                name,
                joined(property -> "    private final " + property.type() + " p_" + property.name() + ";\n"),
                joined(property -> "        this.p_" + property.name() + " = " + taken(property) + ";\n"),
                joined(property -> "    public " + property.type() + " " + property.getter() + "() {\n        return p_"
                        + property.name() + ";\n    }\n\n"),
                MAKER);
    }

    private String joined(java.util.function.Function<Property, String> text) {
        return properties.stream().map(text).collect(Collectors.joining());
    }

    private static String taken(Property property) {
        String value =
                "payload.get(\"" + property.payload().replace("\\", "\\\\").replace("\"", "\\\"") + "\")";
        return switch (property.type()) {
            case "Object" -> value;
            case "Double" ->
                value + " instanceof Number n_" + property.name() + " ? (Double) n_" + property.name()
                        + ".doubleValue() : null";
            default ->
                value + " instanceof " + property.type() + " v_" + property.name() + " ? v_" + property.name()
                        + " : null";
        };
    }
}
