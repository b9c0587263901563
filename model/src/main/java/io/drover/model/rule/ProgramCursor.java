package io.drover.model.rule;

import io.drover.model.execution.Position;
import java.time.Instant;

/**
 * How far the DRL rules of a pack have come: what they asked for up to here is committed.
 *
 * @param position of the last event that they were asked about
 * @param clock how far time has come for them
 */
public record ProgramCursor(String pack, Position position, Instant clock) {}
