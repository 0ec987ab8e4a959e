package io.github.stepnet.jobs.learn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.stepnet.jobs.config.Output;
import io.github.stepnet.jobs.wire.AvroFormat;
import io.github.stepnet.jobs.wire.Refused;
import io.github.stepnet.schemas.DeadLetter;
import io.github.stepnet.schemas.DeadLetterReason;
import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

class DeadLettersTest {

    /** What brokers and producers accept by default, less what a record costs beside key and value. */
    private static final int ROOM = 1_000_000;

    @Test
    void theBytesOfARecordAreCutAndTheLetterSaysSo() throws Exception {
        Refused refused =
                assertThrows(Refused.class, () -> AvroFormat.ofEvent().open().decode(record((512 << 10) + 1)));
        DeadLetter cut = letter(record((512 << 10) + 1), refused);
        assertEquals(DeadLetterReason.TOO_LARGE, cut.getReason());
        assertEquals(512 << 10, cut.getOriginalBytes().remaining());
        assertTrue(cut.getBytesTruncated());
        assertFalse(letter(record(512 << 10), refused).getBytesTruncated());
    }

    private static DeadLetter letter(ConsumerRecord<byte[], byte[]> record, Refused refused) throws Exception {
        return DeadLetter.getDecoder()
                .decode(new DeadLetters().of(record, refused).value());
    }

    private static ConsumerRecord<byte[], byte[]> record(int bytes) {
        return new ConsumerRecord<>("readings", 0, 0, null, new byte[bytes]);
    }

    @Test
    void aLetterOfTooManyValuesSaysHowMany() throws Exception {
        DeadLetter letter = letter();
        letter.setFeatures(Collections.nCopies(200_000, 1f));
        letter.setTarget(List.of(1f));
        OutgoingRecord outgoing = new DeadLetters().map(letter);
        DeadLetter read = DeadLetter.getDecoder().decode(outgoing.value());
        assertEquals("m; its 200001 values are not shown, at most 131072 are", read.getMessage());
        assertNull(read.getFeatures());
        assertNull(read.getTarget());
    }

    @Test
    void theLargestLetterFitsIntoARecord() throws Exception {
        DeadLetter letter = letter();
        letter.setFeatures(Collections.nCopies(131_072, 1f));
        letter.setMessage("m".repeat(1_000_000));
        letter.setKey("k".repeat(4_096));
        letter.setEventId("\u20AC".repeat(4_096));
        OutgoingRecord outgoing = new DeadLetters().map(letter);
        assertEquals(4_096, outgoing.key().length);
        assertTrue(outgoing.value().length + outgoing.key().length < ROOM, outgoing.value().length + " bytes");
    }

    @Test
    void aLetterCarriesItsReasonAndSourceInHeaders() {
        DeadLetter letter = letter();
        letter.setKey("machine");
        letter.setSourceTopic("readings");
        letter.setSourcePartition(3);
        letter.setSourceOffset(99L);
        OutgoingRecord outgoing = new DeadLetters().map(letter);
        assertEquals(Output.DEAD_LETTERS, outgoing.output());
        assertArrayEquals("machine".getBytes(java.nio.charset.StandardCharsets.UTF_8), outgoing.key());
        assertEquals(
                Map.of(
                        "stepnet-reason", "TOO_LARGE",
                        "stepnet-source-topic", "readings",
                        "stepnet-source-partition", "3",
                        "stepnet-source-offset", "99"),
                outgoing.headers());
    }

    private static DeadLetter letter() {
        DeadLetter letter = new DeadLetter();
        letter.setReason(DeadLetterReason.TOO_LARGE);
        letter.setMessage("m");
        letter.setOriginalBytes(ByteBuffer.allocate(0));
        return letter;
    }
}
