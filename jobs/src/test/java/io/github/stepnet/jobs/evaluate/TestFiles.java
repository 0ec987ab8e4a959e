package io.github.stepnet.jobs.evaluate;

import io.github.stepnet.network.arena.SplitMix64;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Files that tests read. */
final class TestFiles {

    private static final long SEED = 7;

    private TestFiles() {}

    /**
     * Markets whose state lasts for a while, as that of the electricity market: a price that wanders about, and whether it is above the mean
     * that it tends to, which a second column lags behind.
     *
     * @param flaws whether one row in fifty has no label, and as many cannot be used
     */
    static Path markets(Path folder, int rows, int keys, boolean flaws) throws IOException {
        SplitMix64 random = new SplitMix64(SEED);
        double[] price = new double[keys];
        double[] mean = new double[keys];
        List<String> lines = new ArrayList<>(List.of("market,day#7,price,slow,demand,state"));
        for (int row = 0; row < rows; row++) {
            int key = (int) (random.nextDouble() * keys);
            price[key] = 0.97 * price[key] + random.nextGaussian();
            mean[key] += (price[key] - mean[key]) / 30;
            String slow = flaws && row % 50 == 7 ? "?" : decimal(mean[key]);
            String state = flaws && row % 50 == 9 ? "" : price[key] > mean[key] ? "up" : "down";
            lines.add("m" + key + "," + row / 48 % 7 + "," + decimal(price[key]) + "," + slow + ","
                    + decimal(price[key] * mean[key] + random.nextGaussian()) + "," + state);
        }
        return Files.write(folder.resolve("markets.csv"), lines);
    }

    private static String decimal(double value) {
        return String.format(Locale.ROOT, "%.4f", value);
    }

    static Path file(Path folder, String name, String... lines) throws IOException {
        return Files.write(folder.resolve(name), List.of(lines));
    }
}
