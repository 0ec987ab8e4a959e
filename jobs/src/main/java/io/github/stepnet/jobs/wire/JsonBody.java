package io.github.stepnet.jobs.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import java.io.IOException;

/** Walks a JSON text and the tree of wanted fields together, token by token. */
final class JsonBody implements EventBody {

    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .build();

    private final FieldTree wanted;

    JsonBody(FieldTree wanted) {
        this.wanted = wanted;
    }

    @Override
    public void read(byte[] value) throws Refused {
        try (JsonParser parser = JSON.createParser(value)) {
            JsonToken first = parser.nextToken();
            if (first != JsonToken.START_OBJECT && first != JsonToken.START_ARRAY) {
                throw Refused.undecodable(
                        first == null ? "the value is empty" : "the value is not a JSON object but " + describe(first));
            }
            read(parser, wanted);
            if (parser.nextToken() != null) {
                throw Refused.undecodable("the value goes on after its JSON object");
            }
        } catch (JsonProcessingException e) {
            throw Refused.undecodable("the value is not JSON: " + Excerpt.of(e.getOriginalMessage()) + " (at byte "
                    + e.getLocation().getByteOffset() + ")");
        } catch (IOException e) {
            throw Refused.undecodable("the value is not JSON: " + Excerpt.of(String.valueOf(e.getMessage())));
        }
    }

    /** Reads the value that the parser stands at, and leaves the parser at its last token. */
    private static void read(JsonParser parser, FieldTree node) throws IOException, Refused {
        switch (parser.currentToken()) {
            case START_OBJECT -> readObject(parser, node);
            case START_ARRAY -> readArray(parser, node);
            // Where an object with wanted fields should be, a scalar has none of them.
            default -> deliver(parser, node);
        }
    }

    private static void readObject(JsonParser parser, FieldTree node) throws IOException, Refused {
        refuseFor(node, "an object");
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            FieldTree child = node.child(parser.currentName());
            parser.nextToken();
            if (child == null) {
                parser.skipChildren();
            } else {
                read(parser, child);
            }
        }
    }

    private static void readArray(JsonParser parser, FieldTree node) throws IOException, Refused {
        for (Slot slot : node.slots()) {
            slot.startArray();
        }
        for (int i = 0; parser.nextToken() != JsonToken.END_ARRAY; i++) {
            FieldTree item = node.hasChildren() ? node.child(Integer.toString(i)) : null;
            if (item != null) {
                read(parser, item);
            } else if (parser.currentToken().isScalarValue()) {
                deliver(parser, node);
            } else {
                refuseFor(node, "an array with " + describe(parser.currentToken()));
                parser.skipChildren();
            }
        }
        for (Slot slot : node.slots()) {
            slot.endArray();
        }
    }

    private static void deliver(JsonParser parser, FieldTree node) throws IOException, Refused {
        for (Slot slot : node.slots()) {
            switch (parser.currentToken()) {
                case VALUE_NUMBER_INT -> {
                    if (parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER) {
                        slot.number(parser.getDoubleValue());
                    } else {
                        slot.integer(parser.getLongValue());
                    }
                }
                case VALUE_NUMBER_FLOAT -> slot.number(parser.getDoubleValue());
                case VALUE_STRING -> slot.text(parser.getText());
                case VALUE_TRUE, VALUE_FALSE -> slot.flag(parser.getBooleanValue());
                case VALUE_NULL -> slot.none();
                default -> throw slot.unfit(describe(parser.currentToken()));
            }
        }
    }

    private static void refuseFor(FieldTree node, String found) throws Refused {
        if (!node.slots().isEmpty()) {
            throw node.slots().get(0).unfit(found);
        }
    }

    private static String describe(JsonToken token) {
        return switch (token) {
            case START_OBJECT -> "an object";
            case START_ARRAY -> "an array";
            case VALUE_STRING -> "a text";
            case VALUE_NULL -> "null";
            case VALUE_TRUE, VALUE_FALSE -> "a boolean";
            default -> "a number";
        };
    }
}
