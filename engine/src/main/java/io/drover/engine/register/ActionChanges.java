package io.drover.engine.register;

import io.drover.engine.access.Asked;
import io.drover.engine.api.Access;
import io.drover.engine.api.Actions;
import io.drover.engine.api.Packs;
import io.drover.engine.catalog.Registry;
import io.drover.engine.commit.Change;
import io.drover.engine.commit.Committer;
import io.drover.engine.commit.Outcome;
import io.drover.model.access.Permission;
import io.drover.model.access.Principal;
import io.drover.model.access.Resource;
import io.drover.model.action.Action;
import io.drover.model.audit.AuditRecord;
import io.drover.model.error.DroverException;
import io.drover.model.pack.Checked;
import io.drover.model.pack.Kind;
import io.drover.model.pack.PackReader;
import io.drover.model.pack.Ref;
import io.drover.model.rule.Overlay;
import io.drover.model.store.Contents.Content;
import io.drover.model.store.Transaction;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the API does with actions, one thing at a time: files own content, the API owns a switch and the actions it made
 * itself. Programs are files of packs in any case.
 */
final class ActionChanges implements Actions {
    private final Parts parts;
    private final ActionChecks checks;
    private final ActionClones clones;

    /**
     * What it works with.
     *
     * @param written tells of a file that was written for an action
     */
    record Parts(
            Registry registry,
            PackReader reader,
            PackDocuments documents,
            ActionBook book,
            ContentBook contents,
            Packs packs,
            Committer committer,
            Access access,
            FileListener written,
            InstantSource clock) {}

    /** Hears of files that were written. */
    @FunctionalInterface
    interface FileListener {
        void written(Ref action, Path file);
    }

    ActionChanges(Parts parts) {
        this.parts = parts;
        this.checks = new ActionChecks(parts.registry(), parts.reader(), parts.access());
        this.clones = new ActionClones(parts.reader());
    }

    @Override
    public synchronized Action create(Map<String, @Nullable Object> document, List<DataFile> files, Principal by) {
        Checked<Action> read = checks.read(document, ActionChecks.DEFAULT_PACK);
        Action action = ActionChecks.value(read);
        ActionChecks.requireNoWarning(read);
        ActionChecks.requireUserPack(action.ref().pack());
        checks.requireRunnable(action);
        Path pack = checks.requirePack(action.ref().pack());
        checks.requireFree(action.ref());
        List<Path> written = write(action.ref(), pack, files, by);
        Instant now = parts.clock().instant();
        commit(audit(by, "registered", action.ref(), now, files), transaction -> {
            requireUnmade(transaction, action.ref());
            transaction.contents().putAll(List.of(parts.documents().made(action, now)));
        });
        tellWritten(action.ref(), written, by);
        return require(action.ref().toString());
    }

    @Override
    public synchronized Action update(
            String refOrId, Map<String, @Nullable Object> document, List<DataFile> files, Principal by) {
        Action current = require(refOrId);
        Ref ref = current.ref();
        Checked<Action> read = checks.read(document, ref.pack());
        Action wanted = ActionChecks.value(read);
        ActionChecks.requireSame(current, "id", current.id(), document.get("id"));
        ActionChecks.requireSame(current, "ref", ref.toString(), document.get("ref"));
        ActionChecks.requireSame(current, "name", ref.toString(), wanted.ref().toString());
        ActionChecks.requireUserPack(ref.pack());
        boolean isMade = parts.book().isMade(ref);
        boolean isClone = !isMade && ActionClones.isClone(current);
        if (!isMade && !isClone) {
            requireSwitchAlone(current, wanted, files);
            return switched(current, wanted.enabled(), by);
        }
        checks.requireRunnable(wanted);
        if (isMade) {
            ActionChecks.requireNoWarning(read);
        }
        List<Path> written = write(ref, current.packPath(), files, by);
        if (isMade) {
            Instant now = parts.clock().instant();
            commit(audit(by, "changed", ref, now, files), transaction -> {
                requireMade(transaction, ref);
                transaction.contents().putAll(List.of(parts.documents().made(wanted, now)));
            });
        } else {
            clones.rewrite(wanted.copied(ref, wanted.entryPoint(), current.packPath(), current.metadataFile()));
            forgetSwitch(ref, by);
            register(ref.pack(), by);
        }
        tellWritten(ref, written, by);
        return require(ref.toString());
    }

