package io.drover.persistence.sql;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * Text as it is stored. PostgreSQL keeps no U+0000, and UTF-8 has no form for half of a surrogate pair; JSON allows both.
 * Such a character is stored as U+E000 and its four hex digits, and so is U+E000 itself; all other text is stored as it is.
 */
public final class StoredText {
    private static final char ESCAPE = '\uE000';
    private static final int DIGITS = 4;

    /** No hex digit, so that no text is stored like a reference. */
    private static final char REFERENCE = '=';

    /** From so many characters on, what the JVM does for many at once is quicker than to look at each, six times for 100 of them. */
    private static final int LONG = 32;

    private StoredText() {}

    /** {@return the form of a text that both databases keep} */
    public static String of(String text) {
        if (text.length() >= LONG && isLatin(text) && text.indexOf(0) < 0) {
            return text;
        }
        for (int i = 0; i < text.length(); i++) {
            if (mustEscape(text, i)) {
                return escaped(text, i);
            }
        }
        return text;
    }

    /** {@return the text whose stored form this is} */
    public static String restored(String stored) {
        int at = stored.indexOf(ESCAPE);
        if (at < 0) {
            return stored;
        }
        StringBuilder text = new StringBuilder(stored.length());
        int copied = 0;
        while (at >= 0 && at + DIGITS < stored.length()) {
            text.append(stored, copied, at).append((char) HexFormat.fromHexDigits(stored, at + 1, at + 1 + DIGITS));
            copied = at + 1 + DIGITS;
            at = stored.indexOf(ESCAPE, copied);
        }
        return text.append(stored, copied, stored.length()).toString();
    }

    /** {@return what stands, in stored form, for a value that is stored elsewhere under a name} */
    public static String reference(String name) {
        return "" + ESCAPE + REFERENCE + name;
    }

    /** {@return whether a stored text is a {@link #reference}} */
    static boolean isReference(String stored) {
        return stored.length() > 1 && stored.charAt(0) == ESCAPE && stored.charAt(1) == REFERENCE;
    }

    /** {@return the name in a {@link #reference}} */
    static String referred(String reference) {
        return reference.substring(2);
    }

    /** {@return whether all characters are below U+0100; what is not would have become a question mark} */
    private static boolean isLatin(String text) {
        return new String(text.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.ISO_8859_1).equals(text);
    }

    private static String escaped(String text, int first) {
        StringBuilder stored = new StringBuilder(text.length() + DIGITS).append(text, 0, first);
        for (int i = first; i < text.length(); i++) {
            char character = text.charAt(i);
            if (mustEscape(text, i)) {
                stored.append(ESCAPE).append(HexFormat.of().toHexDigits(character));
            } else {
                stored.append(character);
            }
        }
        return stored.toString();
    }

    private static boolean mustEscape(String text, int i) {
        char character = text.charAt(i);
        if (character > 0 && character < Character.MIN_SURROGATE) {
            return false;
        }
        if (character == 0 || character == ESCAPE) {
            return true;
        }
        if (Character.isHighSurrogate(character)) {
            return i + 1 == text.length() || !Character.isLowSurrogate(text.charAt(i + 1));
        }
        return Character.isLowSurrogate(character) && (i == 0 || !Character.isHighSurrogate(text.charAt(i - 1)));
    }
}
