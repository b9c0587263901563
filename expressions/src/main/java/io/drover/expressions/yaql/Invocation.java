package io.drover.expressions.yaql;

import io.drover.expressions.ExpressionException;
import io.drover.expressions.value.Arguments;
import io.drover.expressions.value.ExpressionFunction;
import io.drover.expressions.value.Tuple;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A call as it is written. Which of the library's functions of that name it can mean, by number and names of its arguments, is found when it is parsed; the kinds of the values decide among them when it runs.
 */
final class Invocation {
    private final String name;
    private final List<Node> arguments;
    private final boolean method;
    private final boolean known;
    private final boolean keywords;
    private final Shape shape;
    private final List<Plan> plans;
    private final boolean[] lazy;

    /** A call of a function; of a method if there is a receiver, which is the first argument. */
    Invocation(String name, List<Node> arguments, boolean method) {
        this.name = name;
        this.arguments = arguments;
        this.method = method;
        List<Overload> overloads = method ? Library.methods(name) : Library.functions(name);
        this.known = !overloads.isEmpty();
        this.keywords = !known || overloads.get(0).keywords();
        this.shape = Shape.of(arguments, keywords);
        this.plans = Plan.all(overloads, shape);
        this.lazy =
                plans.isEmpty() ? new boolean[arguments.size()] : plans.get(0).lazy(arguments.size());
    }

    /** The same call with a receiver in front of its arguments, which is given when it runs. */
    Invocation asMethod() {
        List<Node> all = new ArrayList<>(arguments);
        all.add(0, new Node.Constant(null));
        return new Invocation(name, all, true);
    }

    /** The value of the call; the receiver of a method is evaluated already. */
    @Nullable
    Object call(@Nullable Object receiver, Scope scope) {
        scope.meter().step();
        if (!method) {
            Lambda own = scope.function(name);
            if (own != null) {
                return defined(own, scope);
            }
            ExpressionFunction added = scope.run().function(name);
            if (added != null) {
                return added(added, scope);
            }
        }
        if (!known) {
            throw Failures.unknown(name, method, receiver);
        }
        shape.refuseOddNames();
        if (plans.isEmpty()) {
            throw Failures.noMatch(name, method, receiver);
        }
        @Nullable Object[] values = new @Nullable Object[arguments.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = i == 0 && method ? receiver : value(i, scope);
        }
        return Plan.run(plans, values, scope, name, method);
    }

    private @Nullable Object value(int index, Scope scope) {
        Node argument = arguments.get(index);
        if (keywords && argument instanceof Node.Pair pair) {
            return lazy[index] ? new Lambda(pair.value(), scope) : pair.value().evaluate(scope);
        }
        if (lazy[index]) {
            return argument instanceof Node.Pair pair
                    ? new Case(new Lambda(pair.key(), scope), new Lambda(pair.value(), scope))
                    : new Lambda(argument, scope);
        }
        return argument == Node.Empty.PLACE ? null : argument.evaluate(scope);
    }

    private @Nullable Object defined(Lambda function, Scope scope) {
        List<@Nullable Object> positional = new ArrayList<>();
        Map<String, @Nullable Object> named = new LinkedHashMap<>();
        evaluate(scope, positional, named);
        scope.meter().enter();
        Object value = function.call(positional, named);
        scope.meter().leave();
        return value;
    }

    private @Nullable Object added(ExpressionFunction function, Scope scope) {
        List<@Nullable Object> positional = new ArrayList<>();
        Map<String, @Nullable Object> named = new LinkedHashMap<>();
        evaluate(scope, positional, named);
        return Added.call(function, positional, named, scope);
    }

    private void evaluate(Scope scope, List<@Nullable Object> positional, Map<String, @Nullable Object> named) {
        for (Node argument : arguments) {
            if (argument instanceof Node.Pair pair) {
                named.put(Shape.name(pair), pair.value().evaluate(scope));
            } else if (argument == Node.Empty.PLACE) {
                throw Failures.noMatch(name, false, null);
            } else {
                positional.add(argument.evaluate(scope));
            }
        }
    }

    /** Functions from outside of the library. */
    private static final class Added {
        private Added() {}

        static @Nullable Object call(
                ExpressionFunction function,
                List<@Nullable Object> positional,
                Map<String, @Nullable Object> named,
                Scope scope) {
            positional.replaceAll(value -> Output.of(value, scope.meter()));
            Map<String, @Nullable Object> options = new LinkedHashMap<>();
            named.forEach((name, value) -> options.put(snakeCase(name), Output.of(value, scope.meter())));
            Object result = function.call(new Arguments(positional, options, scope.meter()));
            return Frozen.of(hasTuples(result) ? Output.of(result, scope.meter()) : result);
        }

