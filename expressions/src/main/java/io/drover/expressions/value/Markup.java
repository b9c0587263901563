package io.drover.expressions.value;

import org.jspecify.annotations.Nullable;

/** Text that is known to be HTML already and is not escaped again; otherwise it behaves as its text does. */
public record Markup(String text) {
    /** Plain text, marked as HTML after its special characters are replaced. */
    public static Markup escape(String plain) {
        StringBuilder out = new StringBuilder(plain.length() + 16);
        for (int i = 0; i < plain.length(); i++) {
            char c = plain.charAt(i);
            switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&#34;");
                case '\'' -> out.append("&#39;");
                default -> out.append(c);
            }
        }
        return new Markup(out.toString());
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
