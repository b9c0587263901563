package io.drover.cli.command;

import io.drover.cli.failure.ExitCode;
import io.drover.cli.json.Document;
import io.drover.cli.output.Display;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/** Actions, runners, sensors and trigger types: content that packs bring and the command line mostly looks at. */
final class ContentCommands {
    static final Resource ACTION = new Resource(
            "Action",
            "actions",
            "action",
            "/actions",
            "REF",
            List.of("ref", "pack", "description"),
            List.of(
                    "id",
                    "uid",
                    "ref",
                    "pack",
                    "name",
                    "description",
                    "enabled",
                    "entry_point",
                    "runner_type",
                    "parameters"),
            -1,
            false);

    private static final Resource SENSOR = new Resource(
            "Sensor",
            "sensors",
            "sensor",
            "/sensortypes",
            "REF",
            List.of("ref", "pack", "description", "enabled", "state", "node", "last_event_at", "cadence"),
            List.of(
                    "id",
                    "uid",
                    "ref",
                    "pack",
                    "name",
                    "enabled",
                    "state",
                    "last_event_at",
                    "expect_every",
                    "cadence",
                    "next_expected_at",
                    "node",
                    "warning",
                    "last_error",
                    "entry_point",
                    "artifact_uri",
                    "trigger_types"),
            -1,
            false);

    private static final Resource TRIGGER = new Resource(
            "Trigger type",
            "trigger types",
            "trigger",
            "/triggertypes",
            "REF",
            List.of("ref", "pack", "description"),
            List.of(
                    "id",
                    "uid",
                    "ref",
                    "pack",
                    "name",
                    "description",
                    "parameters_schema",
                    "payload_schema",
                    "metadata_file"),
            100,
            false);

    private static final Resource RUNNER = new Resource(
            "Runner",
            "runners",
            "runner",
            "/runnertypes",
            "NAME",
            List.of("name", "description"),
            List.of("id", "uid", "name", "description", "enabled", "runner_parameters"),
            100,
            false);

    static final Resource.Filter PACK = Resource.Filter.of("pack", "PACK", "Only of this pack.", "--pack", "-p");

    private ContentCommands() {}

    static CommandSpec action(String summary) {
        return Leaf.noun(
                "action",
                summary,
                ACTION.list(PACK),
                ACTION.get(),
                ACTION.create(),
                ACTION.update(),
                ACTION.enable(),
                ACTION.disable(),
                Leaf.named("clone", "Copy an action with its program into a pack's folder, under another name.")
                        .word("REF", "Which action.")
                        .word("PACK", "Into which pack.")
                        .word("NAME", "The name of the copy.")
                        .flag("Replace an action of that name.", "--force", "-f")
                        .runs(ContentCommands::cloneAction),
                ACTION.deleting("Delete an action that was created here or by the API, or several.")
                        .flag(
                                "Remove their programs, too, and of an action of a pack the file that declares it.",
                                "--remove-files",
                                "-r")
                        .runs(ContentCommands::deleteActions));
    }

    private static int cloneAction(Invocation call) {
        String ref = call.word(0);
        ACTION.one(call.api(), ref);
        Map<String, @Nullable Object> request = new LinkedHashMap<>();
        request.put("dest_pack", call.word(1));
        request.put("dest_action", call.word(2));
        request.put("overwrite", call.flag("--force"));
        Document copy = call.api().post(ACTION.pathOf(ref) + "/clone", request).document();
        call.display().properties(copy, ACTION.first());
        return ExitCode.OK;
    }

    private static int deleteActions(Invocation call) {
        Map<String, @Nullable Object> body = call.flag("--remove-files") ? Map.of("remove_files", true) : Map.of();
        return ACTION.delete(call, body);
    }

    static CommandSpec trigger(String summary) {
        return Leaf.noun("trigger", summary, TRIGGER.list(PACK), TRIGGER.get(), EventCommands.emit());
    }

    static CommandSpec runner(String summary) {
        return Leaf.noun("runner", summary, RUNNER.list(), RUNNER.get());
    }

    static CommandSpec sensor(String summary) {
        return Leaf.noun(
                "sensor",
                summary,
                SENSOR.list(PACK),
                SENSOR.get(),
                SENSOR.enable(),
                SENSOR.disable(),
                Leaf.named("try", "Let a sensor look now, and show what it would emit; nothing is emitted.")
                        .word("REF", "Which sensor.")
                        .option("N", "End after so many payloads; 1 unless given.", "--limit", "-n")
                        .option("SECONDS", "How long to wait for them; 10 unless given.", "--wait")
                        .flag("Take them from the source for good, where looking leaves them there.", "--consume")
                        .runs(ContentCommands::trySensor));
    }

    private static int trySensor(Invocation call) {
        String ref = call.word(0);
        SENSOR.one(call.api(), ref);
        Map<String, @Nullable Object> request = new LinkedHashMap<>();
        call.number("--limit").ifPresent(limit -> request.put("limit", limit));
        call.number("--wait").ifPresent(seconds -> request.put("wait", seconds));
        if (call.flag("--consume")) {
            request.put("consume", true);
        }
        List<Document> payloads =
                call.api().post(SENSOR.pathOf(ref) + "/try", request).document().objects("payloads");
        Display display = call.display();
        if (!display.isTable()) {
            display.value(payloads);
        } else if (payloads.isEmpty()) {
            display.line("The sensor \"" + ref + "\" saw nothing in time.");
        } else {
            payloads.forEach(payload -> display.properties(payload, List.of()));
        }
        return ExitCode.OK;
    }

    static CommandSpec whoami(String summary) {
        return Leaf.named("whoami", summary).runs(call -> {
            call.display()
                    .properties(call.api().get("/user").document(), List.of("username", "authentication", "rbac"));
            return ExitCode.OK;
        });
    }
}
