package io.drover.restapi.http;

import java.util.concurrent.CompletionStage;

/** Carries out an operation. */
@FunctionalInterface
public interface Handler {
    /** Answers a call; a {@link io.drover.model.error.DroverException}, thrown or in the stage, is answered by its code. */
    CompletionStage<Answer> handle(Call call);
}
