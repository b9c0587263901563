package io.drover.cli.command;

import io.drover.cli.failure.CommandFailure;
import io.drover.cli.failure.ExitCode;
import io.drover.cli.json.Document;
import io.drover.cli.json.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/** Questions that executions ask people. */
final class InquiryCommands {
    private static final Resource INQUIRY = new Resource(
            "Inquiry",
            "inquiries",
            "inquiry",
            "/inquiries",
            "ID",
            List.of("id", "roles", "users", "route", "ttl"),
            List.of("id", "roles", "users", "route", "ttl", "schema"),
            20,
            true);

    private InquiryCommands() {}

    static CommandSpec spec(String summary) {
        return Leaf.noun("inquiry", summary, INQUIRY.list(), INQUIRY.get(), respond());
    }

    private static CommandSpec respond() {
        return Leaf.named("respond", "Respond to an inquiry: what it asks for is asked here, unless it is given.")
                .word("ID", "Which inquiry.")
                .option("JSON", "The whole response, as a JSON object.", "--response", "-r")
                .runs(InquiryCommands::respond);
    }

    private static int respond(Invocation call) {
        String id = call.word(0);
        Document inquiry = INQUIRY.one(call.api(), id);
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
        body.put("id", id);
        body.put(
                "response",
                call.text("--response")
                        .<Object>map(InquiryCommands::response)
                        .orElseGet(() -> new Questions(call, inquiry.object("schema")).answers()));
        Document answer = call.api().put(INQUIRY.pathOf(id), new Document(body)).document();
        call.display().done("Response accepted for inquiry " + id + ".", answer);
        return ExitCode.OK;
    }

    private static Map<?, ?> response(String text) {
        try {
            if (Json.parse(text) instanceof Map<?, ?> object) {
                return object;
            }
        } catch (IllegalArgumentException e) {
            throw new CommandFailure(ExitCode.USAGE, "--response is no JSON: " + e.getMessage());
        }
        throw new CommandFailure(
                ExitCode.USAGE, "--response must be a JSON object such as {\"approved\": true}, but is: " + text);
    }
}
