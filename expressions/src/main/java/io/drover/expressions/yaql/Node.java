package io.drover.expressions.yaql;

import io.drover.expressions.ExpressionException;
import io.drover.expressions.value.Mappings;
import io.drover.expressions.value.Quoted;
import io.drover.expressions.value.Tuple;
import io.drover.expressions.value.Value;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A part of an expression, ready to be evaluated. */
sealed interface Node {
    /** The part's value in a scope. */
    @Nullable
    Object evaluate(Scope scope);

    /** A text in quotes, a number, {@code true}, {@code false} or {@code null}. */
    record Constant(@Nullable Object value) implements Node {
        @Override
        public @Nullable Object evaluate(Scope scope) {
            return value;
        }
    }

    /** A bare name, which is a text. */
    record Word(String text) implements Node {
        @Override
        public Object evaluate(Scope scope) {
            return text;
        }
    }

    /** {@code $} and its like; null where nothing has that name. */
    record Variable(String name) implements Node {
        static Variable of(String written) {
            return new Variable(written.equals("$") ? "1" : written.substring(1));
        }

        @Override
        public @Nullable Object evaluate(Scope scope) {
            return scope.get(name);
        }
    }

    /** Something in parentheses, which is no longer a word or a call. */
    record Wrapped(Node inside) implements Node {
        @Override
        public @Nullable Object evaluate(Scope scope) {
            return inside.evaluate(scope);
        }
    }

    /** {@code key => value} among arguments. */
    record Pair(Node key, Node value) implements Node {
        @Override
        public Object evaluate(Scope scope) {
            return new KeyAndValue(key.evaluate(scope), value.evaluate(scope));
        }
    }

    /** The place of an argument that was left out. */
    enum Empty implements Node {
        /** All of them are alike. */
        PLACE;

        @Override
        public @Nullable Object evaluate(Scope scope) {
            return null;
        }
    }

    /** {@code [a, b]}. */
    record ListDisplay(List<Node> elements) implements Node {
        @Override
        public Object evaluate(Scope scope) {
            @Nullable Object[] values = new @Nullable Object[elements.size()];
            scope.meter().steps(values.length);
            for (int i = 0; i < values.length; i++) {
                Node element = elements.get(i);
                if (element instanceof Pair || element == Empty.PLACE) {
                    throw Invocation.Failures.noMatch("#list", false, null);
                }
                values[i] = element.evaluate(scope);
            }
            return Tuple.of(values);
        }
    }

    /** {@code {k => v}}. */
    record MapDisplay(List<Node> pairs) implements Node {
        @Override
        public Object evaluate(Scope scope) {
            scope.meter().steps(pairs.size());
            if (pairs.stream().anyMatch(pair -> !(pair instanceof Pair))) {
                throw Invocation.Failures.noMatch("#map", false, null);
            }
            return DictFunctions.dict(
                    pairs.stream().map(pair -> (KeyAndValue) ((Pair) pair).evaluate(scope)), scope.meter());
        }
    }

    /** {@code target[key]}, {@code target[key, default]}. */
    record Index(Node target, List<Node> arguments) implements Node {
        @Override
        public @Nullable Object evaluate(Scope scope) {
            Object container = target.evaluate(scope);
            if (arguments.isEmpty()
                    || arguments.size() > 2
                    || arguments.stream().anyMatch(argument -> argument instanceof Pair || argument == Empty.PLACE)) {
                throw Invocation.Failures.noMatch("#indexer", false, null);
            }
            Object key = arguments.get(0).evaluate(scope);
            if (container instanceof Map<?, ?> map) {
                return arguments.size() == 1
                        ? DictFunctions.required(map, key)
                        : DictFunctions.get(map, key, arguments.get(1).evaluate(scope));
            }
            if (container instanceof List<?> list && Kind.INTEGER.accepts(key) && arguments.size() == 1) {
                long size = list.size();
                long index = key instanceof java.math.BigInteger ? size : Value.integer(key, "an index");
                long position = index < 0 ? index + size : index;
                if (position < 0 || position >= size) {
                    throw new ExpressionException(
                            "IndexError", Value.typeName(list) + " index out of range: " + index + " of " + size);
                }
                return list.get((int) position);
            }
            throw Invocation.Failures.noMatch("#indexer", false, null);
        }
    }

    /** {@code f(x)}. */
    record Call(Invocation invocation) implements Node {
        Call(String name, List<Node> arguments) {
            this(new Invocation(name, arguments, false));
        }

