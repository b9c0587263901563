package io.drover.expressions.value;

import io.drover.expressions.ExpressionException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/** Methods of texts. Positions and lengths count characters, not halves of them. */
public final class TextMethods {
    static final Map<String, ExpressionFunction> TABLE = new MethodTable()
            .with("upper(self)", (meter, a) -> meter.made(text(a).toUpperCase(Locale.ROOT)))
            .with("lower(self)", (meter, a) -> meter.made(text(a).toLowerCase(Locale.ROOT)))
            .with(
                    "casefold(self)",
                    (meter, a) -> meter.made(text(a).toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT)))
            .with("title(self)", (meter, a) -> meter.made(title(text(a))))
            .with("capitalize(self)", (meter, a) -> meter.made(capitalize(text(a))))
            .with("swapcase(self)", (meter, a) -> meter.made(swapCase(text(a))))
            .with("strip(self, chars=None)", (meter, a) -> strip(text(a), a[1], true, true))
            .with("lstrip(self, chars=None)", (meter, a) -> strip(text(a), a[1], true, false))
            .with("rstrip(self, chars=None)", (meter, a) -> strip(text(a), a[1], false, true))
            .with("removeprefix(self, prefix)", (meter, a) -> {
                String prefix = Value.text(a[1], "a prefix");
                return text(a).startsWith(prefix) ? text(a).substring(prefix.length()) : text(a);
            })
            .with("removesuffix(self, suffix)", (meter, a) -> {
                String suffix = Value.text(a[1], "a suffix");
                return text(a).endsWith(suffix) ? text(a).substring(0, text(a).length() - suffix.length()) : text(a);
            })
            .with("startswith(self, prefix, start=None, end=None)", (meter, a) -> {
                String part = part(a, 2, meter);
                boolean nowhere = isNowhere(a);
                return anyOf(a[1], prefix -> !nowhere && part.startsWith(prefix));
            })
            .with("endswith(self, suffix, start=None, end=None)", (meter, a) -> {
                String part = part(a, 2, meter);
                boolean nowhere = isNowhere(a);
                return anyOf(a[1], suffix -> !nowhere && part.endsWith(suffix));
            })
            .with("find(self, sub, start=None, end=None)", (meter, a) -> find(a, false, meter))
            .with("rfind(self, sub, start=None, end=None)", (meter, a) -> find(a, true, meter))
            .with("index(self, sub, start=None, end=None)", (meter, a) -> found(find(a, false, meter)))
            .with("rindex(self, sub, start=None, end=None)", (meter, a) -> found(find(a, true, meter)))
            .with("count(self, sub, start=None, end=None)", (meter, a) -> {
                long count = count(part(a, 2, meter), Value.text(a[1], "a text to count"), meter);
                return isNowhere(a) ? 0 : count;
            })
            .with(
                    "replace(self, old, new, count=-1)",
                    (meter, a) -> replace(
                            text(a),
                            Value.text(a[1], "the text to replace"),
                            Value.text(a[2], "the replacement"),
                            Value.integer(a[3], "count"),
                            meter))
            .with(
                    "split(self, sep=None, maxsplit=-1)",
                    (meter, a) -> split(text(a), a[1], Value.integer(a[2], "maxsplit"), meter))
            .with(
                    "rsplit(self, sep=None, maxsplit=-1)",
                    (meter, a) -> rsplit(text(a), a[1], Value.integer(a[2], "maxsplit"), meter))
            .with(
                    "splitlines(self, keepends=False)",
                    (meter, a) -> splitLines(text(a), Value.integer(a[1], "keepends") != 0, meter))
            .with(
                    "encode(self, encoding='utf-8', errors='strict')",
                    (meter, a) -> PythonBytes.encoded(text(a), a[1], a[2], meter))
            .with("maketrans(self, x, y=None, z=None)", (meter, a) -> Translation.table(a[1], a[2], a[3], meter))
            .with("translate(self, table)", (meter, a) -> Translation.apply(text(a), a[1], meter))
            .with(
                    "partition(self, sep)",
                    (meter, a) -> partition(text(a), Value.text(a[1], "a separator"), false, meter))
            .with(
                    "rpartition(self, sep)",
                    (meter, a) -> partition(text(a), Value.text(a[1], "a separator"), true, meter))
            .with("join(self, iterable)", (meter, a) -> join(text(a), Iteration.list(a[1], meter), meter))
            .with(
                    "center(self, width, fillchar=' ')",
                    (meter, a) -> center(text(a), Value.integer(a[1], "a width"), a[2], meter))
            .with("ljust(self, width, fillchar=' ')", (meter, a) -> text(a) + fill(text(a), a, meter))
            .with("rjust(self, width, fillchar=' ')", (meter, a) -> fill(text(a), a, meter) + text(a))
            .with("zfill(self, width)", (meter, a) -> zeroFill(text(a), Value.integer(a[1], "a width"), meter))
            .with(
                    "expandtabs(self, tabsize=8)",
                    (meter, a) -> expandTabs(text(a), Value.integer(a[1], "tabsize"), meter))
            .with(
                    "format",
                    arguments -> BraceFormat.format(
                            Value.text(arguments.positional().get(0), "a format"),
                            arguments
                                    .positional()
                                    .subList(1, arguments.positional().size()),
                            arguments.named(),
                            arguments.meter()))
            .with(
                    "format_map(self, mapping)",
                    (meter, a) -> BraceFormat.format(
                            text(a), List.of(), a[1] instanceof Map<?, ?> map ? map : Map.of(), meter))
            .with("isdigit(self)", (meter, a) -> all(text(a), Character::isDigit))
            .with("isdecimal(self)", (meter, a) -> all(text(a), Character::isDigit))
            .with("isnumeric(self)", (meter, a) -> all(text(a), TextMethods::isNumeric))
            .with("isalpha(self)", (meter, a) -> all(text(a), Character::isLetter))
            .with("isalnum(self)", (meter, a) -> all(text(a), c -> Character.isLetter(c) || isNumeric(c)))
            .with("isspace(self)", (meter, a) -> all(text(a), TextMethods::isBlank))
            .with("isascii(self)", (meter, a) -> text(a).chars().allMatch(c -> c < 128))
            .with("isprintable(self)", (meter, a) -> text(a).codePoints().noneMatch(Character::isISOControl))
            .with("islower(self)", (meter, a) -> isLower(text(a)))
            .with("isupper(self)", (meter, a) -> isUpper(text(a)))
            .with(
                    "istitle(self)",
                    (meter, a) -> text(a).codePoints().anyMatch(TextMethods::isCased)
                            && title(text(a)).equals(text(a)))
            .with(
                    "isidentifier(self)",
                    (meter, a) -> !text(a).isEmpty()
                            && Character.isUnicodeIdentifierStart(text(a).codePointAt(0))
                            && text(a).codePoints().allMatch(Character::isUnicodeIdentifierPart))
            .functions();

    private static final String LINE_ENDS = "\n\r\u000b\f\u001c\u001d\u001e\u0085\u2028\u2029";

    private TextMethods() {}

    private static String text(@Nullable Object[] arguments) {
        return (String) Objects.requireNonNull(arguments[0]);
    }

    /** Whether Python counts the character as white space. */
    public static boolean isBlank(int c) {
        return Character.isWhitespace(c) || c == '\u00a0' || c == '\u0085' || c == '\u2007' || c == '\u202f';
    }

    private static boolean isNumeric(int c) {
        int type = Character.getType(c);
        return type == Character.DECIMAL_DIGIT_NUMBER
                || type == Character.LETTER_NUMBER
                || type == Character.OTHER_NUMBER;
    }

    /** Every word's first letter large, the others small; a word is a run of letters. */
    public static String title(String text) {
        StringBuilder out = new StringBuilder(text.length());
        boolean inWord = false;
        for (int c : text.codePoints().toArray()) {
            out.append(inWord ? Character.toString(c).toLowerCase(Locale.ROOT) : titled(c));
            inWord = isCased(c);
        }
        return out.toString();
    }

    /** The first letter large, the others small. */
    public static String capitalize(String text) {
        if (text.isEmpty()) {
            return text;
        }
        int end = text.offsetByCodePoints(0, 1);
        return titled(text.codePointAt(0)) + text.substring(end).toLowerCase(Locale.ROOT);
    }

    /** The letter as it begins a word: {@code ß} becomes {@code Ss}. */
    private static String titled(int letter) {
        int title = Character.toTitleCase(letter);
        if (title != letter) {
            return Character.toString(title);
        }
        String upper = Character.toString(letter).toUpperCase(Locale.ROOT);
        int end = upper.offsetByCodePoints(0, 1);
        return upper.substring(0, end) + upper.substring(end).toLowerCase(Locale.ROOT);
    }

    private static boolean isCased(int c) {
        return Character.isUpperCase(c) || Character.isLowerCase(c) || Character.isTitleCase(c);
    }

    private static String swapCase(String text) {
        StringBuilder out = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            String letter = Character.toString(c);
            boolean upper = Character.isUpperCase(c);
            String swapped = upper ? letter.toLowerCase(Locale.ROOT) : letter.toUpperCase(Locale.ROOT);
            out.append(Character.isTitleCase(c) ? letter : swapped);
        });
        return out.toString();
    }

    /** Without white space, or without the given characters, at the ends. */
    public static String strip(String text, @Nullable Object characters, boolean left, boolean right) {
        String set = characters == null ? null : Value.text(characters, "the characters to strip");
        IntPredicate stripped = c -> set == null ? isBlank(c) : set.indexOf(c) >= 0;
        int start = 0;
        int end = text.length();
        while (left && start < end && stripped.test(text.codePointAt(start))) {
            start = text.offsetByCodePoints(start, 1);
        }
        while (right && end > start && stripped.test(text.codePointBefore(end))) {
            end = text.offsetByCodePoints(end, -1);
        }
        return text.substring(start, end);
    }

    private static boolean anyOf(@Nullable Object parts, java.util.function.Predicate<String> test) {
        if (parts instanceof Tuple tuple) {
            return tuple.stream().anyMatch(part -> test.test(Value.text(part, "a prefix or suffix")));
        }
        return test.test(Value.text(parts, "a prefix or suffix"));
    }

    private static String part(@Nullable Object[] a, int from, Meter meter) {
        if (a[from] == null && a[from + 1] == null) {
            return text(a);
        }
        return (String) Subscript.slice(text(a), a[from], a[from + 1], null, meter);
    }

    /** Whether the part from start to end ends before it begins, so that not even the empty text is there. */
    private static boolean isNowhere(@Nullable Object[] a) {
        long length = Iteration.length(text(a));
        long start = a[2] == null ? 0 : absolute(a[2], length);
        long end = a[3] == null ? length : Math.min(length, absolute(a[3], length));
        return start > end;
    }

    private static long absolute(@Nullable Object bound, long length) {
        long position = Value.clamped(bound, "a position", Integer.MAX_VALUE);
        return position < 0 ? Math.max(0, position + length) : position;
    }

    private static long find(@Nullable Object[] a, boolean last, Meter meter) {
        String text = text(a);
        String sub = Value.text(a[1], "the text to find");
        meter.steps(text.length() / 256);
        String part = part(a, 2, meter);
        meter.search(part, sub);
        int index = last ? part.lastIndexOf(sub) : part.indexOf(sub);
        if (index < 0 || isNowhere(a)) {
            return -1;
        }
        return part.codePointCount(0, index) + (a[2] == null ? 0 : absolute(a[2], Iteration.length(text)));
    }

    private static long found(long index) {
        if (index < 0) {
            throw new ExpressionException("ValueError", "substring not found");
        }
        return index;
    }

    private static long count(String text, String sub, Meter meter) {
        meter.search(text, sub);
        if (sub.isEmpty()) {
            return Iteration.length(text) + 1;
        }
        long count = 0;
        for (int i = text.indexOf(sub); i >= 0; i = text.indexOf(sub, i + sub.length())) {
            count++;
        }
        return count;
    }

    /** The text with the first {@code count} occurrences replaced, all of them if negative. */
    public static String replace(String text, String old, String replacement, long count, Meter meter) {
        long times = Math.min(count < 0 ? Long.MAX_VALUE : count, count(text, old, meter));
        long length = text.length() + times * (replacement.length() - old.length());
        meter.text(Math.max(length, 0));
        if (times == 0) {
            return text;
        }
        StringBuilder out = new StringBuilder((int) length);
        int from = 0;
        for (long i = 0; i < times; i++) {
            int next = !old.isEmpty() ? text.indexOf(old, from) : i == 0 ? 0 : text.offsetByCodePoints(from, 1);
            out.append(text, from, next).append(replacement);
            from = next + old.length();
        }
        return out.append(text, from, text.length()).toString();
    }

    /** Python's {@code split}: at the separator, or at runs of white space where none is given. */
    public static PythonList split(String text, @Nullable Object separator, long limit, Meter meter) {
        meter.text(text.length());
        PythonList parts = new PythonList();
        long left = limit < 0 ? Long.MAX_VALUE : limit;
        int from = 0;
        if (separator == null) {
            while (true) {
                while (from < text.length() && isBlank(text.charAt(from))) {
                    from++;
                }
                if (from == text.length()) {
                    return parts;
                }
                int end = from;
                while (end < text.length() && !isBlank(text.charAt(end))) {
                    end++;
                }
                meter.step();
                if (left-- == 0) {
                    parts.add(text.substring(from));
                    return parts;
                }
                parts.add(text.substring(from, end));
                from = end;
            }
        }
        String at = separator(separator);
        meter.search(text, at);
        for (int next = text.indexOf(at); next >= 0 && left > 0; next = text.indexOf(at, from)) {
            meter.step();
            parts.add(text.substring(from, next));
            from = next + at.length();
            left--;
        }
        parts.add(text.substring(from));
        return parts;
    }

    private static PythonList rsplit(String text, @Nullable Object separator, long limit, Meter meter) {
        if (limit < 0) {
            return split(text, separator, limit, meter);
        }
        if (separator == null) {
            String mirrored = new StringBuilder(text).reverse().toString();
            PythonList parts = split(mirrored, null, limit, meter);
            parts.replaceAll(part -> new StringBuilder((String) Objects.requireNonNull(part))
                    .reverse()
                    .toString());
            java.util.Collections.reverse(parts);
            return parts;
        }
        String at = separator(separator);
        meter.search(text, at);
        PythonList parts = new PythonList();
        int end = text.length();
        for (long i = 0; i < limit; i++) {
            int previous = end < at.length() ? -1 : text.lastIndexOf(at, end - at.length());
            if (previous < 0) {
                break;
            }
            meter.step();
            parts.add(0, text.substring(previous + at.length(), end));
            end = previous;
        }
        parts.add(0, text.substring(0, end));
        return parts;
    }

    private static String separator(@Nullable Object separator) {
        String text = Value.text(separator, "a separator");
        if (text.isEmpty()) {
            throw new ExpressionException("ValueError", "empty separator");
        }
        return text;
    }

    /** The text's lines; no empty one after the last line end. */
    public static PythonList splitLines(String text, boolean keepEnds, Meter meter) {
        meter.text(text.length());
        PythonList lines = new PythonList();
        int from = 0;
        while (from < text.length()) {
            int end = from;
            while (end < text.length() && LINE_ENDS.indexOf(text.charAt(end)) < 0) {
                end++;
            }
            int next = text.startsWith("\r\n", end) ? end + 2 : Math.min(end + 1, text.length());
            meter.step();
            lines.add(text.substring(from, keepEnds ? next : end));
            from = next;
        }
        return lines;
    }

    private static Tuple partition(String text, String separator, boolean last, Meter meter) {
        meter.search(text, separator);
        int at = last ? text.lastIndexOf(separator(separator)) : text.indexOf(separator(separator));
        if (at < 0) {
            return last ? Tuple.of("", "", text) : Tuple.of(text, "", "");
        }
        return Tuple.of(text.substring(0, at), separator, text.substring(at + separator.length()));
    }

    private static String join(String separator, List<@Nullable Object> parts, Meter meter) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < parts.size(); i++) {
            Object part = Markup.strip(Undefined.refuse(parts.get(i)));
            if (!(part instanceof String text)) {
                throw new ExpressionException(
                        "TypeError",
                        "sequence item " + i + ": expected str instance, " + Value.typeName(part) + " found");
            }
            meter.text((long) text.length() + separator.length());
            out.append(i == 0 ? "" : separator).append(text);
        }
        return out.toString();
    }

    /** The text in the middle of a wider one. */
    public static String center(String text, long width, @Nullable Object filling, Meter meter) {
        meter.text(Math.max(0, width));
        long missing = Math.max(0, width - Iteration.length(text));
        long left = missing / 2 + (missing & width & 1);
        String fill = filling(filling);
        return fill.repeat((int) left) + text + fill.repeat((int) (missing - left));
    }

    private static String fill(String text, @Nullable Object[] a, Meter meter) {
        long width = Value.integer(a[1], "a width");
        meter.text(Math.max(0, width));
        return filling(a[2]).repeat((int) Math.max(0, width - Iteration.length(text)));
    }

    private static String filling(@Nullable Object filling) {
        String fill = Value.text(filling, "the fill character");
        if (Iteration.length(fill) != 1) {
            throw new ExpressionException("TypeError", "The fill character must be exactly one character long");
        }
        return fill;
    }

    private static String zeroFill(String text, long width, Meter meter) {
        meter.text(Math.max(0, width));
        int sign = text.startsWith("-") || text.startsWith("+") ? 1 : 0;
        String zeros = "0".repeat((int) Math.max(0, width - Iteration.length(text)));
        return text.substring(0, sign) + zeros + text.substring(sign);
    }

    private static String expandTabs(String text, long size, Meter meter) {
        StringBuilder out = new StringBuilder();
        long column = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\t') {
                long blanks = size <= 0 ? 0 : size - column % size;
                meter.text(blanks);
                out.append(" ".repeat((int) blanks));
                column += blanks;
            } else {
                out.append(c);
                column = c == '\n' || c == '\r' ? 0 : column + 1;
            }
        }
        return meter.made(out.toString());
    }

    private static boolean all(String text, IntPredicate test) {
        return !text.isEmpty() && text.codePoints().allMatch(test);
    }

    /** Whether the text has letters and no large ones. */
    public static boolean isLower(String text) {
        return text.codePoints().anyMatch(Character::isLowerCase)
                && text.codePoints().noneMatch(c -> Character.isUpperCase(c) || Character.isTitleCase(c));
    }

    /** Whether the text has letters and no small ones. */
    public static boolean isUpper(String text) {
        return text.codePoints().anyMatch(Character::isUpperCase)
                && text.codePoints().noneMatch(c -> Character.isLowerCase(c) || Character.isTitleCase(c));
    }
}
