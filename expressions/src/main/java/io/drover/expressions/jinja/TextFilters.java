package io.drover.expressions.jinja;

import io.drover.expressions.ExpressionException;
import io.drover.expressions.value.Arithmetic;
import io.drover.expressions.value.ExpressionFunction;
import io.drover.expressions.value.HtmlText;
import io.drover.expressions.value.Iteration;
import io.drover.expressions.value.Markup;
import io.drover.expressions.value.Meter;
import io.drover.expressions.value.MethodTable;
import io.drover.expressions.value.Ordering;
import io.drover.expressions.value.PythonJson;
import io.drover.expressions.value.PythonText;
import io.drover.expressions.value.Quoted;
import io.drover.expressions.value.Signature;
import io.drover.expressions.value.Subscript;
import io.drover.expressions.value.TextMethods;
import io.drover.expressions.value.Tuple;
import io.drover.expressions.value.Undefined;
import io.drover.expressions.value.Value;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Jinja2's filters for texts; a value that is no text is written as one first. */
final class TextFilters {
    private static final String HEXADECIMAL = "0123456789ABCDEF";
    private static final long USUAL_LEEWAY = 5L;
    private static final String REPLACE = "replace(s, old, new, count=None)";
    private static final String XML_ATTRIBUTES = "xmlattr(d, autospace=True)";
    private static final String URLIZE =
            "urlize(value, trim_url_limit=None, nofollow=False, target=None, rel=None, extra_schemes=None)";

    private TextFilters() {}

    static Map<String, ExpressionFunction> functions() {
        return new MethodTable()
                .with("string(object)", (meter, a) -> a[0] instanceof Markup ? a[0] : text(a, meter))
                .with(
                        "upper(s)",
                        (meter, a) -> like(a[0], meter.made(text(a, meter).toUpperCase(Locale.ROOT))))
                .with(
                        "lower(s)",
                        (meter, a) -> like(a[0], meter.made(text(a, meter).toLowerCase(Locale.ROOT))))
                .with("title(s)", (meter, a) -> meter.made(title(text(a, meter))))
                .with("capitalize(s)", (meter, a) -> like(a[0], meter.made(TextMethods.capitalize(text(a, meter)))))
                .with(
                        "trim(value, chars=None)",
                        (meter, a) -> like(a[0], TextMethods.strip(text(a, meter), a[1], true, true)))
                .with(
                        "center(value, width=80)",
                        (meter, a) -> like(
                                a[0], TextMethods.center(text(a, meter), Value.integer(a[1], "width"), " ", meter)))
                .with(
                        "replace",
                        new EscapingFilter(
                                Signature.function(REPLACE, (meter, a) -> replaced(a, meter)),
                                Signature.function(REPLACE, TextFilters::replacedInHtml)))
                .with("truncate(s, length=255, killwords=False, end='...', leeway=None)", TextFilters::truncate)
                .with("indent(s, width=4, first=False, blank=False)", TextFilters::indent)
                .with("wordcount(s)", (meter, a) -> wordCount(text(a, meter)))
                .with(
                        "wordwrap(s, width=79, break_long_words=True, wrapstring=None, break_on_hyphens=True)",
                        (meter, a) -> WordWrap.wrap(
                                Value.text(a[0], "the value"),
                                width(a[1]),
                                Value.isTrue(a[2]),
                                a[3] == null ? "\n" : PythonText.str(a[3], meter),
                                Value.isTrue(a[4]),
                                meter))
                .with("format(value, *args, **kwargs)", (meter, a) -> {
                    Tuple positional = (Tuple) java.util.Objects.requireNonNull(a[1]);
                    boolean both = !positional.isEmpty() && Value.isTrue(a[2]);
                    if (both) {
                        throw new ExpressionException(
                                "FilterArgumentError",
                                "can't handle positional and keyword arguments at the same time");
                    }
                    Object format = a[0] instanceof Markup ? a[0] : text(a, meter);
                    return Arithmetic.modulo(format, Value.isTrue(a[2]) ? a[2] : positional, meter);
                })
                .with("escape(s)", (meter, a) -> a[0] instanceof Markup ? a[0] : Markup.escape(text(a, meter), meter))
                .alias("e", "escape")
                .with("forceescape(value)", (meter, a) -> Markup.escape(text(a, meter), meter))
                .with("safe(value)", (meter, a) -> new Markup(text(a, meter)))
                .with("striptags(value)", (meter, a) -> HtmlText.withoutTags(text(a, meter), meter))
                .with(
                        "urlize",
                        new EscapingFilter(
                                Signature.function(URLIZE, TextFilters::urlize),
                                Signature.function(URLIZE, (meter, a) -> new Markup(urlize(meter, a)))))
                .with("urlencode(value)", TextFilters::urlEncode)
                .with(
                        "xmlattr",
                        new EscapingFilter(
                                Signature.function(XML_ATTRIBUTES, TextFilters::xmlAttributes),
                                Signature.function(XML_ATTRIBUTES, (meter, a) -> new Markup(xmlAttributes(meter, a)))))
                .with("tojson(value, indent=None)", TextFilters::toJson)
                .with("pprint(value)", (meter, a) -> PrettyPrint.format(a[0], meter))
                .functions();
    }

