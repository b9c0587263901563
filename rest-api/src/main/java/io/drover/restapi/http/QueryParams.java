package io.drover.restapi.http;

import io.drover.model.error.DroverException;
import io.drover.model.error.ErrorCode;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;

/** The parameters behind the question mark; their names are found in any case. */
public final class QueryParams {
    private QueryParams() {}

    /** Reads them all; broken percent signs are an {@code INVALID_ARGUMENT}. */
    public static MultiMap of(HttpServerRequest request) {
        if (request.query() == null) {
            return MultiMap.caseInsensitiveMultiMap();
        }
        try {
            return request.params(true);
        } catch (IllegalArgumentException e) {
            throw DroverException.of(
                    ErrorCode.INVALID_ARGUMENT,
                    "Expected query parameters whose percent signs are followed by two hex digits.",
                    e);
        }
    }
}
