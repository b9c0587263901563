package io.drover.cli.command;

import io.drover.cli.failure.CommandFailure;
import io.drover.model.text.Nearest;
import io.drover.workflow.conduct.Quirk;
import io.drover.workflow.definition.LoadException;
import io.drover.workflow.inspect.Finding;
import io.drover.workflow.rehearse.Difference;
import io.drover.workflow.rehearse.FileRehearsal;
import io.drover.workflow.rehearse.Rehearsed;
import io.drover.workflow.rehearse.UnusableException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Rehearsal files of workflows tried in memory: {@code drover workflow rehearse -p}, and a part of {@code drover pack test}. */
final class Rehearsals {
    private static final Pattern SEQUENCE = Pattern.compile("(?m)^expected_task_sequence\\s*:");
    private static final Pattern WORKFLOW = Pattern.compile("(?m)^workflow(_state)?\\s*:");
    private static final Pattern EXPECTED = Pattern.compile("(?m)^(expected_\\w+|mock_action_executions)\\s*:");

    private final Invocation call;
    private final Path base;
    private final Set<Quirk> quirks;
    private final Trials trials;

    private Rehearsals(Invocation call, String base, Trials trials) {
        this.call = call;
        this.trials = trials;
        this.base = Path.of(base);
        this.quirks = call.flag("--as-stackstorm") ? Quirk.all() : Quirk.standard();
        if (!Files.isDirectory(this.base)) {
            throw CommandFailure.usage("Tried to read the folder \"" + base + "\", but there is none.");
        }
    }

    /** {@code workflow rehearse}: one file, or all that lie in a folder, as the command of Orquesta takes them. */
    static int ofFiles(Invocation call, String base) {
        Trials trials = new Trials(call);
        Rehearsals rehearsals = new Rehearsals(call, base, trials);
        String folder = call.text("--test-spec-dir").orElse(null);
        if (folder == null) {
            rehearsals.rehearse(call.text("--test-spec")
                    .orElseThrow(() -> CommandFailure.usage("Tried to rehearse workflows in \"" + base
                            + "\", but no file was given. Name one with -f, or a folder of them with -d.")));
        } else {
            rehearsals.files(folder, 1).forEach(rehearsals::rehearse);
            rehearsals.refuseNothing(folder);
        }
        return trials.end("workflow rehearse");
    }

    /** Tries all rehearsals of a pack, which lie below {@code tests}; workflows without one, and action chains, are inspected. */
    static void ofPack(Invocation call, Path folder, Trials trials) {
        Rehearsals rehearsals = new Rehearsals(call, folder.toString(), trials);
        List<String> files = rehearsals.files("tests", Integer.MAX_VALUE).stream()
                .filter(file -> isMeant(rehearsals.text(file)))
                .toList();
        files.forEach(rehearsals::rehearse);
        Stream.of("actions/workflows", "actions/chains")
                .flatMap(each -> rehearsals.files(each, Integer.MAX_VALUE).stream())
                .filter(workflow ->
                        files.stream().noneMatch(file -> rehearsals.text(file).contains(workflow)))
                .forEach(rehearsals::inspect);
    }

    /** Whether a file among others is meant for a rehearsal, though it may lack what each has to have. */
    private static boolean isMeant(String text) {
        return SEQUENCE.matcher(text).find()
                || (WORKFLOW.matcher(text).find() && EXPECTED.matcher(text).find());
    }

    private static Path path(String file) {
        try {
            return Path.of(file);
        } catch (InvalidPathException e) {
            throw new UnusableException("\"" + file + "\" is no path of a file.");
        }
    }

    private List<String> files(String folder, int depth) {
        Path start = base.resolve(path(folder));
        if (!Files.isDirectory(start)) {
            return List.of();
        }
        try (Stream<Path> all = Files.walk(start, depth)) {
            return all.filter(Files::isRegularFile)
                    .map(file -> base.relativize(file).toString().replace('\\', '/'))
                    .filter(file -> file.endsWith(".yaml") || file.endsWith(".yml"))
                    .sorted()
                    .toList();
        } catch (IOException | UncheckedIOException e) {
            throw CommandFailure.usage(
                    "Tried to read the folder \"" + start + "\", but failed: " + e.getMessage() + ".");
        }
    }

    private String read(String file) {
        Path path = base.resolve(path(file));
        try (InputStream in = Files.newInputStream(path)) {
            byte[] bytes = in.readNBytes(Invocation.MOST_BYTES + 1);
            if (bytes.length > Invocation.MOST_BYTES) {
                throw unreadable(file, "it has more than " + Invocation.MOST_BYTES + " bytes, the most that are read.");
            }
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (NoSuchFileException e) {
            throw unreadable(file, "there is none." + nearest(path));
        } catch (CharacterCodingException e) {
            throw unreadable(file, "it is not text in UTF-8.");
        } catch (IOException e) {
            throw unreadable(file, Files.isDirectory(path) ? "it is a folder." : "failed: " + e.getMessage() + ".");
        }
    }

    private UnusableException unreadable(String file, String why) {
        return new UnusableException("Tried to read the file \"" + file + "\" in \"" + base + "\", but " + why);
    }

    private static String nearest(Path missing) {
        Path folder = missing.getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            return " There is no folder \"" + folder + "\" either.";
        }
        try (Stream<Path> files = Files.list(folder)) {
            return Nearest.hint(
                    String.valueOf(missing.getFileName()),
                    files.map(file -> String.valueOf(file.getFileName())).toList());
        } catch (IOException | UncheckedIOException e) {
            return "";
        }
    }

    /** {@return the text of a file, nothing where it cannot be read} */
    private String text(String file) {
        try {
            return read(file);
        } catch (UnusableException e) {
            return "";
        }
    }

    private void rehearse(String file) {
        Instant start = call.now();
        try {
            Rehearsed rehearsed = FileRehearsal.run(read(file), this::read, quirks);
            trials.add(new TriedFile(
                    file, null, rehearsed.differences(), null, rehearsed.notes(), rehearsed.timeline(), since(start)));
        } catch (UnusableException e) {
            trials.add(new TriedFile(file, List.of(), e.getMessage(), List.of(), since(start)));
        }
    }

    private void inspect(String file) {
        Instant start = call.now();
        try {
            List<Finding> findings = WorkflowCommand.inspection(read(file)).findings();
            List<Difference> differences = findings.stream()
                    .map(finding -> new Difference("inspection", List.of(), finding.flatDocument()))
                    .toList();
            List<String> notes = findings.stream()
                    .map(finding -> WorkflowCommand.sentence(file, finding))
                    .toList();
            trials.add(new TriedFile(file, null, differences, null, notes, List.of(), since(start)));
        } catch (LoadException e) {
            trials.add(new TriedFile(file, List.of(), e.problemAndPlace(), List.of(), since(start)));
        } catch (UnusableException e) {
            trials.add(new TriedFile(file, List.of(), e.getMessage(), List.of(), since(start)));
        }
    }

    private Duration since(Instant start) {
        return Duration.between(start, call.now());
    }

    private void refuseNothing(String folder) {
        if (trials.isEmpty()) {
            throw CommandFailure.usage("Tried to rehearse workflows in \"" + base + "\", but found no rehearsal in \""
                    + folder + "\". It is a YAML file with \"workflow\" and \"expected_task_sequence\".");
        }
    }
}
