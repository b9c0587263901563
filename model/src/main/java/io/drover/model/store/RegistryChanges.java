package io.drover.model.store;

/**
 * Counts what changes of what is registered, so that each node notices what another changed, and none changes rules before
 * it has seen the newest.
 */
public interface RegistryChanges {

    /**
     * How many changes there were.
     *
     * @param rules changes of rules and of what the API said about them: the version of the rules
     * @param sensors changes of which sensors and runners are switched on, and of what the API said about actions
     */
    record Counts(long rules, long sensors) {}

    Counts counts();

    /**
     * Tells, in this transaction, that rules change. Other nodes that change some wait until it ends.
     *
     * @param known the version that the change was made from
     * @return whether that is the newest; else nothing is counted
     */
    boolean rulesChange(long known);

    /**
     * Makes others that hold, or change rules, wait until this transaction ends: what it reads from now on, nobody else who
     * holds is about to change.
     */
    void hold();

    /** Tells, in this transaction, that a sensor or a runner is switched, or an action changed by API. */
    void sensorsChange();
}
