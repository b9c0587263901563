package io.drover.expressions.yaql;

import io.drover.expressions.ExpressionException;
import io.drover.expressions.value.DictView;
import io.drover.expressions.value.Iteration;
import io.drover.expressions.value.Mappings;
import io.drover.expressions.value.Meter;
import io.drover.expressions.value.PythonDict;
import io.drover.expressions.value.PythonList;
import io.drover.expressions.value.Quoted;
import io.drover.expressions.value.Tuple;
import io.drover.expressions.value.Value;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Functions of mappings; none changes the one it is given. */
final class DictFunctions {
    private DictFunctions() {}

    static FunctionTable table() {
        return new FunctionTable()
                .function("dict(*args:pair) without keywords", (scope, a) -> dict(pairs(a[0]), scope.meter()))
                .function("dict(items:iter) without keywords", DictFunctions::ofPairs)
                .method(
                        "toDict(collection:iter, keySelector:lambda, valueSelector:lambda=null)",
                        DictFunctions::ofCollection)
                .method(
                        "get(dict:dict, key:any, default:any=null)",
                        (scope, a) -> get(Argument.mapping(a[0]), a[1], a[2]))
                .method("set(dict:dict, key:any, value:any) without keywords", DictFunctions::set)
                .method(
                        "set(dict:dict, replacements:dict) without keywords",
                        (scope, a) -> Operators.add(a[0], a[1], scope.meter()))
                .method(
                        "set(dict:dict, *args:pair) without keywords",
                        (scope, a) -> Operators.add(a[0], dict(pairs(a[1]), scope.meter()), scope.meter()))
                .method("keys(dict:dict)", (scope, a) -> view(a[0], DictView.Kind.KEYS))
                .method("values(dict:dict)", (scope, a) -> view(a[0], DictView.Kind.VALUES))
                .method("items(dict:dict)", (scope, a) -> view(a[0], DictView.Kind.ITEMS))
                .method("containsKey(dict:dict, key:any)", (scope, a) -> has(Argument.mapping(a[0]), a[1]))
                .method(
                        "containsValue(dict:dict, value:any)",
                        (scope, a) -> Operators.contains(view(a[0], DictView.Kind.VALUES), a[1], scope.meter()))
                .both("len(dict:dict)", (scope, a) ->
                        (long) Argument.mapping(a[0]).size())
                .method(
                        "delete(dict:dict, *keys:any)",
                        (scope, a) -> without(a[0], Argument.rest(a[1]).iterator(), scope.meter()))
                .method(
                        "deleteAll(dict:dict, keys:iter)",
                        (scope, a) -> without(a[0], Sequences.elements(a[1], scope.meter()), scope.meter()))
                .method(
                        "mergeWith(dict:dict, another:dict, listMerger:lambda=null, itemMerger:lambda=null, maxLevels:int=0)",
                        Merge::run);
    }

    private static Stream<KeyAndValue> pairs(@Nullable Object arguments) {
        return Argument.rest(arguments).stream().map(pair -> (KeyAndValue) Objects.requireNonNull(pair));
    }

    /** A mapping of these pairs. */
    static PythonDict dict(Stream<KeyAndValue> pairs, Meter meter) {
        PythonDict dict = new PythonDict();
        pairs.forEach(pair -> {
            meter.step();
            dict.put(pair.key(), pair.value());
        });
        return dict;
    }

    private static PythonDict ofPairs(Scope scope, @Nullable Object[] a) {
        PythonDict dict = new PythonDict();
        Iterator<@Nullable Object> elements = Sequences.elements(a[0], scope.meter());
        while (elements.hasNext()) {
            List<@Nullable Object> pair = parts(elements.next(), scope.meter());
            if (pair.size() < 2) {
                throw new ExpressionException(
                        "StopIteration", "dict() needs pairs of key and value, found " + Text.shown(pair));
            }
            dict.put(pair.get(0), pair.get(1));
        }
        return dict;
    }

    /** The parts of a pair: elements of a list, characters of a text, keys of a mapping. */
    private static List<@Nullable Object> parts(@Nullable Object pair, Meter meter) {
        if (pair instanceof List<?> list) {
            return new ArrayList<>(list);
        }
        return pair instanceof Ordered || pair instanceof Memorized
                ? Sequences.list(pair, meter)
                : Iteration.list(pair, meter);
    }

