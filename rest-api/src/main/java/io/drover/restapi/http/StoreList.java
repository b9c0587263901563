package io.drover.restapi.http;

import io.drover.model.store.Query;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes the store's question out of a call's filters, order and paging. */
public final class StoreList {
    private final Call call;
    private final Paging paging;
    private final Map<String, Set<String>> equal = new LinkedHashMap<>();
    private final List<Query.Order> orders = new ArrayList<>();
    private @Nullable Instant after;
    private @Nullable Instant before;

    private StoreList(Call call, Paging paging) {
        this.call = call;
        this.paging = paging;
    }

    /**
     * Reads the filters that a list knows; parameters of other names are not looked at.
     *
     * @param fields those of the store, which are query parameters of the same name
     */
    public static StoreList of(Call call, Paging paging, Set<String> fields) {
        StoreList list = new StoreList(call, paging);
        for (String field : fields) {
            String value = call.param(field);
            if (value != null && !field.equals("id")) {
                list.where(field, value);
            }
        }
        List<String> ids = call.ids();
        if (!ids.isEmpty()) {
            list.equal.put("id", Set.copyOf(ids));
        }
        call.orders().stream().filter(order -> fields.contains(order.field())).forEach(list.orders::add);
        return list;
    }

    public StoreList where(String field, String value) {
        equal.put(field, Set.of(value));
        return this;
    }

    /** Takes what happened between two query parameters, both exclusive. */
    public StoreList between(String afterParam, String beforeParam) {
        after = Times.of(call, afterParam);
        before = Times.of(call, beforeParam);
        return this;
    }

    /** Takes what happened at this very microsecond. */
    public StoreList at(Instant time) {
        after = time.minusNanos(1_000);
        before = time.plusNanos(1_000);
        return this;
    }

    public StoreList order(String field, boolean ascending) {
        orders.add(new Query.Order(field, ascending));
        return this;
    }

    public Query query() {
        return new Query(equal, after, before, orders, paging.offset(), paging.limit());
    }
}
