package io.github.stepnet.jobs.local;

/**
 * What is counted of a run at the far end of it. May be used by several threads.
 *
 * @param ledger which events are on their way
 * @param scoreboard how good the answers are
 * @param milestones what the keys have reached
 * @param settling how networks that settle have done so
 */
record Tally(Ledger ledger, Scoreboard scoreboard, MilestoneNews milestones, SettlingScore settling) {

    /** Of nothing yet. {@code mostOut} events may be on their way. */
    static Tally of(Feed feed, long mostOut) {
        return new Tally(
                new Ledger(mostOut),
                new Scoreboard(feed.classes(), feed.keys()),
                new MilestoneNews(feed.phaseLength().orElse(Long.MAX_VALUE)),
                new SettlingScore());
    }
}
