package io.drover.model.store;

import io.drover.model.json.JsonValues;
import io.drover.model.pack.Kind;
import io.drover.model.pack.Ref;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The registered packs, trigger types, sensors, actions and policies, as documents; so reports know them and past runs keep theirs. */
public interface Contents {

    /**
     * A registered object.
     *
     * @param hash of the document: another hash is another revision
     * @param enabled whether it is switched on, where it can be switched
     * @param fromFile whether a pack's file owns it; else the API made it
     */
    record Content(
            Kind kind,
            Ref ref,
            String hash,
            Map<String, @Nullable Object> document,
            boolean enabled,
            boolean fromFile,
            Instant registeredAt) {
        public Content {
            document = JsonValues.copyOf(document);
        }
    }

    /** Makes these the current revision of their refs; older revisions of actions are kept. */
    void putAll(List<Content> contents);

    void remove(Kind kind, Ref ref);

    List<Content> current(Kind kind);

    /** {@return a revision of an action, current or not} */
    Optional<Content> revision(Kind kind, Ref ref, String hash);
}
