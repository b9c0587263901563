package io.drover.engine.inquiry;

import io.drover.engine.api.Inquiry;
import io.drover.engine.schema.SchemaCheck;
import io.drover.model.action.ActionContext;
import io.drover.model.action.ActionResult;
import io.drover.model.action.ActionRunner;
import io.drover.model.action.RunnerType;
import io.drover.model.error.DroverException;
import io.drover.model.json.JsonValues;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Asks people (platform spec 5.3, runner {@code inquirer}): it leaves its action pending, with the question as its result. A
 * schema that no response could be held against is a failure at once.
 */
public final class InquirerRunner implements ActionRunner {
    private static final String SCHEMA = "schema";
    private static final String ROLES = "roles";
    private static final String USERS = "users";
    private static final String ROUTE = "route";
    private static final String TTL = "ttl";

    private static final RunnerType TYPE = new RunnerType(
            Inquiry.RUNNER,
            "Asks people, and waits for their response without a thread.",
            Map.of(
                    SCHEMA,
                    Map.of(
                            "type",
                            "object",
                            "required",
                            true,
                            "description",
                            "JSON schema of the response.",
                            "default",
                            Map.of(
                                    "title",
                                    "response_data",
                                    "type",
                                    "object",
                                    "properties",
                                    Map.of(
                                            "continue",
                                            Map.of(
                                                    "type",
                                                    "boolean",
                                                    "description",
                                                    "Shall it go on?",
                                                    "required",
                                                    true)))),
                    ROUTE,
                    Map.of(
                            "type",
                            "string",
                            "default",
                            "",
                            "description",
                            "Whom it is meant for; rules on core.st2.generic.inquiry see it."),
                    ROLES,
                    Map.of(
                            "type",
                            "array",
                            "default",
                            List.of(),
                            "description",
                            "Whoever responds has to hold one of these roles; none: any."),
                    USERS,
                    Map.of(
                            "type",
                            "array",
                            "default",
                            List.of(),
                            "description",
                            "Only these users may respond; none: everybody."),
                    TTL,
                    Map.of(
                            "type",
                            "integer",
                            "required",
                            true,
                            "default",
                            1440L,
                            "description",
                            "After how many minutes without a response it times out; 0: never.")),
            null,
            false);

    @Override
    public RunnerType type() {
        return TYPE;
    }

    @Override
    public ActionResult run(ActionContext context) {
        Map<String, @Nullable Object> given = context.runnerParameters();
        Map<String, @Nullable Object> question = new LinkedHashMap<>();
        for (String part : List.of(SCHEMA, ROLES, USERS, ROUTE, TTL)) {
            question.put(part, given.get(part));
        }
        if (given.get(SCHEMA) instanceof Map<?, ?> schema) {
            try {
                List<String> unused = SchemaCheck.of(JsonValues.copyOf(schema)).violations(Map.of());
            } catch (DroverException unusable) {
                return ActionResult.failed("Nobody can respond to this inquiry. " + unusable.getMessage());
            }
        }
        return ActionResult.pending(question);
    }
}
