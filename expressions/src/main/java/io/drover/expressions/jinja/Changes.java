package io.drover.expressions.jinja;

import io.drover.expressions.value.Meter;
import io.drover.expressions.value.PythonDict;
import io.drover.expressions.value.PythonList;
import io.drover.expressions.value.Tuple;
import io.drover.expressions.value.Value;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Texts that may change a list or mapping they were given: they work on copies, so that the caller's values stay as they are. */
final class Changes {
    private static final Set<String> METHODS = Set.of(
            "append",
            "extend",
            "insert",
            "remove",
            "pop",
            "clear",
            "reverse",
            "sort",
            "update",
            "setdefault",
            "popitem");

    private Changes() {}

    /** Whether the expression names a method that changes its object. */
    static boolean in(Node node) {
        boolean named = (node instanceof Node.Attribute attribute && METHODS.contains(attribute.name()))
                || (node instanceof Node.Constant constant
                        && constant.value() instanceof String text
                        && METHODS.contains(text));
        return named || node.children().stream().anyMatch(Changes::in);
    }

    /** Whether any expression of the body does. */
    static boolean in(Statement.Body body) {
        return body.parts().stream().anyMatch(part -> in(part.statement()));
    }

    private static boolean in(Statement statement) {
        if (statement instanceof Statement.Output output) {
            return in(output.expression());
        }
        if (statement instanceof Statement.If condition) {
            return condition.tests().stream().anyMatch(Changes::in)
                    || condition.bodies().stream().anyMatch(Changes::in)
                    || in(condition.otherwise());
        }
        if (statement instanceof Statement.For loop) {
            return in(loop.iterable())
                    || (loop.filter() != null && in(loop.filter()))
                    || in(loop.body())
                    || in(loop.otherwise());
        }
        if (statement instanceof Statement.Set set) {
            return in(set.value());
        }
        // the rest is rare: a copy too many does no harm
        return !(statement instanceof Statement.Data);
    }

    /** The context with all its lists and mappings copied. */
    static Map<String, @Nullable Object> copy(Map<String, ? extends @Nullable Object> context, Meter meter) {
        Map<String, @Nullable Object> copy = new HashMap<>();
        context.forEach((name, value) -> copy.put(name, copied(value, meter)));
        return copy;
    }

    private static @Nullable Object copied(@Nullable Object value, Meter meter) {
        meter.step();
        if (value instanceof Map<?, ?> map) {
            meter.enter();
            PythonDict copy = new PythonDict();
            map.forEach((key, member) -> copy.put(Value.of(key), copied(member, meter)));
            meter.leave();
            return copy;
        }
        if (value instanceof List<?> list && !(list instanceof Tuple)) {
            meter.enter();
            PythonList copy = new PythonList(list.size());
            list.forEach(element -> copy.add(copied(element, meter)));
            meter.leave();
            return copy;
        }
        return value;
    }
}
