package io.drover.cli.command;

import io.drover.cli.failure.CommandFailure;
import io.drover.cli.failure.ExitCode;
import picocli.AutoComplete;
import picocli.CommandLine.Model.CommandSpec;

/** The completion script for bash. */
final class CompletionCommand {
    private CompletionCommand() {}

    static CommandSpec spec(String summary) {
        return Leaf.named("completion", summary)
                .optionalWord("SHELL", "bash, the only one so far.")
                .runs(call -> {
                    call.optionalWord(0).filter(shell -> !shell.equals("bash")).ifPresent(shell -> {
                        throw CommandFailure.usage(
                                "There is no completion script for \"" + shell + "\"; there is one for bash.");
                    });
                    call.display().text(AutoComplete.bash("drover", CommandTree.whole()));
                    return ExitCode.OK;
                });
    }
}
