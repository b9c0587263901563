package io.drover.engine.webhook;

import io.drover.engine.catalog.Registry;
import io.drover.model.error.DroverException;
import io.drover.model.error.ErrorCode;
import io.drover.model.pack.Ref;
import io.drover.model.trigger.Acceptance;
import io.drover.model.trigger.DeadLetter;
import io.drover.model.trigger.Emission;
import io.drover.model.trigger.Trigger;
import io.drover.model.trigger.TriggerInbox;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Where routes and actions hand over events. Those of a webhook that takes signed requests only are refused: it has one door,
 * its url.
 */
public final class UnsignedDoor implements TriggerInbox {
    private final Registry registry;
    private final TriggerInbox inbox;

    public UnsignedDoor(Registry registry, TriggerInbox inbox) {
        this.registry = registry;
        this.inbox = inbox;
    }

    /**
     * Refuses a trigger that asks for signatures.
     *
     * @throws DroverException {@code PERMISSION_DENIED}
     */
    public static void require(Registry registry, Ref trigger) {
        if (isSigned(registry, trigger)) {
            throw DroverException.of(ErrorCode.PERMISSION_DENIED, refusal(trigger));
        }
    }

    private static boolean isSigned(Registry registry, Ref ref) {
        Trigger trigger = registry.trigger(ref);
        return trigger != null && Signature.of(trigger) != null;
    }

    private static String refusal(Ref trigger) {
        return "The webhook trigger '" + trigger + "' takes signed requests only. Send them to its own url.";
    }

    @Override
    public CompletionStage<Acceptance> accept(Emission emission) {
        return isSigned(registry, emission.trigger())
                ? CompletableFuture.completedFuture(refused(emission))
                : inbox.accept(emission);
    }

    @Override
    public CompletionStage<List<Acceptance>> acceptAll(List<Emission> emissions) {
        List<Emission> open = emissions.stream()
                .filter(emission -> !isSigned(registry, emission.trigger()))
                .toList();
        return open.size() == emissions.size()
                ? inbox.acceptAll(emissions)
                : inbox.acceptAll(open).thenApply(answers -> inOrder(emissions, open, answers.iterator()));
    }

    private static List<Acceptance> inOrder(
            List<Emission> emissions, List<Emission> open, Iterator<Acceptance> answers) {
        List<Acceptance> all = new ArrayList<>();
        Iterator<Emission> next = open.iterator();
        Emission expected = next.hasNext() ? next.next() : null;
        for (Emission emission : emissions) {
            if (emission.equals(expected)) {
                all.add(answers.next());
                expected = next.hasNext() ? next.next() : null;
            } else {
                all.add(refused(emission));
            }
        }
        return all;
    }

    private static Acceptance refused(Emission emission) {
        return Acceptance.refused(List.of(refusal(emission.trigger())));
    }

    @Override
    public CompletionStage<Void> bury(DeadLetter letter) {
        return inbox.bury(letter);
    }
}
