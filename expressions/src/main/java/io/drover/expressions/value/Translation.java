package io.drover.expressions.value;

import io.drover.expressions.ExpressionException;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Python's {@code str.maketrans} and {@code str.translate}: characters replaced by a table of their codes. */
final class Translation {
    private Translation() {}

    /** A table of one mapping, or of two texts of equal length and a third one with characters to leave out. */
    static PythonDict table(@Nullable Object from, @Nullable Object to, @Nullable Object without, Meter meter) {
        PythonDict table = new PythonDict();
        if (to == null) {
            if (!(Undefined.refuse(from) instanceof Map<?, ?> map)) {
                throw new ExpressionException(
                        "TypeError", "if you give only one argument to maketrans it must be a dict");
            }
            map.forEach((key, value) -> table.put(code(Value.of(key)), value));
            return table;
        }
        Iterator<@Nullable Object> old = Iteration.over(Value.text(from, "the characters"), meter);
        Iterator<@Nullable Object> replacements = Iteration.over(Value.text(to, "their replacements"), meter);
        while (old.hasNext() && replacements.hasNext()) {
            table.put(code(old.next()), code(replacements.next()));
        }
        if (old.hasNext() || replacements.hasNext()) {
            throw new ExpressionException("ValueError", "the first two maketrans arguments must have equal length");
        }
        if (without != null) {
            Value.text(without, "the characters to leave out").codePoints().forEach(c -> table.put((long) c, null));
        }
        return table;
    }

    private static Object code(@Nullable Object key) {
        Object plain = Markup.strip(key);
        if (plain instanceof String text) {
            if (Iteration.length(text) != 1) {
                throw new ExpressionException("ValueError", "string keys in translate table must be of length 1");
            }
            return (long) text.codePointAt(0);
        }
        if (plain != null && Value.isInteger(plain)) {
            return plain;
        }
        throw new ExpressionException("TypeError", "keys in translate table must be strings or integers");
    }

    static String apply(String text, @Nullable Object table, Meter meter) {
        Object codes = Markup.strip(Undefined.refuse(table));
        StringBuilder out = new StringBuilder(text.length());
        Iterator<@Nullable Object> characters = Iteration.over(text, meter);
        while (characters.hasNext()) {
            String character = (String) java.util.Objects.requireNonNull(characters.next());
            out.append(meter.made(replaced(character, codes)));
        }
        return out.toString();
    }

    private static String replaced(String character, @Nullable Object table) {
        long code = character.codePointAt(0);
        Object replacement = Mappings.ABSENT;
        if (table instanceof Map<?, ?> map) {
            replacement = Mappings.get(map, code);
        } else if (table instanceof List<?> || table instanceof String || table instanceof PythonBytes) {
            replacement = Subscript.get(table, code);
        } else {
            throw new ExpressionException("TypeError", "'" + Value.typeName(table) + "' object is not subscriptable");
        }
        if (replacement == Mappings.ABSENT) {
            return character;
        }
        Object plain = Markup.strip(Value.of(replacement));
        if (plain == null) {
            return "";
        }
        if (plain instanceof String text) {
            return text;
        }
        if (plain instanceof Long number && number >= 0 && number <= Character.MAX_CODE_POINT) {
            return Character.toString((int) number.longValue());
        }
        throw new ExpressionException("TypeError", "character mapping must return integer, None or str");
    }
}
