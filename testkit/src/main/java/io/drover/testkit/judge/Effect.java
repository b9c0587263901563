package io.drover.testkit.judge;

/** What an action wrote when it had its effect: for which execution, at which attempt, because of which event. */
public record Effect(String execution, int attempt, String event) {}
