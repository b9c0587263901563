package io.drover.engine.schema;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.drover.model.error.DroverException;
import io.drover.model.error.ErrorCode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A schema of a pack, ready to be asked. The validator is made when it is first needed: most schemas never are. */
public final class SchemaCheck {
    private final Map<String, @Nullable Object> schema;
    private volatile @Nullable Schema validator;

    private SchemaCheck(Map<String, @Nullable Object> schema) {
        this.schema = schema;
    }

    /** A check of values against a schema as StackStorm writes it; an empty one lets everything pass. */
    public static SchemaCheck of(Map<String, @Nullable Object> schema) {
        return new SchemaCheck(schema);
    }

    /** A check of objects whose keys are the given properties and no others. */
    public static SchemaCheck ofProperties(Map<String, @Nullable Object> properties) {
        Map<String, @Nullable Object> schema = new LinkedHashMap<>();
        schema.put("type", "object");
        schema.put("properties", properties);
        schema.put("additionalProperties", false);
        return new SchemaCheck(schema);
    }

    /**
     * Checks a value.
     *
     * @return every violation, in words; empty where there is none
     * @throws DroverException {@code INVALID_ARGUMENT} where the schema itself is none
     */
    public List<String> violations(@Nullable Object value) {
        if (schema.isEmpty()) {
            return List.of();
        }
        return validator().validate(JsonNodes.of(value)).stream()
                .map(SchemaCheck::text)
                .toList();
    }

    private static String text(Error error) {
        String place = error.getInstanceLocation().toString();
        return place.isEmpty() || place.equals("$") ? error.getMessage() : place + ": " + error.getMessage();
    }

    private Schema validator() {
        Schema made = validator;
        if (made == null) {
            try {
                made = Registry.DRAFT_4.getSchema(JsonNodes.of(StackStormSchema.pure(schema)));
                made.initializeValidators();
            } catch (RuntimeException e) {
                throw DroverException.of(
                        ErrorCode.INVALID_ARGUMENT,
                        "Expected a JSON schema of draft 4, but found one that cannot be used: " + e.getMessage(),
                        e);
            }
            validator = made;
        }
        return made;
    }

    /** Loaded with the first schema that is asked. */
    private static final class Registry {
        static final SchemaRegistry DRAFT_4 = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_4);
    }
}
