package io.drover.restapi.inquiries;

import io.drover.engine.api.Inquiries;
import io.drover.engine.api.Inquiry;
import io.drover.model.error.DroverException;
import io.drover.model.store.Listing;
import io.drover.restapi.http.Answer;
import io.drover.restapi.http.Attributes;
import io.drover.restapi.http.Call;
import io.drover.restapi.http.Fields;
import io.drover.restapi.http.Paging;
import io.drover.restapi.http.StoreList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Inquiries that wait for a response (platform spec 1.6, "Others", and 6.3). */
public final class InquiryOperations {
    private static final int INQUIRIES = 20;
    private static final Set<String> FIELDS = Set.of("id", "route", "ttl", "users", "roles", "schema");
    private static final Set<String> RESPONSE = Set.of("id", "response");

    private final Inquiries inquiries;

    public InquiryOperations(Inquiries inquiries) {
        this.inquiries = inquiries;
    }

    /** Lists them, the newest first; they are filtered by nothing but their ids. */
    public Answer list(Call call) {
        Attributes wanted = Attributes.of(call, FIELDS);
        Paging paging = Paging.of(call, INQUIRIES);
        Listing<Inquiry> page =
                inquiries.list(StoreList.of(call, paging, Set.of("id")).query());
        return paging.answer(
                page.items().stream().map(one -> wanted.of(shape(one))).toList(), page.total());
    }

    public Answer get(Call call) {
        return Answer.ok(shape(inquiries.find(call.at("id"))));
    }

    /** Responds, and tells the response as it counts. */
    public Answer respond(Call call) {
        Fields fields = call.fields().onlyOf(RESPONSE);
        if (fields.values().get("response") == null) {
            throw DroverException.invalid("'response' is a required property");
        }
        String id = call.at("id");
        Map<String, @Nullable Object> shape = new LinkedHashMap<>();
        shape.put("id", id);
        shape.put("response", inquiries.respond(id, fields.object("response"), call.principal()));
        return Answer.ok(shape);
    }

    private static Map<String, @Nullable Object> shape(Inquiry inquiry) {
        Map<String, @Nullable Object> shape = new LinkedHashMap<>();
        shape.put("id", inquiry.id());
        shape.put("route", inquiry.route());
        shape.put("ttl", inquiry.ttl());
        shape.put("users", inquiry.users());
        shape.put("roles", inquiry.roles());
        shape.put("schema", inquiry.schema());
        return shape;
    }
}
