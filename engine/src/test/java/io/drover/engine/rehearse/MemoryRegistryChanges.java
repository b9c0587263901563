package io.drover.engine.rehearse;

import io.drover.model.store.RegistryChanges;

/** The counts of changes in their one row. */
record MemoryRegistryChanges(Table<RegistryChanges.Counts> rows) implements RegistryChanges {
    private static final String ROW = "1";

    @Override
    public Counts counts() {
        return rows.find(ROW).orElse(new Counts(0, 0));
    }

    @Override
    public boolean rulesChange(long known) {
        Counts now = counts();
        if (now.rules() == known) {
            rows.put(ROW, new Counts(known + 1, now.sensors()));
        }
        return now.rules() == known;
    }

    @Override
    public void hold() {
        // a store in memory does one transaction at a time
    }

    @Override
    public void sensorsChange() {
        Counts now = counts();
        rows.put(ROW, new Counts(now.rules(), now.sensors() + 1));
    }
}
