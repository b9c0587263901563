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
    /** What some editors put in front of a text in UTF-8. */
    private static final String MARK = "\ufeff";

    private String as = "yaql";
    private Map<String, @Nullable Object> context = Map.of();

    /**
     * The case of a line; nothing for a line that sets defaults.
     *
     * @throws ExpressionException of kind JSONDecodeError or ValueError if it is no such line
     */
    public Optional<RecordedCase> read(String line) {
        Map<String, @Nullable Object> fields =
                mapping(JsonText.read(line.startsWith(MARK) ? line.substring(1) : line, new Meter(Budget.standard())));
        if (!fields.containsKey("expr")) {
            if (fields.containsKey("id") || !(fields.containsKey("as") || fields.containsKey("context"))) {
                throw new ExpressionException(
                        "ValueError",
                        "\"expr\" is missing; without it a line sets \"as\" and \"context\" for the lines that follow");
            }
            as = fields.containsKey("as") ? String.valueOf(fields.get("as")) : as;
            context = fields.containsKey("context") ? context(fields) : context;
            return Optional.empty();
        }
        if (!(fields.get("expr") instanceof String text)) {
            throw new ExpressionException("ValueError", "\"expr\" has to be a text");
        }
        return Optional.of(new RecordedCase(
                fields.get("id"),
                text,
                fields.containsKey("as") ? String.valueOf(fields.get("as")) : as,
                fields.containsKey("context") ? context(fields) : context,
                Moment.of(fields)));
    }

    private static Map<String, @Nullable Object> context(Map<String, @Nullable Object> fields) {
        if (fields.get("context") instanceof Map<?, ?> map) {
            return mapping(map);
        }
        throw new ExpressionException("ValueError", "\"context\" has to be a JSON object");
    }

    @SuppressWarnings("unchecked") // the members of a JSON object are named by texts
    static Map<String, @Nullable Object> mapping(@Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            return (Map<String, @Nullable Object>) map;
        }
        throw new ExpressionException("ValueError", "expected a JSON object");
    }
}
