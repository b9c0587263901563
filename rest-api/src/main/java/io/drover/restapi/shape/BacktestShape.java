package io.drover.restapi.shape;

import io.drover.model.rule.Backtest;
import io.drover.restapi.http.Times;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The shape of a back-test. */
public final class BacktestShape {

    private BacktestShape() {}

    /** {@return a back-test without what came of it} */
    public static Map<String, @Nullable Object> summary(Backtest backtest, boolean showsValues) {
        Map<String, @Nullable Object> shape = new LinkedHashMap<>();
        shape.put("id", backtest.id());
        shape.put("rule", backtest.rule().toString());
        shape.put("status", backtest.status().word());
        shape.putAll(backtest.request());
        shape.put("events", backtest.events());
        shape.put("events_total", backtest.total());
        String failure = backtest.failure();
        shape.put("failure_reason", failure == null ? null : Shapes.orMask(showsValues, failure));
        shape.put("node", backtest.node());
        shape.put("started_by", backtest.by());
        shape.put("started_at", Times.text(backtest.startedAt()));
        shape.put("ended_at", backtest.endedAt() == null ? null : Times.text(backtest.endedAt()));
        return shape;
    }

    /**
     * {@return a back-test with what came of it}
     *
     * @param showsValues whether keys and messages are shown; counts always are
     */
    public static Map<String, @Nullable Object> of(Backtest backtest, boolean showsValues) {
        Map<String, @Nullable Object> shape = summary(backtest, showsValues);
        Map<String, @Nullable Object> result = backtest.result();
        shape.put("result", showsValues || result == null ? result : withoutValues(result));
        return shape;
    }

    private static Map<String, @Nullable Object> withoutValues(Map<?, ?> result) {
        Map<String, @Nullable Object> rest = new LinkedHashMap<>();
        result.forEach((name, value) -> rest.put(
                String.valueOf(name),
                switch (String.valueOf(name)) {
                    case "key" -> Shapes.orMask(false, String.valueOf(value));
                    case "keys" -> value instanceof Map<?, ?> counts ? total(counts) : value;
                    case "errors" -> value instanceof Map<?, ?> messages ? hidden(messages) : value;
                    default -> withoutValues(value);
                }));
        return rest;
    }

    private static @Nullable Object withoutValues(@Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            return withoutValues(map);
        }
        return value instanceof List<?> list
                ? list.stream().map(BacktestShape::withoutValues).toList()
                : value;
    }

    /** Keys that are hidden are one. */
    private static Map<String, @Nullable Object> total(Map<?, ?> counts) {
        Map<String, @Nullable Object> total = new LinkedHashMap<>();
        counts.forEach((key, count) -> total.merge(
                Shapes.orMask(false, String.valueOf(key)),
                count,
                (one, other) -> one instanceof Number first && other instanceof Number second
                        ? (Object) (first.longValue() + second.longValue())
                        : other));
        return total;
    }

    /** Errors are told by their clauses, which are the rule's. */
    private static Map<String, @Nullable Object> hidden(Map<?, ?> messages) {
        Map<String, @Nullable Object> hidden = new LinkedHashMap<>();
        messages.keySet().forEach(clause -> hidden.put(String.valueOf(clause), PackShapes.MASK));
        return hidden;
    }
}