    private static String text(@Nullable Object[] arguments, Meter meter) {
        return PythonText.str(arguments[0], meter);
    }

    private static long width(@Nullable Object width) {
        return width instanceof Double number
                ? (long) Math.floor(number)
                : Value.clamped(width, "width", Integer.MAX_VALUE);
    }

    private static String replaced(@Nullable Object[] a, Meter meter) {
        return TextMethods.replace(
                text(a, meter),
                PythonText.str(a[1], meter),
                PythonText.str(a[2], meter),
                a[3] == null ? -1 : Value.integer(a[3], "count"),
                meter);
    }

    /** As soon as one of the texts is HTML, all are made so. */
    private static Object replacedInHtml(Meter meter, @Nullable Object[] a) {
        boolean html = false;
        for (int i = 0; i < 3; i++) {
            html |= a[i] instanceof Markup;
        }
        if (!html) {
            return replaced(a, meter);
        }
        @Nullable Object[] all = a.clone();
        all[0] = html(a[0], meter);
        all[1] = PythonText.str(a[1], meter); // what is looked for stays as it is
        all[2] = html(a[2], meter);
        return new Markup(replaced(all, meter));
    }

    private static String html(@Nullable Object value, Meter meter) {
        String text = PythonText.str(value, meter);
        return value instanceof Markup ? text : Markup.escape(text, meter).text();
    }

    /** Marked as HTML where the value was. */
    private static Object like(@Nullable Object value, String made) {
        return value instanceof Markup ? new Markup(made) : made;
    }

    private static String title(String text) {
        StringBuilder out = new StringBuilder(text.length());
        int at = 0;
        while (at < text.length()) {
            int end = at;
            while (end < text.length() && !separatesWords(text.charAt(end))) {
                end++;
            }
            if (end > at) {
                int second = text.offsetByCodePoints(at, 1);
                out.append(text.substring(at, second).toUpperCase(Locale.ROOT))
                        .append(text.substring(second, end).toLowerCase(Locale.ROOT));
            }
            while (end < text.length() && separatesWords(text.charAt(end))) {
                out.append(text.charAt(end++));
            }
            at = end;
        }
        return out.toString();
    }

    private static boolean separatesWords(char c) {
        return TextMethods.isBlank(c) || "-({[<".indexOf(c) >= 0;
    }

    private static @Nullable Object truncate(Meter meter, @Nullable Object[] a) {
        Object value = Undefined.refuse(a[0]);
        String end = Value.text(a[3], "end");
        Object leeway = a[4] == null ? (Object) USUAL_LEEWAY : a[4];
        long endLength = Iteration.length(end);
        if (Ordering.compare(a[1], endLength, ">=") < 0) {
            throw new ExpressionException(
                    "AssertionError", "expected length >= " + endLength + ", got " + Quoted.str(a[1]));
        }
        if (Ordering.compare(leeway, 0L, ">=") < 0) {
            throw new ExpressionException("AssertionError", "expected leeway >= 0, got " + Quoted.str(leeway));
        }
        if (Ordering.compare(Iteration.length(value), Arithmetic.add(a[1], leeway, meter), "<=") <= 0) {
            return value;
        }
        long length = Value.integer(a[1], "length");
        String text = Value.text(value, "the value");
        String cut = (String) Subscript.slice(text, 0L, length - endLength, null, meter);
        if (Value.isTrue(a[2])) {
            return like(value, cut + end);
        }
        int blank = cut.lastIndexOf(' ');
        return like(value, (blank < 0 ? cut : cut.substring(0, blank)) + end);
    }

