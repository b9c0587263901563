package io.drover.engine.commit;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a commit did with a change.
 *
 * @param batch number of the batch that holds it
 * @param duplicateOf the id of the instance that had the same dedupe key before: nothing of the change was written; null
 *     otherwise
 * @param fenced ids of the executions whose update was not written, because another attempt has them or they are completed
 */
public record Outcome(long batch, @Nullable String duplicateOf, Set<String> fenced) {}
