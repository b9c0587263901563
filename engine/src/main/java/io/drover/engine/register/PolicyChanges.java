package io.drover.engine.register;

import io.drover.engine.access.Asked;
import io.drover.engine.api.Policies;
import io.drover.engine.commit.Change;
import io.drover.engine.commit.Committer;
import io.drover.engine.commit.Outcome;
import io.drover.engine.policy.PoliciesInForce;
import io.drover.model.access.Principal;
import io.drover.model.error.DroverException;
import io.drover.model.pack.Checked;
import io.drover.model.pack.Kind;
import io.drover.model.pack.PackReader;
import io.drover.model.pack.Problem;
import io.drover.model.pack.Ref;
import io.drover.model.policy.Policy;
import io.drover.model.rule.Overlay;
import io.drover.model.store.Contents.Content;
import io.drover.model.store.Store;
import io.drover.model.store.Transaction;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The policies of packs' files and those that the API made, as {@link RuleChanges} has rules: a file's policy can be switched
 * by the API, and of one name the API's counts. They are few, so that what other nodes changed is read as a whole.
 */
final class PolicyChanges implements Policies {
    private static final String DEFAULT_PACK = "default";

    private final PackReader reader;
    private final Store store;
    private final Committer committer;
    private final PoliciesInForce inForce;
    private final InstantSource clock;
    private final Map<String, List<Policy>> files = new TreeMap<>();
    private Said said;
    private volatile Map<Ref, Policy> effective = Map.of();

    /** What the API said: the policies it made, and the switches of others. */
    private record Said(Map<Ref, Policy> made, Map<Ref, Boolean> switches) {}

    PolicyChanges(PackReader reader, Store store, Committer committer, PoliciesInForce inForce, InstantSource clock) {
        this.reader = reader;
        this.store = store;
        this.committer = committer;
        this.inForce = inForce;
        this.clock = clock;
        this.said = store.read(this::said);
        publish();
    }

    private Said said(Transaction transaction) {
        Map<Ref, Policy> made = transaction.contents().current(Kind.POLICY).stream()
                .filter(content -> !content.fromFile())
                .flatMap(content -> policy(content).stream())
                .collect(Collectors.toMap(Policy::ref, policy -> policy));
        Map<Ref, Boolean> switches = new HashMap<>();
        for (Overlay overlay : transaction.overlays().list()) {
            Boolean enabled = overlay.enabled();
            if (overlay.kind() == Kind.POLICY && enabled != null) {
                switches.put(overlay.ref(), enabled);
            }
        }
        return new Said(made, switches);
    }

    private Optional<Policy> policy(Content content) {
        return reader.policy(content.document(), "database", content.ref().pack())
                .value();
    }

    /** {@return policies of a pack's files as the database has them} */
    List<Policy> stored(String pack) {
        return store.read(transaction -> transaction.contents().current(Kind.POLICY)).stream()
                .filter(content -> content.fromFile() && content.ref().pack().equals(pack))
                .flatMap(content -> policy(content).stream())
                .toList();
    }

    /** Brings the policies of packs to what their files say now. */
    synchronized void files(Map<String, List<Policy>> packs) {
        files.putAll(packs);
        files.values().removeIf(List::isEmpty);
        publish();
    }

    /** Takes in what the API did on other nodes. */
    synchronized void follow() {
        Said now = store.read(this::said);
        if (!now.equals(said)) {
            said = now;
            publish();
        }
    }

    private void publish() {
        Map<Ref, Policy> all = new TreeMap<>();
        files.values().forEach(policies -> policies.forEach(policy -> all.put(policy.ref(), switched(policy))));
        all.putAll(said.made());
        effective = new LinkedHashMap<>(all);
        inForce.become(all.values());
    }

    private Policy switched(Policy policy) {
        return enabled(policy, said.switches().getOrDefault(policy.ref(), policy.enabled()));
    }

    private static Policy enabled(Policy policy, boolean enabled) {
        return new Policy(
                policy.ref(),
                policy.description(),
                enabled,
                policy.resource(),
                policy.type(),
                policy.parameters(),
                policy.metadataFile());
    }

    @Override
    public List<Policy> list() {
        return List.copyOf(effective.values());
    }

    @Override
    public Optional<Policy> find(String refOrId) {
        return effective.values().stream()
                .filter(policy ->
                        policy.ref().toString().equals(refOrId) || policy.id().equals(refOrId))
                .findFirst();
    }

    @Override
    public synchronized Policy create(Map<String, @Nullable Object> document, Principal by) {
        Policy policy = read(document);
        requireFree(effective.keySet(), policy.ref());
        Instant now = clock.instant();
        commit(by, "registered", policy.ref(), now, transaction -> {
            requireFree(said(transaction).made().keySet(), policy.ref());
            transaction.contents().putAll(List.of(content(policy, now)));
        });
        return require(policy.ref().toString());
    }

