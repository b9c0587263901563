package io.drover.engine.inquiry;

import io.drover.engine.api.Inquiries;
import io.drover.engine.api.Inquiry;
import io.drover.engine.enforce.Prepared;
import io.drover.engine.execute.Pending;
import io.drover.engine.schema.SchemaCheck;
import io.drover.engine.secret.SecretParts;
import io.drover.engine.secret.Veil;
import io.drover.model.access.Principal;
import io.drover.model.error.DroverException;
import io.drover.model.error.ErrorCode;
import io.drover.model.execution.Execution;
import io.drover.model.execution.ExecutionStatus;
import io.drover.model.json.JsonValues;
import io.drover.model.store.Listing;
import io.drover.model.store.Query;
import io.drover.model.store.Store;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * Inquiries as they are stored: pending executions of the runner {@code inquirer} (platform spec 6.3). Who may respond is
 * asked before what they say, and both before anything changes.
 */
public record StoredInquiries(Store store, Pending pending) implements Inquiries {
    private static final String RESPONSE = "response";

    /** So often an inquiry is looked at again that others change at the same moment. */
    private static final int MOST_LOOKS = 5;

    @Override
    public Listing<Inquiry> list(Query query) {
        Query waiting = query.where("runner", Inquiry.RUNNER).where("status", ExecutionStatus.PENDING.word());
        Listing<Execution> found =
                store.read(transaction -> transaction.executions().list(waiting));
        return new Listing<>(found.items().stream().map(Inquiry::of).toList(), found.total());
    }

    @Override
    public Inquiry find(String id) {
        return Inquiry.of(waiting(id));
    }

    @Override
    public Map<String, @Nullable Object> respond(String id, Map<String, @Nullable Object> response, Principal by) {
        for (int time = 1; ; time++) {
            Execution stored = waiting(id);
            Inquiry inquiry = Inquiry.of(stored);
            requireWanted(inquiry, by);
            Response given = Response.to(inquiry, response);
            try {
                Execution unused = pending.answer(stored, given.in(stored), given::hidden, by.user())
                        .join();
                return given.shown();
            } catch (CompletionException e) {
                if (!(e.getCause() instanceof DroverException known)) {
                    throw e;
                }
                if (known.code() != ErrorCode.CONFLICT || time == MOST_LOOKS) {
                    throw known;
                }
                // somebody was quicker, or another node took it over: looking again tells which
            }
        }
    }

    /** {@return the execution that asks, if it still waits} */
    private Execution waiting(String id) {
        Execution execution = store.read(transaction -> transaction.executions().find(id))
                .orElseThrow(() -> DroverException.notFound("The resource could not be found."));
        if (!execution.runnerType().equals(Inquiry.RUNNER)) {
            throw DroverException.invalid("Action execution \"" + id + "\" is not an inquiry.");
        }
        return switch (execution.status()) {
            case PENDING -> execution;
            case TIMEOUT ->
                throw DroverException.invalid("Inquiry \"" + id + "\" timed out and cannot be responded to.");
            case SUCCEEDED -> throw DroverException.invalid("Inquiry \"" + id + "\" has already been responded to.");
            default ->
                throw DroverException.invalid(
                        "Inquiry \"" + id + "\" is " + execution.status().word() + " and cannot be responded to.");
        };
    }

    private static void requireWanted(Inquiry inquiry, Principal by) {
        boolean isNamed = inquiry.users().isEmpty() || inquiry.users().contains(by.user());
        boolean holdsRole = inquiry.roles().isEmpty() || !Collections.disjoint(inquiry.roles(), by.roles());
        if (!isNamed || !holdsRole) {
            throw DroverException.of(
                    ErrorCode.PERMISSION_DENIED,
                    "User \"" + by.user() + "\" does not have permission to respond to inquiry \"" + inquiry.id()
                            + "\".");
        }
    }

    /** A response that fits, with the schema's defaults. */
    private record Response(Map<String, @Nullable Object> given, SecretParts secrets) {

        static Response to(Inquiry inquiry, Map<String, @Nullable Object> response) {
            Map<String, @Nullable Object> filled = Defaults.filled(response, inquiry.schema());
            Response made = new Response(filled, SecretParts.of(inquiry.schema()));
            List<String> violations = SchemaCheck.of(inquiry.schema()).violations(filled);
            if (!violations.isEmpty()) {
                throw DroverException.invalid("Response for inquiry \"" + inquiry.id()
                        + "\" did not pass schema validation. " + made.veil().masked(String.join("; ", violations)));
            }
            return made;
        }

        /** The words of a violation may hold a secret that is wrong. */
        private Veil veil() {
            return Veil.over(new Prepared(of(given), hidden(of(given))).hidden());
        }

        private static Map<String, @Nullable Object> of(Map<String, @Nullable Object> response) {
            Map<String, @Nullable Object> result = new LinkedHashMap<>();
            result.put(RESPONSE, response);
            return result;
        }

        /** {@return the result of the execution that asked} */
        Map<String, @Nullable Object> in(Execution asking) {
            Map<String, @Nullable Object> result =
                    new LinkedHashMap<>(asking.result() == null ? Map.of() : asking.result());
            result.put(RESPONSE, given);
            return result;
        }

        /** {@return the response with masks for what is secret in it} */
        Map<String, @Nullable Object> shown() {
            return secrets.masked(given) instanceof Map<?, ?> masked ? JsonValues.copyOf(masked) : Map.of();
        }

        /** {@return a result with masks for what is secret in the response} */
        Map<String, @Nullable Object> hidden(Map<String, @Nullable Object> result) {
            if (secrets.isNone()) {
                return result;
            }
            Map<String, @Nullable Object> masked = new LinkedHashMap<>(result);
            masked.computeIfPresent(RESPONSE, (name, value) -> secrets.masked(value));
            return masked;
        }
    }
}
