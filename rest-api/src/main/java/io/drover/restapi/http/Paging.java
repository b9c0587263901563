package io.drover.restapi.http;

import io.drover.model.error.DroverException;
import io.drover.model.error.ErrorCode;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which part of a list is asked for.
 *
 * @param limit most items, -1: all
 */
public record Paging(int offset, int limit) {
    private static final int ALL = -1;
    private static final int MOST = 100;

    /**
     * Reads {@code limit} and {@code offset}.
     *
     * @param otherwise the limit where none is given, -1: all
     */
    public static Paging of(Call call, int otherwise) {
        int limit = call.number("limit", otherwise);
        if (limit == 0 || limit < ALL) {
            throw DroverException.invalid(
                    "Expected a positive number, or -1 for all, as 'limit', but found " + limit + ".");
        }
        if (call.param("limit") != null
                && (limit == ALL || limit > MOST)
                && !call.principal().holdsAdmin()) {
            throw DroverException.of(
                    ErrorCode.PERMISSION_DENIED,
                    "Limit \"" + limit + "\" specified, maximum value is \"" + MOST
                            + "\". Ask for several pages; only administrators get more at once.");
        }
        int offset = call.number("offset", 0);
        if (offset < 0) {
            throw DroverException.invalid("Expected a number from 0 on as 'offset', but found " + offset + ".");
        }
        return new Paging(offset, limit);
    }

    /** {@return this part of a whole list} */
    public <T> List<T> of(List<T> all) {
        int from = Math.min(offset, all.size());
        int to = limit == ALL ? all.size() : (int) Math.min(all.size(), (long) from + limit);
        return all.subList(from, to);
    }

    /** Answers with items of a list that has this many in total. */
    public Answer answer(List<? extends Map<String, ? extends @Nullable Object>> items, long total) {
        Answer answer = Answer.ok(items).with("X-Total-Count", Long.toString(total));
        return limit == ALL ? answer : answer.with("X-Limit", Integer.toString(limit));
    }
}
