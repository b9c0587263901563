package io.drover.expressions.value;

import org.jspecify.annotations.Nullable;

/** Text that is known to be HTML already and is not escaped again; otherwise it behaves as its text does. */
public record Markup(String text) {
    /** Plain text, marked as HTML after its special characters are replaced; charged before it is made. */
    public static Markup escape(String plain, Meter meter) {
        long length = plain.length();
        for (int i = 0; i < plain.length(); i++) {
            String entity = entity(plain.charAt(i));
            length += entity == null ? 0 : entity.length() - 1;
        }
        meter.text(length);
        if (length == plain.length()) {
            return new Markup(plain);
        }
        StringBuilder out = new StringBuilder((int) length);
        for (int i = 0; i < plain.length(); i++) {
            char c = plain.charAt(i);
            String entity = entity(c);
            if (entity == null) {
                out.append(c);
            } else {
                out.append(entity);
            }
        }
        return new Markup(out.toString());
    }

    /** What a special character is replaced with; null for any other. */
    private static @Nullable String entity(char c) {
        return switch (c) {
            case '&' -> "&amp;";
            case '<' -> "&lt;";
            case '>' -> "&gt;";
            case '"' -> "&#34;";
            case '\'' -> "&#39;";
            default -> null;
        };
    }

    /** The value with the mark taken off if it is marked. */
    public static @Nullable Object strip(@Nullable Object value) {
        return value instanceof Markup markup ? markup.text() : value;
    }

    @Override
    public String toString() {
        return text;
    }
}
