package io.drover.expressions.jinja;

import io.drover.expressions.ExpressionException;
import io.drover.expressions.ExpressionTree.Operator;
import io.drover.expressions.value.Arguments;
import io.drover.expressions.value.Arithmetic;
import io.drover.expressions.value.Equality;
import io.drover.expressions.value.ExpressionFunction;
import io.drover.expressions.value.Iteration;
import io.drover.expressions.value.Lookup;
import io.drover.expressions.value.Markup;
import io.drover.expressions.value.Members;
import io.drover.expressions.value.Ordering;
import io.drover.expressions.value.PythonDict;
import io.drover.expressions.value.PythonList;
import io.drover.expressions.value.PythonText;
import io.drover.expressions.value.Subscript;
import io.drover.expressions.value.Tuple;
import io.drover.expressions.value.Undefined;
import io.drover.expressions.value.Value;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A part of an expression, ready to be evaluated. */
sealed interface Node {
    /** The part's value; may be {@link Undefined}. */
    @Nullable
    Object evaluate(Frame frame);

    /** The same, but a {@link Lookup} stays one. */
    default @Nullable Object lookup(Frame frame) {
        return evaluate(frame);
    }

    /** The parts inside it. */
    List<Node> children();

    record Constant(@Nullable Object value) implements Node {
        @Override
        public @Nullable Object evaluate(Frame frame) {
            return value;
        }

        @Override
        public List<Node> children() {
            return List.of();
        }
    }

    record Name(String name) implements Node {
        @Override
        public @Nullable Object evaluate(Frame frame) {
            return Lookup.settled(frame.get(name));
        }

        @Override
        public @Nullable Object lookup(Frame frame) {
            return frame.get(name);
        }

        @Override
        public List<Node> children() {
            return List.of();
        }
    }

    record TupleDisplay(List<Node> elements) implements Node {
        @Override
        public Object evaluate(Frame frame) {
            @Nullable Object[] values = new @Nullable Object[elements.size()];
            for (int i = 0; i < values.length; i++) {
                values[i] = elements.get(i).evaluate(frame);
            }
            return Tuple.of(values);
        }

        @Override
        public List<Node> children() {
            return elements;
        }
    }

    record ListDisplay(List<Node> elements) implements Node {
        @Override
        public Object evaluate(Frame frame) {
            PythonList list = new PythonList(elements.size());
            for (Node element : elements) {
                list.add(element.evaluate(frame));
            }
            return list;
        }

        @Override
        public List<Node> children() {
            return elements;
        }
    }

    /** Keys and values take turns. */
    record DictDisplay(List<Node> keysAndValues) implements Node {
        @Override
        public Object evaluate(Frame frame) {
            PythonDict dict = new PythonDict();
            for (int i = 0; i < keysAndValues.size(); i += 2) {
                Object key = Undefined.refuse(keysAndValues.get(i).evaluate(frame));
                dict.put(Markup.strip(key), keysAndValues.get(i + 1).evaluate(frame));
            }
            return dict;
        }

        @Override
        public List<Node> children() {
            return keysAndValues;
        }
    }

    record Attribute(Node target, String name) implements Node {
        @Override
        public @Nullable Object evaluate(Frame frame) {
            return Lookup.settled(lookup(frame));
        }

        @Override
        public @Nullable Object lookup(Frame frame) {
            return Members.attribute(target.lookup(frame), name, frame.strict());
        }

        @Override
        public List<Node> children() {
            return List.of(target);
        }
    }

    record Item(Node target, Node key) implements Node {
        @Override
        public @Nullable Object evaluate(Frame frame) {
            return Lookup.settled(lookup(frame));
        }

        @Override
        public @Nullable Object lookup(Frame frame) {
            return Members.item(target.lookup(frame), key.evaluate(frame), frame.strict());
        }

        @Override
        public List<Node> children() {
            return List.of(target, key);
        }
    }

    record Slice(
            Node target,
            @Nullable Node start,
            @Nullable Node stop,
            @Nullable Node step) implements Node {
        @Override
        public Object evaluate(Frame frame) {
            return Subscript.slice(
                    target.evaluate(frame), bound(start, frame), bound(stop, frame), bound(step, frame), frame.meter());
        }

        private static @Nullable Object bound(@Nullable Node bound, Frame frame) {
            return bound == null ? null : bound.evaluate(frame);
        }

        @Override
        public List<Node> children() {
            List<Node> children = new ArrayList<>(List.of(target));
            for (Node bound : new @Nullable Node[] {start, stop, step}) {
                if (bound != null) {
                    children.add(bound);
                }
            }
            return children;
        }
    }

