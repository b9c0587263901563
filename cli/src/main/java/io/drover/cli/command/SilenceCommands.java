package io.drover.cli.command;

import io.drover.cli.failure.CommandFailure;
import io.drover.cli.failure.ExitCode;
import io.drover.cli.json.Document;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/** Silences, maintenance windows and freezes: what keeps the matches of rules from their actions. */
final class SilenceCommands {
    private static final String NOT_OVER = "pending,waiting,in_force";

    private static final Resource SILENCE = new Resource(
            "Silence",
            "silences",
            "silence",
            "/silences",
            "ID",
            List.of("id", "state", "matchers", "until", "owner", "reason"),
            List.of("id", "state", "matchers", "from", "until", "window", "owner", "reason", "created_at"),
            100,
            false);

    private static final Resource FREEZE = new Resource(
            "Freeze",
            "freezes",
            "freeze",
            "/freezes",
            "ID",
            List.of("id", "pack", "manual", "since", "by", "reason"),
            List.of("id", "pack", "manual", "since", "by", "reason"),
            -1,
            false);

    private static final List<Resource.Filter> FILTERS =
            List.of(Resource.Filter.of("owner", "NAME", "Only those of this owner.", "--owner"));

    private SilenceCommands() {}

    static CommandSpec silence(String summary) {
        return Leaf.noun(
                "silence",
                summary,
                SILENCE.listing(FILTERS)
                        .flag("Those that are over, too.", "--all")
                        .runs(SilenceCommands::list),
                SILENCE.get(),
                Leaf.named(
                                "create",
                                "Keep matches of rules from their actions for a time. All that is given must hold; in"
                                        + " patterns * stands for any characters.")
                        .option("PATTERN", "Of the rule's ref.", "--rule", "-r")
                        .option("PATTERN", "Of the rule's pack.", "--pack", "-p")
                        .option("PATTERN", "Of the ref of the action that is called.", "--action", "-a")
                        .listOption("NAME=PATTERN", "Of a tag of the rule.", "--tag")
                        .listOption("PATH=PATTERN", "Of a value in the event's payload.", "--payload")
                        .option("LENGTH", "How long, such as 30m, 2h or 1d12h.", "--for")
                        .option("TIME", "Until when, such as 2026-01-31T12:00:00Z, in the place of --for.", "--until")
                        .option("TIME", "From when; from now on unless given.", "--from")
                        .option(
                                "CRON",
                                "Only in windows that begin then: minute, hour, day, month, day of the week, as in"
                                        + " \"0 2 * * sat\".",
                                "--cron")
                        .option("LENGTH", "How long each window lasts.", "--duration")
                        .option("ZONE", "Time zone of --cron, such as Europe/Berlin; UTC unless given.", "--timezone")
                        .option("NAME", "Whose it is; yours unless given.", "--owner")
                        .option("TEXT", "Why; others will ask.", "--reason")
                        .runs(SilenceCommands::create),
                Leaf.named("expire", "End silences now; they can still be looked at.")
                        .words("ID", "Which silences.")
                        .runs(SilenceCommands::expire),
                SILENCE.delete("delete", "Delete a silence, or several."));
    }

    private static int list(Invocation call) {
        Map<String, String> query = Resource.parameters(call, FILTERS);
        if (!call.flag("--all")) {
            query.put("state", NOT_OVER);
        }
        return SILENCE.list(call, query, row -> row);
    }

    private static int create(Invocation call) {
        Map<String, @Nullable Object> matchers = new LinkedHashMap<>();
        putGiven(call, matchers, "--rule", "rule");
        putGiven(call, matchers, "--pack", "pack");
        putGiven(call, matchers, "--action", "action");
        putPatterns(call, matchers, "--tag", "tags");
        putPatterns(call, matchers, "--payload", "payload");
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
        body.put("matchers", matchers);
        putGiven(call, body, "--from", "from");
        putGiven(call, body, "--until", "until");
        putGiven(call, body, "--for", "for");
        Map<String, @Nullable Object> window = new LinkedHashMap<>();
        putGiven(call, window, "--cron", "cron");
        putGiven(call, window, "--duration", "duration");
        putGiven(call, window, "--timezone", "timezone");
        if (!window.isEmpty()) {
            body.put("window", window);
        }
        putGiven(call, body, "--owner", "owner");
        body.put("reason", reason(call));
        call.display().properties(call.api().post(SILENCE.path(), body).document(), SILENCE.first());
        return ExitCode.OK;
    }

