package io.drover.distribution.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.drover.distribution.config.Settings;
import io.drover.distribution.config.SettingsReader;
import io.drover.distribution.run.ControlDoor;
import io.drover.distribution.run.RunFolder;
import io.drover.model.error.DroverException;
import io.drover.model.store.Purgeable;
import io.drover.model.text.Nearest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** {@code droverd purge}: lets the running daemon remove what is older, which it notes in the audit trail. */
public final class Purge {
    /** What the daemon is asked to do: for whom, before when, which kinds. */
    public static final String WORK = "purge";

    private static final String OLDER_THAN = "--older-than";
    private static final String KIND = "--kind";

    private Purge() {}

    static int run(List<String> call, Place place) {
        Arguments arguments = Arguments.read(call, Set.of(OLDER_THAN, KIND), Set.of());
        arguments.none();
        Duration age = age(arguments);
        List<String> words = new ArrayList<>(List.of(
                WORK,
                System.getProperty("user.name"),
                place.clock().instant().minus(age).toString()));
        words.addAll(kinds(arguments));
        Settings settings = place.settings();
        if (!RunFolder.isInUse(settings.dataDir())) {
            throw DroverException.conflict("Expected a daemon that runs on '" + settings.dataDir()
                    + "', as it is the one that removes and notes it, but found none. Start it first.");
        }
        JsonNode removed = ControlDoor.ask(settings.dataDir(), words.toArray(String[]::new));
        removed.properties().forEach(each -> place.out().println(each.getKey() + ": " + each.getValue() + " removed"));
        return 0;
    }

    private static Duration age(Arguments arguments) {
        String word = arguments.option(OLDER_THAN).orElse("");
        Duration age = SettingsReader.duration(word);
        if (age == null) {
            throw DroverException.invalid("Expected '" + OLDER_THAN + "' with an age such as 30d or 12h, but found '"
                    + word + "'. It must be said: nothing is removed by default.");
        }
        return age;
    }

    private static List<String> kinds(Arguments arguments) {
        List<String> kinds = List.of(arguments.option(KIND).orElse("").split(",", -1));
        for (String kind : kinds) {
            if (Purgeable.of(kind).isEmpty()) {
                throw DroverException.invalid("Expected '" + KIND + "' with one or more of " + Purgeable.words()
                        + ", but found '" + kind + "'." + Nearest.hint(kind, Purgeable.words()));
            }
        }
        return kinds;
    }
}
