package io.drover.workflow.definition;

import java.util.Arrays;
import java.util.Optional;

/** Names that {@code do} may give instead of a task's (spec of Orquesta, section 2). */
public enum Command {
    /** Nothing follows, and the task keeps its status. */
    CONTINUE("continue"),
    /** The workflow fails at once. */
    FAIL("fail"),
    /** Nothing follows, and a failure counts as taken care of. */
    NOOP("noop"),
    /** The task runs again; never a node of the graph. */
    RETRY("retry");

    private final String word;

    Command(String word) {
        this.word = word;
    }

    public static Optional<Command> of(String name) {
        return Arrays.stream(values())
                .filter(command -> command.word.equals(name))
                .findFirst();
    }

    public static boolean isOne(String name) {
        return of(name).isPresent();
    }

    public String word() {
        return word;
    }
}
