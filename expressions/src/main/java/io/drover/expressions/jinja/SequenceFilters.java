package io.drover.expressions.jinja;

import io.drover.expressions.ExpressionException;
import io.drover.expressions.value.Arguments;
import io.drover.expressions.value.Arithmetic;
import io.drover.expressions.value.Equality;
import io.drover.expressions.value.ExpressionFunction;
import io.drover.expressions.value.Generator;
import io.drover.expressions.value.Iteration;
import io.drover.expressions.value.Markup;
import io.drover.expressions.value.Members;
import io.drover.expressions.value.Meter;
import io.drover.expressions.value.MethodTable;
import io.drover.expressions.value.Ordering;
import io.drover.expressions.value.PythonList;
import io.drover.expressions.value.PythonText;
import io.drover.expressions.value.Quoted;
import io.drover.expressions.value.Signature;
import io.drover.expressions.value.Tuple;
import io.drover.expressions.value.Undefined;
import io.drover.expressions.value.Value;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Jinja2's filters for lists, mappings and other sequences, and those for values of any kind. */
final class SequenceFilters {
    private static final String JOIN = "join(value, d='', attribute=None)";

    private final Environment environment;

    SequenceFilters(Environment environment) {
        this.environment = environment;
    }

    Map<String, ExpressionFunction> functions() {
        return new MethodTable()
                .with(
                        "default(value, default_value='', boolean=False)",
                        (meter, a) ->
                                a[0] instanceof Undefined || (Value.isTrue(a[2]) && !Value.isTrue(a[0])) ? a[1] : a[0])
                .alias("d", "default")
                .with("attr(obj, name)", (meter, a) -> attribute(a[0], Value.text(a[1], "an attribute's name")))
                .with("length(obj)", (meter, a) -> Iteration.length(a[0]))
                .alias("count", "length")
                .with("list(value)", (meter, a) -> Iteration.list(a[0], meter))
                .with("items(value)", (meter, a) -> new Generator("do_items", () -> items(a[0])))
                .with("first(seq)", (meter, a) -> {
                    Iterator<@Nullable Object> elements = Iteration.over(a[0], meter);
                    return elements.hasNext() ? elements.next() : none("No first item, sequence was empty.");
                })
                .with("last(seq)", (meter, a) -> {
                    List<@Nullable Object> backwards = Iteration.reversed(a[0], meter);
                    return backwards.isEmpty() ? none("No last item, sequence was empty.") : backwards.get(0);
                })
                .with("random(seq)", (meter, a) -> {
                    List<@Nullable Object> elements = Iteration.list(a[0], meter);
                    return elements.isEmpty()
                            ? none("No random item, sequence was empty.")
                            : elements.get(ThreadLocalRandom.current().nextInt(elements.size()));
                })
                .with("reverse(value)", (meter, a) -> {
                    if (!Iteration.isIterable(Undefined.refuse(a[0]))) {
                        throw new ExpressionException("FilterArgumentError", "argument must be iterable");
                    }
                    if (a[0] instanceof Generator || (a[0] instanceof Set)) {
                        PythonList read = Iteration.list(a[0], meter);
                        Collections.reverse(read);
                        return read;
                    }
                    List<@Nullable Object> backwards = Iteration.reversed(a[0], meter);
                    if (!Value.isText(a[0])) {
                        return new Generator("reversed", backwards.iterator());
                    }
                    StringBuilder text = new StringBuilder();
                    backwards.forEach(text::append);
                    return meter.made(text.toString());
                })
                .with("sort(value, reverse=False, case_sensitive=False, attribute=None)", this::sort)
                .with("dictsort(value, case_sensitive=False, by='key', reverse=False)", this::dictSort)
                .with(
                        "unique(value, case_sensitive=False, attribute=None)",
                        (meter, a) -> new Generator("sync_do_unique", () -> unique(meter, a)))
                .with("min(value, case_sensitive=False, attribute=None)", (meter, a) -> extreme(a, -1, meter))
                .with("max(value, case_sensitive=False, attribute=None)", (meter, a) -> extreme(a, 1, meter))
                .with("sum(iterable, attribute=None, start=0)", this::sum)
                .with(
                        "join",
                        new EscapingFilter(
                                Signature.function(JOIN, this::join), Signature.function(JOIN, this::joinHtml)))
                .with("groupby(value, attribute, default=None, case_sensitive=False)", this::groupBy)
                .with(
                        "batch(value, linecount, fill_with=None)",
                        (meter, a) -> new Generator("do_batch", () -> batch(meter, a)))
                .with(
                        "slice(value, slices, fill_with=None)",
                        (meter, a) -> new Generator("sync_do_slice", () -> slice(meter, a)))
                .with("map", this::map)
                .with("select", arguments -> select(arguments, false, true))
                .with("reject", arguments -> select(arguments, false, false))
                .with("selectattr", arguments -> select(arguments, true, true))
                .with("rejectattr", arguments -> select(arguments, true, false))
                .functions();
    }

