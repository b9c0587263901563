package io.drover.expressions.value;

import java.util.LinkedHashMap;
import java.util.Map;

/** Functions by name, each written as its Python signature and what it does. */
public final class MethodTable {
    private final Map<String, ExpressionFunction> functions = new LinkedHashMap<>();

    /** One more function. */
    public MethodTable with(String signature, Signature.Body body) {
        functions.put(Signature.nameIn(signature), Signature.function(signature, body));
        return this;
    }

    /** One more function, which looks at its arguments itself. */
    public MethodTable with(String name, ExpressionFunction function) {
        functions.put(name, function);
        return this;
    }

    /** A second name for a function of the table. */
    public MethodTable alias(String alias, String name) {
        ExpressionFunction function = functions.get(name);
        if (function == null) {
            throw new IllegalArgumentException(name);
        }
        functions.put(alias, function);
        return this;
    }

    /** All functions by name. */
    public Map<String, ExpressionFunction> functions() {
        return Map.copyOf(functions);
    }
}
