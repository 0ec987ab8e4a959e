package io.github.stepnet.jobs.savepoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.stepnet.network.arena.NetworkState;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class StateDifferenceTest {

    @Test
    void equalBitsDoNotDifferAndAreCounted() {
        StateDifference none =
                StateDifference.of(Map.of("a", state(), "b", state()), Map.of("a", state(), "b", state()));

        assertEquals(new StateDifference(2, 2, 2, 4, 6, List.of()), none);
        assertTrue(none.isNone());
    }

    @Test
    void everyKindOfValueCounts() {
        assertEquals(
                List.of("a: float 1 is 2.0000002 instead of 2.0"), changed(state -> state.floats[1] = Math.nextUp(2f)));
        assertEquals(List.of("a: double 0 is 5.0 instead of 0.5"), changed(state -> state.doubles[0] = 5));
        assertEquals(List.of("a: long 0 is 8 instead of 7"), changed(state -> state.longs[0] = 8));
        assertEquals(List.of("a: id 1 is x instead of null"), changed(state -> state.ids[1] = "x"));
    }

    @Test
    void theSignOfZeroIsABit() {
        assertEquals(List.of("a: float 0 is -0.0 instead of 0.0"), changed(state -> state.floats[0] = -0f));
    }

    @Test
    void aLostAndAnAdditionalNetworkAreNamed() {
        assertEquals(
                List.of("a: its network is lost", "b: it should have no network"),
                StateDifference.of(Map.of("a", state()), Map.of("b", state())).differing());
    }

    @Test
    void aNetworkOfAnotherSizeIsNamed() {
        NetworkState larger = new NetworkState(new long[1], new double[1], new String[2], new float[4]);

        assertEquals(
                List.of("a: it is of another network"),
                StateDifference.of(Map.of("a", state()), Map.of("a", larger)).differing());
    }

    private static List<String> changed(Consumer<NetworkState> change) {
        NetworkState state = state();
        change.accept(state);
        return StateDifference.of(Map.of("a", state()), Map.of("a", state)).differing();
    }

    private static NetworkState state() {
        return new NetworkState(
                new long[] {7}, new double[] {0.5}, new String[] {"e", null}, new float[] {0f, 2f, Float.NaN});
    }
}
