package io.drover.cli.command;

/** What a command does once its arguments are read. */
@FunctionalInterface
interface Work {

    /** {@return the exit code} */
    int run(Invocation call);
}
