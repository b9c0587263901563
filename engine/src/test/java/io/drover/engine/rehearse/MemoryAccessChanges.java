package io.drover.engine.rehearse;

import io.drover.model.store.AccessChanges;

/** The count of changes in its one row. */
record MemoryAccessChanges(Table<Long> rows) implements AccessChanges {
    private static final String ROW = "1";

    @Override
    public long count() {
        return rows.find(ROW).orElse(0L);
    }

    @Override
    public void happened() {
        rows.put(ROW, count() + 1);
    }
}
