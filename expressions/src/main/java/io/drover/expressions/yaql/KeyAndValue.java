package io.drover.expressions.yaql;

import org.jspecify.annotations.Nullable;

/** An evaluated pair, written {@code key => value}. */
record KeyAndValue(@Nullable Object key, @Nullable Object value) {}
