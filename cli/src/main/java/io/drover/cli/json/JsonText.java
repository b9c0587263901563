package io.drover.cli.json;

import java.math.BigDecimal;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes plain values as JSON text. */
public final class JsonText {
    private static final String INDENT = "    ";

    private final StringBuilder text = new StringBuilder();
    private final boolean spread;

    private JsonText(boolean spread) {
        this.spread = spread;
    }

    /** {@return the value on one line} */
    public static String compact(@Nullable Object value) {
        return of(value, false);
    }

    /** {@return the value over several lines, indented by four} */
    public static String pretty(@Nullable Object value) {
        return of(value, true);
    }

    private static String of(@Nullable Object value, boolean spread) {
        JsonText writer = new JsonText(spread);
        writer.write(value, "");
        return writer.text.toString();
    }

    private void write(@Nullable Object value, String indent) {
        if (value instanceof Map<?, ?> members) {
            object(members, indent);
        } else if (value instanceof List<?> elements) {
            array(elements, indent);
        } else if (value instanceof CharSequence characters) {
            quote(characters);
        } else if (value instanceof BigDecimal number) {
            text.append(number.scale() > 20 ? number.toString() : number.toPlainString());
        } else {
            text.append(value);
        }
    }

    private void object(Map<?, ?> members, String indent) {
        if (members.isEmpty()) {
            text.append("{}");
            return;
        }
        text.append('{');
        Iterator<? extends Map.Entry<?, ?>> entries = members.entrySet().iterator();
        while (entries.hasNext()) {
            Map.Entry<?, ?> member = entries.next();
            newLine(indent + INDENT);
            quote(String.valueOf(member.getKey()));
            text.append(": ");
            write(member.getValue(), indent + INDENT);
            separate(entries.hasNext());
        }
        newLine(indent);
        text.append('}');
    }

    private void array(List<?> elements, String indent) {
        if (elements.isEmpty()) {
            text.append("[]");
            return;
        }
        text.append('[');
        Iterator<?> rest = elements.iterator();
        while (rest.hasNext()) {
            newLine(indent + INDENT);
            write(rest.next(), indent + INDENT);
            separate(rest.hasNext());
        }
        newLine(indent);
        text.append(']');
    }

    private void newLine(String indent) {
        if (spread) {
            text.append('\n').append(indent);
        }
    }

    private void separate(boolean more) {
        if (more) {
            text.append(spread ? "," : ", ");
        }
    }

    private void quote(CharSequence characters) {
        text.append('"');
        for (int i = 0; i < characters.length(); i++) {
            char c = characters.charAt(i);
            switch (c) {
                case '"' -> text.append("\\\"");
                case '\\' -> text.append("\\\\");
                case '\n' -> text.append("\\n");
                case '\r' -> text.append("\\r");
                case '\t' -> text.append("\\t");
                default -> {
                    if (Character.isISOControl(c)) {
                        text.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
                    } else {
                        text.append(c);
                    }
                }
            }
        }
        text.append('"');
    }
}
