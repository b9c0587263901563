package io.drover.camelroutes.component;

import io.drover.model.pack.Ref;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What {@code drover:trigger/<ref>} was asked to do. Expressions are written in Camel's language Simple.
 *
 * @param payload null: the body
 * @param dedupeKey null: the identity that the source itself gives
 * @param occurredAt an expression or a header's name; null: the time of arrival
 * @param batch whether a list is many events, committed together
 */
public record TriggerCall(
        Ref trigger,
        @Nullable String payload,
        @Nullable String dedupeKey,
        Duration dedupeWindow,
        @Nullable String occurredAt,
        @Nullable String traceTag,
        boolean batch) {}
