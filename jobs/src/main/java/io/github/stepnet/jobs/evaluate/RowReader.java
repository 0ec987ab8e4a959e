package io.github.stepnet.jobs.evaluate;

import java.io.IOException;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/** Turns the numbers of rows, which come in order, into the rows; those that cannot be used leave beside them. */
final class RowReader extends ProcessFunction<Long, Row> {

    static final OutputTag<Outcome> REJECTED = new OutputTag<>("rejected", TypeInformation.of(Outcome.class));

    private static final long serialVersionUID = 1L;

    private final Data data;
    private transient Rows rows;
    private transient long next;

    RowReader(Data data) {
        this.data = data;
    }

    @Override
    public void open(OpenContext context) throws IOException {
        rows = data.open();
    }

    @Override
    public void processElement(Long number, Context context, Collector<Row> out) throws IOException {
        if (number != next || !rows.next()) {
            throw new IllegalStateException("row " + number + " was asked for where row " + next + " of "
                    + data.events() + " comes next; rows are read in order by one subtask");
        }
        next++;
        if (rows.rejection() != null) {
            context.output(REJECTED, Outcome.rejected(number, rows.rejection()));
        } else {
            out.collect(Row.of(number, rows));
        }
    }

    @Override
    public void close() throws IOException {
        if (rows != null) {
            rows.close();
        }
    }
}
