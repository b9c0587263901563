package io.drover.bench.load;

import java.net.URI;
import java.time.Duration;

/**
 * Which load to put on a daemon.
 *
 * @param daemon its address, without a path
 * @param path where to post, for instance {@code /v1/webhooks/bench/match}
 * @param body a JSON text in which <code>{{id}}</code> becomes an id that no other event has, and <code>{{key}}</code> one of
 *     {@link io.drover.bench.http.Request.Numbered#KEYS} keys in turn
 * @param prefix with which those ids begin
 * @param rate events per second, or 0 for as many as {@code connections} can carry
 * @param connections how many posts can be under way at once
 */
public record LoadPlan(
        URI daemon,
        String token,
        String path,
        String body,
        String prefix,
        double rate,
        int connections,
        Duration duration) {

    /** The same for another time, with ids of its own. */
    public LoadPlan lasting(Duration other, String otherPrefix) {
        return new LoadPlan(daemon, token, path, body, otherPrefix, rate, connections, other);
    }

    /** The same with another body. */
    public LoadPlan posting(String otherBody) {
        return new LoadPlan(daemon, token, path, otherBody, prefix, rate, connections, duration);
    }

    boolean isPaced() {
        return rate > 0;
    }
}
