package io.drover.ruledsl.read;

import io.drover.model.text.Nearest;
import io.drover.ruledsl.text.Findings;
import io.drover.ruledsl.text.Located;
import io.drover.ruledsl.text.Place;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which events the conditions of an event may refer to.
 *
 * @param event the one under test, which its conditions call {@code trigger}
 * @param collected those that may have been collected before it
 * @param all every event of the rule
 */
record EventScope(String event, List<String> collected, List<String> all) {
    EventScope {
        collected = List.copyOf(collected);
        all = List.copyOf(all);
    }

    /** Each name that a text uses and cannot see is an error. */
    void check(Located text, String what, Collection<String> used, Findings findings) {
        List<String> visible = new ArrayList<>();
        visible.add("trigger");
        visible.addAll(collected);
        visible.add("st2kv");
        for (String name : used) {
            if (!visible.contains(name)) {
                findings.error(
                        place(text, name),
                        what + " of '" + event + "' refers to '" + name + "', " + reason(name, visible)
                                + " Allowed are " + String.join(", ", visible) + ".");
            }
        }
    }

    private String reason(String name, List<String> visible) {
        if (name.equals(event)) {
            return "its own event, which is called 'trigger' there.";
        }
        return all.contains(name)
                ? "which is not collected before it."
                : "which is no event of this rule." + Nearest.hint(name, visible);
    }

    private static Place place(Located text, String name) {
        Matcher found = Pattern.compile("\\b" + Pattern.quote(name) + "\\b").matcher(String.valueOf(text.content()));
        Place inside = found.find() ? text.placeInside(found.start()) : null;
        return inside == null ? text.place() : inside;
    }
}
