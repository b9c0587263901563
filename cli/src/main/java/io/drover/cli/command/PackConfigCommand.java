package io.drover.cli.command;

import io.drover.cli.failure.CommandFailure;
import io.drover.cli.failure.ExitCode;
import io.drover.cli.json.Document;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/** {@code drover pack config}: shows a pack's configuration, replaces it, or sets some of its attributes. */
final class PackConfigCommand {
    private static final String MASK = "********";
    private static final List<String> COLUMNS = List.of("id", "pack", "values");
    private static final Map<String, String> IN_CLEAR = Map.of("show_secrets", "true");

    private PackConfigCommand() {}

    static CommandSpec spec() {
        return Leaf.named("config", "Show a pack's configuration, or change it.")
                .word("PACK", "Which pack.")
                .optionalWords("NAME=VALUE", "Attributes to set; the others stay. @NAME=FILE takes a file's content.")
                .option(
                        "FILE",
                        "Replace all of it by a file in YAML or JSON; \"-\" reads standard input.",
                        "--file",
                        "-f")
                .flag("Show secret values in clear.", "--show-secrets")
                .runs(PackConfigCommand::run);
    }

    private static int run(Invocation call) {
        String pack = call.word(0);
        List<String> words = call.words().subList(1, call.words().size());
        String file = call.text("--file").orElse(null);
        if (file != null && !words.isEmpty()) {
            throw CommandFailure.usage(
                    "Expected either --file, which replaces the whole configuration, or attributes as NAME=VALUE,"
                            + " but found both.");
        }
        Map<String, String> query = call.flag("--show-secrets") ? IN_CLEAR : Map.of();
        if (file != null) {
            show(call, put(call, pack, replacement(call, file), query));
        } else if (!words.isEmpty()) {
            show(call, put(call, pack, changed(call, pack, words), query));
        } else {
            show(call, call.api().get(path(pack), query).document());
        }
        return ExitCode.OK;
    }

    private static String path(String pack) {
        return "/configs/" + pack;
    }

    private static void show(Invocation call, Document config) {
        call.display().properties(config, COLUMNS);
    }

    private static Document put(
            Invocation call, String pack, Map<String, @Nullable Object> values, Map<String, String> query) {
        Document done = call.api().put(path(pack), new Document(values)).document();
        return query.isEmpty() ? done : call.api().get(path(pack), query).document();
    }

    private static Map<String, @Nullable Object> replacement(Invocation call, String file) {
        List<Document> documents = DocumentFile.documents(call, file);
        if (documents.size() != 1) {
            throw CommandFailure.usage("Expected one mapping of attributes to values in \"" + file + "\", but found "
                    + documents.size() + ".");
        }
        return documents.get(0).values();
    }

    private static Map<String, @Nullable Object> changed(Invocation call, String pack, List<String> words) {
        words.stream().filter(word -> word.indexOf('=') <= 0).findFirst().ifPresent(word -> {
            throw CommandFailure.usage("Expected an attribute as NAME=VALUE, but found \"" + word + "\".");
        });
        Map<String, @Nullable Object> values = new LinkedHashMap<>(present(call, pack));
        values.putAll(new Parameters(pack, schema(call, pack), call::read).read(words));
        if (holdsMask(values)) {
            throw CommandFailure.usage("The configuration of \"" + pack + "\" has secrets that you may not see, so that"
                    + " single attributes cannot be set. Give the whole configuration with --file.");
        }
        return values;
    }

    private static Map<String, @Nullable Object> present(Invocation call, String pack) {
        return call.api()
                .find(path(pack), IN_CLEAR)
                .map(answer -> answer.document().object("values").values())
                .orElse(Map.of());
    }

    private static Map<String, Document> schema(Invocation call, String pack) {
        Map<String, Document> schema = new LinkedHashMap<>();
        call.api()
                .find("/config_schemas/" + pack, Map.of())
                .ifPresent(answer -> answer.document()
                        .object("attributes")
                        .values()
                        .forEach((name, each) ->
                                schema.put(name, each instanceof Map ? Document.of(each) : Document.empty())));
        return schema;
    }

    private static boolean holdsMask(@Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            return map.values().stream().anyMatch(PackConfigCommand::holdsMask);
        }
        return value instanceof List<?> list
                ? list.stream().anyMatch(PackConfigCommand::holdsMask)
                : MASK.equals(value);
    }
}
