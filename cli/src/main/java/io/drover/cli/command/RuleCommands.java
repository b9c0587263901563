package io.drover.cli.command;

import io.drover.cli.api.Answer;
import io.drover.cli.api.Api;
import io.drover.cli.failure.ExitCode;
import io.drover.cli.json.Document;
import io.drover.cli.output.Display;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;

/** Rules, and why they did what they did. */
final class RuleCommands {
    private static final Resource RULE = new Resource(
            "Rule",
            "rules",
            "rule",
            "/rules",
            "REF",
            List.of("ref", "pack", "description", "enabled"),
            List.of(
                    "id",
                    "uid",
                    "ref",
                    "pack",
                    "name",
                    "description",
                    "enabled",
                    "action",
                    "context",
                    "criteria",
                    "metadata_file",
                    "tags",
                    "trigger",
                    "type"),
            50,
            false);

    private static final int PARTS = 50;

    private RuleCommands() {}

    static CommandSpec spec(String summary) {
        return Leaf.noun(
                "rule",
                summary,
                list(),
                RULE.get(),
                RULE.create(),
                RULE.update(),
                RULE.enable(),
                RULE.disable(),
                Leaf.named("reset", "Let a rule follow its file again: forget what was enabled or disabled by hand.")
                        .words("REF", "Which rules.")
                        .runs(RuleCommands::reset),
                RULE.delete("delete", "Delete a rule that was created here or by the API, or several."),
                Leaf.named(
                                "check",
                                "Tell what is wrong in rule files and packs. It needs no daemon, and changes nothing.")
                        .words("FILE", "A rule file, or the folder of a pack; \"-\" reads standard input.")
                        .flag(
                                "Fail unless a daemon says whether triggers and actions exist; it is asked anyway"
                                        + " where one answers.",
                                "--online")
                        // no method reference: it would load the readers of rules for every command
                        .runs(call -> RuleCheckCommand.run(call)),
                BacktestCommand.spec(),
                RuleDiffCommand.spec(),
                RuleCoverageCommand.spec(),
                Leaf.named("state", "Show what a rule over several events, or its limits, have collected.")
                        .word("REF", "Which rule.")
                        .option("N", "How many to show, " + PARTS + " unless given; -1 for all.", "--limit", "-n")
                        .option("N", "How many to leave out first.", "--offset")
                        .runs(RuleCommands::state),
                Leaf.named("test", "Try the tests of rules, without a daemon; ends with 1 where one fails.")
                        .words(
                                "FILE",
                                "A file of rule tests, the file of a rule, or the ref of a rule of an installed pack.")
                        .option("FILE", "Write a report in JUnit's XML, too.", "--junit")
                        // no method reference: it would load the rules engine for every command
                        .runs(call -> RuleTests.run(call)),
                why("why", "Explain why an event did, or did not, lead to something."));
    }

    private static CommandSpec list() {
        List<Resource.Filter> filters = List.of(
                ContentCommands.PACK,
                Resource.Filter.of("action", "REF", "Only with this action.", "--action", "-c"),
                Resource.Filter.of("trigger", "REF", "Only with this trigger.", "--trigger", "-g"));
        return RULE.listing(filters)
                .flag("Only those that are enabled.", "--enabled")
                .flag("Only those that are disabled.", "--disabled")
                .runs(call -> {
                    Map<String, String> query = new LinkedHashMap<>(Resource.parameters(call, filters));
                    if (call.flag("--enabled") != call.flag("--disabled")) {
                        query.put("enabled", call.flag("--enabled") ? "True" : "False");
                    }
                    return RULE.list(call, query, row -> row);
                });
    }

    private static int reset(Invocation call) {
        return Resource.each(call, ref -> {
            RULE.one(call.api(), ref);
            Document rule = call.api().delete(RULE.pathOf(ref) + "/overlay").document();
            call.display().done("The rule \"" + ref + "\" follows its file again.", rule);
        });
    }

