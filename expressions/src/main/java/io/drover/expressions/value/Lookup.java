package io.drover.expressions.value;

import org.jspecify.annotations.Nullable;

/**
 * A text that is looked up only when it is used, and whose attributes are such texts, too: with {@code st2kv.system.a.b}
 * nobody asks for {@code st2kv.system.a}. Wherever it is used it is the plain text, and in calculations with numbers the
 * number that the text says.
 */
public interface Lookup extends HasAttributes {

    /** The text; null where this is only the way to others. */
    @Nullable
    String text();

    /** How messages call it, such as {@code st2kv.system.a}. */
    String path();

    @Override
    default String typeName() {
        return path();
    }

    /** The value as it is used: a lookup's text. */
    static @Nullable Object settled(@Nullable Object value) {
        if (value instanceof Lookup lookup) {
            String text = lookup.text();
            return text == null ? lookup : text;
        }
        return value;
    }

    /** The value as it is calculated with, together with another one that is no lookup's text. */
    static @Nullable Object operand(@Nullable Object value, @Nullable Object other) {
        Object settled = settled(value);
        boolean calculates = value instanceof Lookup && (other instanceof Lookup || !Value.isText(other));
        if (!calculates || !(settled instanceof String text)) {
            return settled;
        }
        Object whole = PythonFloat.parseInteger(text, 10);
        Object number = whole == null ? PythonFloat.parse(text) : whole;
        return number == null ? text : number;
    }
}