    /** What a file says can only be switched, as a rule of a file can. */
    private void requireSwitchAlone(Action current, Action wanted, List<DataFile> files) {
        if (!files.isEmpty() || !content(wanted).equals(content(current))) {
            throw DroverException.conflict(owned(current)
                    + "Only 'enabled' can be set here; change the file for anything else, or clone the action.");
        }
    }

    /** What clients send back of an answer has empty values where the file has none. */
    private Map<String, @Nullable Object> content(Action action) {
        Map<String, @Nullable Object> content =
                new LinkedHashMap<>(parts.reader().document(action.enabled(true)));
        content.remove("metadata_file");
        content.values().removeIf(value -> value == null || value.equals("") || value.equals(Map.of()));
        return content;
    }

    private Action switched(Action current, boolean on, Principal by) {
        Instant now = parts.clock().instant();
        Ref ref = current.ref();
        Overlay overlay = new Overlay(Kind.ACTION, ref, on, null, now, by.user());
        Content row = parts.documents().content(current.enabled(on), now);
        commit(audit(by, on ? "enabled" : "disabled", ref, now, List.of()), transaction -> {
            transaction.overlays().put(overlay);
            // another node may have made one of that name, which is not taken in here yet
            if (!parts.book().made(transaction).containsKey(ref)) {
                transaction.contents().putAll(List.of(row));
            }
        });
        if (!parts.book().isMade(ref)) {
            parts.contents().took(row);
        }
        return require(ref.toString());
    }

    @Override
    public synchronized void delete(String refOrId, boolean removeFiles, Principal by) {
        Action current = require(refOrId);
        ActionChecks.requireUserPack(current.ref().pack());
        boolean isMade = parts.book().isMade(current.ref());
        if (!isMade && !removeFiles && !ActionClones.isClone(current)) {
            throw DroverException.conflict(owned(current)
                    + "Disable the action, or say 'remove_files' to remove the file and the action's program.");
        }
        if (removeFiles) {
            checks.requireDeploy(current.ref().pack(), by);
        }
        List<Action> kept = kept(current.ref());
        if (removeFiles) {
            ActionClones.requireRemovable(current, kept);
        }
        remove(current, kept, by);
        if (removeFiles) {
            clones.removeProgram(current, kept);
        }
        if (!isMade || removeFiles || parts.book().isOfFile(current.ref())) {
            register(current.ref().pack(), by);
        }
    }

    /** {@return the actions that stay when one goes: all others, and those of files that the API's hide} */
    private List<Action> kept(Ref gone) {
        Stream<Action> others = parts.registry().actions().stream()
                .filter(action -> !action.ref().equals(gone));
        return Stream.concat(others, parts.book().hidden().stream()).toList();
    }

    /** Removes an action but its program, which goes once the action is gone. */
    private void remove(Action action, List<Action> kept, Principal by) {
        Ref ref = action.ref();
        if (parts.book().isMade(ref)) {
            commit(
                    audit(by, "removed", ref, parts.clock().instant(), List.of()),
                    transaction -> transaction.contents().remove(Kind.ACTION, ref));
        } else {
            clones.removeMetadata(action, kept);
            forgetSwitch(ref, by);
        }
    }

    /** What a file says of an action that has this name from now on must not find itself switched. */
    private void forgetSwitch(Ref ref, Principal by) {
        parts.book().follow();
        if (parts.book().isSwitched(ref)) {
            commit(
                    audit(by, "reset", ref, parts.clock().instant(), List.of()),
                    transaction -> transaction.overlays().remove(Kind.ACTION, ref));
        }
    }

