package io.github.stepnet.stream;

import io.github.stepnet.network.CustomLearner;
import io.github.stepnet.network.Learner;
import io.github.stepnet.network.NetworkLearner;
import io.github.stepnet.network.arena.StateLayout;
import io.github.stepnet.network.kernel.Kernel;
import io.github.stepnet.network.loss.Loss;
import java.io.Serializable;
import java.lang.reflect.Proxy;

/** A user's own learner: a network, of which something is different. */
record ChangedLearner(NetworkLearner inside, Change change) implements CustomLearner {

    /** What is different. */
    @FunctionalInterface
    interface Change extends Serializable {

        /** What a verb returns in place of the network's result; may change its arguments. */
        Object after(String verb, Object[] arguments, Object result);
    }

    @Override
    public int inputs() {
        return inside.inputs();
    }

    @Override
    public Loss.Task task() {
        return inside.task();
    }

    @Override
    public int answers() {
        return inside.answers();
    }

    @Override
    public String canonicalText() {
        return "{changed: {}}";
    }

    @Override
    public Learner compile(StateLayout layout, Kernel kernel) {
        Learner learner = inside.compile(layout, kernel);
        return (Learner) Proxy.newProxyInstance(
                Learner.class.getClassLoader(),
                new Class<?>[] {Learner.class},
                (proxy, method, arguments) ->
                        change.after(method.getName(), arguments, method.invoke(learner, arguments)));
    }
}
