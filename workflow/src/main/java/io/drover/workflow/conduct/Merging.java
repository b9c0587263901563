package io.drover.workflow.conduct;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Some contexts merged into one.
 *
 * @param numbers of the contexts, in order
 * @param values by name; not to be changed
 * @param owners the contexts that mappings among the values were taken from first
 */
record Merging(Series<Integer> numbers, Map<String, @Nullable Object> values, Map<String, Integer> owners) {}
