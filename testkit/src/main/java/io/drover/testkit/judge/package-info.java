/**
 * What makes a chaos test prove something: a ledger of what was sent, acknowledged and done, and a judge that holds it
 * against what the database says afterwards.
 */
@NullMarked
package io.drover.testkit.judge;

import org.jspecify.annotations.NullMarked;
