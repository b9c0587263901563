package io.drover.cli.command;

import io.drover.cli.failure.ExitCode;
import io.drover.cli.json.Document;
import io.drover.model.pack.Problem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/** Packs, and what is wrong in their files. */
final class PackCommands {
    private static final Resource PACK = new Resource(
            "Pack",
            "packs",
            "pack",
            "/packs",
            "PACK",
            List.of("ref", "name", "description", "version", "author"),
            List.of("name", "version", "author", "email", "keywords", "description"),
            100,
            false);

    private PackCommands() {}

    static CommandSpec spec(String summary) {
        return Leaf.noun(
                "pack",
                summary,
                PACK.list(),
                Leaf.named("get", "Show a pack and what is wrong in its files.")
                        .words("PACK", "Which packs.")
                        .listOption("NAME", "Which properties to show; \"all\" for all.", "--attr", "-a")
                        .runs(PackCommands::get),
                PackConfigCommand.spec(),
                Leaf.named("register", "Read packs again at once, and report every problem in their files.")
                        .optionalWords("PACK", "Which packs; all of them unless given.")
                        .listOption("TYPE", "Only these kinds of content, such as rules.", "--types")
                        .runs(PackCommands::register),
                Leaf.named(
                                "test",
                                "Try the tests of a pack's rules and the rehearsals of its workflows, without a daemon; ends with"
                                        + " 1 where one fails.")
                        .optionalWord(
                                "PACK",
                                "The pack's folder, or the name of an installed pack; this folder unless given.")
                        .flag("Tell what happens, step by step.", "--debug")
                        .option("FILE", "Write a report in JUnit's XML, too.", "--junit")
                        // no method reference: it would load the conductor for every command
                        .runs(call -> PackTest.run(call)));
    }

    private static int get(Invocation call) {
        List<String> asked = call.texts("--attr");
        List<String> shown = asked.isEmpty() ? PACK.first() : asked;
        return Resource.each(call, ref -> {
            Document pack = PACK.one(call.api(), ref);
            if (!call.display().isTable()) {
                call.display().value(asked.isEmpty() || asked.contains("all") ? pack : pack.only(asked));
                return;
            }
            call.display().properties(asked.contains("all") ? pack : pack.only(shown), shown);
            Problems.of(pack.objects("problems"))
                    .forEach(problem -> call.display().line(problem.toString()));
            waiting(pack).forEach(what -> call.display().line("not run yet: " + what));
        });
    }

    private static List<String> waiting(Document pack) {
        return pack.at("waiting") instanceof List<?> list
                ? list.stream().map(String::valueOf).toList()
                : List.of();
    }

    private static int register(Invocation call) {
        Map<String, @Nullable Object> request = new LinkedHashMap<>();
        if (!call.words().isEmpty()) {
            request.put("packs", call.words());
        }
        if (!call.texts("--types").isEmpty()) {
            request.put("types", call.texts("--types"));
        }
        Document counts = call.api().post(PACK.path() + "/register", request).document();
        List<Document> problems = counts.has("problems") ? counts.objects("problems") : problems(call);
        if (call.display().isTable()) {
            call.display().properties(counts.without("problems"), List.of());
            Problems.of(problems).forEach(problem -> call.display().line(problem.toString()));
        } else {
            call.display().value(counts.with("problems", problems));
        }
        return Problems.of(problems).stream().anyMatch(Problem::isError) ? ExitCode.FAILED : ExitCode.OK;
    }

    private static List<Document> problems(Invocation call) {
        List<String> refs = call.words().isEmpty()
                ? call.api().get(PACK.path(), Map.of("limit", "-1", "include_attributes", "ref")).documents().stream()
                        .map(pack -> pack.text("ref"))
                        .toList()
                : call.words();
        List<Document> problems = new ArrayList<>();
        refs.forEach(ref -> problems.addAll(PACK.one(call.api(), ref).objects("problems")));
        return problems;
    }
}
