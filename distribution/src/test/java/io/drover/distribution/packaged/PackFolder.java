package io.drover.distribution.packaged;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** A pack as a user writes it. */
record PackFolder(Path path) {
    /** Begins a pack with nothing but its description. */
    static PackFolder create(Path packs, String ref) {
        PackFolder folder = new PackFolder(packs.resolve(ref));
        return folder.write(
                "pack.yaml",
                "name: " + ref + "\nref: " + ref
                        + "\ndescription: A pack of the tests.\nversion: 1.0.0\nauthor: Drover\n");
    }

    /** Copies a pack, as {@code cp -r} does. */
    static PackFolder copy(Path pack, Path packs) {
        Path target = packs.resolve(pack.getFileName());
        try (Stream<Path> files = Files.walk(pack)) {
            for (Path file : files.toList()) {
                Files.copy(file, target.resolve(pack.relativize(file).toString()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new PackFolder(target);
    }

    /** Writes a file as editors do: beside it, then moved into its place. */
    PackFolder write(String file, String text) {
        return write(file, text.getBytes(StandardCharsets.UTF_8));
    }

    PackFolder write(String file, byte[] content) {
        try {
            Path target = path.resolve(file);
            Files.createDirectories(target.getParent());
            Path fresh = path.resolveSibling("." + path.getFileName() + ".new");
            Files.write(fresh, content);
            Files.move(fresh, target, StandardCopyOption.REPLACE_EXISTING);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    PackFolder remove(String file) {
        try {
            Files.delete(path.resolve(file));
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A rule for posts to a webhook, whose action runs a command. */
    PackFolder webhookRule(String name, String url, String command) {
        return write("rules/" + name + ".yaml", String.format(Locale.ROOT, """
            name: %s
            enabled: true
            trigger: {type: core.st2.webhook, parameters: {url: %s}}
            action:
              ref: core.local
              parameters:
                cmd: |
                  %s
            """, name, url, command));
    }

    /**
     * {@return a command that notes its effect in a ledger: one write of one line, so that those of several processes do not
     * mix}
     *
     * @param event the expression that gives the event's id
     */
    static String noting(String event, Path ledger) {
        return String.format(
                Locale.ROOT,
                "printf 'effect\\t%%s\\t%%s\\t%%s\\t;\\n' \"$ST2_ACTION_EXECUTION_ID\" 1 '{{ %s }}' >> '%s'",
                event,
                ledger);
    }

    /** Removes the folder with all that is in it. */
    void delete() {
        try (Stream<Path> all = Files.walk(path)) {
            List<Path> deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
            for (Path each : deepestFirst) {
                Files.delete(each);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