    private Undefined none(String hint) {
        return new Undefined(hint, "UndefinedError", environment.strict());
    }

    private @Nullable Object attribute(@Nullable Object object, String name) {
        // a member of a mapping is no attribute, so a mapping is looked at without its members
        if (object instanceof Map<?, ?> && !Members.isMethodOfMappings(name) && !name.startsWith("__")) {
            return Undefined.member(object, name, environment.strict());
        }
        return Members.attribute(object, name, environment.strict());
    }

    private static Iterator<@Nullable Object> items(@Nullable Object value) {
        if (value instanceof Undefined) {
            return Collections.emptyIterator();
        }
        if (!(value instanceof Map<?, ?> map)) {
            throw new ExpressionException("TypeError", "Can only get item pairs from a mapping.");
        }
        return map.entrySet().stream()
                .<@Nullable Object>map(entry -> Tuple.of(entry.getKey(), entry.getValue()))
                .iterator();
    }

    /** How to get at one part of an element, named as in {@code attribute='a.0.b'}; the element itself if none is named. */
    private Function<@Nullable Object, @Nullable Object> getter(
            @Nullable Object attribute, @Nullable Object fallback, boolean hasFallback, Meter meter) {
        if (attribute == null) {
            return element -> element;
        }
        List<Object> parts = new ArrayList<>();
        if (attribute instanceof Long index) {
            parts.add(index);
        } else {
            for (String part : PythonText.str(attribute, meter).split("\\.", -1)) {
                boolean index =
                        !part.isEmpty() && part.length() < 10 && part.chars().allMatch(c -> c >= '0' && c <= '9');
                parts.add(index ? (Object) Long.valueOf(part) : part);
            }
        }
        return element -> {
            Object value = element;
            for (Object part : parts) {
                value = Members.item(value, part, environment.strict());
                if (value instanceof Undefined && hasFallback) {
                    value = fallback;
                }
            }
            return value;
        };
    }

    private Function<@Nullable Object, @Nullable Object> getter(@Nullable Object attribute, Meter meter) {
        return getter(attribute, null, false, meter);
    }

    private static @Nullable Object folded(@Nullable Object value, boolean caseSensitive) {
        return !caseSensitive && Value.isText(value)
                ? Value.text(value, "a key").toLowerCase(Locale.ROOT)
                : value;
    }

    /** An element with the key it is sorted, grouped or compared by. */
    private record Keyed(@Nullable Object key, @Nullable Object element) {}

    private static List<Keyed> keyed(
            @Nullable Object value,
            Function<@Nullable Object, @Nullable Object> getter,
            boolean caseSensitive,
            Meter meter) {
        List<Keyed> all = new ArrayList<>();
        Iterator<@Nullable Object> elements = Iteration.over(value, meter);
        while (elements.hasNext()) {
            Object element = elements.next();
            all.add(new Keyed(folded(getter.apply(element), caseSensitive), element));
        }
        return all;
    }

