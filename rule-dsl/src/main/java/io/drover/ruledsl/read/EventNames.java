package io.drover.ruledsl.read;

import io.drover.ruledsl.text.Findings;
import io.drover.ruledsl.text.Place;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** The names of a rule's events: conditions and templates use them as variables, so each can be one, and stands once. */
final class EventNames {
    private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    /** What templates and conditions see under these names already. */
    private static final Set<String> TAKEN = Set.of(
            "trigger",
            "events",
            "events_total",
            "value",
            "key",
            "phase",
            "action_context",
            "config_context",
            "action_parameters",
            "st2kv",
            "user",
            "item");

    private static final Set<String> WORDS_OF_JINJA = Set.of(
            "and",
            "or",
            "not",
            "in",
            "is",
            "if",
            "else",
            "elif",
            "for",
            "none",
            "None",
            "True",
            "False",
            "self",
            "loop",
            "range",
            "dict",
            "namespace",
            "cycler",
            "joiner",
            "lipsum");

    /** The words that YAML 1.1 reads as booleans, in small letters. */
    private static final List<String> BOOLEANS = List.of("true", "false", "on", "off", "yes", "no");

    private final Findings findings;
    private final Map<String, Place> known = new HashMap<>();

    EventNames(Findings findings) {
        this.findings = findings;
    }

    /** Refuses a name that cannot be one, or that another event has. */
    void add(String name, Place place) {
        if (BOOLEANS.contains(name.toLowerCase(Locale.ROOT))) {
            findings.error(place, "The name '" + name + "' is a boolean in YAML. Give the event another name.");
        } else if (!VARIABLE.matcher(name).matches()) {
            findings.error(
                    place,
                    "The name '" + name + "' cannot be used in templates. "
                            + "Allowed are letters, digits and '_', beginning with no digit.");
        } else if (TAKEN.contains(name)) {
            findings.error(
                    place, "The name '" + name + "' means something else in templates. Give the event another name.");
        } else if (WORDS_OF_JINJA.contains(name)) {
            findings.error(place, "The name '" + name + "' is a word of Jinja. Give the event another name.");
        }
        Place first = known.putIfAbsent(name, place);
        if (first != null) {
            String where = first.line() == 0 ? first.path() : "line " + first.line();
            findings.error(
                    place,
                    "The name '" + name + "' is used twice, first in " + where
                            + ". Give each event a name of its own.");
        }
    }
}