    @Override
    public synchronized Policy update(String refOrId, Map<String, @Nullable Object> document, Principal by) {
        Policy current = require(refOrId);
        Object asked = document.get("id");
        if (asked != null && !asked.equals(current.id())) {
            throw DroverException.invalid("Policy '" + refOrId + "' has the id '" + current.id()
                    + "', but the request says '" + asked + "'. Leave the id out, or ask for the other policy.");
        }
        Policy wanted = read(document);
        Instant now = clock.instant();
        if (isOfFile(current)) {
            overlay(current, wanted, by, now);
            return require(current.ref().toString());
        }
        replace(current, wanted, by, now);
        return require(wanted.ref().toString());
    }

    private void replace(Policy current, Policy wanted, Principal by, Instant now) {
        boolean renamed = !wanted.ref().equals(current.ref());
        if (renamed) {
            requireFree(effective.keySet(), wanted.ref());
        }
        commit(by, "changed", wanted.ref(), now, transaction -> {
            if (renamed) {
                requireFree(said(transaction).made().keySet(), wanted.ref());
                transaction.contents().remove(Kind.POLICY, current.ref());
            }
            transaction.contents().putAll(List.of(content(wanted, now)));
        });
    }

    private void overlay(Policy current, Policy wanted, Principal by, Instant now) {
        Ref ref = current.ref();
        if (!content(enabled(wanted, true)).equals(content(enabled(current, true)))) {
            throw DroverException.conflict(
                    owned(current) + "Only 'enabled' can be set here; change the file for anything else.");
        }
        Overlay overlay = new Overlay(Kind.POLICY, ref, wanted.enabled(), null, now, by.user());
        commit(
                by,
                wanted.enabled() ? "enabled" : "disabled",
                ref,
                now,
                transaction -> transaction.overlays().put(overlay));
    }

    private Map<String, @Nullable Object> content(Policy policy) {
        Map<String, @Nullable Object> content = new LinkedHashMap<>(reader.document(policy));
        content.remove("metadata_file");
        return content;
    }

    @Override
    public synchronized void delete(String refOrId, Principal by) {
        Policy current = require(refOrId);
        if (isOfFile(current)) {
            throw DroverException.conflict(owned(current) + "Remove the file, or disable the policy.");
        }
        commit(
                by,
                "removed",
                current.ref(),
                clock.instant(),
                transaction -> transaction.contents().remove(Kind.POLICY, current.ref()));
    }

    /** Commits a change that no other node's change comes between, and takes it in. */
    private void commit(Principal by, String what, Ref policy, Instant now, Consumer<Transaction> work) {
        Outcome unused = committer.commit(Change.of(batch -> {
            batch.also(transaction -> {
                transaction.registryChanges().hold();
                work.accept(transaction);
            });
            batch.append(Asked.by(by, what, "policy", policy.toString(), now));
        }));
        follow();
    }

    /** {@return whether the API made the policy of a name} */
    synchronized boolean isMade(Ref policy) {
        return said.made().containsKey(policy);
    }

    private boolean isOfFile(Policy policy) {
        return !isMade(policy.ref());
    }

    private static String owned(Policy policy) {
        return "Policy '" + policy.ref() + "' is owned by the file '" + policy.metadataFile() + "' of pack '"
                + policy.ref().pack() + "'. ";
    }

    private Content content(Policy policy, Instant now) {
        Content document =
                PackDocuments.content(Kind.POLICY, policy.ref(), reader.document(policy), policy.enabled(), now);
        return new Content(
                document.kind(),
                document.ref(),
                document.hash(),
                document.document(),
                document.enabled(),
                false,
                document.registeredAt());
    }

    private Policy read(Map<String, @Nullable Object> document) {
        Map<String, @Nullable Object> content = new LinkedHashMap<>(document);
        // what an answer of this API holds besides the content: clients send it back as they got it
        Stream.of("id", "ref", "uid", "metadata_file").forEach(content::remove);
        Checked<Policy> checked = reader.policy(content, "request", DEFAULT_PACK);
        return checked.value().orElseThrow(() -> DroverException.invalid(String.join(" ", errors(checked.problems()))));
    }

    private static List<String> errors(List<Problem> problems) {
        List<String> errors = new ArrayList<>();
        problems.stream().filter(Problem::isError).map(Problem::message).forEach(errors::add);
        return errors;
    }

    private static void requireFree(Collection<Ref> taken, Ref ref) {
        if (taken.contains(ref)) {
            throw DroverException.alreadyExists(
                    "Policy '" + ref + "' exists already. Choose another name, or update that policy.",
                    Kind.POLICY.id(ref));
        }
    }

    private Policy require(String refOrId) {
        return find(refOrId)
                .orElseThrow(() -> DroverException.notFound(
                        "Policy \"" + refOrId + "\" not found. 'drover policy list' shows all."));
    }
}
