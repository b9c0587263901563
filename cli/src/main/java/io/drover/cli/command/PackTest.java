package io.drover.cli.command;

import io.drover.cli.failure.CommandFailure;
import java.nio.file.Files;
import java.nio.file.Path;

/** {@code drover pack test}: the tests of a pack's rules, and the rehearsals of its workflows. */
final class PackTest {
    private PackTest() {}

    static int run(Invocation call) {
        String given = call.optionalWord(0).orElse(".");
        Path folder = Files.isDirectory(Path.of(given))
                ? Path.of(given)
                : PackFolders.of(call)
                        .find(given)
                        .orElseThrow(() -> CommandFailure.usage("Tried to test the pack \"" + given
                                + "\", but found neither such a folder nor an installed pack of that name."));
        Trials trials = new Trials(call);
        RuleTests.ofPack(call, folder, trials);
        Rehearsals.ofPack(call, folder, trials);
        if (trials.isEmpty()) {
            throw CommandFailure.usage(
                    "Tried to test the pack in \"" + folder + "\", but found no test in \"tests\": no"
                            + " file of rule tests in \"tests/rules\", which has \"rule\" and \"cases\", and no rehearsal, which"
                            + " has \"workflow\" and \"expected_task_sequence\".");
        }
        return trials.end("pack test");
    }
}
