package io.drover.restapi.http;

import io.drover.model.access.Resource;
import org.jspecify.annotations.Nullable;

/** Tells to what a call's permission is asked for. */
@FunctionalInterface
public interface Subject {
    /** To everything of its kind. */
    Subject EVERYTHING = call -> null;

    /** {@return to what; null: to everything of its kind} */
    @Nullable
    Resource of(Call call);
}
