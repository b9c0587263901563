package io.drover.engine.catalog;

import io.drover.model.pack.Ref;
import io.drover.model.trigger.Trigger;

/** Where webhooks listen, below {@code /v1/webhooks}. */
public final class WebhookPath {
    /** The trigger type of webhooks; its parameter {@code url} says where. */
    public static final Ref TYPE = Ref.of("core", "st2.webhook");

    private WebhookPath() {}

    static boolean has(Trigger trigger) {
        return trigger.type().equals(TYPE);
    }

    /** {@return where a webhook trigger listens, without slashes at its ends} */
    static String of(Trigger webhook) {
        return withoutSlashes(String.valueOf(webhook.parameters().get("url")));
    }

    /** {@return a path without slashes at its ends} */
    public static String withoutSlashes(String path) {
        int start = 0;
        int end = path.length();
        while (start < end && path.charAt(start) == '/') {
            start++;
        }
        while (end > start && path.charAt(end - 1) == '/') {
            end--;
        }
        return path.substring(start, end);
    }
}
