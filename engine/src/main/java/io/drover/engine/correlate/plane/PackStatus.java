package io.drover.engine.correlate.plane;

import java.time.Duration;

/**
 * How the rules over several events of a pack are doing on this node.
 *
 * @param live events that they hold
 * @param behind events that they have not taken yet
 * @param lag how long ago the last event that they took was accepted, while they have not taken all
 * @param commits how often they committed
 */
public record PackStatus(String pack, long live, long behind, Duration lag, long commits) {}
