package io.drover.cli.command;

import io.drover.cli.api.Api;
import io.drover.cli.failure.CommandFailure;
import io.drover.cli.failure.ExitCode;
import io.drover.cli.json.Document;
import io.drover.cli.json.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/** Events, what became of them, and what was refused. */
final class EventCommands {
    static final Resource TRIGGER_INSTANCE = new Resource(
            "Trigger instance",
            "trigger instances",
            "trigger-instance",
            "/triggerinstances",
            "ID",
            List.of("id", "trigger", "occurrence_time", "status"),
            List.of("id", "trigger", "occurrence_time", "payload", "status"),
            50,
            true);

    private static final Resource DEAD_LETTER = new Resource(
            "Dead letter",
            "dead letters",
            "dead-letter",
            "/deadletters",
            "ID",
            List.of("id", "at", "source", "trigger", "reasons"),
            List.of("id", "at", "source", "trigger", "identity", "reasons", "size", "content"),
            50,
            true);

    private static final Resource ENFORCEMENT = new Resource(
            "Rule enforcement",
            "rule enforcements",
            "rule-enforcement",
            "/ruleenforcements",
            "ID",
            List.of("id", "rule.ref", "trigger_instance_id", "execution_id", "enforced_at"),
            List.of("id", "rule.ref", "trigger_instance_id", "execution_id", "failure_reason", "enforced_at"),
            50,
            true);

    private EventCommands() {}

    static CommandSpec triggerInstance(String summary) {
        return Leaf.noun(
                "trigger-instance",
                summary,
                TRIGGER_INSTANCE.list(
                        Resource.Filter.of("trigger", "REF", "Only of this trigger.", "--trigger"),
                        Resource.Filter.of("trigger_type", "REF", "Only of this trigger type.", "--trigger-type"),
                        Resource.Filter.of("source", "NAME", "Only from this source.", "--source"),
                        after("timestamp_gt"),
                        before("timestamp_lt")),
                TRIGGER_INSTANCE.get(),
                reEmit(TRIGGER_INSTANCE, "Let an event happen once more."),
                RuleCommands.why("why", "Explain why an event did, or did not, lead to something."));
    }

    static CommandSpec deadLetter(String summary) {
        return Leaf.noun(
                "dead-letter",
                summary,
                DEAD_LETTER.list(
                        Resource.Filter.of("source", "NAME", "Only from this source.", "--source"),
                        Resource.Filter.of("trigger", "REF", "Only for this trigger.", "--trigger"),
                        after("timestamp_gt"),
                        before("timestamp_lt")),
                DEAD_LETTER.get(),
                reEmit(DEAD_LETTER, "Hand what was refused in once more, for instance after a schema was put right."),
                DEAD_LETTER.delete("discard", "Throw away what was refused."));
    }

    static CommandSpec enforcement(String summary) {
        return Leaf.noun(
                "rule-enforcement",
                summary,
                ENFORCEMENT.list(
                        Resource.Filter.of("rule_ref", "REF", "Only of this rule.", "--rule"),
                        Resource.Filter.of(
                                "trigger_instance",
                                "ID",
                                "Only for this event.",
                                "--trigger-instance",
                                "--trigger_instance"),
                        Resource.Filter.of("execution", "ID", "Only of this execution.", "--execution"),
                        after("enforced_at_gt"),
                        before("enforced_at_lt")),
                ENFORCEMENT.get());
    }

    static Resource.Filter after(String parameter) {
        return Resource.Filter.of(
                parameter,
                "TIMESTAMP",
                "Only after this instant, such as 2026-11-22T17:00:00Z.",
                "--timestamp-gt",
                "-tg");
    }

    static Resource.Filter before(String parameter) {
        return Resource.Filter.of(
                parameter,
                "TIMESTAMP",
                "Only before this instant, such as 2026-11-22T17:00:00Z.",
                "--timestamp-lt",
                "-tl");
    }

    private static CommandSpec reEmit(Resource resource, String summary) {
        return Leaf.named("re-emit", summary)
                .words("ID", "Which " + resource.plural() + ".")
                .runs(call -> Resource.each(call, id -> {
                    resource.one(call.api(), id);
                    Document answer = call.api()
                            .post(resource.path() + Api.path(id, "re_emit"), Map.of())
                            .document();
                    call.display().done(reEmitted(resource.noun() + " \"" + id + "\"", answer), answer);
                }));
    }

    static CommandSpec emit() {
        return Leaf.named("emit", "Let an event of a trigger happen.")
                .word("REF", "Of which trigger: a trigger type's, where that has no parameters.")
                .option("JSON", "What it says, as a JSON object; none unless given.", "--payload")
                .option("TAG", "What to call its trace.", "--trace-tag")
                .option("KEY", "Accept it once within a day under this key.", "--dedupe-key")
                .runs(EventCommands::emit);
    }

    private static int emit(Invocation call) {
        String ref = call.word(0);
        Map<String, @Nullable Object> request = new LinkedHashMap<>();
        request.put("trigger", ref);
        call.text("--payload").ifPresent(text -> request.put("payload", payload(text)));
        call.text("--trace-tag").ifPresent(tag -> request.put("trace_tag", tag));
        call.text("--dedupe-key").ifPresent(key -> request.put("dedupe_key", key));
        Document answer = call.api().post(TRIGGER_INSTANCE.path(), request).document();
        call.display().done(reEmitted("The event of \"" + ref + "\"", answer), answer);
        return ExitCode.OK;
    }

    private static Map<?, ?> payload(String text) {
        try {
            if (Json.parse(text) instanceof Map<?, ?> object) {
                return object;
            }
        } catch (IllegalArgumentException e) {
            throw new CommandFailure(ExitCode.USAGE, "--payload is no JSON: " + e.getMessage());
        }
        throw new CommandFailure(
                ExitCode.USAGE, "--payload must be a JSON object such as {\"host\": \"web1\"}, but is: " + text);
    }

    private static String reEmitted(String what, Document answer) {
        String instance = answer.text("trigger_instance_id");
        if (answer.has("message")) {
            return answer.text("message");
        }
        if (answer.text("verdict").equals("duplicate")) {
            return what + " is a duplicate of what was accepted before"
                    + (instance.isEmpty() ? "." : ", as trigger instance \"" + instance + "\".");
        }
        return what + " was accepted" + (instance.isEmpty() ? "." : " as trigger instance \"" + instance + "\".");
    }
}
