package io.github.stepnet.schemas;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SchemaDocumentationTest {

    static Stream<Named<Schema>> records() {
        return Words.current().stream().map(schema -> Named.of(schema.getName(), schema));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("records")
    void everyRecordEnumAndFieldIsDocumented(Schema schema) {
        List<String> undocumented = new ArrayList<>();
        if (isBlank(schema.getDoc())) {
            undocumented.add(schema.getName());
        }
        for (Schema.Field field : schema.getFields()) {
            if (isBlank(field.doc())) {
                undocumented.add(schema.getName() + "." + field.name());
            }
            if (field.schema().getType() == Schema.Type.ENUM
                    && isBlank(field.schema().getDoc())) {
                undocumented.add(field.schema().getName());
            }
        }
        assertEquals(List.of(), undocumented);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("records")
    void everyReasonAndKindIsExplainedByName(Schema schema) {
        for (Schema.Field field : schema.getFields()) {
            if (field.schema().getType() == Schema.Type.ENUM) {
                for (String symbol : field.schema().getEnumSymbols()) {
                    assertTrue(
                            field.doc().contains(symbol + ":"),
                            () -> schema.getName() + "." + field.name() + " does not explain " + symbol);
                }
            }
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("records")
    void whatMayBeAbsentIsNullByDefault(Schema schema) {
        for (Schema.Field field : schema.getFields()) {
            if (field.schema().isNullable()) {
                assertAll(
                        schema.getName() + "." + field.name(),
                        () -> assertEquals(
                                Schema.Type.NULL,
                                field.schema().getTypes().get(0).getType()),
                        () -> assertTrue(field.hasDefaultValue()));
            }
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("records")
    void everyEnumFallsBackToUnknown(Schema schema) {
        for (Schema.Field field : schema.getFields()) {
            if (field.schema().getType() == Schema.Type.ENUM) {
                assertEquals("UNKNOWN", field.schema().getEnumDefault());
            }
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("records")
    void everyRecordLivesInTheProjectsNamespace(Schema schema) {
        assertNotNull(schema.getNamespace());
        assertEquals("io.github.stepnet.schemas", schema.getNamespace());
    }

    private static boolean isBlank(String text) {
        return text == null || text.isBlank();
    }
}
