package io.drover.engine.register;

import io.drover.engine.catalog.CallableAction;
import io.drover.engine.catalog.Registry;
import io.drover.model.action.Action;
import io.drover.model.action.RunnerType;
import io.drover.model.pack.Kind;
import io.drover.model.pack.Ref;
import io.drover.model.rule.Overlay;
import io.drover.model.store.Store;
import io.drover.model.store.Transaction;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which actions are in force: those of packs' files, as the API switched them, and those that the API made. Of one name the
 * API's counts.
 */
final class ActionBook {
    private static final Logger LOG = LoggerFactory.getLogger(ActionBook.class);

    private final Registry registry;
    private final PackDocuments documents;
    private final Store store;
    private final Map<String, OfFiles> packs = new TreeMap<>();
    private Said said = new Said(Map.of(), Map.of());
    private long seen = -1;

    /** The actions of a pack's files, and where these lie. */
    private record OfFiles(Path folder, List<CallableAction> actions) {}

    /** What the API said: the actions it made, and the switches of others. */
    private record Said(Map<Ref, Action> made, Map<Ref, Boolean> switches) {}

    ActionBook(Registry registry, PackDocuments documents, Store store) {
        this.registry = registry;
        this.documents = documents;
        this.store = store;
        follow();
    }

    /** Takes in what the API said since it was looked at last, here or on another node. */
    synchronized void follow() {
        long count =
                store.read(transaction -> transaction.registryChanges().counts().sensors());
        if (count == seen) {
            return;
        }
        Said before = said;
        said = store.read(this::said);
        seen = count;
        Set<String> changed = new TreeSet<>(changed(before.made(), said.made()));
        changed.addAll(changed(before.switches(), said.switches()));
        changed.forEach(pack -> registry.putActions(pack, inForce(pack)));
    }

    private static Set<String> changed(Map<Ref, ?> before, Map<Ref, ?> now) {
        return Stream.concat(before.keySet().stream(), now.keySet().stream())
                .filter(action -> !Objects.equals(before.get(action), now.get(action)))
                .map(Ref::pack)
                .collect(Collectors.toSet());
    }

    private Said said(Transaction transaction) {
        Map<Ref, Boolean> switches = new HashMap<>();
        for (Overlay overlay : transaction.overlays().list()) {
            Boolean enabled = overlay.enabled();
            if (overlay.kind() == Kind.ACTION && enabled != null) {
                switches.put(overlay.ref(), enabled);
            }
        }
        return new Said(made(transaction), switches);
    }

    /** {@return the actions that the API made, as a transaction sees them} */
    Map<Ref, Action> made(Transaction transaction) {
        return transaction.contents().current(Kind.ACTION).stream()
                .filter(content -> !content.fromFile())
                .flatMap(content -> documents.action(content, null))
                .collect(Collectors.toMap(Action::ref, action -> action));
    }

    /**
     * Takes the actions of a pack's files as they are now.
     *
     * @param publish puts those of the pack that are in force into the registry; nothing is followed in between
     * @return those that are in force
     */
    synchronized List<CallableAction> files(
            String pack, Path folder, List<CallableAction> actions, Consumer<List<CallableAction>> publish) {
        packs.put(pack, new OfFiles(folder, actions));
        List<CallableAction> inForce = inForce(pack);
        publish.accept(inForce);
        return inForce;
    }

    /** Forgets the files of a pack that is gone; what the API made of it stays. */
    synchronized void gone(String pack) {
        packs.remove(pack);
        registry.putActions(pack, inForce(pack));
    }

    private List<CallableAction> inForce(String pack) {
        OfFiles files = packs.get(pack);
        Map<Ref, CallableAction> all = new TreeMap<>();
        if (files != null) {
            files.actions().forEach(callable -> all.put(callable.action().ref(), switched(callable)));
        }
        said.made().values().stream()
                .filter(action -> action.ref().pack().equals(pack))
                .flatMap(action -> callable(action.in(files == null ? null : files.folder())).stream())
                .forEach(callable -> all.put(callable.action().ref(), callable));
        return List.copyOf(all.values());
    }

    private CallableAction switched(CallableAction callable) {
        Boolean on = said.switches().get(callable.action().ref());
        return on == null ? callable : callable.enabled(on);
    }

    private Optional<CallableAction> callable(Action action) {
        Optional<RunnerType> runner = registry.runnerType(action.runnerType());
        if (runner.isEmpty()) {
            LOG.warn(
                    "Action {}, which was made by API, waits: there is no runner '{}' here.",
                    action.ref(),
                    action.runnerType());
        }
        return runner.map(type -> CallableAction.of(action, type, documents.revision(action)));
    }

    /** {@return whether the API made the action of a name} */
    synchronized boolean isMade(Ref action) {
        return said.made().containsKey(action);
    }

    /** {@return the actions of files whose names those have that the API made} */
    synchronized List<Action> hidden() {
        return packs.values().stream()
                .flatMap(files -> files.actions().stream())
                .map(CallableAction::action)
                .filter(action -> said.made().containsKey(action.ref()))
                .toList();
    }

    /** {@return whether the API switched the action of a name} */
    synchronized boolean isSwitched(Ref action) {
        return said.switches().containsKey(action);
    }

    /** {@return whether a file brings an action of a name, in force or hidden} */
    synchronized boolean isOfFile(Ref action) {
        OfFiles files = packs.get(action.pack());
        return files != null
                && files.actions().stream()
                        .anyMatch(callable -> callable.action().ref().equals(action));
    }
}
