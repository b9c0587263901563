package io.drover.cli.command;

import io.drover.cli.api.Api;
import io.drover.cli.failure.CommandFailure;
import io.drover.cli.failure.ExitCode;
import io.drover.cli.json.Document;
import io.drover.cli.output.Display;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/** {@code drover rule backtest}: what a rule would have done with the events that are stored. */
final class BacktestCommand {
    private static final String PATH = "/backtests";
    static final String RUNNING = "running";
    private static final long PAUSE = 500;
    private static final int FIRINGS_SHOWN = 10;

    private BacktestCommand() {}

    static CommandSpec spec() {
        return span(Leaf.named("backtest", "Tell what a rule would have done with the events that are stored.")
                        .word(
                                "REF|FILE",
                                "A rule in force, one of its revisions as REF@N, or a rule file; \"-\" reads standard input."))
                .option("REF|FILE", "Another version to compare with.", "--against")
                .flag("Wait for the end, and show what came of it.", "--wait", "-w")
                .runs(BacktestCommand::run);
    }

    static Leaf span(Leaf leaf) {
        return leaf.option("TIME", "Events from then on: an age such as 7d, a day or a time.", "--from")
                .option("TIME", "Events before then; now unless given.", "--to");
    }

    private static int run(Invocation call) {
        if (call.text("--from").isEmpty()) {
            throw CommandFailure.usage(
                    "--from must be given: the span of events to try the rule over, such as --from 7d.");
        }
        Map<String, @Nullable Object> against =
                call.text("--against").map(word -> version(call, word)).orElse(Map.of());
        Document started = start(call, version(call, call.word(0)), against);
        return show(call.display(), call.flag("--wait") ? ended(call, started) : started);
    }

    /** Starts a back-test over the span that the call names. */
    static Document start(
            Invocation call, Map<String, @Nullable Object> candidate, Map<String, @Nullable Object> against) {
        Instant now = call.now();
        Map<String, @Nullable Object> body = new LinkedHashMap<>(candidate);
        body.put(
                "from",
                Moments.of("--from", call.text("--from").orElse(""), now).toString());
        body.put(
                "to",
                call.text("--to")
                        .map(text -> Moments.of("--to", text, now))
                        .orElse(now)
                        .toString());
        if (!against.isEmpty()) {
            body.put("against", against);
        }
        return call.api().post(PATH, body).document();
    }

    /** {@return what names a version in a request: a file's text, or a rule with a revision or without} */
    static Map<String, @Nullable Object> version(Invocation call, String word) {
        if (word.equals("-") || isFile(word)) {
            return Map.of("content", call.read(word));
        }
        int at = word.lastIndexOf('@');
        return at < 0 ? Map.of("rule", word) : revision(word.substring(0, at), word.substring(at + 1));
    }

    static Map<String, @Nullable Object> revision(String ref, String number) {
        return Map.of("rule", ref, "revision", number(number));
    }

    static long number(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw CommandFailure.usage("Expected the number of a revision, such as 3, but \"" + text + "\" was given.");
        }
    }

    private static boolean isFile(String word) {
        try {
            return Files.isRegularFile(Path.of(word));
        } catch (InvalidPathException e) {
            return false;
        }
    }

    /** Waits for the end and tells how far it is meanwhile. {@return how it ended} */
    static Document ended(Invocation call, Document started) {
        String path = PATH + Api.path(started.text("id"));
        Document now = call.api().get(path).document();
        String told = "";
        while (now.text("status").equals(RUNNING)) {
            String progress = now.text("events") + " of " + now.text("events_total") + " events";
            if (call.display().isTable() && !progress.equals(told)) {
                call.display().note(progress);
                told = progress;
            }
            call.pause(PAUSE);
            now = call.api().get(path).document();
        }
        return now;
    }

    /** Shows a back-test, with what came of it once it has ended. */
    static int show(Display display, Document backtest) {
        String status = backtest.text("status");
        if (!display.isTable()) {
            display.value(backtest.values());
        } else if (status.equals(RUNNING)) {
            display.line("Back-test " + backtest.text("id") + " of " + backtest.text("candidate")
                    + " runs: " + backtest.text("events") + " of " + backtest.text("events_total")
                    + " events. \"drover backtest get " + backtest.text("id")
                    + "\" shows it, \"drover backtest cancel\""
                    + " ends it.");
        } else if (status.equals("succeeded")) {
            result(display, backtest.object("result"));
        } else {
            display.line("Back-test " + backtest.text("id") + " " + status + ". " + backtest.text("failure_reason"));
        }
        return status.equals(RUNNING) || status.equals("succeeded") ? ExitCode.OK : ExitCode.FAILED;
    }

    private static void result(Display display, Document result) {
        display.line(result.text("events") + " events");
        if (result.at("notes") instanceof List<?> notes) {
            notes.forEach(note -> display.line("- " + note));
        }
        tally(display, result.object("candidate"));
        if (result.has("against")) {
            tally(display, result.object("against"));
            Document difference = result.object("difference");
            display.line("both " + difference.text("both") + ", only the first " + difference.text("only_candidate")
                    + ", only the second " + difference.text("only_against"));
            firings(display, "only the first", difference.objects("first_only_candidate"));
            firings(display, "only the second", difference.objects("first_only_against"));
        }
    }

    private static void tally(Display display, Document tally) {
        display.line(tally.text("version") + ": fired " + tally.text("fired") + ", late " + tally.text("late")
                + ", no key " + tally.text("no_key") + ", undecided " + tally.text("undecided"));
        tally.object("limited")
                .values()
                .forEach((limit, count) -> display.line("  " + limit + " stopped or delayed " + count));
        tally.object("errors").values().forEach((clause, message) -> display.line("  " + clause + ": " + message));
        tally.object("keys").values().entrySet().stream()
                .limit(FIRINGS_SHOWN)
                .filter(entry -> !entry.getKey().isEmpty())
                .forEach(entry -> display.line("  " + entry.getKey() + ": " + entry.getValue()));
        firings(display, "the first", tally.objects("first"));
    }

    private static void firings(Display display, String which, List<Document> firings) {
        if (!firings.isEmpty()) {
            display.line(which + ":");
            display.table(
                    List.of("at", "key", "event", "events"),
                    firings.stream().limit(FIRINGS_SHOWN).toList());
        }
    }
}
