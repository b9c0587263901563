/**
 * Stand-ins for the servers around Drover, for demonstrations and tests: a monitoring server that keeps states as Nagios
 * does and tells of them by webhook or spool file, and a chat server that takes messages by incoming webhook.
 */
@NullMarked
package io.drover.testkit.lab;

import org.jspecify.annotations.NullMarked;
