package io.drover.cli.command;

import java.io.Console;

/** What is typed and shall not be seen. */
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
}
