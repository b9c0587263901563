package io.drover.engine.enforce;

import io.drover.engine.secret.Veil;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of a call.
 *
 * @param clear as the runner gets them
 * @param shown as everybody else sees them: a mask stands for each secret parameter, and within the others for each text that
 *     was made of a secret
 */
public record Prepared(Map<String, @Nullable Object> clear, Map<String, @Nullable Object> shown) {
    /** No parameters at all. */
    public static final Prepared NOTHING = new Prepared(Map.of(), Map.of());

    /** {@return whether a parameter is not shown as it is} */
    public boolean isSecret(String name) {
        return !Objects.equals(clear.get(name), shown.get(name));
    }

    /** {@return the parameters that are not shown as they are, in clear} */
    public Map<String, @Nullable Object> secrets() {
        Map<String, @Nullable Object> secrets = new LinkedHashMap<>();
        clear.forEach((name, value) -> {
            if (isSecret(name)) {
                secrets.put(name, value);
            }
        });
        return secrets;
    }

    /** {@return each value for which a mask stands} */
    public List<Object> hidden() {
        List<Object> hidden = new ArrayList<>();
        hide(clear, shown, hidden);
        return hidden;
    }

    private static void hide(@Nullable Object clear, @Nullable Object shown, List<Object> hidden) {
        if (clear instanceof Map<?, ?> values && shown instanceof Map<?, ?> masked) {
            values.forEach((name, value) -> hide(value, masked.get(name), hidden));
        } else if (clear instanceof Collection<?> values && shown instanceof Collection<?> masked) {
            Iterator<?> others = masked.iterator();
            values.forEach(value -> hide(value, others.hasNext() ? others.next() : null, hidden));
        } else if (clear != null && Veil.MASK.equals(shown)) {
            hidden.add(clear);
        }
    }

    /** {@return these parameters alone} */
    public Prepared only(Predicate<String> names) {
        Map<String, @Nullable Object> fewer = new LinkedHashMap<>(clear);
        fewer.keySet().removeIf(names.negate());
        Map<String, @Nullable Object> fewerShown = new LinkedHashMap<>(shown);
        fewerShown.keySet().removeIf(names.negate());
        return new Prepared(fewer, fewerShown);
    }
}
