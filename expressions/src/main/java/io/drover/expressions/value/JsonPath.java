package io.drover.expressions.value;

import io.drover.expressions.ExpressionException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A path into nested lists and mappings, in the dialect rule criteria and {@code jsonpath_query} are written in: {@code a.b}, {@code 'quoted name'}, {@code ["name"]}, {@code [0]}, {@code [1:3]}, {@code [*]},
 * {@code *}, {@code a..b}, {@code a,b}, {@code x | y}, an optional {@code $} in front.
 */
public final class JsonPath {
    private static final TextCache<JsonPath> CACHE = new TextCache<>(1024);

    private final List<List<Step>> alternatives;

    private JsonPath(List<List<Step>> alternatives) {
        this.alternatives = alternatives;
    }

    /**
     * The path of a text.
     *
     * @throws ExpressionException of kind JsonPathError if it is none
     */
    public static JsonPath parse(String text) {
        return CACHE.get(text, path -> new JsonPath(new Parser(path).alternatives()));
    }

    /** Everything the path leads to, in the order of the data; an element that is there and null counts. Charged a step for each place that is looked at. */
    public List<@Nullable Object> find(@Nullable Object root, Meter meter) {
        List<@Nullable Object> found = new ArrayList<>();
        for (List<Step> steps : alternatives) {
            List<@Nullable Object> reached = new ArrayList<>();
            reached.add(root);
            for (Step step : steps) {
                List<@Nullable Object> next = new ArrayList<>();
                for (Object value : reached) {
                    step.follow(value, next, meter);
                }
                reached = next;
            }
            found.addAll(reached);
        }
        return found;
    }

    private sealed interface Step {
        void follow(@Nullable Object value, List<@Nullable Object> found, Meter meter);
    }

    private record Fields(List<String> names) implements Step {
        @Override
        public void follow(@Nullable Object value, List<@Nullable Object> found, Meter meter) {
            meter.step();
            if (value instanceof Map<?, ?> map) {
                for (String name : names) {
                    Object member = Mappings.get(map, name);
                    if (member != Mappings.ABSENT) {
                        found.add(member);
                    }
                }
            }
        }
    }

    private record AllFields() implements Step {
        @Override
        public void follow(@Nullable Object value, List<@Nullable Object> found, Meter meter) {
            meter.step();
            if (value instanceof Map<?, ?> map) {
                meter.steps(map.size());
                found.addAll(map.values());
            }
        }
    }

    private record Index(long position) implements Step {
        @Override
        public void follow(@Nullable Object value, List<@Nullable Object> found, Meter meter) {
            meter.step();
            if (value instanceof List<?> list) {
                long absolute = position < 0 ? position + list.size() : position;
                if (absolute >= 0 && absolute < list.size()) {
                    found.add(list.get((int) absolute));
                }
            }
        }
    }

    private record Slice(
            @Nullable Long start,
            @Nullable Long stop,
            @Nullable Long step) implements Step {
        @Override
        public void follow(@Nullable Object value, List<@Nullable Object> found, Meter meter) {
            // what is no list counts as a list of itself
            List<?> list = value instanceof List<?> elements ? elements : Tuple.of(value);
            meter.steps(list.size());
            Object part = Subscript.slice(Tuple.copyOf(list), start, stop, step, meter);
            found.addAll((Tuple) part);
        }
    }

    private record Descendants(Step last) implements Step {
        @Override
        public void follow(@Nullable Object value, List<@Nullable Object> found, Meter meter) {
            meter.enter();
            last.follow(value, found, meter);
            if (value instanceof Map<?, ?> map) {
                map.values().forEach(member -> follow(member, found, meter));
            } else if (value instanceof List<?> list) {
                list.forEach(element -> follow(element, found, meter));
            }
            meter.leave();
        }
    }

    private static final class Parser {
        private final String text;
        private int at;

        private Parser(String text) {
            this.text = text;
        }

        private List<List<Step>> alternatives() {
            List<List<Step>> all = new ArrayList<>();
            do {
                all.add(steps());
            } while (accept('|'));
            skipBlanks();
            if (at < text.length()) {
                throw error("unexpected '" + text.charAt(at) + "'");
            }
            return all;
        }

        private List<Step> steps() {
            List<Step> steps = new ArrayList<>();
            boolean root = accept('$');
            if (!root && !next('[') && !next('.')) {
                steps.add(fields());
            }
            while (true) {
                if (next('[')) {
                    at++;
                    steps.add(bracket());
                } else if (next('.')) {
                    at++;
                    boolean descendants = next('.');
                    at += descendants ? 1 : 0;
                    Step step = next('[') ? bracketAfterDot() : fields();
                    steps.add(descendants ? new Descendants(step) : step);
                } else {
                    return steps;
                }
            }
        }

        private Step bracketAfterDot() {
            at++;
            return bracket();
        }

        private Step fields() {
            skipBlanks();
            if (accept('*')) {
                return new AllFields();
            }
            List<String> names = new ArrayList<>();
            do {
                names.add(name());
            } while (accept(','));
            return new Fields(List.copyOf(names));
        }

        private String name() {
            skipBlanks();
            if (at < text.length() && (text.charAt(at) == '\'' || text.charAt(at) == '"')) {
                int close = text.indexOf(text.charAt(at), at + 1);
                if (close < 0) {
                    throw error("the quoted name has no end");
                }
                String quoted = text.substring(at + 1, close);
                at = close + 1;
                return quoted;
            }
            int start = at;
            while (at < text.length() && isPartOfName(text.charAt(at))) {
                at++;
            }
            if (at == start) {
                throw error("a name is missing");
            }
            return text.substring(start, at);
        }

        private static boolean isPartOfName(char c) {
            return Character.isLetterOrDigit(c) || c == '_' || c == '-' || c == '@';
        }

        private Step bracket() {
            skipBlanks();
            Step step;
            if (accept('*')) {
                step = new Slice(null, null, null);
            } else if (next('\'') || next('"') || (at < text.length() && Character.isLetter(text.charAt(at)))) {
                step = fields();
            } else {
                step = indexOrSlice();
            }
            if (!accept(']')) {
                throw error("']' is missing");
            }
            return step;
        }

        private Step indexOrSlice() {
            Long start = number();
            if (!accept(':')) {
                if (start == null) {
                    throw error("a position is missing");
                }
                return new Index(start);
            }
            Long stop = number();
            Long step = accept(':') ? number() : null;
            return new Slice(start, stop, step);
        }

        private @Nullable Long number() {
            skipBlanks();
            int start = at;
            if (next('-')) {
                at++;
            }
            while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
                at++;
            }
            if (at == start) {
                return null;
            }
            String digits = text.substring(start, at);
            if (digits.equals("-") || digits.length() > 10) {
                throw error("'" + digits + "' is no position");
            }
            return Long.valueOf(digits);
        }

        private boolean next(char c) {
            return at < text.length() && text.charAt(at) == c;
        }

        private boolean accept(char c) {
            skipBlanks();
            if (next(c)) {
                at++;
                return true;
            }
            return false;
        }

        private void skipBlanks() {
            while (next(' ')) {
                at++;
            }
        }

        private ExpressionException error(String problem) {
            return new ExpressionException(
                    "JsonPathError", "the path '" + text + "' can't be read: " + problem + " at position " + at);
        }
    }
}
