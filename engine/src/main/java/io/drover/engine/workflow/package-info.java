/** Workflows in the engine: inspected with the actions that are registered, and run. */
@NullMarked
package io.drover.engine.workflow;

import org.jspecify.annotations.NullMarked;
