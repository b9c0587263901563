package io.drover.cli.command;

import io.drover.cli.api.Api;
import io.drover.cli.failure.ExitCode;
import io.drover.cli.json.Document;
import io.drover.cli.output.Display;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;

/** Actions, sensors and trigger types: content that packs bring and the command line mostly looks at. */
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
            List.of("ref", "pack", "description", "enabled"),
            List.of("id", "uid", "ref", "pack", "name", "enabled", "entry_point", "artifact_uri", "trigger_types"),
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

    static final Resource.Filter PACK = Resource.Filter.of("pack", "PACK", "Only of this pack.", "--pack", "-p");

    private ContentCommands() {}

    static CommandSpec action(String summary) {
        return Leaf.noun("action", summary, ACTION.list(PACK), ACTION.get());
    }

    static CommandSpec trigger(String summary) {
        return Leaf.noun("trigger", summary, TRIGGER.list(PACK), TRIGGER.get());
    }

    static CommandSpec sensor(String summary) {
        return Leaf.noun(
                "sensor",
                summary,
                SENSOR.list(PACK),
                SENSOR.get(),
                SENSOR.enable(),
                SENSOR.disable(),
                Leaf.named("try", "Let a sensor look once, and show what it would emit.")
                        .word("REF", "Which.")
                        .runs(ContentCommands::trySensor));
    }

    private static int trySensor(Invocation call) {
        String ref = call.word(0);
        Document sensor = SENSOR.one(call.api(), ref);
        Object outcome = call.api()
                .post(
                        SENSOR.path() + Api.path(sensor.text("ref").isEmpty() ? ref : sensor.text("ref"), "try"),
                        Document.empty().values())
                .body();
        Display display = call.display();
        if (outcome instanceof List<?> events) {
            if (events.isEmpty() && display.isTable()) {
                display.line("The sensor \"" + ref + "\" saw nothing.");
            } else {
                Document.listOf(events).forEach(event -> display.properties(event, List.of("trigger", "payload")));
            }
        } else {
            display.properties(Document.of(outcome), List.of("ok", "message", "events"));
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
