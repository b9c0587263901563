package io.drover.workflow.definition;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a workflow asks of its runs by one of its {@code tags}, of which StackStorm makes nothing (spec of Orquesta, section 15). */
public enum Option {
    /** At a join, what a branch published stays, whichever branch arrives later with a value that it merely inherited. */
    KEEP_PUBLISHED("drover.joins-keep-published"),
    /**
     * A join of so many branches runs again for those that arrive late, as in StackStorm, but one run, with all that it leads to,
     * after the other; one with items or retries runs once all the same.
     */
    RUN_JOIN_AGAIN("drover.joins-run-again"),
    /** Values stay what they are: neither what an expression gave nor what a run is given is looked through for expressions. */
    KEEP_VALUES("drover.values-stay-as-they-are");

    /** What tags of Drover begin with. */
    public static final String PREFIX = "drover.";

    private final String tag;

    Option(String tag) {
        this.tag = tag;
    }

    public String tag() {
        return tag;
    }

    /** {@return all tags that mean something} */
    public static List<String> tags() {
        return Arrays.stream(values()).map(Option::tag).toList();
    }

    static Set<Option> of(@Nullable Object tags) {
        Set<Option> options = EnumSet.noneOf(Option.class);
        if (tags instanceof List<?> written) {
            for (Option option : values()) {
                if (written.contains(option.tag)) {
                    options.add(option);
                }
            }
        }
        return options;
    }
}
