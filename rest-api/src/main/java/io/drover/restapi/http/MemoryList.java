package io.drover.restapi.http;

import io.drover.model.store.Query;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Lists of what is held in memory: already filtered, they are sorted, paged, shaped and cut to the wanted attributes. */
public final class MemoryList {
    private static final Set<String> SORTABLE = Set.of("id", "name", "pack", "ref");

    private MemoryList() {}

    /**
     * Answers with a part of a list.
     *
     * @param otherwise the limit where the caller gives none, -1: all
     */
    public static <T> Answer answer(
            Call call,
            List<T> all,
            int otherwise,
            Attributes wanted,
            Function<T, Map<String, @Nullable Object>> shape) {
        Paging paging = Paging.of(call, otherwise);
        Comparator<Map<String, @Nullable Object>> order = order(call);
        if (order == null) {
            return paging.answer(
                    paging.of(all).stream().map(shape).map(wanted::of).toList(), all.size());
        }
        List<Map<String, @Nullable Object>> shapes = new ArrayList<>();
        all.forEach(item -> shapes.add(shape.apply(item)));
        shapes.sort(order);
        return paging.answer(paging.of(shapes).stream().map(wanted::of).toList(), all.size());
    }

    /** {@return whether a filter of the query lets a value pass; an absent one lets everything pass} */
    public static boolean passes(Call call, String param, String value) {
        String wanted = call.param(param);
        return wanted == null || wanted.equals(value);
    }

    /** {@return whether a filter of yes or no lets a value pass; an absent one lets both pass} */
    public static boolean passes(Call call, String param, boolean value) {
        return call.param(param) == null || call.flag(param) == value;
    }

    /** {@return whether a filter with several values lets a value pass; an absent one lets everything pass} */
    public static boolean passesAny(Call call, String param, String value) {
        List<String> wanted = call.listed(param);
        return wanted.isEmpty() || wanted.contains(value);
    }

    private static @Nullable Comparator<Map<String, @Nullable Object>> order(Call call) {
        Comparator<Map<String, @Nullable Object>> order = null;
        for (Query.Order key : call.orders()) {
            if (SORTABLE.contains(key.field())) {
                Comparator<Map<String, @Nullable Object>> next =
                        Comparator.comparing(shape -> String.valueOf(shape.get(key.field())));
                next = key.ascending() ? next : next.reversed();
                order = order == null ? next : order.thenComparing(next);
            }
        }
        return order;
    }
}