    private static void putGiven(Invocation call, Map<String, @Nullable Object> body, String option, String name) {
        call.text(option).ifPresent(value -> body.put(name, value));
    }

    private static void putPatterns(Invocation call, Map<String, @Nullable Object> body, String option, String name) {
        Map<String, @Nullable Object> patterns = new LinkedHashMap<>();
        for (String pair : call.texts(option)) {
            int equals = pair.indexOf('=');
            if (equals < 1) {
                throw CommandFailure.usage(option + " takes a name and a pattern, as in " + option
                        + " host=web-*, but \"" + pair + "\" was given.");
            }
            patterns.put(pair.substring(0, equals), pair.substring(equals + 1));
        }
        if (!patterns.isEmpty()) {
            body.put(name, patterns);
        }
    }

    private static String reason(Invocation call) {
        return call.text("--reason")
                .filter(text -> !text.isBlank())
                .orElseThrow(() -> CommandFailure.usage("Give a --reason, so that others know why nothing happens."));
    }

    private static int expire(Invocation call) {
        return Resource.each(call, key -> {
            Document silence = SILENCE.one(call.api(), key);
            call.display()
                    .properties(
                            call.api()
                                    .post(SILENCE.pathOf(silence.text("id")) + "/expire", Map.of())
                                    .document(),
                            SILENCE.first());
        });
    }

    static CommandSpec freeze(String summary) {
        return Leaf.noun(
                "freeze",
                summary,
                pack(Leaf.named(
                                "start",
                                "Let rules match and record, and dispatch nothing, until the freeze is ended."))
                        .flag("Let nobody request executions either.", "--manual")
                        .option("TEXT", "Why; others will ask.", "--reason")
                        .runs(SilenceCommands::start),
                pack(Leaf.named("end", "End a freeze.")).runs(SilenceCommands::end),
                Leaf.named("status", "Show what is frozen.").runs(SilenceCommands::status));
    }

    private static Leaf pack(Leaf leaf) {
        return leaf.option("PACK", "Of the rules and actions of this pack alone.", "--pack", "-p");
    }

    private static int start(Invocation call) {
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
        putGiven(call, body, "--pack", "pack");
        body.put("manual", call.flag("--manual"));
        body.put("reason", reason(call));
        call.display().properties(call.api().post(FREEZE.path(), body).document(), FREEZE.first());
        return ExitCode.OK;
    }

    private static int end(Invocation call) {
        String pack = call.text("--pack").orElse(null);
        List<Document> all = call.api().get(FREEZE.path()).documents();
        List<Document> meant = all.stream()
                .filter(freeze -> Objects.equals(freeze.at("pack"), pack))
                .toList();
        if (meant.isEmpty()) {
            throw new CommandFailure(
                    ExitCode.NOT_FOUND,
                    (pack == null
                                    ? "There is no freeze of everything."
                                    : "Pack \"" + pack + "\" is not frozen by itself.")
                            + " \"drover freeze status\" shows what is frozen.");
        }
        meant.forEach(freeze -> call.api().delete(FREEZE.pathOf(freeze.text("id"))));
        call.display().line("Ended: the freeze of " + (pack == null ? "everything." : "pack " + pack + "."));
        if (all.size() > meant.size()) {
            call.display().note("Other freezes go on; \"drover freeze status\" shows them.");
        }
        return ExitCode.OK;
    }

    private static int status(Invocation call) {
        List<Document> all = call.api().get(FREEZE.path()).documents();
        if (all.isEmpty() && call.display().isTable()) {
            call.display().line("Nothing is frozen.");
        } else {
            call.display().list(all, FREEZE.columns());
        }
        return ExitCode.OK;
    }
}
