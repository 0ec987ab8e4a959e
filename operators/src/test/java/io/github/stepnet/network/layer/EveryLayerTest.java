package io.github.stepnet.network.layer;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** No layer of the library goes without the contract. */
class EveryLayerTest {

    static Stream<Class<?>> layers() {
        return Arrays.stream(LayerSpec.class.getPermittedSubclasses()).filter(Class::isRecord);
    }

    @ParameterizedTest
    @MethodSource("layers")
    void isHeldToTheContractByATestOfItsName(Class<?> layer) throws ReflectiveOperationException {
        Class<?> test = Class.forName(layer.getName() + "Test");
        assertTrue(LayerContract.class.isAssignableFrom(test), test + " does not extend LayerContract");
        var constructor = test.getDeclaredConstructor();
        constructor.setAccessible(true);
        LayerContract contract = (LayerContract) constructor.newInstance();
        assertTrue(
                contract.examples().stream().anyMatch(c -> c.layer().getClass() == layer),
                test + " has no example of " + layer);
    }
}
