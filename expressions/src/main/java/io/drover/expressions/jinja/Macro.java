package io.drover.expressions.jinja;

import io.drover.expressions.ExpressionException;
import io.drover.expressions.value.Arguments;
import io.drover.expressions.value.HasAttributes;
import io.drover.expressions.value.Mappings;
import io.drover.expressions.value.PythonDict;
import io.drover.expressions.value.PythonText;
import io.drover.expressions.value.Tuple;
import io.drover.expressions.value.Undefined;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A macro with the frame it was defined in: called, it gives its body's text. */
final class Macro implements RendersText, HasAttributes {
    private final Definition definition;
    private final Frame home;

    Macro(Definition definition, Frame home) {
        this.definition = definition;
        this.home = home;
    }

    /**
     * A macro as written.
     *
     * @param name null for the body of a call
     * @param defaults belong to the last parameters
     * @param takesMore whether the body reads {@code varargs}
     * @param takesMoreNamed whether the body reads {@code kwargs}
     * @param takesCaller whether the body reads {@code caller}
     */
    record Definition(
            @Nullable String name,
            List<String> parameters,
            List<Node> defaults,
            Statement.Body body,
            boolean takesMore,
            boolean takesMoreNamed,
            boolean takesCaller) {}

    @Override
    public Object call(Arguments arguments) {
        home.meter().enter();
        Frame frame = home.inner();
        bind(arguments, frame);
        String text = definition.body().text(frame);
        home.meter().leave();
        return text;
    }

    private void bind(Arguments arguments, Frame frame) {
        List<String> parameters = definition.parameters();
        List<? extends @Nullable Object> positional = arguments.positional();
        PythonDict named = new PythonDict(arguments.named());
        int firstDefault = parameters.size() - definition.defaults().size();
        for (int i = 0; i < parameters.size(); i++) {
            String parameter = parameters.get(i);
            if (i < positional.size()) {
                if (named.containsKey(parameter)) {
                    throw error("got multiple values for argument '" + parameter + "'");
                }
                frame.set(parameter, positional.get(i));
            } else if (named.containsKey(parameter)) {
                frame.set(parameter, named.remove(parameter));
            } else if (i >= firstDefault) {
                frame.set(parameter, definition.defaults().get(i - firstDefault).evaluate(frame));
            } else {
                frame.set(
                        parameter,
                        new Undefined(
                                "parameter '" + parameter + "' was not provided", "UndefinedError", frame.strict()));
            }
        }
        bindRest(positional, named, frame);
    }

    private void bindRest(List<? extends @Nullable Object> positional, PythonDict named, Frame frame) {
        int count = definition.parameters().size();
        if (definition.takesCaller()) {
            Object caller = named.containsKey("caller")
                    ? named.remove("caller")
                    : new Undefined("No caller defined", "UndefinedError", frame.strict());
            frame.set("caller", caller);
        }
        if (definition.takesMoreNamed()) {
            frame.set("kwargs", named);
        } else if (!named.isEmpty()) {
            Map.Entry<?, ?> first = named.entrySet().iterator().next();
            throw error("takes no keyword argument '" + first.getKey() + "'");
        }
        if (definition.takesMore()) {
            frame.set(
                    "varargs",
                    positional.size() > count
                            ? Tuple.copyOf(positional.subList(count, positional.size()))
                            : Tuple.of());
        } else if (positional.size() > count) {
            throw error("takes not more than " + count + " argument(s)");
        }
    }

    private ExpressionException error(String message) {
        return new ExpressionException("TypeError", "macro " + PythonText.repr(definition.name()) + " " + message);
    }

    @Override
    public @Nullable Object attribute(String name) {
        return switch (name) {
            case "name" -> definition.name();
            case "arguments" -> Tuple.copyOf(definition.parameters());
            case "catch_varargs" -> definition.takesMore();
            case "catch_kwargs" -> definition.takesMoreNamed();
            case "caller" -> definition.takesCaller();
            default -> Mappings.ABSENT;
        };
    }

    @Override
    public String typeName() {
        return "Macro";
    }

    @Override
    public String inText() {
        return "<Macro " + (definition.name() == null ? "anonymous" : PythonText.repr(definition.name())) + ">";
    }
}
