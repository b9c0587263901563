package io.drover.expressions.recorded;

import io.drover.expressions.Budget;
import io.drover.expressions.ExpressionException;
import io.drover.expressions.value.JsonText;
import io.drover.expressions.value.Meter;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads cases, one line of JSON each: {@code {id, expr, context, as}}, for workflows also {@code state}, {@code task} and {@code item}. A line without {@code expr} sets {@code context} and {@code as} for those that follow.
 * Not thread-safe.
 */
public final class RecordedCases {
    private String as = "yaql";
    private Map<String, @Nullable Object> context = Map.of();

    /**
     * The case of a line; nothing for a line that sets defaults.
     *
     * @throws ExpressionException of kind JSONDecodeError or ValueError if it is no such line
     */
    public Optional<RecordedCase> read(String line) {
        Map<String, @Nullable Object> fields = mapping(JsonText.read(line, new Meter(Budget.standard())));
        if (!fields.containsKey("expr")) {
            as = fields.containsKey("as") ? String.valueOf(fields.get("as")) : as;
            context = fields.containsKey("context") ? mapping(fields.get("context")) : context;
            return Optional.empty();
        }
        return Optional.of(new RecordedCase(
                String.valueOf(fields.getOrDefault("id", "")),
                String.valueOf(fields.get("expr")),
                fields.containsKey("as") ? String.valueOf(fields.get("as")) : as,
                fields.containsKey("context") ? mapping(fields.get("context")) : context,
                Moment.of(fields)));
    }

    @SuppressWarnings("unchecked") // the members of a JSON object are named by texts
    static Map<String, @Nullable Object> mapping(@Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            return (Map<String, @Nullable Object>) map;
        }
        throw new ExpressionException("ValueError", "expected a JSON object");
    }
}