    private static void sortByKey(List<Keyed> all, boolean reverse, Meter meter) {
        meter.steps((long) all.size() * (64 - Long.numberOfLeadingZeros(all.size() + 1L)) / 4);
        Comparator<Keyed> order = (left, right) -> Ordering.natural().compare(left.key(), right.key());
        all.sort(reverse ? order.reversed() : order);
    }

    private static PythonList elements(List<Keyed> all) {
        PythonList elements = new PythonList(all.size());
        all.forEach(keyed -> elements.add(keyed.element()));
        return elements;
    }

    private Object sort(Meter meter, @Nullable Object[] a) {
        boolean caseSensitive = Value.isTrue(a[2]);
        Function<@Nullable Object, @Nullable Object> getter;
        if (a[3] instanceof String names && names.indexOf(',') >= 0) {
            List<Function<@Nullable Object, @Nullable Object>> getters = new ArrayList<>();
            for (String name : names.split(",", -1)) {
                getters.add(getter(name, meter));
            }
            getter = element -> {
                PythonList key = new PythonList(getters.size());
                getters.forEach(one -> key.add(folded(one.apply(element), caseSensitive)));
                return key;
            };
        } else {
            getter = getter(a[3], meter);
        }
        List<Keyed> all = keyed(a[0], getter, caseSensitive, meter);
        sortByKey(all, Value.integer(a[1], "reverse") != 0, meter);
        return elements(all);
    }

