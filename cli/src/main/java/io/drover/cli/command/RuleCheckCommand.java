package io.drover.cli.command;

import io.drover.cli.failure.CommandFailure;
import io.drover.cli.failure.ExitCode;
import io.drover.cli.output.Display;
import io.drover.model.pack.Problem;
import io.drover.model.pack.ProgramFile;
import io.drover.ruledsl.RuleCheck;
import io.drover.ruledsl.RuleCheck.Reading;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code drover rule check}: files are read here, as the daemon reads them; it is asked only for what it alone knows. */
final class RuleCheckCommand {
    private RuleCheckCommand() {}

    static int run(Invocation call) {
        RuleCheck check = new RuleCheck();
        List<Reading> readings = new ArrayList<>();
        for (String word : call.words()) {
            readings.add(word.equals("-") ? check.readText(word, call.read(word)) : check.read(word));
        }
        Optional<CommandFailure> unanswered = askDaemon(call, check, readings);
        boolean allValid = readings.stream().allMatch(RuleCheckCommand::isValid);
        boolean needsDaemon = allValid && readings.stream().anyMatch(RuleCheckCommand::needsDaemon);
        print(call.display(), readings, unanswered.isEmpty());
        if (unanswered.isPresent()) {
            if (call.flag("--online") || needsDaemon) {
                throw unanswered.orElseThrow();
            }
            call.display()
                    .note("Whether triggers and actions exist was not checked. "
                            + unanswered.orElseThrow().getMessage());
        }
        return allValid ? ExitCode.OK : ExitCode.USAGE;
    }

    private static Optional<CommandFailure> askDaemon(Invocation call, RuleCheck check, List<Reading> readings) {
        try {
            DaemonCheck daemon = new DaemonCheck(call.api());
            readings.replaceAll(reading -> reading.with(reading.references().stream()
                    .filter(reference -> !check.declares(reference))
                    .flatMap(reference -> daemon.problems(reference).stream())
                    .toList()));
            readings.replaceAll(reading -> reading.with(RuleCheck.programs(reading.name()).stream()
                    .flatMap(file -> daemon.problems(file.toString(), content(call, file.toString())).stream())
                    .toList()));
            return Optional.empty();
        } catch (CommandFailure failure) {
            return Optional.of(failure);
        }
    }

    private static String content(Invocation call, String file) {
        return ProgramFile.isTable(file)
                ? ProgramFile.table(file, file, call.bytes(file)).text()
                : call.read(file);
    }

    /** Rules in DRL are compiled by the daemon alone: without it nothing good can be said of them. */
    private static boolean needsDaemon(Reading reading) {
        return isValid(reading) && !RuleCheck.programs(reading.name()).isEmpty();
    }

    private static void print(Display display, List<Reading> readings, boolean answered) {
        if (display.isTable()) {
            for (Reading reading : readings) {
                reading.problems().forEach(problem -> display.line(problem.toString()));
                if (isValid(reading) && (answered || !needsDaemon(reading))) {
                    display.line(reading.name() + ": valid");
                }
            }
            return;
        }
        display.value(Map.of(
                "valid",
                readings.stream().allMatch(reading -> isValid(reading) && (answered || !needsDaemon(reading))),
                "problems",
                readings.stream()
                        .flatMap(reading -> reading.problems().stream())
                        .map(Problems::document)
                        .toList()));
    }

    private static boolean isValid(Reading reading) {
        return reading.problems().stream().noneMatch(Problem::isError);
    }
}
