package io.drover.model.pack;

import io.drover.model.error.DroverException;
import java.util.Comparator;

/** The name of something in a pack, written {@code pack.name}; the name itself may contain dots. */
public record Ref(String pack, String name) implements Comparable<Ref> {
    private static final Comparator<Ref> ORDER = Comparator.comparing(Ref::pack).thenComparing(Ref::name);

    public Ref {
        if (pack.isEmpty() || name.isEmpty() || pack.indexOf('.') >= 0) {
            throw DroverException.invalid("Expected a reference of the form 'pack.name', but found '" + pack + "."
                    + name + "'. Write the pack's ref, a dot, and the name.");
        }
    }

    public static Ref of(String pack, String name) {
        return new Ref(pack, name);
    }

    /** Reads {@code pack.name}: the pack ends at the first dot. */
    public static Ref parse(String text) {
        int dot = text.indexOf('.');
        if (dot <= 0 || dot == text.length() - 1) {
            throw DroverException.invalid("Expected a reference of the form 'pack.name', but found '" + text
                    + "'. Write the pack's ref, a dot, and the name.");
        }
        return new Ref(text.substring(0, dot), text.substring(dot + 1));
    }

    /** {@return whether the text has the form of a ref} */
    public static boolean looksLike(String text) {
        int dot = text.indexOf('.');
        return dot > 0 && dot < text.length() - 1;
    }

    @Override
    public int compareTo(Ref other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return pack + "." + name;
    }
}
