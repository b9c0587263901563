package io.drover.cli.command;

import java.io.Console;
import java.util.Optional;

/** What is typed. */
final class Typed {
    private Typed() {}

    /**
     * Asks for a secret at the terminal; without one it is what standard input holds.
     *
     * @param what it is, as in {@code Password of ann}
     */
    // from Java 22 on there always is a console, which reads a line of whatever standard input is
    @SuppressWarnings("SystemConsoleNull")
    static String secret(Invocation call, String what) {
        Console console = System.console();
        char[] typed = console == null ? null : console.readPassword("%s: ", what);
        return typed == null ? call.read("-").stripTrailing() : new String(typed);
    }

    /** Asks a question and reads one line; empty at the end of standard input. */
    static Optional<String> line(Invocation call, String question) {
        call.display().note(question);
        return call.line().map(String::strip);
    }

    /** As {@link #line}; at the terminal what is typed is not seen. */
    @SuppressWarnings("SystemConsoleNull")
    static Optional<String> secretLine(Invocation call, String question) {
        Console console = System.console();
        if (console == null) {
            return line(call, question);
        }
        char[] typed = console.readPassword("%s: ", question);
        return typed == null ? Optional.empty() : Optional.of(new String(typed));
    }
}
