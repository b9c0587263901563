package io.drover.testkit.lab;

import java.util.Optional;

/**
 * All that a monitoring server knows about one service or host, and what becomes of it with each check result. This is
 * Nagios' state machine (Nagios Core documentation, "State Types", "Notifications" and "Detection and Handling of State
 * Flapping"):
 *
 * <ul>
 *   <li>A problem is soft until {@code maxAttempts} checks in a row found one, whichever; then it is hard. A hard problem
 *       that turns into another is hard at once.
 *   <li>A soft problem that goes away is a soft recovery, and nobody is told. A hard one is a hard recovery.
 *   <li>Alerts tell of hard changes only, and of no change that was never told of: a recovery follows a problem that was.
 *   <li>Hard states and soft recoveries make up the history that decides on flapping. When flapping begins and ends there
 *       is an alert; while it lasts there is no other.
 *   <li>While its host is down, a service's problem is hard at once and not told of.
 * </ul>
 *
 * @param attempt the how-manieth check in a row found a problem; 1 while all is well
 * @param announced the state that the latest alert told of; the good one before there was any
 */
public record ServiceState(
        Checked checked,
        State state,
        StateType type,
        int attempt,
        State announced,
        boolean flapping,
        FlapHistory history) {

    /** What is assumed before the first check: all is well. */
    public static ServiceState before(Checked checked) {
        State well = checked.wellState();
        return new ServiceState(checked, well, StateType.HARD, 1, well, false, FlapHistory.steady(well));
    }

    /** What follows from a check result while the host is up, or of the host itself. */
    public Transition after(CheckResult result) {
        requireFitting(result);
        if (!result.state().isProblem()) {
            boolean soft = state.isProblem() && type == StateType.SOFT;
            return follow(result, soft ? StateType.SOFT : StateType.HARD, 1, true);
        }
        int next = attemptAfterProblem();
        return follow(result, next >= checked.maxAttempts() ? StateType.HARD : StateType.SOFT, next, true);
    }

    /** What follows from a service's check result while its host is down. */
    public Transition afterWithHostDown(CheckResult result) {
        requireFitting(result);
        return follow(result, StateType.HARD, 1, false);
    }

    /** {@return how much the state changed over the last 21 checks, in percent; newer changes weigh more} */
    public double percentChange() {
        return history.percentChange();
    }

    /** A state and the alert, if any, that tells the world of it. */
    public record Transition(ServiceState now, Optional<Alert> alert) {}

    private int attemptAfterProblem() {
        if (!state.isProblem()) {
            return 1;
        }
        // a problem that was hard only because its host was down starts over with the attempt it has
        return type == StateType.SOFT ? attempt + 1 : attempt;
    }

    private Transition follow(CheckResult result, StateType nextType, int nextAttempt, boolean mayTell) {
        State found = result.state();
        boolean recorded = nextType == StateType.HARD || !found.isProblem();
        FlapHistory nextHistory = recorded ? history.with(found) : history;
        boolean nextFlapping = recorded ? checked.flapping().flapping(flapping, nextHistory.percentChange()) : flapping;
        boolean hardChange = nextType == StateType.HARD && found != announced && !nextFlapping;
        boolean tell = mayTell && (nextFlapping != flapping || hardChange);
        ServiceState now = new ServiceState(
                checked, found, nextType, nextAttempt, tell ? found : announced, nextFlapping, nextHistory);
        return new Transition(now, tell ? Optional.of(Alert.of(now, announced, result)) : Optional.empty());
    }

    private void requireFitting(CheckResult result) {
        if (result.state().isOfHost() != (checked.service() == null)) {
            throw new IllegalArgumentException(
                    "a check of " + checked.title() + " cannot find it " + result.state() + "; hosts are UP or DOWN");
        }
    }
}
