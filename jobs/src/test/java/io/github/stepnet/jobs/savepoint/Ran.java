package io.github.stepnet.jobs.savepoint;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.stepnet.jobs.Stepnet;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;

/** What {@code stepnet savepoint} printed, and its exit code. */
record Ran(int code, String out, String err) {

    static Ran savepoint(Object... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        List<String> all = new ArrayList<>(List.of("savepoint"));
        for (Object argument : arguments) {
            all.add(argument.toString());
        }
        int code = Stepnet.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(all.toArray(String[]::new));
        return new Ran(code, out.toString(), err.toString());
    }

    JsonNode json() throws JsonProcessingException {
        return new ObjectMapper().readTree(out);
    }

    @Override
    public String toString() {
        return "exit code " + code + "\n" + out + err;
    }
}
