package io.github.stepnet.network.spec;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A canonical text in short: the first {@value #DIGITS} hexadecimal digits of the SHA-256 of its UTF-8 bytes, {@code printf %s "$text" | sha256sum | cut -c1-16}.
 *
 * <p>Two texts share one by accident once in some 10^19 pairs. It stands in records that outlive the job, so how it is computed never changes.
 */
public final class Fingerprint {

    private static final int DIGITS = 16;

    private Fingerprint() {}

    /** The fingerprint of a text. */
    public static String of(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, DIGITS / 2);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
