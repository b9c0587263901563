/** Policies: what holds for all executions of an action, whoever asks for them. */
@NullMarked
package io.drover.model.policy;

import org.jspecify.annotations.NullMarked;
