package io.drover.cli.command;

import io.drover.cli.api.Answer;
import io.drover.cli.api.Refusal;
import io.drover.cli.failure.CommandFailure;
import io.drover.cli.failure.ExitCode;
import io.drover.cli.json.Document;
import io.drover.cli.json.JsonText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/** The datastore. */
final class KeyCommands {
    private static final List<String> COLUMNS =
            List.of("name", "value", "secret", "encrypted", "scope", "user", "expire_timestamp");

    private static final Resource KEY =
            new Resource("Key Value Pair", "keys", "key", "/keys", "NAME", COLUMNS, COLUMNS, 50, false);

    private static final Resource.Filter PREFIX =
            Resource.Filter.of("prefix", "PREFIX", "Only names that begin so.", "--prefix", "-p");

    private KeyCommands() {}

    static CommandSpec spec(String summary) {
        return Leaf.noun(
                "key",
                summary,
                ofScope(KEY.listing(List.of(PREFIX)), "all, system or user; all unless given.")
                        .flag("Show secret values in clear.", "--decrypt", "-d")
                        .runs(KeyCommands::list),
                one("get", "Show a key, or several.")
                        .flag("Show a secret value in clear.", "--decrypt", "-d")
                        .runs(KeyCommands::get),
                ofScope(
                                Leaf.named("set", "Set the value of a key.")
                                        .word("NAME", "Which key.")
                                        .optionalWord(
                                                "VALUE",
                                                "The text; \"-\" reads it from standard input. Without one you are asked"
                                                        + " for it, so that it stands in no history of the shell."),
                                "system or user; system unless given.")
                        .flag("Keep the value encrypted.", "--encrypt", "-e")
                        .flag("The value is encrypted already, by Drover or StackStorm.", "--encrypted")
                        .option("SECONDS", "Forget the key after so many seconds.", "--ttl", "-l")
                        .runs(KeyCommands::set),
                one("delete", "Delete a key, or several.").runs(KeyCommands::delete),
                ofScope(
                                Leaf.named("delete_by_prefix", "Delete all keys whose names begin in a certain way.")
                                        .option("PREFIX", "How their names begin.", "--prefix", "-p"),
                                "system or user; system unless given.")
                        .runs(KeyCommands::deleteByPrefix),
                Leaf.named("load", "Set keys from a file in JSON or YAML, such as one that \"key list -j\" wrote.")
                        .word("FILE", "A key, or a list of them; \"-\" reads standard input.")
                        .flag("Keep values that are no text as JSON, instead of refusing them.", "--convert", "-c")
                        .runs(KeyCommands::load));
    }

    private static Leaf one(String verb, String summary) {
        return ofScope(Leaf.named(verb, summary).words("NAME", "Which keys."), "system or user; system unless given.");
    }

    private static Leaf ofScope(Leaf leaf, String scopes) {
        return leaf.option("SCOPE", scopes, "--scope", "-s")
                .option("USER", "Whose keys, in scope user; your own unless given.", "--user", "-u");
    }

    private static int list(Invocation call) {
        Map<String, String> query = query(call, "all");
        query.putAll(Resource.parameters(call, List.of(PREFIX)));
        query.put("decrypt", String.valueOf(call.flag("--decrypt")));
        return KEY.list(call, query, row -> row);
    }

    private static int get(Invocation call) {
        Map<String, String> query = query(call, "system");
        query.put("decrypt", String.valueOf(call.flag("--decrypt")));
        return Resource.each(call, name -> show(call, KEY.one(call.api(), name, query)));
    }

    private static void show(Invocation call, Document pair) {
        call.display().properties(pair.only(COLUMNS), COLUMNS);
    }

    private static int set(Invocation call) {
        String name = call.word(0);
        Map<String, @Nullable Object> pair = new LinkedHashMap<>();
        pair.put("name", name);
        pair.put(
                "value",
                call.optionalWord(1)
                        .map(word -> word.equals("-") ? call.read("-") : word)
                        .orElseGet(() -> Typed.secret(call, "Value of " + name)));
        pair.put("scope", call.text("--scope").orElse("system"));
        call.text("--user").ifPresent(user -> pair.put("user", user));
        call.number("--ttl").ifPresent(seconds -> pair.put("ttl", seconds));
        if (call.flag("--encrypt")) {
            pair.put("secret", true);
        }
        if (call.flag("--encrypted")) {
            pair.put("encrypted", true);
        }
        show(call, put(call, new Document(pair)));
        return ExitCode.OK;
    }

    private static Document put(Invocation call, Document pair) {
        return call.api().put(KEY.pathOf(pair.text("name")), pair).document();
    }

    private static int delete(Invocation call) {
        Map<String, String> query = query(call, "system");
        return Resource.each(call, name -> {
            try {
                call.api().delete(KEY.pathOf(name), query);
            } catch (Refusal refusal) {
                throw refusal.isNotFound() ? KEY.notFound(name) : refusal;
            }
            call.display().line("Resource with id \"" + name + "\" has been successfully deleted.");
        });
    }

    private static int deleteByPrefix(Invocation call) {
        String prefix = call.text("--prefix")
                .filter(text -> !text.isEmpty())
                .orElseThrow(() ->
                        CommandFailure.usage("\"key delete_by_prefix\" takes the beginning of names as --prefix."));
        Map<String, String> which = query(call, "system");
        Map<String, String> query = new LinkedHashMap<>(which);
        query.put("prefix", prefix);
        query.put("limit", "-1");
        Answer found = call.api().get(KEY.path(), query);
        List<String> deleted = new ArrayList<>();
        for (Document pair : found.documents()) {
            call.api().delete(KEY.pathOf(pair.text("name")), which);
            deleted.add(pair.text("name"));
        }
        if (call.display().isTable()) {
            call.display().line("Deleted " + deleted.size() + " keys");
            call.display().line("Deleted key ids: " + String.join(", ", deleted));
        } else {
            call.display().value(deleted);
        }
        return ExitCode.OK;
    }

    private static int load(Invocation call) {
        List<Document> pairs = DocumentFile.documents(call, call.word(0)).stream()
                .map(pair -> loaded(pair, call.flag("--convert")))
                .toList();
        List<Document> loaded = pairs.stream().map(pair -> put(call, pair)).toList();
        call.display().list(loaded, COLUMNS);
        return ExitCode.OK;
    }

    /** All of them are looked at before the first is set. */
    private static Document loaded(Document pair, boolean convert) {
        if (pair.text("name").isEmpty() || pair.at("value") == null) {
            throw CommandFailure.usage("Expected a name and a value in each key of the file, but found "
                    + JsonText.compact(pair.values().keySet()) + ".");
        }
        Object value = pair.at("value");
        if (!(value instanceof String) && !convert) {
            throw CommandFailure.usage("Expected a text as value of \"" + pair.text("name")
                    + "\", but found another one. --convert keeps it as JSON.");
        }
        Map<String, @Nullable Object> request = new LinkedHashMap<>();
        request.put("name", pair.text("name"));
        request.put("value", value instanceof String ? value : JsonText.compact(value));
        request.put("scope", pair.has("scope") ? pair.at("scope") : "system");
        for (String name : List.of("user", "secret", "encrypted", "ttl")) {
            if (pair.at(name) != null) {
                request.put(name, pair.at(name));
            }
        }
        return new Document(request);
    }

    private static Map<String, String> query(Invocation call, String scope) {
        Map<String, String> query = new LinkedHashMap<>();
        query.put("scope", call.text("--scope").orElse(scope));
        call.text("--user").ifPresent(user -> query.put("user", user));
        return query;
    }
}
