package io.github.stepnet.jobs.wire;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.stepnet.schemas.DeadLetter;
import io.github.stepnet.schemas.DeadLetterReason;
import io.github.stepnet.schemas.Prediction;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecordEncoderTest {

    private static final Prediction PREDICTION = new Prediction(
            "k\"1", "e", 5L, 2, List.of(0.25f, Float.NaN), 0, 0.25f, null, 9L, 12, null, "0123456789abcdef");

    @Test
    void avroIsReadBackByItsFingerprint() throws Exception {
        RecordEncoder<Prediction> encoder = RecordEncoder.avro(new Prediction());
        byte[] bytes = encoder.encode(PREDICTION);
        assertEquals(PREDICTION, Prediction.getDecoder().decode(bytes));
        encoder.encode(new Prediction("other", "f", 6L, 0, List.of(), null, null, null, 0L, null, null, null));
        assertEquals(PREDICTION, Prediction.getDecoder().decode(bytes), "the bytes are the caller's own");
    }

    @Test
    void jsonHasTheFieldsByName() {
        assertEquals(
                "{\"key\":\"k\\\"1\",\"answersEventId\":\"e\",\"tick\":5,\"latencyTicks\":2,\"outputs\":[0.25,\"NaN\"],"
                        + "\"predictedClass\":0,\"confidence\":0.25,\"loss\":null,\"modelVersion\":9,\"iterations\":12,\"residual\":null,\"fingerprint\":\"0123456789abcdef\"}",
                new String(RecordEncoder.<Prediction>json().encode(PREDICTION), StandardCharsets.UTF_8));
    }

    @Test
    void jsonBytesAreBase64AndAreNotUsedUp() throws Exception {
        DeadLetter letter = new DeadLetter();
        letter.setReason(DeadLetterReason.UNDECODABLE);
        letter.setMessage("x");
        letter.setOriginalBytes(ByteBuffer.wrap(new byte[] {1, 2, 3}));
        RecordEncoder.<DeadLetter>json().encode(letter);
        JsonNode read =
                new ObjectMapper().readTree(RecordEncoder.<DeadLetter>json().encode(letter));
        assertArrayEquals(new byte[] {1, 2, 3}, read.get("originalBytes").binaryValue());
        assertEquals("UNDECODABLE", read.get("reason").asText());
    }
}
