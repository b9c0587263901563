package io.drover.engine.register;

import io.drover.engine.access.RuleRights;
import io.drover.engine.api.Access;
import io.drover.engine.api.Actions;
import io.drover.engine.api.Packs;
import io.drover.engine.api.Policies;
import io.drover.engine.api.Rules;
import io.drover.engine.api.RunnerControl;
import io.drover.engine.api.SensorControl;
import io.drover.engine.catalog.Registry;
import io.drover.engine.catalog.RuleWaits;
import io.drover.engine.cluster.SensorTurns;
import io.drover.engine.commit.Committer;
import io.drover.engine.correlate.plane.CorrelationPlane;
import io.drover.engine.dispatch.Dispatcher;
import io.drover.engine.drl.ProgramBook;
import io.drover.engine.drl.ProgramPlane;
import io.drover.engine.match.Overruns.Revision;
import io.drover.engine.match.RuleLanguage;
import io.drover.engine.match.RuleMatcher;
import io.drover.engine.policy.PoliciesInForce;
import io.drover.engine.secret.SecretBox;
import io.drover.model.pack.Kind;
import io.drover.model.pack.PackReader;
import io.drover.model.pack.Ref;
import io.drover.model.rule.Overlay;
import io.drover.model.store.Store;
import io.drover.model.trigger.Acceptance;
import io.drover.model.trigger.Sensors;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/** All that changes what is registered, wired together. */
public final class Registration {
    private final RuleBook book;
    private final PackRegistration packs;
    private final RuleChanges rules;
    private final PolicyChanges policies;
    private final ActionBook actionBook;
    private final ActionChanges actions;
    private final SensorSwitches sensors;
    private final RunnerSwitches runners;
    private final Revisions revisions;
    private final FollowThread others;
    private final List<Runnable> alsoFollowed = new CopyOnWriteArrayList<>();

    public Registration(
            Registry registry,
            RuleMatcher matcher,
            RuleLanguage language,
            Dispatcher dispatcher,
            Committer committer,
            Store store,
            PackReader reader,
            SecretBox secrets,
            RuleRights rights,
            Access access,
            String node,
            Sensors sensors,
            SensorTurns turns,
            ProgramPlane plane,
            CorrelationPlane correlations,
            PoliciesInForce policiesInForce,
            Supplier<List<Path>> folders,
            InstantSource clock) {
        Supplier<List<Overlay>> overlays =
                () -> store.read(transaction -> transaction.overlays().list());
        RuleWaits waits = new RuleWaits(registry);
        this.revisions = new Revisions(store, reader);
        this.book = new RuleBook(
                registry,
                waits,
                new Matching(matcher, language, registry, revisions),
                dispatcher,
                committer,
                revisions,
                overlays,
                plane::active,
                correlations::active,
                clock);
        ProgramBook programs = new ProgramBook();
        this.rules = new RuleChanges(store, registry, book, waits, programs, reader, rights, clock);
        this.policies = new PolicyChanges(reader, store, committer, policiesInForce, clock);
        this.sensors = new SensorSwitches(registry, sensors, turns, store, committer, clock);
        this.runners = new RunnerSwitches(registry, store, committer, clock);
        ConfigSeals configs = new ConfigSeals(
                secrets, store.read(transaction -> transaction.contents().current(Kind.CONFIG)));
        PackDocuments documents = new PackDocuments(reader);
        ContentBook contents = new ContentBook(store, committer);
        this.actionBook = new ActionBook(registry, documents, store);
        this.packs = new PackRegistration(
                registry,
                reader,
                new LastGood(store, documents, configs, book, policies),
                configs,
                contents,
                book,
                policies,
                actionBook,
                programs,
                plane,
                this.sensors,
                folders,
                clock);
        this.actions = new ActionChanges(new ActionChanges.Parts(
                registry,
                reader,
                documents,
                actionBook,
                contents,
                packs,
                committer,
                access,
                (action, file) -> {
                    if (registry.hears(ActionFileWritten.TYPE)) {
                        CompletionStage<Acceptance> unused =
                                dispatcher.acceptFitting(ActionFileWritten.emission(action, file, node));
                    }
                },
                clock));
        this.others = new FollowThread("drover-follow", store, this::follow);
    }

    /** Brings back the rules that the API made and registers all packs. */
    public void start() {
        book.begin();
        Packs.Registration unused = packs.register(List.of(), PackRegistration.FILES);
        book.tellCorrelated();
    }

    /** Takes in what the API changed on other nodes. */
    void follow() {
        if (revisions.areBehind()) {
            long unused = book.follow();
        }
        sensors.follow();
        policies.follow();
        runners.follow();
        actionBook.follow();
        alsoFollowed.forEach(Runnable::run);
    }

    /** Has something else looked at, too, whenever it is looked at what other nodes changed. */
    public void alsoFollow(Runnable look) {
        alsoFollowed.add(look);
    }

    /** Takes in at once what the API changed of rules on other nodes. {@return the version of the rules in force here then} */
    public long followRules() {
        return book.follow();
    }

    /** Takes a rule out, with the reason, if the revision that is to blame is still the one in force. */
    public void quarantine(Revision rule, String reason) {
        book.quarantine(rule, reason);
    }

    /** {@return the rules that are quarantined} */
    public Set<Ref> quarantined() {
        return book.quarantined();
    }

    /** {@return what looks for changes that other nodes make} */
    public FollowThread others() {
        return others;
    }

    public PackRegistration packs() {
        return packs;
    }

    public Rules rules() {
        return rules;
    }

    public Policies policies() {
        return policies;
    }

    public Actions actions() {
        return actions;
    }

    public SensorControl sensors() {
        return sensors;
    }

    public RunnerControl runners() {
        return runners;
    }
}
