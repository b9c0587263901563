/** Rules: when a trigger's instance matches, an action is called; their revisions and what came of each match. */
@NullMarked
package io.drover.model.rule;

import org.jspecify.annotations.NullMarked;
