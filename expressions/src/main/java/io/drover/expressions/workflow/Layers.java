package io.drover.expressions.workflow;

import io.drover.expressions.value.ExpressionFunction;
import java.util.AbstractMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Functions in two layers, of which the nearer hides the other; nothing is copied, as a scope lives for a moment. */
final class Layers extends AbstractMap<String, ExpressionFunction> {
    private final Map<String, ExpressionFunction> near;
    private final Map<String, ExpressionFunction> far;

    private Layers(Map<String, ExpressionFunction> near, Map<String, ExpressionFunction> far) {
        this.near = near;
        this.far = far;
    }

    static Map<String, ExpressionFunction> of(
            Map<String, ExpressionFunction> near, Map<String, ExpressionFunction> far) {
        return near.isEmpty() ? far : new Layers(near, far);
    }

    @Override
    public @Nullable ExpressionFunction get(@Nullable Object name) {
        ExpressionFunction function = near.get(name);
        return function == null ? far.get(name) : function;
    }

    @Override
    public boolean containsKey(@Nullable Object name) {
        return near.containsKey(name) || far.containsKey(name);
    }

    @Override
    public Set<Entry<String, ExpressionFunction>> entrySet() {
        Map<String, ExpressionFunction> both = new HashMap<>(far);
        both.putAll(near);
        return Map.copyOf(both).entrySet();
    }
}
