package io.github.stepnet.jobs.learn;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.stepnet.jobs.broker.EmbeddedBroker;
import io.github.stepnet.jobs.config.JobConfig;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The whole job on a real broker and a real cluster. */
@Timeout(value = 300, unit = TimeUnit.SECONDS)
class LearnJobITCase {

    @RegisterExtension
    static final MiniClusterExtension CLUSTER = new MiniClusterExtension(new MiniClusterResourceConfiguration.Builder()
            .setNumberTaskManagers(1)
            .setNumberSlotsPerTaskManager(2)
            .build());

    private static EmbeddedBroker broker;

    @BeforeAll
    static void startBroker() throws IOException {
        broker = EmbeddedBroker.start();
    }

    @AfterAll
    static void closeBroker() throws IOException {
        broker.close();
    }

    @Test
    void everyEventIsAnsweredOnce() throws Exception {
        Topics topics = new Topics(broker, "simple", 2);
        topics.send(Events.random(2_000, 8, 42));
        run(topics.config());
        assertEquals(2_000, topics.predictions().size());
        assertEquals(List.of(), topics.deadLetters());
    }

    private static void run(JobConfig config) throws Exception {
        Configuration flink = new Configuration();
        flink.setString("execution.checkpointing.interval", "300 ms");
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment(flink);
        env.setParallelism(2);
        LearnJob job = new LearnJob(config);
        job.write(job.learn(env.fromSource(
                        KafkaIn.builder(config.source())
                                .setBounded(OffsetsInitializer.latest())
                                .build(),
                        EventWatermarks.strategy(config.source()),
                        "bounded")
                .uid("source")));
        env.execute(job.name());
    }
}
