package io.drover.engine.workflow;

import io.drover.engine.secret.SecretBox;
import io.drover.engine.secret.Veil;
import io.drover.model.execution.Sealed;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What must not be shown in a run: the secrets among its parameters, in the results of its tasks, and those that its
 * expressions decrypted. Expressions see all of it in clear; what is stored of the run and holds some of it is sealed.
 */
final class RunSecrets {
    /** The part that they are stored in. */
    static final String PART = "secrets";

    private static final String SEALED = "sealed";

    private final SecretBox box;
    private final String run;
    private final Set<Object> values = new LinkedHashSet<>();
    private Veil veil = Veil.over(List.of());
    private int stored;

    RunSecrets(SecretBox box, String run) {
        this.box = box;
        this.run = run;
    }

    /** {@return another one that knows the same; what it learns this one does not know} */
    RunSecrets copy() {
        RunSecrets copy = new RunSecrets(box, run);
        copy.values.addAll(values);
        copy.veil = veil;
        copy.stored = stored;
        return copy;
    }

    void learn(List<Object> secrets) {
        if (values.addAll(secrets)) {
            veil = Veil.over(values);
        }
    }

    boolean areNone() {
        return values.isEmpty();
    }

    Veil veil() {
        return veil;
    }

    /** {@return a part as it is stored} */
    Object stored(Object document) {
        return areNone() || document.equals(veil.covered(document)) ? document : sealed(document);
    }

    private Map<String, Object> sealed(Object value) {
        return Map.of(
                SEALED,
                Base64.getEncoder()
                        .encodeToString(box.seal(run, Map.of("value", value)).bytes()));
    }

    /** {@return the secrets themselves as a part; null where all of them are stored already} */
    @Nullable
    Object news() {
        if (stored == values.size()) {
            return null;
        }
        stored = values.size();
        return sealed(new ArrayList<>(values));
    }

    /** {@return a part in clear, as it was before {@link #stored}} */
    Object opened(Object document) {
        if (document instanceof Map<?, ?> map && map.size() == 1 && map.get(SEALED) instanceof String text) {
            Object value =
                    box.open(run, new Sealed(Base64.getDecoder().decode(text))).get("value");
            return value == null ? document : value;
        }
        return document;
    }

    /** Learns what is stored. */
    void read(@Nullable Object part) {
        if (part != null && opened(part) instanceof List<?> list) {
            List<Object> secrets = new ArrayList<>();
            for (Object value : list) {
                if (value != null) {
                    secrets.add(value);
                }
            }
            learn(secrets);
            stored = values.size();
        }
    }
}
