package io.drover.cli.command;

import io.drover.cli.api.Answer;
import io.drover.cli.api.Api;
import io.drover.cli.json.JsonText;
import io.drover.model.pack.Kind;
import io.drover.model.pack.Problem;
import io.drover.model.pack.Ref;
import io.drover.model.pack.Reference;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What only a daemon knows: whether the triggers and actions that rules name exist, and take what the rules give them. */
final class DaemonCheck {
    private final Api api;
    private final Map<Ref, Optional<Set<String>>> parameters = new HashMap<>();

    DaemonCheck(Api api) {
        this.api = api;
    }

    List<Problem> problems(Reference reference) {
        return reference.kind() == Kind.ACTION ? action(reference) : trigger(reference);
    }

    /** {@return what is wrong with a file of rules in DRL} */
    List<Problem> problems(String file, String text) {
        return api.post("/rules/check", Map.of("content", text, "file", file)).document().objects("problems").stream()
                .map(Problems::of)
                .toList();
    }

    private List<Problem> action(Reference action) {
        Optional<Set<String>> known = parameters.computeIfAbsent(action.ref(), this::parametersOf);
        if (known.isEmpty()) {
            return List.of(action.missingAction(""));
        }
        return action.unknownParameters(known.orElseThrow());
    }

    private Optional<Set<String>> parametersOf(Ref action) {
        return api.find("/actions/views/parameters" + Api.path(action.toString()), Map.of())
                .map(Answer::document)
                .map(document -> document.object("parameters").values().keySet());
    }

    /** Asks about a rule that has nothing but this trigger, so that whatever is wrong is wrong with it. */
    private List<Problem> trigger(Reference trigger) {
        Map<String, Object> rule = Map.of(
                "name",
                "check",
                "trigger",
                Map.of("type", trigger.ref().toString(), "parameters", trigger.values()),
                "action",
                Map.of("ref", "core.noop"));
        return api
                .post("/rules/check", Map.of("content", JsonText.compact(rule)))
                .document()
                .objects("problems")
                .stream()
                .map(Problems::of)
                .filter(Problem::isError)
                .map(problem -> trigger.error(problem.message()))
                .toList();
    }
}
