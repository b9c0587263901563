package io.drover.engine.rehearse;

import io.drover.model.silence.Freeze;
import io.drover.model.silence.Silence;
import io.drover.model.store.Silences;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Silences and freezes by id, and the count of their changes in its one row. */
record MemorySilences(Table<Silence> rows, Table<Freeze> frozen, Table<Long> counts) implements Silences {
    private static final String ROW = "1";

    MemorySilences copy() {
        return new MemorySilences(rows.copy(), frozen.copy(), counts.copy());
    }

    @Override
    public List<Silence> list() {
        return rows.all();
    }

    @Override
    public Optional<Silence> find(String id) {
        return rows.find(id);
    }

    @Override
    public void put(Silence silence) {
        rows.put(silence.id(), silence);
        changed();
    }

    @Override
    public boolean remove(String id) {
        return changedIf(rows.remove(id));
    }

    @Override
    public int forget(Instant endedBefore) {
        List<Silence> old = rows.stream()
                .filter(silence -> silence.until().isBefore(endedBefore))
                .toList();
        old.forEach(silence -> remove(silence.id()));
        return old.size();
    }

    @Override
    public List<Freeze> freezes() {
        return frozen.all();
    }

    @Override
    public void begin(Freeze freeze) {
        frozen.put(freeze.id(), freeze);
        changed();
    }

    @Override
    public boolean end(String freeze) {
        return changedIf(frozen.remove(freeze));
    }

    @Override
    public void hold() {
        // a store in memory does one transaction at a time
    }

    @Override
    public long changes() {
        return counts.find(ROW).orElse(0L);
    }

    private boolean changedIf(boolean happened) {
        if (happened) {
            changed();
        }
        return happened;
    }

    private void changed() {
        counts.put(ROW, changes() + 1);
    }
}
