package io.drover.engine.backtest;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How much of a span the event store can speak of: from the oldest event that it keeps until now.
 *
 * @param from null where it can speak of nothing
 */
record Covered(@Nullable Instant from, @Nullable Instant to, long percent) {

    static Covered of(Instant from, Instant to, @Nullable Instant oldest, Instant now) {
        Instant first = oldest == null || oldest.isBefore(from) ? from : oldest;
        Instant last = to.isAfter(now) ? now : to;
        if (oldest == null || !first.isBefore(last)) {
            return new Covered(null, null, 0);
        }
        long all = Duration.between(from, to).toMillis();
        long part = Duration.between(first, last).toMillis();
        return new Covered(first, last, all == 0 ? 100 : Math.floorDiv(part * 100, all));
    }

    Map<String, @Nullable Object> document() {
        Map<String, @Nullable Object> document = new LinkedHashMap<>();
        document.put("from", from == null ? null : from.toString());
        document.put("to", to == null ? null : to.toString());
        document.put("percent", percent);
        return document;
    }
}
