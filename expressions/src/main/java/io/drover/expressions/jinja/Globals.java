package io.drover.expressions.jinja;

import io.drover.expressions.ExpressionException;
import io.drover.expressions.value.Arguments;
import io.drover.expressions.value.ExpressionFunction;
import io.drover.expressions.value.HasAttributes;
import io.drover.expressions.value.Mappings;
import io.drover.expressions.value.Members;
import io.drover.expressions.value.Meter;
import io.drover.expressions.value.MethodTable;
import io.drover.expressions.value.PythonDict;
import io.drover.expressions.value.PythonRange;
import io.drover.expressions.value.Signature;
import io.drover.expressions.value.Value;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** Jinja2's global functions. */
final class Globals {
    private static final List<String> WORDS = List.of(
            "lorem ipsum dolor sit amet consectetur adipiscing elit sed do eiusmod tempor incididunt ut labore et dolore magna aliqua"
                    .split(" ", -1));

    private Globals() {}

    static Map<String, ExpressionFunction> functions() {
        return new MethodTable()
                .with("range", Globals::range)
                .with("dict", new Type("dict", Globals::dict))
                .with("namespace", new Type("jinja2.utils.Namespace", arguments -> new Namespace(dict(arguments))))
                .with(
                        "cycler",
                        new Type(
                                "jinja2.utils.Cycler",
                                Signature.function(
                                        "cycler(*items)",
                                        (meter, a) -> new Cycler((List<?>) java.util.Objects.requireNonNull(a[0])))))
                .with(
                        "joiner",
                        new Type(
                                "jinja2.utils.Joiner",
                                Signature.function("joiner(sep=', ')", (meter, a) -> new Joiner(a[0]))))
                .with("lipsum(n=5, html=True, min=20, max=100)", Globals::lipsum)
                .functions();
    }

    /** A class of Python: called, it gives one of its objects. */
    private record Type(String name, ExpressionFunction constructor) implements ExpressionFunction, HasAttributes {
        @Override
        public @Nullable Object call(Arguments arguments) {
            return constructor.call(arguments);
        }

        @Override
        public @Nullable Object attribute(String attribute) {
            return attribute.equals("fromkeys") && name.equals("dict")
                    ? Members.attribute(new PythonDict(), attribute, true)
                    : Mappings.ABSENT;
        }

        @Override
        public String typeName() {
            return "type";
        }

        @Override
        public String inText() {
            return "<class '" + name + "'>";
        }
    }

    private static Object range(Arguments arguments) {
        List<? extends @Nullable Object> a = arguments.positional();
        if (!arguments.named().isEmpty()) {
            throw new ExpressionException("TypeError", "range() takes no keyword arguments");
        }
        if (a.isEmpty() || a.size() > 3) {
            throw new ExpressionException("TypeError", "range expected 1 to 3 arguments, got " + a.size());
        }
        long first = Value.integer(a.get(0), "range");
        long start = a.size() == 1 ? 0 : first;
        long stop = a.size() == 1 ? first : Value.integer(a.get(1), "range");
        long step = a.size() < 3 ? 1 : Value.integer(a.get(2), "range");
        if (step == 0) {
            throw new ExpressionException("ValueError", "range() arg 3 must not be zero");
        }
        long bound = 1L << 40;
        if (Math.abs(start) > bound || Math.abs(stop) > bound || Math.abs(step) > bound) {
            throw new ExpressionException("OverflowError", "Range too big. Use numbers below " + bound);
        }
        arguments.meter().repeat(PythonRange.count(start, stop, step));
        return new PythonRange(start, stop, step);
    }

    private static PythonDict dict(Arguments arguments) {
        PythonDict dict = new PythonDict();
        if (arguments.positional().size() > 1) {
            throw new ExpressionException(
                    "TypeError",
                    "dict expected at most 1 argument, got "
                            + arguments.positional().size());
        }
        for (Object entries : arguments.positional()) {
            ExpressionFunction update =
                    (ExpressionFunction) java.util.Objects.requireNonNull(Members.attribute(dict, "update", true));
            update.call(Arguments.of(arguments.meter(), entries));
        }
        dict.putAll(arguments.named());
        return dict;
    }

    private static Object lipsum(Meter meter, @Nullable Object[] a) {
        long paragraphs = Value.integer(a[0], "n");
        boolean html = Value.isTrue(a[1]);
        long least = Math.max(1, Value.integer(a[2], "min"));
        long most = Math.max(least + 1, Value.integer(a[3], "max"));
        meter.repeat(Math.max(0, paragraphs) * most);
        StringBuilder out = new StringBuilder();
        for (long i = 0; i < paragraphs; i++) {
            long words = ThreadLocalRandom.current().nextLong(least, most);
            out.append(i == 0 ? "" : html ? "\n" : "\n\n")
                    .append(html ? "<p>" : "")
                    .append("Lorem ipsum");
            for (long w = 2; w < words; w++) {
                out.append(' ').append(WORDS.get(ThreadLocalRandom.current().nextInt(WORDS.size())));
            }
            out.append('.').append(html ? "</p>" : "");
        }
        return meter.made(out.toString());
    }

    /** Values that take turns. */
    private static final class Cycler implements HasAttributes {
        private final List<?> items;
        private int position;

        private Cycler(List<?> items) {
            if (items.isEmpty()) {
                throw new ExpressionException("RuntimeError", "at least one item has to be provided");
            }
            this.items = items;
        }

        @Override
        public @Nullable Object attribute(String name) {
            return switch (name) {
                case "current" -> items.get(position);
                case "next" -> (ExpressionFunction) arguments -> next();
                case "reset" -> (ExpressionFunction) arguments -> reset();
                default -> Mappings.ABSENT;
            };
        }

        private @Nullable Object next() {
            Object item = items.get(position);
            position = (position + 1) % items.size();
            return item;
        }

        private @Nullable Object reset() {
            position = 0;
            return null;
        }

        @Override
        public String typeName() {
            return "Cycler";
        }
    }

    /** Gives nothing when first called, a separator from then on. */
    private static final class Joiner implements ExpressionFunction, HasAttributes {
        private final @Nullable Object separator;
        private boolean used;

        private Joiner(@Nullable Object separator) {
            this.separator = separator;
        }

        @Override
        public @Nullable Object call(Arguments arguments) {
            Object text = used ? separator : "";
            used = true;
            return text;
        }

        @Override
        public @Nullable Object attribute(String name) {
            return switch (name) {
                case "sep" -> separator;
                case "used" -> used;
                default -> Mappings.ABSENT;
            };
        }

        @Override
        public String typeName() {
            return "Joiner";
        }
    }
}
