package io.drover.engine.secret;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.engine.schema.Json;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SecretPartsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                // a member, and one within another
                "{'properties':{'a':{'secret':true}}}|{'a':1,'b':2}|{'a':'********','b':2}",
                "{'properties':{'a':{'properties':{'b':{'secret':true}}}}}|{'a':{'b':[1],'c':2}}|{'a':{'b':'********','c':2}}",
                // members by pattern, and all others
                "{'patternProperties':{'^k':{'secret':true}}}|{'key':1,'b':2}|{'key':'********','b':2}",
                "{'properties':{'a':{}},'additionalProperties':{'secret':true}}|{'a':1,'b':2}|{'a':1,'b':'********'}",
                "{'patternProperties':{'(':{'secret':true}}}|{'b':2}|{'b':'********'}",
                // elements
                "{'items':{'properties':{'a':{'secret':true}}}}|[{'a':1},{'b':1}]|[{'a':'********'},{'b':1}]",
                "{'items':[{},{'secret':true}],'additionalItems':{'secret':true}}|[1,2,3]|[1,'********','********']",
                // alternatives and references
                "{'anyOf':[{'type':'null'},{'properties':{'a':{'secret':true}}}]}|{'a':1}|{'a':'********'}",
                "{'definitions':{'s':{'secret':true}},'items':{'$ref':'#/definitions/s'}}|[1]|['********']",
                "{'secret':true}|{'a':1}|'********'",
                "{'secret':false}|{'a':1}|{'a':1}",
                // null tells nothing
                "{'properties':{'a':{'secret':true}}}|{'a':null}|{'a':null}"
            })
    void masksWhatTheSchemaCallsSecret(String schema, String value, String expected) {
        assertThat(SecretParts.of(object(schema)).masked(json(value))).isEqualTo(json(expected));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                // a text, a number or a list in the place of an object
                "{'properties':{'db':{'properties':{'pw':{'secret':true}}}}}|{'db':'u:pw@h','b':2}|{'db':'********','b':2}",
                "{'properties':{'pin':{'secret':true}}}|1234|'********'",
                "{'properties':{'db':{'properties':{'pw':{'secret':true}}}}}|{'db':['pw']}|{'db':'********'}",
                "{'additionalProperties':{'secret':true}}|'pw'|'********'",
                "{'patternProperties':{'^k':{'secret':true}}}|['pw']|'********'",
                // a text or an object in the place of a list
                "{'items':{'secret':true}}|'pw'|'********'",
                "{'items':[{},{'secret':true}]}|{'a':'pw'}|'********'",
                "{'items':{'properties':{'pw':{'secret':true}}}}|[{'pw':1},'pw']|[{'pw':'********'},'********']",
                // what is secret in alternatives, and where references lead
                "{'anyOf':[{'type':'null'},{'properties':{'a':{'secret':true}}}]}|'pw'|'********'",
                "{'definitions':{'s':{'secret':true}},'properties':{'a':{'$ref':'#/definitions/s'}}}|'pw'|'********'",
                "{'properties':{'a':{'allOf':[{'items':{'secret':true}}]}}}|{'a':'pw'}|{'a':'********'}",
                // what holds no secret in either shape, and null
                "{'properties':{'a':{'properties':{'b':{}}},'c':{'secret':true}}}|{'a':'open'}|{'a':'open'}",
                "{'properties':{'a':{'secret':true}},'items':{'properties':{'b':{'secret':true}}}}|[{'c':1}]|[{'c':1}]",
                "{'properties':{'db':{'properties':{'pw':{'secret':true}}}}}|{'db':null}|{'db':null}"
            })
    void masksAsAWholeWhatHasAnotherShapeThanItsSchema(String schema, String value, String expected) {
        assertThat(SecretParts.of(object(schema)).masked(json(value))).isEqualTo(json(expected));
    }

    @Test
    void endsWhereReferencesLeadInCircles() {
        SecretParts parts = SecretParts.of(
                object("{'definitions':{'n':{'properties':{'next':{'$ref':'#/definitions/n'},'key':{'secret':true}}}},"
                        + "'$ref':'#/definitions/n'}"));

        assertThat(parts.masked(json("{'next':{'next':{'key':1}}}")))
                .isEqualTo(json("{'next':{'next':{'key':'********'}}}"));
        assertThat(SecretParts.of(object("{'$ref':'#/definitions/n','definitions':{'n':{'$ref':'#/definitions/n',"
                                + "'enum':[{'secret':true}]}}}"))
                        .masked(1L))
                .isEqualTo(1L);
    }

    @Test
    void aSchemaWithoutSecretsLeavesTheValueItself() {
        SecretParts parts = SecretParts.of(object("{'properties':{'a':{'type':'string'}}}"));

        Object value = json("{'a':1}");

        assertThat(parts.isNone()).isTrue();
        assertThat(parts.masked(value)).isSameAs(value);
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> object(String text) {
        return (Map<String, Object>) json(text);
    }

    private static Object json(String text) {
        return Json.read(text.replace('\'', '"')).orElseThrow();
    }
}