    private static int state(Invocation call) {
        String ref = call.word(0);
        RULE.one(call.api(), ref);
        Map<String, String> query = new LinkedHashMap<>();
        query.put("limit", String.valueOf(call.number("--limit").orElse(PARTS)));
        call.number("--offset").ifPresent(offset -> query.put("offset", String.valueOf(offset)));
        Answer answer = call.api().get(RULE.pathOf(ref) + "/state", query);
        List<Document> collected = answer.documents();
        if (!call.display().isTable()) {
            call.display().value(collected);
        } else if (collected.isEmpty() && answer.total().orElse(0) == 0) {
            call.display().line("The rule \"" + ref + "\" has collected nothing.");
        } else {
            call.display()
                    .table(
                            List.of("part", "key", "events", "due", "message"),
                            collected.stream().map(RuleCommands::withEvents).toList());
            long total = answer.total().orElse(collected.size());
            if (total > collected.size()) {
                call.display()
                        .note("Only " + collected.size() + " of " + total
                                + " are shown; -n N shows more, --offset N others.");
            }
        }
        return ExitCode.OK;
    }

    private static Document withEvents(Document part) {
        return part.with(
                "events",
                part.objects("events").stream()
                        .map(event -> (event.text("name") + " " + event.text("id") + " "
                                        + event.text("occurrence_time"))
                                .strip())
                        .collect(Collectors.joining("\n")));
    }

    static CommandSpec why(String name, String summary) {
        return Leaf.named(name, summary)
                .word("EVENT", "The id of the trigger instance.")
                .optionalWord("RULE", "The ref of a rule; all rules of the event's trigger unless given.")
                .runs(RuleCommands::explain);
    }

    private static int explain(Invocation call) {
        String event = call.word(0);
        Optional<String> rule = call.optionalWord(1);
        EventCommands.TRIGGER_INSTANCE.one(call.api(), event);
        Map<String, String> query = rule.map(ref -> Map.of("rule", ref)).orElse(Map.of());
        String path = EventCommands.TRIGGER_INSTANCE.path() + Api.path(event, "why");
        List<Document> explanations = call.api().get(path, query).documents();
        if (!call.display().isTable()) {
            call.display().value(explanations);
        } else if (explanations.isEmpty()) {
            call.display()
                    .line("No rule " + rule.map(ref -> "\"" + ref + "\" ").orElse("")
                            + "listens to the trigger of event \"" + event + "\".");
        } else {
            explanations.forEach(explanation -> show(explanation, call.display()));
        }
        return ExitCode.OK;
    }

    private static void show(Document explanation, Display display) {
        String revision = explanation.text("revision");
        boolean inForce = !revision.isEmpty() && !revision.equals("0");
        String name = explanation.text("rule") + (inForce ? " (revision " + revision + ")" : "");
        String outcome = explanation.text("outcome").replace('_', ' ');
        String message = explanation.text("message");
        display.line(name + ": " + outcome + (message.isEmpty() ? "" : ". " + message));
        List<Document> clauses = explanation.objects("clauses").stream()
                .map(RuleCommands::withAbsence)
                .toList();
        if (!clauses.isEmpty()) {
            boolean errors = clauses.stream().anyMatch(clause -> clause.at("error") != null);
            display.table(
                    errors ? List.of("clause", "value", "holds", "error") : List.of("clause", "value", "holds"),
                    clauses);
        }
        explanation.objects("enforcements").forEach(enforcement -> display.line(enforced(enforcement)));
    }

    /** What is missing must not look like an empty text. */
    private static Document withAbsence(Document clause) {
        return Boolean.FALSE.equals(clause.at("present")) ? clause.with("value", "(missing)") : clause;
    }

    private static String enforced(Document enforcement) {
        String reason = enforcement.text("failure_reason");
        String execution = enforcement.text("execution_id");
        if (!reason.isEmpty()) {
            return "enforcement " + enforcement.text("id") + ": " + enforcement.text("status") + ", " + reason;
        }
        return "enforcement " + enforcement.text("id") + ": "
                + (execution.isEmpty() ? enforcement.text("status") : "execution " + execution);
    }
}
