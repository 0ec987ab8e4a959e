package io.github.stepnet.network.equilibrium;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.stepnet.network.arena.NetworkState;
import io.github.stepnet.network.arena.StateLayout;
import io.github.stepnet.network.equilibrium.EquilibriumEvents.Kind;
import io.github.stepnet.network.kernel.ScalarKernel;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SolverTest {

    private static EngineRig rig(Settling settling) {
        return new EngineRig(
                        new LoopedMlp(Anchor.HIDDEN, true),
                        new EquilibriumPropagation.Centred(0.1f),
                        settling,
                        ScalarKernel.INSTANCE)
                .with(Anchor.symmetric().reference);
    }

    private static double meanIterations(Settling settling) {
        EngineRig rig = rig(settling);
        double sum = 0;
        for (double[] x : Anchor.symmetric().xs) {
            assertEquals(Settlement.CONVERGED, rig.settle(x, new double[0][]));
            sum += rig.engine.iterations();
        }
        return sum / Anchor.BATCH;
    }

    @Test
    void mixingAndUndampedStepsSaveIterations() {
        double damped = meanIterations(Settling.standard().damping(0.5f));
        double undamped = meanIterations(Settling.standard());
        double mixed = meanIterations(Settling.standard().acceleration(Settling.Acceleration.ANDERSON));
        System.out.printf("iterations to 1e-4: damped %.1f, undamped %.1f, mixed %.1f%n", damped, undamped, mixed);
        assertTrue(undamped < 0.7 * damped);
        assertTrue(mixed < 0.7 * undamped);
    }

    @Test
    void allAcceleratorsSettleAtOneState() {
        EngineRig picard = rig(EngineRig.EXACT);
        EngineRig mixed = rig(EngineRig.EXACT.acceleration(Settling.Acceleration.ANDERSON));
        double[] x = Anchor.symmetric().xs[2];
        picard.settle(x, new double[0][]);
        mixed.settle(x, new double[0][]);
        assertArrayEquals(picard.engine.settled(), mixed.engine.settled(), 1e-4f);
    }

    @Test
    void aSettledStateSettlesAtItselfBitForBit() {
        EngineRig rig = rig(Settling.standard());
        rig.settle(Anchor.symmetric().xs[0], new double[0][]);
        float[] settled = rig.engine.settled().clone();
        assertEquals(Settlement.CONVERGED, rig.engine.settle(settled, 0, false));
        assertArrayEquals(settled, rig.engine.settled());
        assertEquals(1, rig.engine.iterations());
    }

    @Test
    void aCapIsTold() {
        EngineRig rig = rig(Settling.standard().iterations(5));
        assertEquals(Settlement.CAPPED, rig.settle(Anchor.symmetric().xs[0], new double[0][]));
        assertEquals(5, rig.engine.iterations());
    }

    @Test
    void theErrorBoundHolds() {
        EngineRig rig = rig(Settling.standard().tolerance(1e-2f));
        double[][] exact = Anchor.symmetric().settled();
        rig.settle(Anchor.symmetric().xs[0], new double[0][]);
        double distance = 0;
        for (int i = 0; i < Anchor.HIDDEN; i++) {
            distance += Math.pow(rig.engine.settled()[i] - exact[0][i], 2);
        }
        assertTrue(Math.sqrt(distance) <= rig.engine.errorBound(rig.state));
    }

    @Test
    void milestonesAreToldOnceAndArmedAgainWhenTheyAreClearlyLost() {
        StateLayout layout = new StateLayout();
        EquilibriumMilestones milestones = new EquilibriumMilestones(1e-4, 1e-3, layout);
        NetworkState state = layout.newState();
        List<Kind> told = new ArrayList<>();
        for (double residual : new double[] {5e-5, 5e-5, 5e-4, 5e-5, 2e-3, 5e-5}) {
            EquilibriumEvents events = milestones.startTick();
            milestones.settled(state, residual < 1e-4 ? Settlement.CONVERGED : Settlement.CAPPED, residual);
            add(events, told);
        }
        assertEquals(List.of(Kind.CONVERGED, Kind.CONVERGED), told);
        told.clear();
        for (Settlement settlement :
                new Settlement[] {Settlement.DIVERGED, Settlement.DIVERGED, Settlement.CONVERGED, Settlement.DIVERGED
                }) {
            EquilibriumEvents events = milestones.startTick();
            milestones.settled(state, settlement, 1);
            add(events, told);
        }
        assertEquals(List.of(Kind.DIVERGED, Kind.CONVERGED, Kind.DIVERGED), told);
        told.clear();
        for (double cosine : new double[] {0.995, 0.985, 0.995, 0.97, 0.995, Double.NaN, 0.995}) {
            EquilibriumEvents events = milestones.startTick();
            milestones.compared(state, cosine);
            add(events, told);
        }
        assertEquals(List.of(Kind.GRADIENT_OK, Kind.GRADIENT_OK, Kind.GRADIENT_OK), told);
        told.clear();
        for (double rise : new double[] {0, 5e-3, 0, 2e-2, 0}) {
            EquilibriumEvents events = milestones.startTick();
            milestones.watched(state, rise);
            milestones.bounded(state, rise < 1e-2 ? 0.9 : 1.1);
            add(events, told);
        }
        assertEquals(List.of(Kind.ENERGY_DESCENT, Kind.CONTRACTIVE, Kind.ENERGY_DESCENT, Kind.CONTRACTIVE), told);
    }

    private static void add(EquilibriumEvents events, List<Kind> told) {
        for (int event = 0; event < events.count(); event++) {
            told.add(events.kind(event));
        }
    }
}
