package io.drover.model.store;

import io.drover.model.pack.Kind;
import io.drover.model.pack.Ref;
import io.drover.model.rule.Overlay;
import java.util.List;

/** What the API said about content that files own. */
public interface Overlays {

    void put(Overlay overlay);

    boolean remove(Kind kind, Ref ref);

    List<Overlay> list();
}
