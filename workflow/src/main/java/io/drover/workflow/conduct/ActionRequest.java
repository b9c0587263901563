package io.drover.workflow.conduct;

import org.jspecify.annotations.Nullable;

/**
 * An action that is to be run.
 *
 * @param item which item of the task it is for, from 0; null for a plain task
 * @param action reference of the action; null where its expression gave that
 * @param input its parameters, a mapping where the workflow is right
 * @param delay seconds to wait before; null for none
 */
public record ActionRequest(
        String task,
        int route,
        @Nullable Integer item,
        @Nullable Object action,
        @Nullable Object input,
        @Nullable Long delay) {}