    private Object dictSort(Meter meter, @Nullable Object[] a) {
        if (!(Undefined.refuse(a[0]) instanceof Map<?, ?> map)) {
            throw new ExpressionException("TypeError", "'" + Value.typeName(a[0]) + "' object has no items to sort");
        }
        String by = PythonText.str(a[2], meter);
        if (!by.equals("key") && !by.equals("value")) {
            throw new ExpressionException("FilterArgumentError", "You can only sort by either \"key\" or \"value\"");
        }
        List<Keyed> all = new ArrayList<>();
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            meter.step();
            Object key = Value.of(by.equals("key") ? entry.getKey() : entry.getValue());
            all.add(new Keyed(folded(key, Value.isTrue(a[1])), Tuple.of(entry.getKey(), entry.getValue())));
        }
        sortByKey(all, Value.integer(a[3], "reverse") != 0, meter);
        return elements(all);
    }

    private Iterator<@Nullable Object> unique(Meter meter, @Nullable Object[] a) {
        Set<@Nullable Object> seen = new HashSet<>();
        PythonList kept = new PythonList();
        for (Keyed keyed : keyed(a[0], getter(a[2], meter), Value.isTrue(a[1]), meter)) {
            Object key = keyed.key() == null ? null : Equality.key(keyed.key());
            if (seen.add(key)) {
                kept.add(keyed.element());
            }
        }
        return kept.iterator();
    }

    private @Nullable Object extreme(@Nullable Object[] a, int sign, Meter meter) {
        Keyed best = null;
        String operator = sign < 0 ? "<" : ">";
        for (Keyed keyed : keyed(a[0], getter(a[2], meter), Value.isTrue(a[1]), meter)) {
            if (best == null || Ordering.compare(keyed.key(), best.key(), operator) * sign > 0) {
                best = keyed;
            }
        }
        return best == null ? none("No aggregated item, sequence was empty.") : best.element();
    }

    private @Nullable Object sum(Meter meter, @Nullable Object[] a) {
        Function<@Nullable Object, @Nullable Object> getter = getter(a[1], meter);
        Object total = Undefined.refuse(a[2]);
        if (Value.isText(total)) {
            throw new ExpressionException("TypeError", "sum() can't sum strings [use ''.join(seq) instead]");
        }
        Iterator<@Nullable Object> elements = Iteration.over(a[0], meter);
        while (elements.hasNext()) {
            total = Arithmetic.add(total, getter.apply(elements.next()), meter);
        }
        return total;
    }

    private Object join(Meter meter, @Nullable Object[] a) {
        Function<@Nullable Object, @Nullable Object> getter = getter(a[2], meter);
        String separator = PythonText.str(a[1], meter);
        StringBuilder out = new StringBuilder();
        Iterator<@Nullable Object> elements = Iteration.over(a[0], meter);
        boolean first = true;
        while (elements.hasNext()) {
            String text = PythonText.str(getter.apply(elements.next()), meter);
            meter.text((long) text.length() + separator.length());
            out.append(first ? "" : separator).append(text);
            first = false;
        }
        return out.toString();
    }

    /** As soon as the separator or one of the elements is HTML, all are made so. */
    private Object joinHtml(Meter meter, @Nullable Object[] a) {
        Function<@Nullable Object, @Nullable Object> getter = getter(a[2], meter);
        PythonList parts = new PythonList();
        boolean html = a[1] instanceof Markup;
        for (Object element : Iteration.list(a[0], meter)) {
            Object part = getter.apply(element);
            html |= part instanceof Markup;
            parts.add(part);
        }
        if (!html) {
            return join(meter, new @Nullable Object[] {parts, a[1], null});
        }
        parts.replaceAll(part -> inHtml(part, meter));
        return new Markup((String) join(meter, new @Nullable Object[] {parts, inHtml(a[1], meter), null}));
    }

    private static String inHtml(@Nullable Object part, Meter meter) {
        String text = PythonText.str(part, meter);
        return part instanceof Markup ? text : Markup.escape(text, meter).text();
    }

    private Object groupBy(Meter meter, @Nullable Object[] a) {
        boolean caseSensitive = Value.isTrue(a[3]);
        Function<@Nullable Object, @Nullable Object> getter = getter(a[1], a[2], a[2] != null, meter);
        List<Keyed> all = keyed(a[0], getter, caseSensitive, meter);
        sortByKey(all, false, meter);
        PythonList groups = new PythonList();
        int from = 0;
        for (int i = 1; i <= all.size(); i++) {
            if (i == all.size()
                    || !Equality.equal(all.get(i).key(), all.get(from).key())) {
                Object grouper = getter.apply(all.get(from).element());
                groups.add(Tuple.named(List.of("grouper", "list"), grouper, elements(all.subList(from, i))));
                from = i;
            }
        }
        return groups;
    }

    private Iterator<@Nullable Object> batch(Meter meter, @Nullable Object[] a) {
        Undefined.refuse(a[1]);
        PythonList batches = new PythonList();
        PythonList batch = new PythonList();
        for (Object element : Iteration.list(a[0], meter)) {
            if (Equality.equal((long) batch.size(), a[1])) {
                batches.add(batch);
                batch = new PythonList();
            }
            batch.add(element);
        }
        if (!batch.isEmpty()) {
            if (a[2] != null && Ordering.compare((long) batch.size(), a[1], "<") < 0) {
                long missing = Value.integer(a[1], "linecount") - batch.size();
                meter.repeat(missing);
                batch.addAll(Collections.nCopies((int) missing, a[2]));
            }
            batches.add(batch);
        }
        return batches.iterator();
    }

    private Iterator<@Nullable Object> slice(Meter meter, @Nullable Object[] a) {
        List<@Nullable Object> all = Iteration.list(a[0], meter);
        long count = Value.integer(a[1], "slices");
        if (count == 0) {
            throw new ExpressionException("ZeroDivisionError", "integer division or modulo by zero");
        }
        meter.repeat(Math.max(0, count));
        int size = (int) Math.floorDiv(all.size(), count);
        int longer = (int) Math.floorMod(all.size(), count);
        PythonList slices = new PythonList();
        int from = 0;
        for (int i = 0; i < count; i++) {
            int end = from + size + (i < longer ? 1 : 0);
            PythonList slice = new PythonList(all.subList(from, end));
            if (a[2] != null && i >= longer) {
                slice.add(a[2]);
            }
            slices.add(slice);
            from = end;
        }
        return slices.iterator();
    }

    private Object map(Arguments arguments) {
        Object value = firstOf(arguments.positional(), "map");
        return new Generator(
                "sync_do_map", () -> Value.isTrue(value) ? mapped(arguments, value) : Collections.emptyIterator());
    }

    private Iterator<@Nullable Object> mapped(Arguments arguments, @Nullable Object value) {
        Meter meter = arguments.meter();
        List<? extends @Nullable Object> a = arguments.positional();
        Map<String, ? extends @Nullable Object> named = arguments.named();
        Function<@Nullable Object, @Nullable Object> each;
        if (a.size() == 1 && named.containsKey("attribute")) {
            for (String name : named.keySet()) {
                if (!name.equals("attribute") && !name.equals("default")) {
                    throw new ExpressionException(
                            "FilterArgumentError", "Unexpected keyword argument " + Quoted.repr(name));
                }
            }
            Object fallback = named.get("default");
            each = getter(named.get("attribute"), fallback, fallback != null, meter);
        } else {
            if (a.size() < 2) {
                throw new ExpressionException("FilterArgumentError", "map requires a filter argument");
            }
            ExpressionFunction filter = environment.filter(PythonText.str(a.get(1), meter));
            Arguments rest = arguments.skip(2);
            each = element -> {
                meter.step();
                return filter.call(rest.prepend(element));
            };
        }
        return mapped(Iteration.over(value, meter), each);
    }

    private static @Nullable Object firstOf(List<? extends @Nullable Object> arguments, String filter) {
        if (arguments.isEmpty()) {
            throw new ExpressionException("TypeError", filter + "() takes a value");
        }
        return arguments.get(0);
    }

    private static Iterator<@Nullable Object> mapped(
            Iterator<@Nullable Object> source, Function<@Nullable Object, @Nullable Object> each) {
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return source.hasNext();
            }

            @Override
            public @Nullable Object next() {
                return each.apply(source.next());
            }
        };
    }

    private Object select(Arguments arguments, boolean byAttribute, boolean wanted) {
        Object value = firstOf(arguments.positional(), "select");
        // what counts as false has no elements, whatever it is
        return new Generator(
                "select_or_reject",
                () -> Value.isTrue(value)
                        ? chosen(arguments, value, byAttribute, wanted)
                        : Collections.emptyIterator());
    }

    private Iterator<@Nullable Object> chosen(
            Arguments arguments, @Nullable Object value, boolean byAttribute, boolean wanted) {
        Meter meter = arguments.meter();
        List<? extends @Nullable Object> a = arguments.positional();
        int used = 1;
        Function<@Nullable Object, @Nullable Object> getter = element -> element;
        if (byAttribute) {
            if (a.size() < 2) {
                throw new ExpressionException("FilterArgumentError", "Missing parameter for attribute name");
            }
            getter = getter(a.get(1), meter);
            used = 2;
        }
        Predicate<@Nullable Object> test;
        if (a.size() > used) {
            ExpressionFunction named = environment.test(PythonText.str(a.get(used), meter));
            Arguments rest = arguments.skip(used + 1);
            test = element -> Value.isTrue(named.call(rest.prepend(element)));
        } else {
            test = Value::isTrue;
        }
        Function<@Nullable Object, @Nullable Object> part = getter;
        return new Chosen(Iteration.over(value, meter), element -> test.test(part.apply(element)) == wanted);
    }

    /** The elements that pass, found one by one when asked for. */
    private static final class Chosen implements Iterator<@Nullable Object> {
        private final Iterator<@Nullable Object> source;
        private final Predicate<@Nullable Object> test;
        private @Nullable Object next;
        private boolean ready;

        private Chosen(Iterator<@Nullable Object> source, Predicate<@Nullable Object> test) {
            this.source = source;
            this.test = test;
        }

        @Override
        public boolean hasNext() {
            while (!ready && source.hasNext()) {
                next = source.next();
                ready = test.test(next);
            }
            return ready;
        }

        @Override
        public @Nullable Object next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            ready = false;
            return next;
        }
    }
}
