/**
 * What the parts of this module share: the statuses of workflows and tasks, the expressions in their texts, and values as
 * plain JSON. The definition of a workflow, its inspection, the conductor and the rehearsal are packages of their own.
 */
@NullMarked
package io.drover.workflow;

import org.jspecify.annotations.NullMarked;
