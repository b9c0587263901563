package io.drover.ruledsl.text;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A JSON value with the place it was written at.
 *
 * @param content null, text, number, boolean, a list of {@code Located}, or a map of {@link Member} by key
 * @param asWritten the text of an unquoted scalar where that tells more than the value; else null
 * @param lost what a comment cut off the line of an unquoted text; else null
 * @param inside where the characters of a text were written; null where that is not known
 */
public record Located(
        @Nullable Object content,
        Place place,
        @Nullable String asWritten,
        @Nullable String lost,
        @Nullable Inside inside) {

    /** A value of a mapping and the place of its key. */
    public record Member(Place key, Located value) {}

    /** The places of the characters of a text. */
    @FunctionalInterface
    interface Inside {
        /** {@return the place of the character at an offset; null where it cannot be told exactly} */
        @Nullable
        Place at(int offset);
    }

    static Located of(@Nullable Object content, Place place) {
        return new Located(content, place, null, null, null);
    }

    /** {@return a value that was written at a place} */
    public static Located at(@Nullable Object content, Place place) {
        return of(content, place);
    }

    /** {@return the place of a character of this text; null where it cannot be told exactly} */
    public @Nullable Place placeInside(int offset) {
        return inside == null ? null : inside.at(offset);
    }

    /** Gives each value of a document its path as its place. */
    public static Located document(Map<String, ? extends @Nullable Object> document) {
        return of(document, "");
    }

    private static Located of(@Nullable Object value, String path) {
        Place place = Place.in(path);
        if (value instanceof Map<?, ?> map) {
            Map<String, Member> members = new LinkedHashMap<>();
            map.forEach((key, element) -> {
                String name = String.valueOf(key);
                String inner = path.isEmpty() ? name : path + "." + name;
                members.put(name, new Member(Place.in(inner), of(element, inner)));
            });
            return of(members, place);
        }
        if (value instanceof Collection<?> collection) {
            List<Located> elements = new ArrayList<>();
            for (Object element : collection) {
                elements.add(of(element, path + "[" + elements.size() + "]"));
            }
            return of(elements, place);
        }
        return of(value, place);
    }

    /** {@return the members of a mapping; null where this is none} */
    @SuppressWarnings("unchecked")
    public @Nullable Map<String, Member> members() {
        return content instanceof Map<?, ?> map ? (Map<String, Member>) map : null;
    }

    /** {@return the elements of a list; null where this is none} */
    @SuppressWarnings("unchecked")
    public @Nullable List<Located> elements() {
        return content instanceof List<?> list ? (List<Located>) list : null;
    }

    /** {@return the plain JSON value} */
    public @Nullable Object json() {
        Map<String, Member> members = members();
        if (members != null) {
            return json(members);
        }
        List<Located> elements = elements();
        if (elements != null) {
            List<@Nullable Object> list = new ArrayList<>();
            elements.forEach(element -> list.add(element.json()));
            return list;
        }
        return content;
    }

    /** {@return the plain JSON object of some members} */
    public static Map<String, @Nullable Object> json(Map<String, Member> members) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        members.forEach((key, member) -> map.put(key, member.value().json()));
        return map;
    }

    /** {@return what this is, for messages: with the value where it is short} */
    public String kind() {
        if (content == null) {
            return "nothing";
        }
        if (content instanceof Map) {
            return "a mapping";
        }
        if (content instanceof List) {
            return "a list";
        }
        if (content instanceof String text) {
            return text.length() > 60 ? "a text" : "the text '" + text + "'";
        }
        String written = asWritten == null ? content.toString() : asWritten;
        return (content instanceof Boolean ? "the boolean " : "the number ") + written;
    }
}