        /** Rows that the function has put together; they are given out as lists. */
        private static boolean hasTuples(@Nullable Object result) {
            return result instanceof Tuple
                    || (result instanceof List<?> list && !list.isEmpty() && list.get(0) instanceof Tuple);
        }

        /** A parameter's name as the function has it; expressions write it in camel case. */
        private static String snakeCase(String name) {
            StringBuilder snake = new StringBuilder(name.length() + 4);
            name.chars().forEach(c -> {
                if (Character.isUpperCase(c)) {
                    snake.append('_');
                }
                snake.append((char) Character.toLowerCase(c));
            });
            return snake.toString();
        }
    }

    /** Calls a function of the library, or one that the expression has defined or that was added, with values in place of expressions. */
    static @Nullable Object call(
            String name,
            @Nullable Object receiver,
            List<? extends @Nullable Object> values,
            Map<String, ? extends @Nullable Object> named,
            Scope scope) {
        scope.meter().step();
        boolean method = receiver != Overload.NONE;
        List<@Nullable Object> all = new ArrayList<>(values);
        if (method) {
            all.add(0, receiver);
        } else {
            Lambda own = scope.function(name);
            if (own != null) {
                return own.call(values, named);
            }
            ExpressionFunction added = scope.run().function(name);
            if (added != null) {
                return Added.call(added, all, new LinkedHashMap<>(named), scope);
            }
        }
        List<Overload> overloads = method ? Library.methods(name) : Library.functions(name);
        if (overloads.isEmpty()) {
            throw Failures.unknown(name, method, receiver);
        }
        List<Plan> plans = Plan.all(overloads, Shape.of(all.size(), List.copyOf(named.keySet())));
        all.addAll(named.values());
        if (plans.isEmpty()) {
            throw Failures.noMatch(name, method, receiver);
        }
        boolean[] lazy = plans.get(0).lazy(all.size());
        for (int i = 0; i < lazy.length; i++) {
            if (lazy[i] && !(all.get(i) instanceof Lambda)) {
                all.set(i, Lambda.constant(all.get(i), scope));
            }
        }
        return Plan.run(plans, all.toArray(), scope, name, method);
    }

    /** Failures of finding a function, in the words of the original. */
    static final class Failures {
        private static final int LONGEST_QUOTED = 80;

        private Failures() {}

        static ExpressionException unknown(String name, boolean method, @Nullable Object receiver) {
            return method
                    ? new ExpressionException(
                            "NoMethodRegisteredException",
                            "Unknown method \"" + name + "\" for receiver " + Text.shown(receiver))
                    : new ExpressionException("NoFunctionRegisteredException", "Unknown function \"" + name + "\"");
        }

        static ExpressionException noMatch(String name, boolean method, @Nullable Object receiver) {
            return method
                    ? new ExpressionException(
                            "NoMatchingMethodException",
                            "No method \"" + name + "\" for receiver " + Text.shown(receiver)
                                    + " matches supplied arguments")
                    : new ExpressionException(
                            "NoMatchingFunctionException", "No function \"" + name + "\" matches supplied arguments");
        }

        static ExpressionException ambiguous(String name, boolean method, @Nullable Object receiver) {
            return method
                    ? new ExpressionException(
                            "AmbiguousMethodException",
                            "Ambiguous method \"" + name + "\" for receiver " + Text.shown(receiver))
                    : new ExpressionException("AmbiguousFunctionException", "Ambiguous function \"" + name + "\"");
        }

        /** {@return what a function was given, its receiver first} */
        static String given(List<? extends @Nullable Object> values) {
            return "It was given " + values.stream().map(Failures::quoted).collect(Collectors.joining(" and ")) + ".";
        }

        /** A text is shown whole or not at all, so that whoever masks what is secret in messages finds it. */
        private static String quoted(@Nullable Object value) {
            if (value instanceof String text) {
                return text.length() <= LONGEST_QUOTED
                        ? "the text \"" + text + "\""
                        : "a text of " + text.length() + " characters";
            }
            if (value instanceof Map<?, ?> map) {
                return "a mapping of " + map.size();
            }
            return value instanceof List<?> list
                    ? "a list of " + list.size()
                    : Kind.isIterable(value) ? "a sequence" : Text.shown(value);
        }
    }
}
