package io.drover.engine.rehearse;

import io.drover.model.pack.Kind;
import io.drover.model.pack.Ref;
import io.drover.model.rule.Overlay;
import io.drover.model.store.Overlays;
import java.util.List;

/** Overlays by the uid of what they lie over. */
record MemoryOverlays(Table<Overlay> rows) implements Overlays {

    @Override
    public void put(Overlay overlay) {
        rows.put(overlay.kind().uid(overlay.ref()), overlay);
    }

    @Override
    public boolean remove(Kind kind, Ref ref) {
        return rows.remove(kind.uid(ref));
    }

    @Override
    public List<Overlay> list() {
        return rows.all();
    }
}
