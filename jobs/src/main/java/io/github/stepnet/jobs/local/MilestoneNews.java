package io.github.stepnet.jobs.local;

import io.github.stepnet.jobs.terminal.Figures;
import io.github.stepnet.jobs.terminal.Tone;
import io.github.stepnet.schemas.Milestone;
import io.github.stepnet.schemas.MilestoneKind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The milestones of many keys as a few lines. It is told that a key is the first to reach a threshold, that all keys hold it, and, once
 * between two drifts, that one which all keys held is lost and held by all again.
 *
 * <p>What happens between two calls of {@link #take} makes one line where it can. A threshold that a baseline nearly holds as well is no
 * news, and neither is one below what was told already. May be used by several threads.
 */
final class MilestoneNews {

    /** Points by which a threshold is above what the baselines have, to be of interest: they come by a few by luck. */
    private static final int MARGIN = 6;

    private static final class Threshold {
        private final Set<String> holders = new HashSet<>();
        private final Set<String> losers = new HashSet<>();
        private Milestone first;
        private Milestone firstLost;
        private long phase;
        private boolean toldAll;
        private boolean toldLost;
    }

    private final Map<Integer, Threshold> thresholds = new TreeMap<>();
    private final long phaseLength;
    private long reached;
    private long lost;
    private int highestByFirst;
    private int highestByAll;

    /**
     * Nothing yet.
     *
     * @param phaseLength ticks of a key from one drift to the next; {@code Long.MAX_VALUE} for no drift
     */
    MilestoneNews(long phaseLength) {
        this.phaseLength = phaseLength;
    }

    /** Takes note of one milestone. */
    synchronized void add(Milestone milestone) {
        Threshold threshold = thresholds.computeIfAbsent(milestone.getThresholdPercent(), percent -> new Threshold());
        if (milestone.getKind() == MilestoneKind.REACHED) {
            reached++;
            threshold.holders.add(milestone.getKey());
            double baseline = milestone.getAccuracy() - milestone.getLead();
            if (threshold.first == null && milestone.getThresholdPercent() > 100 * baseline + MARGIN) {
                threshold.first = milestone;
            }
        } else if (milestone.getKind() == MilestoneKind.LOST) {
            lost++;
            forget(threshold, milestone.getTick() / phaseLength);
            threshold.holders.remove(milestone.getKey());
            threshold.losers.add(milestone.getKey());
            if (threshold.firstLost == null) {
                threshold.firstLost = milestone;
            }
        }
    }

    /** The first loss after a drift makes older ones forgotten, so that it is news. */
    private static void forget(Threshold threshold, long phase) {
        if (phase > threshold.phase) {
            threshold.phase = phase;
            threshold.losers.clear();
            threshold.firstLost = null;
            threshold.toldLost = false;
        }
    }

    synchronized long reached() {
        return reached;
    }

    synchronized long lost() {
        return lost;
    }

    /** What is to be told of the milestones since the last call, when there are so many keys. */
    synchronized List<News> take(int keys) {
        List<Integer> lostNow = new ArrayList<>();
        List<Integer> byAll = new ArrayList<>();
        int byFirst = 0;
        Milestone loss = null;
        int losers = 0;
        for (Map.Entry<Integer, Threshold> entry : thresholds.entrySet()) {
            int percent = entry.getKey();
            Threshold threshold = entry.getValue();
            if (threshold.first == null) {
                continue;
            }
            if (threshold.toldAll && threshold.firstLost != null && !threshold.toldLost) {
                threshold.toldLost = true;
                threshold.toldAll = false;
                lostNow.add(percent);
                loss = threshold.firstLost;
            }
            if (!threshold.toldAll && threshold.holders.size() >= keys) {
                threshold.toldAll = true;
                if (percent > highestByAll || threshold.toldLost) {
                    byAll.add(percent);
                    losers = Math.max(losers, threshold.toldLost ? threshold.losers.size() : 0);
                }
                // To and fro before all had it is no loss.
                threshold.losers.clear();
                threshold.firstLost = null;
            } else if (percent > highestByFirst) {
                byFirst = percent;
            }
        }
        List<News> news = new ArrayList<>();
        if (!lostNow.isEmpty()) {
            news.add(new News(Tone.BAD, lost(lostNow, loss, keys)));
        }
        if (!byAll.isEmpty()) {
            highestByAll = Math.max(highestByAll, byAll.get(byAll.size() - 1));
            news.add(new News(Tone.GOOD, byAll(byAll, keys, losers)));
        }
        if (byFirst > highestByAll) {
            highestByFirst = byFirst;
            news.add(new News(Tone.PLAIN, first(byFirst, thresholds.get(byFirst).first)));
        }
        return news;
    }

    private static String lost(List<Integer> percents, Milestone first, int keys) {
        String event = Figures.count(first.getTick() + 1);
        return percents(percents)
                + (keys == 1
                        ? " lost at event " + event
                        : " lost, first by " + first.getKey() + " at its event " + event);
    }

    private static String byAll(List<Integer> percents, int keys, int losers) {
        String again = losers > 0 ? " reached again" : " reached";
        if (keys == 1) {
            return percents(percents) + again;
        }
        String had = percents.size() == 1 ? " had lost it" : " at most had lost them";
        return percents(percents) + again + " by all " + Figures.count(keys) + " keys"
                + (losers > 0 ? ", " + Figures.count(losers) + had : "");
    }

    private static String first(int percent, Milestone milestone) {
        return percent + " % reached by " + milestone.getKey() + ", event " + Figures.count(milestone.getTick() + 1)
                + ", " + Figures.decimal(100 * milestone.getLead(), 0) + " points above baselines";
    }

    /** Of three and more in one take the lowest and the highest: the line shall fit a screen. */
    private static String percents(List<Integer> percents) {
        int count = percents.size();
        if (count > 2) {
            return percents.get(0) + " % to " + percents.get(count - 1) + " %";
        }
        return percents.stream().map(percent -> percent + " %").collect(Collectors.joining(", "));
    }
}
