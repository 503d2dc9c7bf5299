package io.countermark.app;

import org.junit.jupiter.api.Test;
import org.springframework.modulith.core.ApplicationModules;
import org.springframework.modulith.docs.Documenter;

/** The drawing of the modules in the packages' annotations holds; and it is drawn into {@code target/spring-modulith-docs}. */
class ModularityTest {

    private final ApplicationModules modules = ApplicationModules.of(Countermark.class);

    @Test
    void modulesKeepToTheDrawing() {
        modules.verify();
    }

    @Test
    void theDrawingIsMade() {
        new Documenter(modules)
                .writeModulesAsPlantUml()
                .writeIndividualModulesAsPlantUml()
                .writeModuleCanvases();
    }
}