    /** The arguments of a call, filter or test. */
    record CallArguments(
            List<Node> positional,
            Map<String, Node> named,
            @Nullable Node morePositional,
            @Nullable Node moreNamed) {
        static final CallArguments NONE = new CallArguments(List.of(), Map.of(), null, null);

        Arguments evaluate(@Nullable Object first, boolean hasFirst, Frame frame) {
            List<@Nullable Object> values = new ArrayList<>(positional.size() + 1);
            if (hasFirst) {
                values.add(first);
            }
            for (Node argument : positional) {
                values.add(argument.evaluate(frame));
            }
            if (morePositional != null) {
                values.addAll(Iteration.list(morePositional.evaluate(frame), frame.meter()));
            }
            return new Arguments(values, named(frame), frame.meter());
        }

        private Map<String, ? extends @Nullable Object> named(Frame frame) {
            if (named.isEmpty() && moreNamed == null) {
                return Map.of();
            }
            Map<String, @Nullable Object> values = new LinkedHashMap<>();
            named.forEach((name, argument) -> values.put(name, argument.evaluate(frame)));
            if (moreNamed != null) {
                if (!(Undefined.refuse(moreNamed.evaluate(frame)) instanceof Map<?, ?> more)) {
                    throw new ExpressionException("TypeError", "the argument after ** must be a mapping");
                }
                more.forEach((name, value) -> values.put(Value.text(name, "keywords"), Value.of(value)));
            }
            return values;
        }

        List<Node> children() {
            List<Node> children = new ArrayList<>(positional);
            children.addAll(named.values());
            if (morePositional != null) {
                children.add(morePositional);
            }
            if (moreNamed != null) {
                children.add(moreNamed);
            }
            return children;
        }
    }

    record Call(Node target, CallArguments arguments) implements Node {
        @Override
        public @Nullable Object evaluate(Frame frame) {
            Object function = Undefined.refuse(target.evaluate(frame));
            if (!(function instanceof ExpressionFunction callable)) {
                throw new ExpressionException("TypeError", "'" + Value.typeName(function) + "' object is not callable");
            }
            frame.meter().step();
            Object made = Value.of(callable.call(arguments.evaluate(null, false, frame)));
            return callable instanceof RendersText && made instanceof String text ? frame.rendered(text) : made;
        }

        @Override
        public List<Node> children() {
            List<Node> children = new ArrayList<>(List.of(target));
            children.addAll(arguments.children());
            return children;
        }
    }

    record Filter(Node target, ExpressionFunction filter, CallArguments arguments) implements Node {
        @Override
        public @Nullable Object evaluate(Frame frame) {
            frame.meter().step();
            Object value = filter.takesLookups() ? target.lookup(frame) : target.evaluate(frame);
            return EscapingFilter.in(frame, filter).call(arguments.evaluate(value, true, frame));
        }

        @Override
        public List<Node> children() {
            List<Node> children = new ArrayList<>(List.of(target));
            children.addAll(arguments.children());
            return children;
        }
    }

    record Test(Node target, ExpressionFunction test, CallArguments arguments) implements Node {
        @Override
        public @Nullable Object evaluate(Frame frame) {
            frame.meter().step();
            return test.call(arguments.evaluate(target.evaluate(frame), true, frame));
        }

        @Override
        public List<Node> children() {
            List<Node> children = new ArrayList<>(List.of(target));
            children.addAll(arguments.children());
            return children;
        }
    }

    record Not(Node operand) implements Node {
        @Override
        public Object evaluate(Frame frame) {
            return !Value.isTrue(operand.evaluate(frame));
        }

        @Override
        public List<Node> children() {
            return List.of(operand);
        }
    }

    record And(Node left, Node right) implements Node {
        @Override
        public @Nullable Object evaluate(Frame frame) {
            Object value = left.evaluate(frame);
            return Value.isTrue(value) ? right.evaluate(frame) : value;
        }

        @Override
        public List<Node> children() {
            return List.of(left, right);
        }
    }

