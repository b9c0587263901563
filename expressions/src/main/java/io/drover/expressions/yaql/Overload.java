package io.drover.expressions.yaql;

import io.drover.expressions.value.PythonLiteral;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A library function for certain kinds of arguments, written {@code name(a:str, b:int=0, *rest:any, **options:any)}; a {@code ?} after a kind allows null.
 *
 * @param rest what arguments beyond the parameters are
 * @param options what named arguments beyond the parameters are
 * @param keywords whether {@code k => v} names an argument; otherwise it is a pair
 */
record Overload(
        String name,
        List<Parameter> parameters,
        @Nullable Parameter rest,
        @Nullable Parameter options,
        boolean keywords,
        Body body) {
    /** A parameter that has to be given. */
    static final Object REQUIRED = new Object();
    /** In place of an argument that was not given and for which there is no value that says so. */
    static final Object NONE = new Object();

    private static final String WITHOUT_KEYWORDS = " without keywords";

    /** What the function does: arguments in the order of the parameters, then the rest as a list, then the options as a mapping. */
    interface Body {
        @Nullable
        Object apply(Scope scope, @Nullable Object[] arguments);
    }

    /** One parameter. */
    record Parameter(
            String name,
            Kind kind,
            boolean nullable,
            @Nullable Object byDefault) {
        boolean accepts(@Nullable Object value) {
            return value == null ? nullable : value == NONE || kind.accepts(value);
        }
    }

    static Overload of(String signature, Body body) {
        boolean keywords = !signature.endsWith(WITHOUT_KEYWORDS);
        String plain = keywords ? signature : signature.substring(0, signature.length() - WITHOUT_KEYWORDS.length());
        int open = plain.indexOf('(');
        String inside = plain.substring(open + 1, plain.length() - 1);
        List<Parameter> parameters = new ArrayList<>();
        Parameter rest = null;
        Parameter options = null;
        for (String part : inside.isEmpty() ? new String[0] : inside.split(", ", -1)) {
            if (part.startsWith("**")) {
                options = parameter(part.substring(2));
            } else if (part.startsWith("*")) {
                rest = parameter(part.substring(1));
            } else {
                parameters.add(parameter(part));
            }
        }
        return new Overload(plain.substring(0, open), List.copyOf(parameters), rest, options, keywords, body);
    }

    private static Parameter parameter(String text) {
        int colon = text.indexOf(':');
        int equals = text.indexOf('=', colon);
        String kind = text.substring(colon + 1, equals < 0 ? text.length() : equals);
        Object byDefault = equals < 0 ? REQUIRED : byDefault(text.substring(equals + 1));
        boolean nullable = kind.endsWith("?") || kind.equals("any") || kind.equals("lambda") || byDefault == null;
        return new Parameter(text.substring(0, colon), Kind.labelled(kind.replace("?", "")), nullable, byDefault);
    }

    private static @Nullable Object byDefault(String text) {
        return switch (text) {
            case "none" -> NONE;
            case "null" -> null;
            case "true" -> true;
            case "false" -> false;
            default -> PythonLiteral.parse(text);
        };
    }
}
