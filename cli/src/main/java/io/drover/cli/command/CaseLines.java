package io.drover.cli.command;

import io.drover.cli.failure.CommandFailure;
import io.drover.cli.failure.ExitCode;
import java.util.function.BiFunction;

/** A file with one case in each line: what cannot be tried is told, and the lines after it are tried none the less. */
final class CaseLines {
    private final Invocation call;
    private final String file;
    private int number;
    private int cases;
    private int unusable;

    private CaseLines(Invocation call, String file) {
        this.call = call;
        this.file = file;
    }

    /**
     * Tries each line that is not blank, and prints its answer.
     *
     * @param trial from a line and what to call it to its answer, empty where it has none; a line that is no case is a {@link CommandFailure}
     * @return what the command ends with
     */
    static int each(Invocation call, String file, BiFunction<String, String, String> trial) {
        CaseLines lines = new CaseLines(call, file);
        call.lines(file, line -> lines.line(line, trial));
        if (lines.cases == 0) {
            throw CommandFailure.usage(
                    "Tried to read cases from \"" + file + "\", one in each line, but there are none.");
        }
        return lines.unusable == 0 ? ExitCode.OK : ExitCode.USAGE;
    }

    private void line(String line, BiFunction<String, String, String> trial) {
        number++;
        if (line.isBlank()) {
            return;
        }
        cases++;
        try {
            String answer = trial.apply(line, file + ":" + number);
            if (!answer.isEmpty()) {
                call.display().line(answer);
            }
        } catch (CommandFailure failure) {
            unusable++;
            call.display().note("ERROR: " + failure.getMessage());
        }
    }
}
