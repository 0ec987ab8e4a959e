package io.github.stepnet.network.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class KernelsTest {

    @Test
    void theWordsOfConfigurationNameTheKernels() {
        assertSame(Kernels.scalar(), Kernels.named("scalar"));
        assertSame(Kernels.vector(), Kernels.named("vector"));
        assertSame(Kernels.auto(), Kernels.named("auto"));
        assertEquals("scalar", Kernels.scalar().name());
        assertEquals("vector", Kernels.vector().name());
    }

    @Test
    void autoTakesTheVectorKernelWhereTheModuleIs() {
        assertSame(Kernels.vector(), Kernels.auto());
    }

    @Test
    void lanesTellTheWidth() {
        assertEquals(1, Kernels.scalar().lanes());
        assertTrue(Kernels.vector().lanes() >= 4);
    }

    @Test
    void anUnknownWordIsAnErrorThatListsTheAllowedOnes() {
        IllegalArgumentException error = assertThrows(IllegalArgumentException.class, () -> Kernels.named("gpu"));
        assertEquals("kernel is gpu; use auto, vector or scalar", error.getMessage());
    }

    @Test
    void aMatrixLiesWithItsRowsAlongTheLongerSide() {
        assertEquals(2 * 5 + 3, Kernel.weightIndex(3, 5, 2, 3));
        assertEquals(3 * 5 + 2, Kernel.weightIndex(5, 4, 2, 3));
        assertEquals(3 * 4 + 2, Kernel.weightIndex(4, 4, 2, 3));
    }
}
