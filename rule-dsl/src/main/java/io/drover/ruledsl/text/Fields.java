package io.drover.ruledsl.text;

import io.drover.model.text.Nearest;
import io.drover.ruledsl.text.Located.Member;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The members of one mapping, by key and type; what does not fit becomes a problem and reads as absent. */
public final class Fields {
    private final Map<String, Member> members;
    private final Place place;
    private final Findings findings;

    private Fields(Map<String, Member> members, Place place, Findings findings) {
        this.members = members;
        this.place = place;
        this.findings = findings;
    }

    /**
     * Looks at a value as a mapping.
     *
     * @param what what it is the text of, for messages, such as {@code a rule}
     * @return null where it is no mapping, which is a problem then
     */
    public static @Nullable Fields of(Located located, String what, Findings findings) {
        Map<String, Member> members = located.members();
        if (members == null) {
            findings.error(
                    located.place(),
                    "Expected " + what + " to be a mapping of keys to values, but found " + located.kind() + ".");
            return null;
        }
        return new Fields(members, located.place(), findings);
    }

    public Place place() {
        return place;
    }

    public Findings findings() {
        return findings;
    }

    public Set<String> keys() {
        return members.keySet();
    }

    public boolean has(String key) {
        return members.containsKey(key);
    }

    /** {@return the value of a key, absent and null alike as null} */
    public @Nullable Located get(String key) {
        Member member = members.get(key);
        return member == null || member.value().content() == null ? null : member.value();
    }

    /** {@return where a key was written, or the mapping where it is absent} */
    public Place keyPlace(String key) {
        Member member = members.get(key);
        return member == null ? place : member.key();
    }

    /** Every key outside the allowed ones is an error. */
    public void refuseOthers(Collection<String> allowed, String what) {
        others(allowed)
                .forEach((key, at) -> findings.error(
                        at,
                        "Unknown key '" + key + "' in " + what + "." + Nearest.hint(key, allowed) + " Allowed are "
                                + String.join(", ", new TreeSet<>(allowed)) + "."));
    }

    /** Every key outside the known ones is ignored, with a warning. */
    public void warnOfOthers(Collection<String> known, String what) {
        others(known)
                .forEach((key, at) -> findings.warning(
                        at, "Unknown key '" + key + "' in " + what + " is ignored." + Nearest.hint(key, known)));
    }

    private Map<String, Place> others(Collection<String> allowed) {
        Map<String, Place> others = new LinkedHashMap<>();
        members.forEach((key, member) -> {
            if (!allowed.contains(key)) {
                others.put(key, member.key());
            }
        });
        return others;
    }

    public @Nullable String text(String key) {
        Located value = get(key);
        if (value == null || value.content() instanceof String) {
            return value == null ? null : (String) value.content();
        }
        findings.error(
                value.place(),
                "Expected text for '" + key + "', but found " + value.kind() + "."
                        + (value.elements() == null && value.members() == null ? " Put it in quotes." : ""));
        return null;
    }

    /** {@return the text of a key that must be there; null after a problem} */
    public @Nullable String required(String key) {
        Located value = get(key);
        if (value == null) {
            findings.error(keyPlace(key), "'" + key + "' is a required property, and has to have a value.");
            return null;
        }
        String text = text(key);
        if (text != null && text.isBlank()) {
            findings.error(value.place(), "'" + key + "' is empty. Give it a value.");
            return null;
        }
        return text;
    }

    public boolean flag(String key, boolean otherwise) {
        Located value = get(key);
        if (value == null) {
            return otherwise;
        }
        if (value.content() instanceof Boolean flag) {
            return flag;
        }
        findings.error(value.place(), "Expected true or false for '" + key + "', but found " + value.kind() + ".");
        return otherwise;
    }

    /** {@return a whole number of the size of an int; null where absent or wrong} */
    public @Nullable Integer integer(String key) {
        Located value = get(key);
        if (value == null) {
            return null;
        }
        if (value.content() instanceof Long number && number.intValue() == number) {
            return number.intValue();
        }
        findings.error(value.place(), "Expected a whole number for '" + key + "', but found " + value.kind() + ".");
        return null;
    }

    /** {@return a mapping as plain JSON; empty where absent or wrong} */
    public Map<String, @Nullable Object> object(String key) {
        Fields fields = mapping(key);
        return fields == null ? Map.of() : fields.json();
    }

    /** {@return all of it as plain JSON} */
    public Map<String, @Nullable Object> json() {
        return Located.json(members);
    }

    /** {@return a mapping; null where absent or wrong} */
    public @Nullable Fields mapping(String key) {
        Located value = get(key);
        return value == null ? null : of(value, "'" + key + "'", findings);
    }

    /** {@return the elements of a list; empty where absent or wrong} */
    public List<Located> list(String key) {
        Located value = get(key);
        if (value == null) {
            return List.of();
        }
        List<Located> elements = value.elements();
        if (elements == null) {
            findings.error(value.place(), "Expected a list for '" + key + "', but found " + value.kind() + ".");
            return List.of();
        }
        return elements;
    }
}
