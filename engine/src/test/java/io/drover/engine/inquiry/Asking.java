package io.drover.engine.inquiry;

import io.drover.engine.api.ExecutionRequest;
import io.drover.engine.api.Inquiries;
import io.drover.engine.rehearse.Await;
import io.drover.engine.rehearse.HandRunner;
import io.drover.engine.rehearse.Parts;
import io.drover.engine.rehearse.Plant;
import io.drover.model.access.Principal;
import io.drover.model.action.Action;
import io.drover.model.action.ActionRunner;
import io.drover.model.execution.Execution;
import io.drover.model.execution.ExecutionStatus;
import io.drover.model.pack.PackContent;
import io.drover.model.pack.Ref;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A pack with an action that asks, and what a test does with it. */
final class Asking {
    static final Ref ASK = Ref.of("plant", "ask");

    /** Asks whether something is approved. */
    static final Map<String, @Nullable Object> APPROVAL =
            Map.of("type", "object", "properties", Map.of("approved", Map.of("type", "boolean", "required", true)));

    static final Map<String, @Nullable Object> YES = Map.of("approved", true);

    private Asking() {}

    static ActionRunner[] runners() {
        return new ActionRunner[] {new HandRunner("effects", true), new HandRunner("pure", false), new InquirerRunner()
        };
    }

    static PackContent pack() {
        Action ask = new Action(
                ASK,
                null,
                true,
                "inquirer",
                "",
                null,
                Map.of(),
                null,
                null,
                List.of(),
                null,
                false,
                "actions/ask.yaml");
        return Plant.withActions(Plant.content(), List.of(ask, Plant.action(Plant.CALC, "pure", false)));
    }

    static Principal user(String name, String... roles) {
        return new Principal(name, Set.of(roles), "none");
    }

    static Inquiries inquiries(Parts parts) {
        return new StoredInquiries(parts.store(), parts.runs().pending());
    }

    /** Asks, and waits until the question stands. */
    static Execution ask(Parts parts, Map<String, @Nullable Object> parameters) {
        Execution asked = Await.done(parts.executionRequests()
                .request(new ExecutionRequest(ASK.toString(), parameters, Map.of(), null), Parts.ADMIN));
        Await.until("it waits", () -> is(parts, asked, ExecutionStatus.PENDING));
        Await.until("nothing runs", () -> parts.runs().open() == 0);
        return parts.execution(asked.id());
    }

    static boolean is(Parts parts, Execution execution, ExecutionStatus status) {
        return parts.execution(execution.id()).status() == status;
    }
}
