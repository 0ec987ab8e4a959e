package io.github.stepnet.jobs.savepoint;

import io.github.stepnet.jobs.CannotRun;
import io.github.stepnet.jobs.terminal.Figures;
import java.util.Map;

/**
 * Windows of an operator that are open: their events, what their triggers count, and their timers. Only whole windows can be dropped, since an operator of windows keeps
 * nothing else beside its networks.
 *
 * @param windows how many are open
 * @param timers how many timers they have
 */
record OpenWindows(long windows, long timers) {

    private static final String CONTENTS = "window-contents";
    private static final String TIMERS = "_timer_state/";

    /** @param counts of entries, by state */
    static OpenWindows of(NetworkOperator networks, Map<String, Long> counts) {
        long timers = counts.entrySet().stream()
                .filter(state -> state.getKey().startsWith(TIMERS))
                .mapToLong(Map.Entry::getValue)
                .sum();
        return networks.hasWindows()
                ? new OpenWindows(counts.getOrDefault(CONTENTS, 0L), timers)
                : new OpenWindows(0, 0);
    }

    /** An error unless there are none, or they may be dropped. */
    void check(boolean mayBeDropped) {
        if (windows + timers > 0 && !mayBeDropped) {
            throw new CannotRun(Figures.count(windows) + " windows are open, with " + Figures.count(timers)
                    + " timers, whose events the former models were to learn; stop the job with --drain, which closes them, or lose"
                    + " their events by --drop-windows");
        }
    }

    /** Drops all that is not a network. */
    void dropFrom(Rewrite rewrite, Map<String, Long> counts) {
        if (windows + timers > 0) {
            counts.keySet().stream()
                    .filter(state -> !state.equals(NetworkOperator.STATE))
                    .forEach(state -> rewrite.also(state, (key, value) -> null));
        }
    }
}
