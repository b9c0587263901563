package io.drover.model.execution;

import java.time.Instant;

/** One line of an execution's log. */
public record StatusChange(ExecutionStatus status, Instant at) {}
