package io.drover.model.rule;

import io.drover.model.json.JsonValues;
import io.drover.model.pack.Ref;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A rule that is tried over stored events, beside another version of it or alone.
 *
 * @param rule that is tried
 * @param node that carries it out
 * @param request which versions over which span, for people
 * @param events how many it has looked at
 * @param total how many there are to look at
 * @param result what came of it; null until it succeeded
 * @param failure why it failed; null where it did not
 * @param by who asked for it
 * @param endedAt null while it runs
 */
public record Backtest(
        String id,
        Ref rule,
        String node,
        Status status,
        Map<String, @Nullable Object> request,
        long events,
        long total,
        @Nullable Map<String, @Nullable Object> result,
        @Nullable String failure,
        String by,
        Instant startedAt,
        @Nullable Instant endedAt) {

    /** Where a back-test stands. */
    public enum Status {
        RUNNING,
        SUCCEEDED,
        FAILED,
        CANCELED;

        /** {@return the word for it} */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public Backtest {
        request = JsonValues.copyOf(request);
        result = result == null ? null : JsonValues.copyOf(result);
    }

    /** {@return it, so far} */
    public Backtest at(long seen, long all) {
        return new Backtest(id, rule, node, status, request, seen, all, result, failure, by, startedAt, endedAt);
    }

    /** {@return it, succeeded} */
    public Backtest succeeded(Map<String, @Nullable Object> found, Instant now) {
        return new Backtest(id, rule, node, Status.SUCCEEDED, request, events, total, found, null, by, startedAt, now);
    }

    /** {@return it, failed} */
    public Backtest failed(String reason, Instant now) {
        return new Backtest(id, rule, node, Status.FAILED, request, events, total, null, reason, by, startedAt, now);
    }

    /** {@return it, canceled} */
    public Backtest canceled(Instant now) {
        return new Backtest(id, rule, node, Status.CANCELED, request, events, total, null, null, by, startedAt, now);
    }
}
