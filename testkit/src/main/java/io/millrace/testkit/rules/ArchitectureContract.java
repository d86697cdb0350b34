/* SPDX-License-Identifier: Apache-2.0 */
package io.millrace.testkit.rules;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Holds a module to the rules of the house. Every module has a subclass, which names it. Its classes are read once. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class ArchitectureContract {
    private final Path module;
    private final JavaClasses main;
    private final JavaClasses tests;
    private final boolean shipped;

    /**
     * @param module folder of the module within the project
     * @param rootPackage where its classes are
     * @param shipped whether its classes get into plugin zips
     */
    protected ArchitectureContract(String module, String rootPackage, boolean shipped) {
        this.module = Path.of(System.getProperty("millrace.root"), module);
        this.shipped = shipped;
        this.main = new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages(rootPackage);
        this.tests = new ClassFileImporter()
                .withImportOption(new ImportOption.OnlyIncludeTests())
                .importPackages(rootPackage);
    }

    private static void check(List<ArchRule> rules, JavaClasses classes) {
        rules.forEach(rule -> rule.allowEmptyShould(true).check(classes));
    }

    @Test
    final void classes_areThere() {
        assertThat(main).isNotEmpty();
    }

    @Test
    final void shippedCode_keepsItsRules() {
        if (shipped) {
            check(HouseRules.shipped(), main);
        }
    }

    @Test
    final void arrows_pointOneWay() {
        check(HouseRules.arrows(), main);
    }

    @Test
    final void shape_isThatOfTheHouse() {
        check(HouseRules.shape(), main);
    }

    @Test
    final void tests_keepTheirRules() {
        check(HouseRules.tests(), tests);
    }

    @Test
    final void sources_areSmallAndNullMarked() {
        assertThat(SourceRules.problems(module)).isEmpty();
    }
}
