package io.drover.restapi.fake;

import io.drover.engine.api.Inquiries;
import io.drover.engine.api.Inquiry;
import io.drover.engine.schema.SchemaCheck;
import io.drover.model.access.Principal;
import io.drover.model.error.DroverException;
import io.drover.model.error.ErrorCode;
import io.drover.model.store.Listing;
import io.drover.model.store.Query;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Questions that a test asks; each is answered once. */
public final class FakeInquiries implements Inquiries {
    private final FakeExecutions executions;
    private final Map<String, Inquiry> open = Collections.synchronizedMap(new LinkedHashMap<>());
    private final Map<String, Map<String, @Nullable Object>> responses =
            Collections.synchronizedMap(new LinkedHashMap<>());

    FakeInquiries(FakeExecutions executions) {
        this.executions = executions;
    }

    /** Asks for a response that fits a schema, from one of these users; none: from everybody. {@return its id} */
    public String ask(Map<String, @Nullable Object> schema, String... users) {
        String id = String.format(Locale.ROOT, "abababababababab%08x", open.size() + responses.size() + 1);
        open.put(id, new Inquiry(id, "ops", 1440, List.of(users), List.of(), schema, null));
        return id;
    }

    /** {@return the responses by inquiry} */
    public Map<String, Map<String, @Nullable Object>> responses() {
        return responses;
    }

    @Override
    public Listing<Inquiry> list(Query query) {
        List<Inquiry> newest = new ArrayList<>(open.values());
        Collections.reverse(newest);
        int most = query.limit() < 0 ? newest.size() : Math.min(newest.size(), query.limit());
        return new Listing<>(newest.subList(0, most), newest.size());
    }

    @Override
    public Inquiry find(String id) {
        Inquiry inquiry = open.get(id);
        if (inquiry != null) {
            return inquiry;
        }
        if (responses.containsKey(id)) {
            throw DroverException.invalid("Inquiry \"" + id + "\" has already been responded to.");
        }
        throw executions.find(id).isPresent()
                ? DroverException.invalid("Action execution \"" + id + "\" is not an inquiry.")
                : DroverException.notFound("The resource could not be found.");
    }

    @Override
    public Map<String, @Nullable Object> respond(String id, Map<String, @Nullable Object> response, Principal by) {
        Inquiry inquiry = find(id);
        if (!inquiry.users().isEmpty() && !inquiry.users().contains(by.user())) {
            throw DroverException.of(ErrorCode.PERMISSION_DENIED, "It is not for " + by.user() + " to respond.");
        }
        List<String> violations = SchemaCheck.of(inquiry.schema()).violations(response);
        if (!violations.isEmpty()) {
            throw DroverException.invalid(violations.toString());
        }
        open.remove(id);
        responses.put(id, response);
        return response;
    }
}
