package io.drover.expressions.differential;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * An expression language of Python's, in a process of its own that reads a line of JSON for each case and writes one for its answer.
 *
 * @param module the module that has it
 * @param script the program that evaluates, a resource
 */
record Original(String module, String script) {
    static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.USE_BIG_INTEGER_FOR_INTS);
    private static final long LIMIT_SECONDS = 60;

    /** {@return whether this machine has Python and the module} */
    boolean isInstalled(Path folder) throws IOException, InterruptedException {
        try {
            return run(folder, "import " + module, List.of()).isEmpty();
        } catch (IOException absent) {
            return false;
        }
    }

    /** {@return the answer to each case, in order} */
    List<JsonNode> answers(Path folder, List<String> cases) throws IOException, InterruptedException {
        List<JsonNode> answers = new ArrayList<>();
        for (String line : run(folder, String.join("\n", Grammar.lines(script)), cases)) {
            answers.add(JSON.readTree(line));
        }
        return answers;
    }

    private static List<String> run(Path folder, String program, List<String> input)
            throws IOException, InterruptedException {
        Path given = Files.write(folder.resolve("cases"), input, StandardCharsets.UTF_8);
        Path answered = folder.resolve("answers");
        Path failed = folder.resolve("failed");
        Process process = new ProcessBuilder("python3", "-X", "utf8", "-c", program)
                .redirectInput(given.toFile())
                .redirectOutput(answered.toFile())
                .redirectError(failed.toFile())
                .start();
        if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IOException("Python did not end within " + LIMIT_SECONDS + " s.");
        }
        if (process.exitValue() != 0) {
            throw new IOException("Python ended with " + process.exitValue() + ": " + Files.readString(failed));
        }
        return Files.readAllLines(answered, StandardCharsets.UTF_8);
    }
}
