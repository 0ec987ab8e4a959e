package io.github.stepnet.jobs.chaos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RecordDifferenceTest {

    private static final Map<String, List<String>> EXPECTED =
            Map.of("a", List.of("1", "2", "2", "3"), "b", List.of("1", "4"));

    @Test
    void theSameRecordsDoNotDiffer() {
        RecordDifference none = RecordDifference.of(EXPECTED, EXPECTED, true);

        assertEquals(new RecordDifference(6, 0, 0, 0, 0), none);
        assertTrue(none.isNone());
    }

    @Test
    void aMissingRecordIsLostAlsoWhereItHasATwin() {
        assertEquals(1, difference(List.of("1", "2", "3"), List.of("1", "4")).lost());
        assertEquals(2, difference(List.of("1", "2", "2", "3"), List.of()).lost());
    }

    @Test
    void aFurtherCopyIsADuplicate() {
        RecordDifference found = difference(List.of("1", "2", "2", "3", "3"), List.of("1", "1", "1", "4"));

        assertEquals(new RecordDifference(6, 0, 3, 0, 0), found);
        assertFalse(found.isNone());
    }

    @Test
    void aChangedRecordDiffersAndIsNotLostAsWell() {
        assertEquals(new RecordDifference(6, 0, 0, 1, 0), difference(List.of("1", "2", "2", "X"), List.of("1", "4")));
    }

    @Test
    void aRecordUnderAnotherKeyIsWrongTwice() {
        RecordDifference found = difference(List.of("1", "2", "2", "3", "4"), List.of("1"));

        assertEquals(new RecordDifference(6, 1, 0, 1, 0), found);
    }

    @Test
    void aKeyThatShouldNotBeThereDiffers() {
        Map<String, List<String>> found = Map.of("a", EXPECTED.get("a"), "b", EXPECTED.get("b"), "c", List.of("1"));

        assertEquals(1, RecordDifference.of(EXPECTED, found, true).differing());
    }

    @Test
    void theOrderOfAKeysRecordsCountsWhereItIsPromised() {
        Map<String, List<String>> found = Map.of("a", List.of("2", "1", "2", "3"), "b", EXPECTED.get("b"));

        assertEquals(2, RecordDifference.of(EXPECTED, found, true).misplaced());
        assertTrue(RecordDifference.of(EXPECTED, found, false).isNone());
    }

    @Test
    void recordsAreComparedByTheirBytes() {
        Map<String, List<ByteBuffer>> one = Map.of("a", List.of(ByteBuffer.wrap(new byte[] {1, 2})));
        Map<String, List<ByteBuffer>> same = Map.of("a", List.of(ByteBuffer.wrap(new byte[] {1, 2})));
        Map<String, List<ByteBuffer>> other = Map.of("a", List.of(ByteBuffer.wrap(new byte[] {1, 3})));

        assertTrue(RecordDifference.of(one, same, true).isNone());
        assertEquals(1, RecordDifference.of(one, other, true).differing());
    }

    private static RecordDifference difference(List<String> a, List<String> b) {
        return RecordDifference.of(EXPECTED, Map.of("a", a, "b", b), true);
    }
}
