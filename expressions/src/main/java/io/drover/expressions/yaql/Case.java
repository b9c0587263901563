package io.drover.expressions.yaql;

/** A pair that is not evaluated yet, written {@code condition => value}. */
record Case(Lambda condition, Lambda value) {}
