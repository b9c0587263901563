package io.drover.cli.json;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A JSON object as the REST API gives and takes it, asked by dotted paths such as {@code action.ref}. */
public record Document(Map<String, @Nullable Object> values) {
    public Document {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    public static Document empty() {
        return new Document(Map.of());
    }

    /** {@return the value as a document; an empty one where it is no object} */
    public static Document of(@Nullable Object value) {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        if (value instanceof Map<?, ?> map) {
            map.forEach((name, member) -> members.put(String.valueOf(name), member));
        }
        return new Document(members);
    }

    /** {@return the objects of a list; empty where it is no list} */
    public static List<Document> listOf(@Nullable Object value) {
        List<Document> documents = new ArrayList<>();
        if (value instanceof List<?> elements) {
            for (Object element : elements) {
                documents.add(of(element));
            }
        }
        return documents;
    }

    /** {@return the value at the path, null where there is none} */
    public @Nullable Object at(String path) {
        if (values.containsKey(path)) {
            return values.get(path);
        }
        int dot = path.indexOf('.');
        return dot < 0 ? null : of(values.get(path.substring(0, dot))).at(path.substring(dot + 1));
    }

    public boolean has(String path) {
        if (values.containsKey(path)) {
            return true;
        }
        int dot = path.indexOf('.');
        return dot >= 0 && of(values.get(path.substring(0, dot))).has(path.substring(dot + 1));
    }

    /** {@return the value at the path as text; empty where there is none} */
    public String text(String path) {
        Object value = at(path);
        return value == null ? "" : String.valueOf(value);
    }

    public Document object(String path) {
        return of(at(path));
    }

    public List<Document> objects(String path) {
        return listOf(at(path));
    }

    /** {@return this document with one more, or another, member} */
    public Document with(String name, @Nullable Object value) {
        Map<String, @Nullable Object> members = new LinkedHashMap<>(values);
        members.put(name, value);
        return new Document(members);
    }

    public Document without(String name) {
        Map<String, @Nullable Object> members = new LinkedHashMap<>(values);
        members.remove(name);
        return new Document(members);
    }

    /** {@return what lies at the given paths, in the same nesting} */
    public Document only(List<String> paths) {
        Map<String, @Nullable Object> picked = new LinkedHashMap<>();
        for (String path : paths) {
            int dot = path.indexOf('.');
            if (values.containsKey(path)) {
                picked.put(path, values.get(path));
            } else if (dot > 0 && has(path)) {
                String head = path.substring(0, dot);
                Document inner = of(values.get(head)).only(List.of(path.substring(dot + 1)));
                Map<String, @Nullable Object> merged =
                        new LinkedHashMap<>(of(picked.get(head)).values());
                merged.putAll(inner.values());
                picked.put(head, merged);
            }
        }
        return new Document(picked);
    }

    /** {@return the value with the members of every object in alphabetical order} */
    public static @Nullable Object sorted(@Nullable Object value) {
        if (value instanceof Document document) {
            return sorted(document.values());
        }
        if (value instanceof Map<?, ?> map) {
            Map<String, @Nullable Object> members = new TreeMap<>();
            map.forEach((name, member) -> members.put(String.valueOf(name), sorted(member)));
            return members;
        }
        if (value instanceof List<?> list) {
            List<@Nullable Object> elements = new ArrayList<>();
            list.forEach(element -> elements.add(sorted(element)));
            return elements;
        }
        return value;
    }
}
