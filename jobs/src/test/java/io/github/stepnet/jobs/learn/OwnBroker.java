package io.github.stepnet.jobs.learn;

import io.github.stepnet.jobs.broker.EmbeddedBroker;
import java.io.IOException;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A broker that the tests of a class share. */
public final class OwnBroker implements BeforeAllCallback, AfterAllCallback {

    private EmbeddedBroker broker;

    @Override
    public void beforeAll(ExtensionContext context) throws IOException {
        broker = EmbeddedBroker.start();
    }

    @Override
    public void afterAll(ExtensionContext context) throws IOException {
        broker.close();
    }

    public EmbeddedBroker broker() {
        return broker;
    }
}