    private static PythonDict ofCollection(Scope scope, @Nullable Object[] a) {
        Lambda values = (Lambda) a[2];
        PythonDict dict = new PythonDict();
        Iterator<@Nullable Object> elements = Sequences.elements(a[0], scope.meter());
        while (elements.hasNext()) {
            Object element = elements.next();
            Object key = Argument.lambda(a[1]).call(element);
            dict.put(key, values == null ? element : values.call(element));
        }
        return dict;
    }

    /** The value of a key that has to be there. */
    static @Nullable Object required(Map<?, ?> map, @Nullable Object key) {
        Object value = Mappings.get(map, key);
        if (value == Mappings.ABSENT) {
            throw new ExpressionException("KeyError", Quoted.repr(key));
        }
        return value;
    }

    static @Nullable Object get(Map<?, ?> map, @Nullable Object key, @Nullable Object byDefault) {
        Object value = isComposed(key) ? Mappings.ABSENT : Mappings.get(map, key);
        return value == Mappings.ABSENT ? byDefault : value;
    }

    private static boolean has(Map<?, ?> map, @Nullable Object key) {
        return !isComposed(key) && Mappings.has(map, key);
    }

    /** Whether it is of a kind that is allowed as a key in the original, but that no mapping given out has. */
    private static boolean isComposed(@Nullable Object key) {
        return key instanceof Map || key instanceof Set;
    }

    private static PythonDict set(Scope scope, @Nullable Object[] a) {
        scope.meter().steps(Argument.mapping(a[0]).size());
        PythonDict changed = new PythonDict(Argument.mapping(a[0]));
        changed.put(a[1], a[2]);
        return changed;
    }

    private static DictView view(@Nullable Object map, DictView.Kind kind) {
        return new DictView(Argument.mapping(map), kind);
    }

    private static PythonDict without(@Nullable Object map, Iterator<?> keys, Meter meter) {
        meter.steps(Argument.mapping(map).size());
        PythonDict left = new PythonDict(Argument.mapping(map));
        while (keys.hasNext()) {
            Object key = keys.next();
            if (has(left, key)) {
                left.keySet().removeIf(present -> Operators.equal(present, key));
            }
        }
        return left;
    }

    /** Two mappings as one, at every depth. */
    private record Merge(@Nullable Lambda lists, @Nullable Lambda items, Meter meter) {
        static PythonDict run(Scope scope, @Nullable Object[] a) {
            return new Merge((Lambda) a[2], (Lambda) a[3], scope.meter())
                    .merge(Argument.mapping(a[0]), Argument.mapping(a[1]), Argument.whole(a[4]));
        }

        private PythonDict merge(Map<?, ?> left, Map<?, ?> right, long levels) {
            meter.enter();
            PythonDict merged = new PythonDict();
            left.forEach((key, value) -> {
                meter.step();
                Object other = Mappings.get(right, key);
                merged.put(key, other == Mappings.ABSENT ? value : merge(value, other, levels));
            });
            right.forEach((key, value) -> {
                if (!Mappings.has(merged, key)) {
                    merged.put(key, value);
                }
            });
            meter.leave();
            return merged;
        }

        private @Nullable Object merge(@Nullable Object left, @Nullable Object right, long levels) {
            if (levels != 1 && right instanceof Map<?, ?> more) {
                if (left instanceof Map<?, ?> some) {
                    return merge(some, more, levels == 0 ? 0 : levels - 1);
                }
                throw mismatch(left, right);
            }
            if (levels != 1 && right instanceof List) {
                if (!(left instanceof List)) {
                    throw mismatch(left, right);
                }
                return lists == null ? distinct(left, right) : lists.call(left, right);
            }
            return items == null ? right : items.call(left, right);
        }

        private Tuple distinct(@Nullable Object left, @Nullable Object right) {
            FrozenSet all = FrozenSet.of(Sequences.elements(Operators.add(left, right, meter), meter));
            return Tuple.copyOf(new PythonList(all));
        }

        private static ExpressionException mismatch(@Nullable Object left, @Nullable Object right) {
            return new ExpressionException(
                    "TypeError", "Cannot merge " + Value.typeName(left) + " with " + Value.typeName(right));
        }
    }
}
