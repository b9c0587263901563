package io.drover.camelroutes.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.drover.model.pack.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is told of a file that cannot be used; whatever it is, it disturbs nothing that runs. */
class RouteProblemsTest {
    private static final String STEPS = """
            - route:
                id: other
                from:
                  uri: timer
                  parameters: {timerName: other}
                  steps:
                    - log: first
            """;

    private final Plant plant = new Plant();

    @BeforeEach
    void start() {
        plant.load("tick.camel.yaml", Plant.TICK);
    }

    @AfterEach
    void stop() {
        plant.close();
    }

    static Stream<Arguments> brokenFiles() {
        return Stream.of(
                arguments(8, 15, "no component 'nonsense'", STEPS + "        - to: nonsense:it\n"),
                arguments(9, 18, "no component 'nonsense'", STEPS + """
                                    - to:
                                        uri: nonsense:it
                            """.indent(0)),
                arguments(13, 28, "'file://x' cannot be made: it has no option 'nonsense'.", STEPS + """
                                    - choice:
                                        when:
                                          - simple: "${body}"
                                            steps:
                                              - to:
                                                  uri: file:x
                                                  parameters: {nonsense: s3cret}
                            """.indent(0)),
                arguments(11, 7, "'timer://late' cannot be made: it has no option 'nonsense'.", STEPS + """
                        - route:
                            id: late
                            from:
                              uri: timer
                              parameters: {timerName: late, nonsense: s3cret}
                              steps: [{log: x}]
                        """),
                arguments(8, 9, "Expected 'drover:action/plant.it' in 'from'", STEPS + """
                                    - to: drover:action/plant.it
                            """.indent(0)),
                arguments(11, 7, "Expected 'drover:trigger/plant.tick' at the end of a route", STEPS + """
                        - route:
                            id: late
                            from:
                              uri: drover:trigger/plant.tick
                              steps: [{log: x}]
                        """),
                arguments(11, 7, "Expected 'drover:trigger/plant.tick' at the end of a route", STEPS + """
                        - route:
                            id: late
                            from:
                              uri: "{{source:drover:trigger/plant.tick}}"
                              steps: [{log: x}]
                        """),
                arguments(8, 15, "'drover://trigger/nonsense' cannot be made", STEPS + """
                                    - to: drover:trigger/nonsense
                            """.indent(0)),
                arguments(8, 23, "Expected a bean 'nobody'", STEPS + "        - bean: {ref: nobody}\n"),
                arguments(8, 21, "no language 'groovy'", STEPS + "        - setBody: {groovy: x}\n"),
                arguments(8, 11, "setBoddy", STEPS + "        - setBoddy: {constant: x}\n"),
                arguments(9, 1, "", STEPS + "        - setBody: [\n"),
                arguments(4, 13, "Expected a value", STEPS.replace("uri: timer", "uri: \"{{name}}\"")));
    }

    @ParameterizedTest(name = "{0}:{1} {2}")
    @MethodSource("brokenFiles")
    void areToldWithTheirPlace(int line, int column, String message, String text) {
        List<Problem> problems = plant.load("other.camel.yaml", text);

        assertThat(problems).hasSize(1);
        Problem problem = problems.get(0);
        assertThat(problem.message()).contains(message).doesNotContain("s3cret");
        assertThat(problem.file() + ":" + problem.line() + ":" + problem.column())
                .isEqualTo("plant/routes/other.camel.yaml:" + line + ":" + column);
        assertThat(problem.isError()).isTrue();
        plant.assertThatTickRunsOn();
    }

    @ParameterizedTest(name = "{0}:{1} {2}")
    @MethodSource("brokenFiles")
    void leaveTheLastGoodVersionOfTheirFileInForce(int line, int column, String message, String text) {
        assertThat(plant.load("tick.camel.yaml", text))
                .extracting(Problem::line)
                .containsExactly(line);

        plant.assertThatTickRunsOn();
    }

    @Test
    void areToldOfXmlToo() {
        List<Problem> problems = plant.load("other.camel.xml", """
                <routes>
                  <route id="a">
                    <from uri="timer:a"/>
                    <to uri="nonsense:it"/>
                  </route>
                </routes>
                """);
        List<Problem> unread =
                plant.load("other.camel.xml", "<routes>\n  <route id=\"a\">\n    <nonsense/>\n  </route>\n</routes>\n");

        assertThat(problems).extracting(Problem::line, Problem::column).containsExactly(tuple(4, 14));
        assertThat(unread).extracting(Problem::line).containsExactly(3);
        plant.assertThatTickRunsOn();
    }

    @Test
    void areToldOfJarsThatDoNotFitTogether(@TempDir Path folder) throws IOException {
        Path source = Files.writeString(
                folder.resolve("Broken.java"), "class Missing {}\npublic class Broken extends Missing {}\n");
        assertThat(ToolProvider.getSystemJavaCompiler().run(null, null, null, source.toString()))
                .isZero();
        Path lib = Files.createDirectories(folder.resolve("plant/lib"));
        try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(lib.resolve("broken.jar")))) {
            jar.putNextEntry(new ZipEntry("Broken.class"));
            Files.copy(folder.resolve("Broken.class"), jar);
        }
        try (Plant unfit = new Plant(folder.resolve("plant"))) {
            unfit.load("tick.camel.yaml", Plant.TICK);

            List<Problem> problems = unfit.load("other.camel.yaml", "- beans: [{name: it, type: Broken}]\n" + STEPS);

            assertThat(problems).hasSize(1);
            assertThat(problems.get(0).message()).contains("'Missing'", "lib/");
            unfit.assertThatTickRunsOn();
        }
    }

    @Test
    void sayWhatToDo() {
        assertThat(plant.load("other.camel.yaml", STEPS + "        - to: nonsense:it\n"))
                .containsExactly(Problem.error(
                        "plant/routes/other.camel.yaml",
                        8,
                        15,
                        "Expected the name of a component before ':', but there is no component 'nonsense'. Correct the"
                                + " name, or put the component's jar into the pack's lib/ folder."));
    }

    @Test
    void refuseARouteIdThatAnotherFileHas() {
        List<Problem> problems = plant.load("other.camel.yaml", Plant.TICK);

        assertThat(problems).hasSize(1);
        assertThat(problems.get(0).file()).isEqualTo("plant/routes/other.camel.yaml");
        assertThat(problems.get(0).message()).contains("'tick'").contains("plant/routes/tick.camel.yaml");
        plant.assertThatTickRunsOn();
    }

    @Test
    void nameAPlaceholderThatOnlyTheEnvironmentOfTheProcessHas() {
        List<Problem> problems =
                plant.load("other.camel.yaml", STEPS.replace("log: first", "setBody: {simple: \"{{PATH}}\"}"));

        assertThat(problems).hasSize(1);
        assertThat(problems.get(0).message()).contains("{{PATH}}").contains("config");
        assertThat(problems.get(0).line()).isEqualTo(7);
    }
}
