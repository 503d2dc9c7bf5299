package io.countermark.app.protection;

import io.countermark.app.library.WorkState;
import java.util.UUID;

/** Is told after each step of the way. What it throws interrupts the run, which is resumed like any other. */
@FunctionalInterface
interface StepListener {
    void reached(UUID assetId, WorkState state);
}