    record Or(Node left, Node right) implements Node {
        @Override
        public @Nullable Object evaluate(Frame frame) {
            Object value = left.evaluate(frame);
            return Value.isTrue(value) ? value : right.evaluate(frame);
        }

        @Override
        public List<Node> children() {
            return List.of(left, right);
        }
    }

    record Signed(boolean negative, Node operand) implements Node {
        @Override
        public Object evaluate(Frame frame) {
            Object value = Lookup.operand(operand.lookup(frame), null);
            return negative ? Arithmetic.negate(value) : Arithmetic.plus(value);
        }

        @Override
        public List<Node> children() {
            return List.of(operand);
        }
    }

    record Calculation(String operator, Node left, Node right) implements Node {
        @Override
        public Object evaluate(Frame frame) {
            Object first = left.lookup(frame);
            Object second = right.lookup(frame);
            Object a = Lookup.operand(first, second);
            Object b = Lookup.operand(second, first);
            return switch (operator) {
                case "+" -> Arithmetic.add(a, b, frame.meter());
                case "-" -> Arithmetic.subtract(a, b);
                case "*" -> Arithmetic.multiply(a, b, frame.meter());
                case "/" -> Arithmetic.divide(a, b);
                case "//" -> Arithmetic.floorDivide(a, b);
                case "%" -> Arithmetic.modulo(a, b, frame.meter());
                default -> Arithmetic.power(a, b, frame.meter());
            };
        }

        @Override
        public List<Node> children() {
            return List.of(left, right);
        }
    }

    record Concatenation(List<Node> parts) implements Node {
        @Override
        public Object evaluate(Frame frame) {
            List<@Nullable Object> values = new ArrayList<>(parts.size());
            for (Node part : parts) {
                values.add(part.evaluate(frame));
            }
            boolean html = frame.escaping() && values.stream().anyMatch(Markup.class::isInstance);
            StringBuilder out = new StringBuilder();
            for (Object value : values) {
                String text = PythonText.str(value, frame.meter());
                out.append(
                        html && !(value instanceof Markup)
                                ? Markup.escape(text, frame.meter()).text()
                                : frame.meter().made(text));
            }
            return html ? new Markup(out.toString()) : out.toString();
        }

        @Override
        public List<Node> children() {
            return parts;
        }
    }

    /** One or several comparisons in a row; every operand is evaluated at most once. */
    record Compare(Node first, List<Operator> operators, List<Node> others) implements Node {
        @Override
        public Object evaluate(Frame frame) {
            Object left = first.evaluate(frame);
            for (int i = 0; i < operators.size(); i++) {
                Object right = others.get(i).evaluate(frame);
                if (!holds(left, operators.get(i), right, frame)) {
                    return false;
                }
                left = right;
            }
            return true;
        }

        private static int size(@Nullable Object value) {
            return value instanceof Collection<?> collection ? collection.size() : 0;
        }

        private static boolean holds(@Nullable Object left, Operator operator, @Nullable Object right, Frame frame) {
            frame.meter().steps(Math.min(size(left), size(right)));
            return switch (operator) {
                case EQ -> Equality.equal(left, right);
                case NE -> !Equality.equal(left, right);
                case IN -> Equality.contains(right, left, frame.meter());
                case NOT_IN -> !Equality.contains(right, left, frame.meter());
                case LT -> Ordering.holds(left, "<", right);
                case LE -> Ordering.holds(left, "<=", right);
                case GT -> Ordering.holds(left, ">", right);
                case GE -> Ordering.holds(left, ">=", right);
            };
        }

        @Override
        public List<Node> children() {
            List<Node> children = new ArrayList<>(List.of(first));
            children.addAll(others);
            return children;
        }
    }

    record Conditional(Node test, Node then, @Nullable Node otherwise) implements Node {
        @Override
        public @Nullable Object evaluate(Frame frame) {
            if (Value.isTrue(test.evaluate(frame))) {
                return then.evaluate(frame);
            }
            // Jinja2 is lenient here even where undefined values are refused
            return otherwise != null
                    ? otherwise.evaluate(frame)
                    : new Undefined(
                            "the inline if-expression evaluated to false and no else section was defined.",
                            "UndefinedError",
                            false);
        }

        @Override
        public List<Node> children() {
            return otherwise == null ? List.of(test, then) : List.of(test, then, otherwise);
        }
    }
}
