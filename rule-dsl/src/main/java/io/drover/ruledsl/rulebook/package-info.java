/** Rulebooks of Event-Driven Ansible, translated into rules: what can be said in ours, and for the rest a remark with its line. */
@NullMarked
package io.drover.ruledsl.rulebook;

import org.jspecify.annotations.NullMarked;
