package io.drover.engine.register;

import io.drover.model.pack.Kind;
import io.drover.model.pack.Ref;
import io.drover.model.rule.Overlay;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** What the API said about content that files own: a copy, in memory, of the stored overlays. */
final class Switches {
    private final Map<String, Overlay> overlays = new ConcurrentHashMap<>();

    Switches(Collection<Overlay> stored) {
        stored.forEach(this::put);
    }

    @Nullable
    Overlay overlay(Kind kind, Ref ref) {
        return overlays.get(kind.uid(ref));
    }

    /** {@return whether something is switched on, where its file says the given} */
    boolean enabled(Kind kind, Ref ref, boolean ofFile) {
        Overlay overlay = overlay(kind, ref);
        Boolean said = overlay == null ? null : overlay.enabled();
        return said == null ? ofFile : said;
    }

    void put(Overlay overlay) {
        overlays.put(overlay.kind().uid(overlay.ref()), overlay);
    }

    void remove(Kind kind, Ref ref) {
        overlays.remove(kind.uid(ref));
    }
}
