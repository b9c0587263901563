package io.drover.engine.workflow;

import io.drover.engine.datastore.TemplateKeys;
import io.drover.expressions.ExpressionException;
import io.drover.expressions.value.ExpressionFunction;
import io.drover.expressions.value.MethodTable;
import io.drover.expressions.value.Value;
import io.drover.model.error.DroverException;
import io.drover.model.error.ErrorCode;
import io.drover.workflow.conduct.Surroundings;
import java.time.Instant;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What the expressions of a run may ask for beside the run itself: {@code st2kv} (platform spec 8.2), on behalf of its user. */
record RunFunctions(TemplateKeys keys, String user, Supplier<Map<String, @Nullable Object>> config) {
    private static final String FAILURE = "ExpressionEvaluationException";
    /** An argument that nobody gives. */
    private static final String ABSENT = "\0absent";

    Surroundings at(Instant now) {
        return new Surroundings(
                now, functions(), Map.of(TemplateKeys.NAME, keys.seenBy(user), "config_context", config.get()));
    }

    private Map<String, ExpressionFunction> functions() {
        return new MethodTable()
                .with("st2kv(key, decrypt=False, default='" + ABSENT + "')", (meter, a) -> value(a[0], a[1], a[2]))
                .functions();
    }

    private @Nullable Object value(@Nullable Object key, @Nullable Object decrypt, @Nullable Object fallback) {
        if (!Value.isText(key)) {
            throw new ExpressionException("TypeError", "Given key is not typeof string.");
        }
        String path = Value.text(key, "a key");
        boolean opened = Value.isTrue(decrypt);
        String value;
        try {
            value = keys.value(path, user, opened);
        } catch (DroverException e) {
            if (e.code() == ErrorCode.UNAVAILABLE) {
                throw e;
            }
            throw new ExpressionException(FAILURE, "The key \"" + path + "\" cannot be decrypted. " + e.getMessage());
        }
        if (value == null && ABSENT.equals(fallback)) {
            throw new ExpressionException(
                    FAILURE, "The key \"" + path + "\" does not exist in the datastore. 'drover key list' shows all.");
        }
        return value == null ? fallback : value;
    }
}
