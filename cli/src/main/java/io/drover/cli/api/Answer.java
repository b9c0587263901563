package io.drover.cli.api;

import io.drover.cli.json.Document;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A success of the REST API.
 *
 * @param body a JSON value, the text where it is not JSON, null where there is none
 * @param total how many there are, where the list is only a part of them
 */
public record Answer(@Nullable Object body, OptionalLong total) {

    public Document document() {
        return Document.of(body);
    }

    public List<Document> documents() {
        return Document.listOf(body);
    }

    public String text() {
        return body == null ? "" : String.valueOf(body);
    }
}
