package io.github.stepnet.stream.state;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** A text of any length, or null, as its length in bytes (-1 for null) and its UTF-8 bytes. */
final class Ids {

    private Ids() {}

    static void write(String text, DataOutputView target) throws IOException {
        if (text == null) {
            target.writeInt(-1);
            return;
        }
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        target.writeInt(bytes.length);
        target.write(bytes);
    }

    static String read(DataInputView source, int longest) throws IOException {
        int length = source.readInt();
        if (length == -1) {
            return null;
        }
        if (length < 0 || length > longest) {
            throw new IOException(
                    "a text of " + length + " bytes where at most " + longest + " are allowed; the state is damaged");
        }
        byte[] bytes = new byte[length];
        source.readFully(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
