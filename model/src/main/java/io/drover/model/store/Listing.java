package io.drover.model.store;

import java.util.List;

/**
 * A page of a list.
 *
 * @param total how many there are without paging
 */
public record Listing<T>(List<T> items, long total) {
    public Listing {
        items = List.copyOf(items);
    }
}
