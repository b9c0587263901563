/**
 * Action chains: StackStorm's older form of workflow, one task after the other. Read, checked, and run by a pure function as
 * workflows of Orquesta are.
 */
@NullMarked
package io.drover.workflow.chain;

import org.jspecify.annotations.NullMarked;
