package io.drover.model.rule;

import io.drover.model.json.JsonValues;
import org.jspecify.annotations.Nullable;

/**
 * One of a rule's criteria, in StackStorm's form.
 *
 * @param key path into the event, such as {@code trigger.body.kind}; what follows a {@code #} only tells keys apart
 * @param operatorName as the author wrote it
 * @param pattern what the value is compared with; a text may be a template
 * @param condition of {@code search}: all, any, all2any, any2any
 */
public record Criterion(
        String key,
        Operator operator,
        String operatorName,
        @Nullable Object pattern,
        @Nullable String condition) {
    public Criterion {
        pattern = JsonValues.copy(pattern);
    }
}
