package io.drover.cli.command;

import io.drover.cli.api.Api;
import io.drover.cli.failure.CommandFailure;
import io.drover.cli.output.Display;
import io.drover.cli.output.Format;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ParseResult;

/** One call of a command: its arguments and what it needs to do its work. */
final class Invocation {
    private static final int DEFAULT_WIDTH = 100;
    private static final int LEAST_WIDTH = 40;
    /** Of a file that is read as a whole. */
    static final int MOST_BYTES = 16 << 20;

    private final List<ParseResult> levels = new ArrayList<>();
    private final Surroundings surroundings;
    private final Display display;
    private @Nullable Api api;
    private @Nullable BufferedReader lines;

    Invocation(ParseResult root, Surroundings surroundings) {
        for (ParseResult level = root; level != null; level = level.hasSubcommand() ? level.subcommand() : null) {
            levels.add(0, level);
        }
        this.surroundings = surroundings;
        this.display = new Display(surroundings.out(), surroundings.err(), format(), width(surroundings.env()));
    }

    /** {@return the columns of the terminal, as the shell tells them} */
    static int width(Map<String, String> env) {
        try {
            return Math.max(
                    LEAST_WIDTH,
                    Integer.parseInt(env.getOrDefault("COLUMNS", "").strip()));
        } catch (NumberFormatException e) {
            return DEFAULT_WIDTH;
        }
    }

    private Format format() {
        if (flag("--json")) {
            return Format.JSON;
        }
        if (flag("--yaml")) {
            return Format.YAML;
        }
        return text("--output")
                .map(name -> switch (name) {
                    case "table" -> Format.TABLE;
                    case "json" -> Format.JSON;
                    case "yaml" -> Format.YAML;
                    default ->
                        throw CommandFailure.usage(
                                "--output takes table, json or yaml, but \"" + name + "\" was given.");
                })
                .orElse(Format.TABLE);
    }

    Display display() {
        return display;
    }

    /** {@return the daemon's API; it is looked for only now} */
    Api api() {
        if (api == null) {
            api = surroundings.api(new ConnectionOptions(
                    text("--url").orElse(null),
                    text("--token").orElse(null),
                    text("--api-key").orElse(null)));
        }
        return api;
    }

    /** {@return standard output, for what is no text of ours} */
    PrintStream out() {
        return surroundings.out();
    }

    Instant now() {
        return surroundings.clock().instant();
    }

    Map<String, String> env() {
        return surroundings.env();
    }

    void pause(long milliseconds) {
        surroundings.pause().accept(milliseconds);
    }

    boolean flag(String name) {
        return levels.stream().anyMatch(level -> level.hasMatchedOption(name));
    }

    Optional<String> text(String name) {
        List<String> values = texts(name);
        return values.isEmpty() ? Optional.empty() : Optional.of(values.get(values.size() - 1));
    }

    List<String> texts(String name) {
        for (ParseResult level : levels) {
            if (level.hasMatchedOption(name)) {
                return List.copyOf(level.matchedOption(name).stringValues());
            }
        }
        return List.of();
    }

    /** {@return the whole number that an option was given, absent where it was not} */
    Optional<Integer> number(String name) {
        return text(name).map(text -> {
            try {
                return Integer.valueOf(text);
            } catch (NumberFormatException e) {
                throw CommandFailure.usage(name + " takes a whole number, but \"" + text + "\" was given.");
            }
        });
    }

    /** {@return the arguments without a name, in order} */
    List<String> words() {
        List<String> words = new ArrayList<>();
        levels.get(0).matchedPositionals().forEach(positional -> words.addAll(positional.stringValues()));
        return words;
    }

    String word(int index) {
        return words().get(index);
    }

    Optional<String> optionalWord(int index) {
        List<String> words = words();
        return index < words.size() ? Optional.of(words.get(index)) : Optional.empty();
    }

    /** {@return the next line of standard input; empty at its end} */
    Optional<String> line() {
        try {
            if (lines == null) {
                lines = new BufferedReader(new InputStreamReader(surroundings.in(), StandardCharsets.UTF_8));
            }
            return Optional.ofNullable(lines.readLine());
        } catch (IOException e) {
            throw CommandFailure.usage("Tried to read standard input, but failed: " + e.getMessage() + ".");
        }
    }

    /** {@return the content of a file, or of standard input for {@code -}} */
    String read(String file) {
        byte[] bytes = bytes(file);
        if (file.equals("-")) {
            return new String(bytes, StandardCharsets.UTF_8);
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw unreadable(file, "it is not text in UTF-8.");
        }
    }

    /** Hands on the lines of a file, or of standard input for {@code -}, one after the other. */
    void lines(String file, Consumer<String> each) {
        try (InputStream in = file.equals("-") ? surroundings.in() : Files.newInputStream(path(file));
                BufferedReader reader =
                        new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8.newDecoder()))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                each.accept(line);
            }
        } catch (CharacterCodingException e) {
            throw unreadable(file, "it is not text in UTF-8.");
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    /** {@return the bytes of a file, or of standard input for {@code -}} */
    byte[] bytes(String file) {
        try (InputStream in = file.equals("-") ? surroundings.in() : Files.newInputStream(path(file))) {
            byte[] bytes = in.readNBytes(MOST_BYTES + 1);
            if (bytes.length > MOST_BYTES) {
                throw unreadable(file, "it has more than " + MOST_BYTES + " bytes, the most that are read.");
            }
            return bytes;
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    private static Path path(String file) {
        Path path;
        try {
            path = Path.of(file);
        } catch (InvalidPathException e) {
            throw unreadable(file, "there is none.");
        }
        if (Files.isDirectory(path)) {
            throw unreadable(file, "it is a folder. Name a file.");
        }
        return path;
    }

    private static CommandFailure unreadable(String file, IOException e) {
        return unreadable(
                file,
                e instanceof NoSuchFileException
                        ? "there is none."
                        : e instanceof AccessDeniedException
                                ? "it may not be read."
                                : "failed: " + e.getMessage() + ".");
    }

    private static CommandFailure unreadable(String file, String why) {
        return CommandFailure.usage("Tried to read the file \"" + file + "\", but " + why);
    }
}
