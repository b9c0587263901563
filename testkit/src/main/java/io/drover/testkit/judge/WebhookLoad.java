package io.drover.testkit.judge;

import io.drover.testkit.lab.WebhookChannel.Headers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Posts events {@code {"event": "<id>"}} to a webhook, and keeps the ledger: an id is written as sent before its post
 * and as acknowledged after a 2xx. No id is ever posted twice: an event whose answer got lost may have been kept, and
 * sending it again would hide whether it was. While the other side is away it keeps trying, with new ids.
 */
public final class WebhookLoad implements AutoCloseable {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final Duration PAUSE = Duration.ofMillis(20);

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(TIMEOUT)
            .build();
    private final Target target;
    private final Headers headers;
    private final Ledger ledger;
    private final String prefix;
    private final List<Thread> senders = new ArrayList<>();
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final AtomicLong sent = new AtomicLong();
    private final AtomicLong acknowledged = new AtomicLong();
    private volatile @Nullable IOException ledgerFailure;

    private WebhookLoad(Target target, Headers headers, Ledger ledger, String prefix) {
        this.target = target;
        this.headers = headers;
        this.ledger = ledger;
        this.prefix = prefix;
    }

    /**
     * Starts to send.
     *
     * @param target asked before each post, since a restarted daemon may listen elsewhere; where it fails to read that,
     *     the other side is away
     * @param headers asked before each post, since its token may be another one; where they cannot be read, the other
     *     side is away
     * @param prefix with which each id begins; no two loads with one ledger may share it
     * @param senders how many posts may be under way at once
     */
    public static WebhookLoad start(Target target, Headers headers, Ledger ledger, String prefix, int senders) {
        WebhookLoad load = new WebhookLoad(target, headers, ledger, prefix);
        for (int i = 0; i < senders; i++) {
            Thread sender = new Thread(load::sendAll, "load-" + prefix + i);
            sender.setDaemon(true);
            load.senders.add(sender);
        }
        load.senders.forEach(Thread::start);
        return load;
    }

    /** {@return how many events were acknowledged so far} */
    public long acknowledged() {
        return acknowledged.get();
    }

    /** Sends no more, and waits until the ledger tells of every post that was under way. */
    @Override
    public void close() throws IOException {
        stopped.countDown();
        for (Thread sender : senders) {
            join(sender);
        }
        IOException failure = ledgerFailure;
        if (failure != null) {
            throw failure;
        }
    }

    private static void join(Thread sender) {
        try {
            sender.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted before the last posts were answered", e);
        }
    }

    private void sendAll() {
        try {
            while (stopped.getCount() > 0) {
                boolean kept = send(prefix + sent.incrementAndGet());
                if (!kept && stopped.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS)) {
                    return;
                }
            }
        } catch (UncheckedIOException e) {
            // without its ledger a run proves nothing
            ledgerFailure = e.getCause();
            stopped.countDown();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean send(String event) throws InterruptedException {
        write(() -> ledger.sent(event));
        if (!post(event)) {
            return false;
        }
        write(() -> ledger.acknowledged(event));
        acknowledged.incrementAndGet();
        return true;
    }

    private boolean post(String event) throws InterruptedException {
        try {
            HttpRequest.Builder request = HttpRequest.newBuilder(target.current())
                    .timeout(TIMEOUT)
                    .POST(HttpRequest.BodyPublishers.ofString("{\"event\": \"" + event + "\"}"));
            headers.current().forEach(request::setHeader);
            request.setHeader("Content-Type", "application/json");
            HttpResponse<Void> answer = client.send(request.build(), HttpResponse.BodyHandlers.discarding());
            return answer.statusCode() / 100 == 2;
        } catch (IOException | UncheckedIOException away) {
            // the other side is down or just went down, and what tells of it may be gone: that is what the run is about
            return false;
        }
    }

    private static void write(Entry entry) {
        try {
            entry.write();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where to post. */
    @FunctionalInterface
    public interface Target {
        URI current() throws IOException;
    }

    @FunctionalInterface
    private interface Entry {
        void write() throws IOException;
    }
}
