package io.drover.cli.command;

import io.drover.cli.failure.ExitCode;
import io.drover.cli.json.JsonText;
import io.drover.workflow.rehearse.Difference;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What one command tried, told as it comes, and in a report at the end. */
final class Trials {
    private final Invocation call;
    private final List<TriedFile> tried = new ArrayList<>();

    Trials(Invocation call) {
        this.call = call;
    }

    boolean isEmpty() {
        return tried.isEmpty();
    }

    void add(TriedFile one) {
        tried.add(one);
        if (call.flag("--debug")) {
            one.timeline().forEach(line -> call.display().note(one.label() + ": " + JsonText.compact(line)));
        }
        if (call.display().isTable()) {
            print(one);
        }
    }

    private void print(TriedFile one) {
        call.display().line(one.label() + ": " + (one.passed() ? "passed" : "failed"));
        if (one.unusable() != null) {
            call.display().line("  " + one.unusable());
        }
        for (Difference difference : one.differences()) {
            call.display().line("  " + difference.key());
            call.display().line("    expected: " + JsonText.compact(difference.expected()));
            call.display().line("    found:    " + JsonText.compact(difference.found()));
        }
        one.notes().forEach(note -> call.display().line("  " + note));
    }

    /** {@return what the command ends with} */
    int end(String command) {
        long failed = tried.stream().filter(one -> !one.passed()).count();
        if (call.display().isTable()) {
            call.display().line(tried.size() + " tried, " + failed + " failed");
        } else {
            call.display().value(tried.stream().map(TriedFile::document).toList());
        }
        call.text("--junit").ifPresent(file -> JunitReport.write(Path.of(file), command, tried));
        return failed == 0 ? ExitCode.OK : ExitCode.FAILED;
    }
}
