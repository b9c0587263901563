/** Faults on order: networks that delay, cut and lose, and databases whose commits fail or whose answers get lost. */
@NullMarked
package io.drover.testkit.fault;

import org.jspecify.annotations.NullMarked;
