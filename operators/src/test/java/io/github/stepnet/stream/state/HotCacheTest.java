package io.github.stepnet.stream.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.stepnet.network.arena.NetworkState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HotCacheTest {

    private final List<String> written = new ArrayList<>();

    private HotCache<String> cache(int capacity, int dirtyCapacity) {
        return new HotCache<>(capacity, dirtyCapacity, (key, state) -> written.add(key));
    }

    private static NetworkState state() {
        return new NetworkState(new long[1], new double[0], new String[0], new float[0]);
    }

    private static void add(HotCache<String> cache, String key, boolean changed) throws Exception {
        cache.add(key, state());
        if (changed) {
            cache.changed();
        }
    }

    @Test
    void theOneUsedLongestAgoIsPutOutAndWrittenIfItHasChanged() throws Exception {
        HotCache<String> cache = cache(3, 3);
        add(cache, "a", true);
        add(cache, "b", false);
        add(cache, "c", true);
        cache.find("a");
        add(cache, "d", false);
        assertEquals(List.of(), written, "b had not changed");
        assertNull(cache.find("b"));
        add(cache, "e", false);
        assertEquals(List.of("c"), written);
    }

    @Test
    void aCacheBelowOneNetworkHoldsOne() throws Exception {
        HotCache<String> cache = cache(new CacheBudget(1, 1).slots(state()), 1);
        add(cache, "a", true);
        NetworkState inUse = cache.find("a");
        assertSame(inUse, cache.find("a"));
        add(cache, "b", true);
        assertEquals(List.of("a"), written);
        assertNull(cache.find("a"));
    }

    @Test
    void tooManyChangedOnesAreWrittenEarlyAndStay() throws Exception {
        HotCache<String> cache = cache(10, 2);
        add(cache, "a", true);
        add(cache, "b", true);
        cache.find("a");
        cache.changed();
        add(cache, "c", true);
        assertEquals(List.of("b"), written, "a has changed since");
        assertEquals(3, cache.size());
        assertEquals(2, cache.dirtySize());
    }

    @Test
    void aFlushWritesEachChangedOneOnce() throws Exception {
        HotCache<String> cache = cache(10, 10);
        add(cache, "a", true);
        add(cache, "b", false);
        add(cache, "c", true);
        cache.flush();
        cache.flush();
        assertEquals(List.of("a", "c"), written);
        assertEquals(3, cache.size());
    }

    @Test
    void onlyAFlushedCacheCanBeCleared() throws Exception {
        HotCache<String> cache = cache(10, 10);
        add(cache, "a", true);
        assertThrows(IllegalStateException.class, cache::clear);
        cache.flush();
        cache.clear();
        assertNull(cache.find("a"));
        assertEquals(0, cache.size());
    }

    @Test
    void aFailedWriteLosesNoChange() throws Exception {
        HotCache<String> failing = new HotCache<>(10, 10, (key, state) -> {
            throw new IllegalStateException("disk full");
        });
        add(failing, "a", true);
        assertThrows(IllegalStateException.class, failing::flush);
        assertEquals(1, failing.dirtySize());
    }

    @ParameterizedTest
    @CsvSource({"1,1", "2,1", "5,2", "16,16", "40,7", "200,200"})
    void noChangeIsEverLost(int capacity, int dirtyCapacity) throws Exception {
        long seed = 91L * capacity + dirtyCapacity;
        Random random = new Random(seed);
        Map<Integer, Long> stored = new HashMap<>();
        Map<Integer, Long> truth = new HashMap<>();
        HotCache<Integer> cache =
                new HotCache<>(capacity, dirtyCapacity, (key, state) -> stored.put(key, state.longs[0]));
        Map<Integer, Boolean> order = new LinkedHashMap<>(16, 0.75f, true);
        for (int n = 0; n < 20_000; n++) {
            int key = (int) Math.abs(random.nextGaussian() * 30);
            NetworkState state = cache.find(key);
            assertEquals(order.containsKey(key), state != null, "seed " + seed + ", event " + n);
            if (state == null) {
                state = state();
                state.longs[0] = stored.getOrDefault(key, 0L);
                cache.add(key, state);
            }
            order.put(key, true);
            if (order.size() > capacity) {
                order.remove(order.keySet().iterator().next());
            }
            if (random.nextInt(3) > 0) {
                state.longs[0]++;
                truth.merge(key, 1L, Long::sum);
                cache.changed();
            }
            assertTrue(cache.size() <= capacity && cache.dirtySize() <= dirtyCapacity);
            if (n % 1_000 == 999) {
                cache.flush();
                assertEquals(truth, stored, "seed " + seed + ", event " + n);
                if (n % 2_000 == 1_999) {
                    cache.clear();
                    order.clear();
                }
            }
        }
    }
}
