package io.drover.model.audit;

import java.time.Instant;
import java.time.LocalDate;

/**
 * Tells that the records of a node are gone, or may go, up to a seal; the seals stay.
 *
 * @param seal number of the last seal whose records go
 * @param day the day which that seal ends
 * @param lastId number of the last record that goes
 */
public record Purge(int node, long seal, LocalDate day, long lastId, Instant purgedAt) {}
