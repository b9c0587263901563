package io.drover.model.trigger;

import io.drover.model.pack.Ref;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a source delivered and we had to refuse.
 *
 * @param identity what the source calls it; with {@code source} it is unique, null: never a duplicate
 * @param trigger where it was meant to go
 * @param content at most the first 64 KB, text as it came, other bytes in Base64
 * @param base64 whether {@code content} is Base64
 * @param size of the whole in bytes
 * @param reasons every violation
 */
public record DeadLetter(
        String id,
        String source,
        @Nullable String identity,
        @Nullable Ref trigger,
        String content,
        boolean base64,
        long size,
        List<String> reasons,
        Instant at) {
    /** Where {@code content} is cut, in bytes. */
    public static final int CONTENT_LIMIT = 64 * 1024;

    public DeadLetter {
        reasons = List.copyOf(reasons);
    }
}
