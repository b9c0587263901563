package io.drover.restapi.http;

import io.drover.model.error.DroverException;
import io.drover.model.error.ErrorCode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How a failure is answered. */
public final class Failures {
    private static final Logger LOG = LoggerFactory.getLogger(Failures.class);
    private static final String RETRY_SECONDS = "1";

    private Failures() {}

    /** Answers a failure by its code; one that nobody foresaw is logged and answered without its words. */
    public static Answer answer(Throwable failure, String requestId) {
        Throwable cause = cause(failure);
        if (cause instanceof DroverException known) {
            if (known.code() == ErrorCode.INTERNAL) {
                LOG.error("Request {} failed", requestId, known);
            }
            return answer(known);
        }
        LOG.error("Request {} failed in a way that nobody foresaw; it was answered with 500", requestId, cause);
        return Answer.fault(500, "Internal Server Error");
    }

    private static Answer answer(DroverException failure) {
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
        body.put("faultstring", failure.getMessage());
        String conflict = failure.conflictingId();
        if (conflict != null) {
            body.put("conflict-id", conflict);
        }
        Answer answer = Answer.json(failure.code().httpStatus(), body);
        return failure.code().retryable() ? answer.with("Retry-After", RETRY_SECONDS) : answer;
    }

    /** A content object that is not there. */
    public static DroverException noResource(String refOrId) {
        return DroverException.notFound("Resource with a reference or id \"" + refOrId + "\" not found");
    }

    /** Something of the past that is not there. */
    public static DroverException noRecord(String id) {
        return DroverException.notFound("Unable to identify resource with id \"" + id + "\".");
    }

    private static Throwable cause(Throwable failure) {
        Throwable cause = failure;
        while ((cause instanceof CompletionException || cause instanceof ExecutionException)
                && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }
}
