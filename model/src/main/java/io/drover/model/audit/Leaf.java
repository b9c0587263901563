package io.drover.model.audit;

import io.drover.model.execution.Position;
import java.time.Instant;

/**
 * A stored audit record as a seal sees it.
 *
 * @param id its number in the table, which grows with every insert
 * @param at when it happened
 * @param digest SHA-256 of all that its row says, in hex
 */
public record Leaf(long id, Position position, Instant at, String digest) {}
