package io.drover.restapi.fake;

import io.drover.engine.api.Actions;
import io.drover.model.access.Principal;
import io.drover.model.action.Action;
import io.drover.model.error.DroverException;
import io.drover.model.json.JsonValues;
import io.drover.model.pack.Ref;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Understands only what the tests send, and remembers what it was asked for. */
public final class FakeActions implements Actions {
    private final FakeCatalog catalog;
    private volatile @Nullable Asked asked;

    /** What was asked for last. */
    public record Asked(Map<String, @Nullable Object> document, List<DataFile> files, boolean flag) {
        public Asked {
            document = JsonValues.copyOf(document);
        }
    }

    FakeActions(FakeCatalog catalog) {
        this.catalog = catalog;
    }

    /** {@return what was asked for last} */
    public Asked asked() {
        return Objects.requireNonNull(asked);
    }

    @Override
    public Action create(Map<String, @Nullable Object> document, List<DataFile> files, Principal by) {
        asked = new Asked(document, files, false);
        Action action = read(document);
        if (catalog.action(action.ref().toString()).isPresent()) {
            throw DroverException.alreadyExists("The action '" + action.ref() + "' exists already.", action.id());
        }
        catalog.put(action);
        return action;
    }

    @Override
    public Action update(String refOrId, Map<String, @Nullable Object> document, List<DataFile> files, Principal by) {
        asked = new Asked(document, files, false);
        Action action = read(document);
        catalog.put(action);
        return action;
    }

    @Override
    public void delete(String refOrId, boolean removeFiles, Principal by) {
        asked = new Asked(Map.of(), List.of(), removeFiles);
        catalog.remove(catalog.action(refOrId).orElseThrow().ref());
    }

    @Override
    public Action clone(String refOrId, Ref copy, boolean overwrite, Principal by) {
        asked = new Asked(Map.of(), List.of(), overwrite);
        Action source = catalog.action(refOrId).orElseThrow();
        Action action = source.copied(copy, source.entryPoint(), source.packPath(), "actions/" + copy.name() + ".yaml");
        catalog.put(action);
        return action;
    }

    private static Action read(Map<String, @Nullable Object> document) {
        if (!(document.get("runner_type") instanceof String runner)) {
            throw DroverException.invalid("'runner_type' is missing.");
        }
        return new Action(
                Ref.of(String.valueOf(document.get("pack")), String.valueOf(document.get("name"))),
                document.get("description") instanceof String text ? text : null,
                !Boolean.FALSE.equals(document.get("enabled")),
                runner,
                String.valueOf(document.getOrDefault("entry_point", "")),
                null,
                document.get("parameters") instanceof Map<?, ?> map ? JsonValues.copyOf(map) : Map.of(),
                null,
                null,
                List.of(),
                null,
                false,
                null);
    }
}
