package io.drover.expressions.value;

import io.drover.expressions.ExpressionException;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Methods of mappings. */
final class DictMethods {
    static final Map<String, ExpressionFunction> TABLE = new MethodTable()
            .with("get(self, key, default=None)", (meter, a) -> {
                Object value = Mappings.get(mapping(a[0]), Undefined.refuse(a[1]));
                return value == Mappings.ABSENT ? a[2] : Value.of(value);
            })
            .with("keys(self)", (meter, a) -> new DictView(mapping(a[0]), DictView.Kind.KEYS))
            .with("values(self)", (meter, a) -> new DictView(mapping(a[0]), DictView.Kind.VALUES))
            .with("items(self)", (meter, a) -> new DictView(mapping(a[0]), DictView.Kind.ITEMS))
            .with("copy(self)", (meter, a) -> {
                meter.steps(mapping(a[0]).size());
                return new PythonDict(mapping(a[0]));
            })
            .with("update(self, other=None, **members)", (meter, a) -> {
                PythonDict own = own(a[0]);
                if (a[1] != null) {
                    addAll(own, a[1], meter);
                }
                addAll(own, a[2], meter);
                return null;
            })
            .with("setdefault(self, key, default=None)", (meter, a) -> {
                Object value = Mappings.get(own(a[0]), a[1]);
                if (value == Mappings.ABSENT) {
                    own(a[0]).put(a[1], a[2]);
                    return a[2];
                }
                return Value.of(value);
            })
            .with("pop", arguments -> {
                List<? extends @Nullable Object> a = arguments.positional();
                if (a.size() < 2) {
                    throw new ExpressionException("TypeError", "pop expected at least 1 argument, got 0");
                }
                Object key = Mappings.presentKey(own(a.get(0)), a.get(1));
                if (key != Mappings.ABSENT) {
                    return own(a.get(0)).remove(key);
                }
                if (a.size() > 2) {
                    return a.get(2);
                }
                throw new ExpressionException("KeyError", Quoted.repr(a.get(1)));
            })
            .with("popitem(self)", (meter, a) -> {
                PythonDict own = own(a[0]);
                if (own.isEmpty()) {
                    throw new ExpressionException("KeyError", "'popitem(): dictionary is empty'");
                }
                Object last = null;
                for (Object key : own.keySet()) {
                    meter.step();
                    last = key;
                }
                return Tuple.of(last, own.remove(last));
            })
            .with("clear(self)", (meter, a) -> {
                own(a[0]).clear();
                return null;
            })
            .with("fromkeys(self, keys, value=None)", (meter, a) -> {
                PythonDict dict = new PythonDict();
                Iteration.list(a[1], meter).forEach(key -> dict.put(Markup.strip(key), a[2]));
                return dict;
            })
            .functions();

    private DictMethods() {}

    /** Puts the entries of a mapping, or of a list of pairs, into the target. */
    static void addAll(PythonDict target, @Nullable Object entries, Meter meter) {
        if (entries instanceof Map<?, ?> map) {
            meter.steps(map.size());
            map.forEach((key, value) -> target.put(Value.of(key), value));
            return;
        }
        Iterator<@Nullable Object> pairs = Iteration.over(entries, meter);
        while (pairs.hasNext()) {
            List<@Nullable Object> pair = Iteration.list(pairs.next(), meter);
            if (pair.size() != 2) {
                throw new ExpressionException(
                        "ValueError",
                        "dictionary update sequence element has length " + pair.size() + "; 2 is required");
            }
            target.put(pair.get(0), pair.get(1));
        }
    }

    private static Map<?, ?> mapping(@Nullable Object self) {
        return (Map<?, ?>) Objects.requireNonNull(self);
    }

    private static PythonDict own(@Nullable Object mapping) {
        if (mapping instanceof PythonDict own) {
            return own;
        }
        throw new ExpressionException(
                "TypeError",
                "this mapping belongs to the data and can't be changed; change a copy, such as dict(value)");
    }
}
