package io.drover.expressions.value;

import io.drover.expressions.ExpressionException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A function's parameters, written as in Python: {@code truncate(value, length=255, end='...', *rest, **options)}. */
public final class Signature {
    private static final Object REQUIRED = new Object();

    private final String name;
    private final List<String> parameters = new ArrayList<>();
    private final List<@Nullable Object> defaults = new ArrayList<>();
    private boolean rest;
    private boolean options;

    private Signature(String name) {
        this.name = name;
    }

    /** What a function with a signature does: its arguments come in the order of the parameters, the rest as a tuple, options as a mapping. */
    @FunctionalInterface
    public interface Body {
        /** The function's value. */
        @Nullable
        Object apply(Meter meter, @Nullable Object[] arguments);
    }

    /** The function of that signature and body. */
    public static ExpressionFunction function(String signature, Body body) {
        return parse(signature).function(body);
    }

    /** The function of this signature and that body. */
    public ExpressionFunction function(Body body) {
        return arguments -> body.apply(arguments.meter(), bind(arguments));
    }

    /** The function's name in a written signature. */
    public static String nameIn(String signature) {
        return signature.substring(0, signature.indexOf('('));
    }

    /** The signature of a text. */
    public static Signature parse(String text) {
        int open = text.indexOf('(');
        Signature signature = new Signature(text.substring(0, open));
        String inside = text.substring(open + 1, text.length() - 1).strip();
        for (String part : splitAtTopLevel(inside)) {
            if (part.startsWith("**")) {
                signature.options = true;
            } else if (part.startsWith("*")) {
                signature.rest = true;
            } else {
                int equals = part.indexOf('=');
                signature.parameters.add(equals < 0 ? part : part.substring(0, equals));
                signature.defaults.add(equals < 0 ? REQUIRED : PythonLiteral.parse(part.substring(equals + 1)));
            }
        }
        return signature;
    }

    private static List<String> splitAtTopLevel(String inside) {
        List<String> parts = new ArrayList<>();
        char quote = 0;
        int depth = 0;
        int start = 0;
        for (int i = 0; i < inside.length(); i++) {
            char c = inside.charAt(i);
            if (quote != 0) {
                quote = c == quote ? 0 : quote;
            } else if (c == '\'') {
                quote = c;
            } else if (c == '(' || c == '[') {
                depth++;
            } else if (c == ')' || c == ']') {
                depth--;
            } else if (c == ',' && depth == 0) {
                parts.add(inside.substring(start, i).strip());
                start = i + 1;
            }
        }
        if (!inside.isEmpty()) {
            parts.add(inside.substring(start).strip());
        }
        return parts;
    }

    @Nullable
    Object[] bind(Arguments arguments) {
        int count = parameters.size();
        @Nullable Object[] bound = new @Nullable Object[count + (rest ? 1 : 0) + (options ? 1 : 0)];
        List<? extends @Nullable Object> positional = arguments.positional();
        Map<String, ? extends @Nullable Object> named = arguments.named();
        if (positional.size() > count && !rest) {
            throw error("takes at most " + count + " positional arguments but " + positional.size() + " were given");
        }
        for (int i = 0; i < count; i++) {
            String parameter = parameters.get(i);
            boolean isNamed = !named.isEmpty() && named.containsKey(parameter);
            if (i < positional.size()) {
                if (isNamed && !options) {
                    throw error("got multiple values for argument '" + parameter + "'");
                }
                bound[i] = positional.get(i);
            } else if (isNamed) {
                bound[i] = named.get(parameter);
            } else if (defaults.get(i) == REQUIRED) {
                throw error("missing a required argument: '" + parameter + "'");
            } else {
                bound[i] = defaults.get(i);
            }
        }
        if (rest) {
            bound[count] =
                    positional.size() > count ? Tuple.copyOf(positional.subList(count, positional.size())) : Tuple.of();
        }
        if (!named.isEmpty() || options) {
            bindOptions(named, bound);
        }
        return bound;
    }

    private void bindOptions(Map<String, ? extends @Nullable Object> named, @Nullable Object[] bound) {
        PythonDict unknown = new PythonDict();
        for (Map.Entry<String, ? extends @Nullable Object> entry : named.entrySet()) {
            if (!parameters.contains(entry.getKey())) {
                if (!options) {
                    throw error("got an unexpected keyword argument '" + entry.getKey() + "'");
                }
                unknown.put(entry.getKey(), entry.getValue());
            }
        }
        if (options) {
            bound[bound.length - 1] = unknown;
        }
    }

    private ExpressionException error(String message) {
        return new ExpressionException("TypeError", name + "() " + message);
    }
}
