package io.drover.model.store;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What can be removed once it is older than anybody wants to keep. */
public enum Purgeable {
    /** Completed executions, with their outputs. */
    EXECUTIONS,
    /** What completed executions wrote while they ran; their results stay. */
    OUTPUTS,
    /** Events that no open execution is for, and to which no state of a rule refers. */
    TRIGGER_INSTANCES,
    /** What came of matches, and the counts of those that limits stopped. */
    ENFORCEMENTS,
    DEAD_LETTERS,
    /** Errors in clauses of rules, counted by the hour. */
    CLAUSE_ERRORS,
    /** Numbers of commits that are needed no more: older than every event of their node that is kept, and not its last one. */
    BATCHES,
    /** Identities of events whose window has passed. */
    DEDUPE_KEYS;

    /** {@return the word for it, such as {@code trigger-instances}} */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public static Optional<Purgeable> of(String word) {
        return Arrays.stream(values()).filter(each -> each.word().equals(word)).findFirst();
    }

    public static List<String> words() {
        return Arrays.stream(values()).map(Purgeable::word).toList();
    }
}
