package io.github.stepnet.network.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class FingerprintTest {

    /** The texts are those of the standard's own examples, FIPS 180-4. */
    @Test
    void itIsTheBeginningOfTheSha256() {
        assertEquals("ba7816bf8f01cfea", Fingerprint.of("abc"));
        assertEquals("e3b0c44298fc1c14", Fingerprint.of(""));
    }
}