        @Override
        public @Nullable Object evaluate(Scope scope) {
            return invocation.call(null, scope);
        }
    }

    /**
     * {@code receiver.f(x)}.
     *
     * @param safe written with {@code ?.}: null for a null receiver
     */
    record MethodCall(Node receiver, Invocation invocation, boolean safe) implements Node {
        @Override
        public @Nullable Object evaluate(Scope scope) {
            Object object = receiver.evaluate(scope);
            return safe && object == null ? null : invocation.call(object, scope);
        }
    }

    /**
     * {@code receiver.name}: member of a mapping, of each element of a list, or a property of a date.
     *
     * @param name null if something else than a word stands behind the dot
     * @param safe written with {@code ?.}: null for a null receiver
     */
    record Member(Node receiver, @Nullable String name, boolean safe) implements Node {
        private static final int MOST_SHOWN = 20;
        private static final int LONGEST_SHOWN = 80;

        @Override
        public @Nullable Object evaluate(Scope scope) {
            Object object = receiver.evaluate(scope);
            if (safe && object == null) {
                return null;
            }
            if (name == null) {
                throw Invocation.Failures.noMatch("#operator_.", false, null);
            }
            return of(object, name, scope);
        }

        private static String keys(Map<?, ?> map) {
            List<String> names = map.keySet().stream()
                    .limit(MOST_SHOWN)
                    .map(key -> key instanceof String text ? text : Quoted.str(key))
                    .filter(name -> !name.startsWith("__"))
                    .toList();
            List<String> shown = names.stream()
                    .filter(name -> name.length() <= LONGEST_SHOWN)
                    .toList();
            if (shown.isEmpty()) {
                return names.isEmpty() ? "There are no keys." : "The keys are too long to be shown.";
            }
            boolean others = map.size() > MOST_SHOWN || shown.size() < names.size();
            return "The keys are " + String.join(", ", shown) + (others ? " and others." : ".");
        }

        private static @Nullable Object of(@Nullable Object object, String name, Scope scope) {
            if (object instanceof Map<?, ?> map) {
                Object value = Mappings.get(map, name);
                if (value == Mappings.ABSENT) {
                    throw new ExpressionException("KeyError", Quoted.repr(name)).found(keys(map));
                }
                return value;
            }
            if (Kind.isIterable(object)) {
                return Sequences.map(object, element -> of(element, name, scope), scope.meter());
            }
            return DateProperties.of(object, name);
        }
    }

    /** {@code left and right}: one of the operands. */
    record And(Node left, Node right) implements Node {
        @Override
        public @Nullable Object evaluate(Scope scope) {
            Object value = left.evaluate(scope);
            return Operators.isTrue(value) ? right.evaluate(scope) : value;
        }
    }

    /** {@code left or right}: one of the operands. */
    record Or(Node left, Node right) implements Node {
        @Override
        public @Nullable Object evaluate(Scope scope) {
            Object value = left.evaluate(scope);
            return Operators.isTrue(value) ? value : right.evaluate(scope);
        }
    }

    /** {@code not operand}. */
    record Not(Node operand) implements Node {
        @Override
        public Object evaluate(Scope scope) {
            return !Operators.isTrue(operand.evaluate(scope));
        }
    }

    /** {@code -operand}, {@code +operand}. */
    record Sign(String operator, Node operand) implements Node {
        @Override
        public Object evaluate(Scope scope) {
            return Operators.sign(operator, operand.evaluate(scope));
        }
    }

    /** Two values with an operator between. */
    record Binary(String operator, Node left, Node right) implements Node {
        @Override
        public @Nullable Object evaluate(Scope scope) {
            Object one = left.evaluate(scope);
            Object other = right.evaluate(scope);
            try {
                return Operators.apply(operator, one, other, scope.meter());
            } catch (ExpressionException failure) {
                throw failure.isOverBudget()
                        ? failure
                        : failure.found(Invocation.Failures.given(Arrays.asList(one, other)));
            }
        }
    }

    /** {@code left -> right}: the right side in the scope that the left side gives. */
    record Send(Node left, Node right) implements Node {
        @Override
        public @Nullable Object evaluate(Scope scope) {
            if (left.evaluate(scope) instanceof Scope prepared) {
                prepared.meter().step();
                return right.evaluate(prepared);
            }
            throw Invocation.Failures.noMatch("#operator_->", false, null);
        }
    }
}