    @Override
    public synchronized Action clone(String refOrId, Ref copy, boolean overwrite, Principal by) {
        Action source = require(refOrId);
        parts.access().require(by, Permission.ACTION_VIEW, resource(source.ref()));
        Path pack = checks.requirePack(copy.pack());
        if (pack == null) {
            throw DroverException.invalid("Tried to clone '" + source.ref() + "' into the pack '" + copy.pack()
                    + "', but it has no folder. Make one with a pack.yaml, and register it.");
        }
        ActionChecks.requireUserPack(copy.pack());
        Action wanted = clones.plan(source, copy, pack);
        Action before = parts.registry().action(copy.toString()).orElse(null);
        if (before != null && !overwrite) {
            throw DroverException.invalid("The requested destination action '" + copy
                    + "' already exists. Choose another name, or say 'overwrite'.");
        }
        if (before != null) {
            parts.access().require(by, Permission.ACTION_DELETE, resource(copy));
        }
        if (!wanted.entryPoint().isEmpty() || ActionClones.replacesOthersFile(wanted) || isDeployed(before)) {
            checks.requireDeploy(copy.pack(), by);
        }
        List<Action> others = kept(copy);
        List<Action> kept = Stream.concat(others.stream(), Stream.of(wanted)).toList();
        if (before != null) {
            ActionClones.requireRemovable(before, kept);
        }
        clones.write(source, wanted, overwrite, others);
        if (before != null) {
            remove(before, kept, by);
            clones.removeProgram(before, kept);
        }
        forgetSwitch(copy, by);
        register(copy.pack(), by);
        return parts.registry()
                .action(copy.toString())
                .orElseThrow(() -> DroverException.invalid("Action '" + copy + "' was written into '"
                        + wanted.metadataFile() + "' of pack '" + copy.pack()
                        + "', but could not be registered. 'drover pack get " + copy.pack() + "' tells why."));
    }

    /** {@return whether an action, or a part of it, was put there by whoever may deploy} */
    private boolean isDeployed(@Nullable Action action) {
        return action != null
                && (!action.entryPoint().isEmpty()
                        || !(parts.book().isMade(action.ref()) || ActionClones.isClone(action)));
    }

    /** Writes what a program needs. It is there before the action that needs it. */
    private List<Path> write(Ref action, @Nullable Path pack, List<DataFile> files, Principal by) {
        if (files.isEmpty()) {
            return List.of();
        }
        checks.requireDeploy(action.pack(), by);
        if (pack == null) {
            throw DroverException.invalid("Action '" + action + "' comes with files, but its pack '" + action.pack()
                    + "' has no folder. Make one with a pack.yaml, and register it.");
        }
        return ActionFiles.of(pack).write(files);
    }

    private void tellWritten(Ref action, List<Path> files, Principal by) {
        if (!files.isEmpty()) {
            register(action.pack(), by);
            files.forEach(file -> parts.written().written(action, file));
        }
    }

    private void register(String pack, Principal by) {
        if (parts.registry().pack(pack).isPresent()) {
            Packs.Registration unused = parts.packs().register(List.of(pack), by);
        }
    }

    /** Commits a change that no other node's change comes between, and takes it in. */
    private void commit(AuditRecord audit, Consumer<Transaction> work) {
        Outcome unused = parts.committer().commit(Change.of(batch -> {
            batch.also(transaction -> {
                transaction.registryChanges().hold();
                work.accept(transaction);
                transaction.registryChanges().sensorsChange();
            });
            batch.append(audit);
        }));
        parts.book().follow();
    }

    private static AuditRecord audit(Principal by, String what, Ref action, Instant now, List<DataFile> files) {
        AuditRecord record = Asked.by(by, what, "action", action.toString(), now);
        return files.isEmpty()
                ? record
                : record.with("files", files.stream().map(DataFile::path).toList());
    }

    private void requireUnmade(Transaction transaction, Ref ref) {
        if (parts.book().made(transaction).containsKey(ref)) {
            throw ActionChecks.taken(ref);
        }
    }

    /** Another node may have removed it, which is not taken in here yet. */
    private void requireMade(Transaction transaction, Ref ref) {
        if (!parts.book().made(transaction).containsKey(ref)) {
            throw ActionChecks.unknown(ref.toString());
        }
    }

    private static Resource resource(Ref action) {
        return Resource.of(Kind.ACTION.uid(action), Kind.PACK.uid(action.pack()));
    }

    private static String owned(Action action) {
        return "Action '" + action.ref() + "' is owned by the file '" + action.metadataFile() + "' of pack '"
                + action.ref().pack() + "'. ";
    }

    private Action require(String refOrId) {
        return parts.registry().action(refOrId).orElseThrow(() -> ActionChecks.unknown(refOrId));
    }
}
