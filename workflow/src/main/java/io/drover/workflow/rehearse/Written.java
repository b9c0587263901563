package io.drover.workflow.rehearse;

import io.drover.model.json.JsonValues;
import io.drover.model.text.Nearest;
import io.drover.workflow.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A mapping in a rehearsal file. What is of the wrong kind in it makes the rehearsal unusable.
 *
 * @param where what a message calls it, such as "the rehearsal"
 */
record Written(Map<?, ?> members, String where) {

    static Written of(@Nullable Object value, String where) {
        if (value instanceof Map<?, ?> members) {
            return new Written(members, where);
        }
        throw new UnusableException("Expected a mapping as " + where + ", but found " + kindOf(value) + ".");
    }

    private static String kindOf(@Nullable Object value) {
        return value == null ? "nothing" : value instanceof List ? "a list" : "\"" + value + "\"";
    }

    void only(Set<String> some, Set<String> more) {
        for (Object name : members.keySet()) {
            if (!some.contains(name) && !more.contains(name)) {
                Set<String> all = new TreeSet<>(some);
                all.addAll(more);
                throw new UnusableException("There is \"" + name + "\" in " + where + ", which is none of "
                        + String.join(", ", all) + "." + Nearest.hint(String.valueOf(name), all));
            }
        }
    }

    boolean has(String name) {
        return members.get(name) != null;
    }

    @Nullable
    Object value(String name) {
        return members.get(name);
    }

    String text(String name) {
        if (members.get(name) instanceof String text) {
            return text;
        }
        throw wrong(name, "a text");
    }

    int number(String name, int otherwise) {
        Integer number = numberOrNull(name);
        return number == null ? otherwise : number;
    }

    @Nullable
    Integer numberOrNull(String name) {
        if (!has(name)) {
            return null;
        }
        if (members.get(name) instanceof Long number && number >= 0 && number <= Integer.MAX_VALUE) {
            return number.intValue();
        }
        throw wrong(name, "a whole number from 0 on");
    }

    boolean truth(String name) {
        return Boolean.TRUE.equals(members.get(name));
    }

    /** {@return a status, succeeded where none is written} */
    Status status(String name) {
        try {
            return has(name) ? Status.of(text(name)) : Status.SUCCEEDED;
        } catch (IllegalArgumentException unknown) {
            throw new UnusableException("\"" + name + "\" of " + where + " is no status. " + unknown.getMessage());
        }
    }

    /** {@return a list, an empty one where there is none} */
    List<?> list(String name) {
        if (!has(name)) {
            return List.of();
        }
        if (members.get(name) instanceof List<?> list) {
            return list;
        }
        throw wrong(name, "a list");
    }

    List<String> texts(String name) {
        return list(name).stream().map(String::valueOf).toList();
    }

    List<Written> mappings(String name) {
        List<Written> mappings = new ArrayList<>();
        for (Object element : list(name)) {
            mappings.add(of(element, "entry " + mappings.size() + " of \"" + name + "\""));
        }
        return mappings;
    }

    /** {@return a mapping, an empty one where there is none} */
    Map<String, @Nullable Object> mapping(String name) {
        if (!has(name)) {
            return Map.of();
        }
        if (members.get(name) instanceof Map<?, ?> mapping) {
            return JsonValues.copyOf(mapping);
        }
        throw wrong(name, "a mapping");
    }

    private UnusableException wrong(String name, String wanted) {
        return new UnusableException("Expected " + wanted + " as \"" + name + "\" of " + where + ", but found "
                + (has(name) ? members.get(name) : "nothing") + ".");
    }
}
