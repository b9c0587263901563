package io.drover.restapi.events;

import io.drover.engine.api.DeadLetterBox;
import io.drover.model.error.DroverException;
import io.drover.model.store.Listing;
import io.drover.model.trigger.Acceptance;
import io.drover.model.trigger.DeadLetter;
import io.drover.restapi.http.Answer;
import io.drover.restapi.http.Call;
import io.drover.restapi.http.Failures;
import io.drover.restapi.http.Paging;
import io.drover.restapi.http.StoreList;
import io.drover.restapi.shape.EventShapes;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/** What sources delivered and we had to refuse. */
public final class DeadLetterOperations {
    private static final int LETTERS = 100;
    private static final Set<String> FILTERS = Set.of("id", "source", "trigger");

    private final DeadLetterBox letters;

    public DeadLetterOperations(DeadLetterBox letters) {
        this.letters = letters;
    }

    public Answer list(Call call) {
        Paging paging = Paging.of(call, LETTERS);
        Listing<DeadLetter> page = letters.list(StoreList.of(call, paging, FILTERS)
                .between("timestamp_gt", "timestamp_lt")
                .query());
        return paging.answer(page.items().stream().map(EventShapes::deadLetter).toList(), page.total());
    }

    public Answer get(Call call) {
        return Answer.ok(EventShapes.deadLetter(letter(call)));
    }

    public CompletionStage<Answer> reEmit(Call call) {
        return letters.reEmit(letter(call).id(), call.principal()).thenApply(DeadLetterOperations::answer);
    }

    public Answer delete(Call call) {
        letters.discard(letter(call).id(), call.principal());
        return Answer.noContent();
    }

    private DeadLetter letter(Call call) {
        String id = call.at("id");
        return letters.find(id).orElseThrow(() -> Failures.noRecord(id));
    }

    private static Answer answer(Acceptance acceptance) {
        if (acceptance.verdict() == Acceptance.Verdict.REFUSED) {
            throw DroverException.invalid("The content is still refused, and the dead letter stays: "
                    + String.join("; ", acceptance.violations()));
        }
        return Answer.ok(EventShapes.acceptance(acceptance));
    }
}