    private static Object indent(Meter meter, @Nullable Object[] a) {
        String text = Value.text(a[0], "the value");
        String indention;
        if (Value.isText(a[1])) {
            indention = PythonText.str(a[1], meter);
        } else {
            long width = Value.integer(a[1], "width");
            meter.text(Math.max(0, width));
            indention = " ".repeat((int) Math.max(0, width));
        }
        boolean first = Value.isTrue(a[2]);
        boolean blank = Value.isTrue(a[3]);
        List<?> lines = TextMethods.splitLines(text + "\n", false, meter);
        meter.text((long) lines.size() * indention.length() + text.length());
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < lines.size(); i++) {
            String line = String.valueOf(lines.get(i));
            boolean indented = i == 0 ? first : blank || !line.isEmpty();
            out.append(i == 0 ? "" : "\n").append(indented ? indention : "").append(line);
        }
        return like(a[0], out.toString());
    }

    private static long wordCount(String text) {
        long count = 0;
        boolean inWord = false;
        for (int c : text.codePoints().toArray()) {
            boolean letter = Character.isLetterOrDigit(c) || c == '_';
            count += letter && !inWord ? 1 : 0;
            inWord = letter;
        }
        return count;
    }

    private static String urlize(Meter meter, @Nullable Object[] a) {
        List<String> schemes = a[5] == null
                ? List.of()
                : Iteration.list(a[5], meter).stream()
                        .map(scheme -> Value.text(scheme, "a scheme"))
                        .toList();
        Urlize links = Urlize.of(
                a[1] == null ? null : Value.clamped(a[1], "trim_url_limit", Integer.MAX_VALUE),
                Value.isTrue(a[2]),
                Value.isTrue(a[3]) ? PythonText.str(a[3], meter) : null,
                a[4] == null ? "" : PythonText.str(a[4], meter),
                schemes,
                meter);
        String html = a[0] instanceof Markup markup
                ? markup.text()
                : Markup.escape(text(a, meter), meter).text();
        return meter.made(links.links(html));
    }

    private static Object urlEncode(Meter meter, @Nullable Object[] a) {
        Object value = Undefined.refuse(a[0]);
        if (Value.isText(value) || !Iteration.isIterable(value)) {
            return meter.made(quoted(PythonText.str(value, meter), "/"));
        }
        StringBuilder out = new StringBuilder();
        if (value instanceof Map<?, ?> map) {
            map.forEach((key, member) -> pair(out, key, member, meter));
        } else {
            Iterator<@Nullable Object> pairs = Iteration.over(value, meter);
            while (pairs.hasNext()) {
                List<@Nullable Object> pair = Iteration.list(pairs.next(), meter);
                if (pair.size() != 2) {
                    throw new ExpressionException("ValueError", "urlencode takes pairs of name and value");
                }
                pair(out, pair.get(0), pair.get(1), meter);
            }
        }
        return meter.made(out.toString());
    }

    private static void pair(StringBuilder out, @Nullable Object key, @Nullable Object value, Meter meter) {
        meter.step();
        out.append(out.isEmpty() ? "" : "&")
                .append(quoted(PythonText.str(key, meter), "").replace("%20", "+"))
                .append('=')
                .append(quoted(PythonText.str(value, meter), "").replace("%20", "+"));
    }

    private static String quoted(String text, String safe) {
        StringBuilder out = new StringBuilder(text.length() + 16);
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            int c = b & 0xff;
            boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
            boolean digit = c >= '0' && c <= '9';
            if (letter || digit || "_.-~".indexOf(c) >= 0 || safe.indexOf(c) >= 0) {
                out.append((char) c);
            } else {
                out.append('%').append(HEXADECIMAL.charAt(c >> 4)).append(HEXADECIMAL.charAt(c & 15));
            }
        }
        return out.toString();
    }

    private static String xmlAttributes(Meter meter, @Nullable Object[] a) {
        if (!(Undefined.refuse(a[0]) instanceof Map<?, ?> map)) {
            throw new ExpressionException("TypeError", "xmlattr takes a mapping, not " + Value.typeName(a[0]));
        }
        StringBuilder out = new StringBuilder();
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            meter.step();
            Object value = Value.of(entry.getValue());
            if (value != null && !(value instanceof Undefined)) {
                String name = Value.text(entry.getKey(), "an attribute's name");
                if (name.chars().anyMatch(c -> TextMethods.isBlank(c) || "/>=".indexOf(c) >= 0)) {
                    throw new ExpressionException(
                            "ValueError", "Invalid character in attribute name: " + Quoted.repr(name));
                }
                String text = value instanceof Markup markup
                        ? meter.made(markup.text())
                        : Markup.escape(PythonText.str(value, meter), meter).text();
                out.append(out.isEmpty() && !Value.isTrue(a[1]) ? "" : " ")
                        .append(Markup.escape(name, meter).text())
                        .append("=\"")
                        .append(text)
                        .append('"');
            }
        }
        return out.toString();
    }

    private static Object toJson(Meter meter, @Nullable Object[] a) {
        String indent = null;
        if (a[1] != null) {
            indent = Value.isText(a[1])
                    ? PythonText.str(a[1], meter)
                    : " ".repeat((int) Math.max(0, Math.min(1000, Value.integer(a[1], "indent"))));
        }
        String json =
                PythonJson.write(a[0], new PythonJson.Layout(indent, true, indent == null ? ", " : ",", ": "), meter);
        return new Markup(meter.made(json.replace("<", "\\u003c")
                .replace(">", "\\u003e")
                .replace("&", "\\u0026")
                .replace("'", "\\u0027")));
    }
}
