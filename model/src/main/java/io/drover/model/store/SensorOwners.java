package io.drover.model.store;

import io.drover.model.pack.Ref;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * Which node runs each of the sensors that run on one node at a time. Each time that a sensor changes hands its term counts
 * up, so that what an earlier owner still does can be told apart and refused.
 */
public interface SensorOwners {

    /**
     * Who has a sensor.
     *
     * @param node number of {@link Batches#nodeNumber}
     * @param name of that node
     * @param isSilent whether the node was not heard of for the time that was asked about
     */
    record Owner(Ref sensor, int node, String name, long term, boolean isSilent) {}

    /**
     * {@return the sensors that some node has}
     *
     * @param lease how long a node may be silent before its sensors are free, by the database's clock
     */
    List<Owner> list(Duration lease);

    /**
     * Has a node run sensors from now on: those that nobody has, or it itself, or a node that is silent.
     *
     * @return the new terms of those that it has got
     */
    Map<Ref, Long> claim(Collection<Ref> sensors, int node, Duration lease);

    /**
     * {@return whether this is still the newest term of a sensor that a node has; who claims it meanwhile waits until this
     * transaction ends}
     */
    boolean holds(Ref sensor, long term);

    /** Leaves a sensor to any node, if this is still its newest term. */
    void release(Ref sensor, long term);
}
