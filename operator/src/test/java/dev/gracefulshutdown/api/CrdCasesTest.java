package dev.gracefulshutdown.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gracefulshutdown.api.file.Loaded;
import dev.gracefulshutdown.api.file.Problem;
import dev.gracefulshutdown.api.file.ResourceFiles;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CrdCasesTest {
    @ParameterizedTest
    @MethodSource("dev.gracefulshutdown.api.CrdCase#allValid")
    void aValidFileIsRead(CrdCase valid) {
        Loaded loaded = ResourceFiles.read(valid.file());

        assertThat(loaded.problems()).isEmpty();
        assertThat(loaded.documents()).isNotEmpty();
    }

    @ParameterizedTest
    @MethodSource("dev.gracefulshutdown.api.CrdCase#allInvalid")
    void anInvalidFileIsRefusedWithThePlaceAndTheReason(CrdCase invalid) {
        Loaded loaded = ResourceFiles.read(invalid.file());

        assertThat(loaded.documents()).isEmpty();
        assertThat(loaded.problems()).isNotEmpty().allSatisfy(problem -> {
            assertThat(problem.line()).isPositive();
            assertThat(problem.column()).isPositive();
            assertThat(problem.field()).isNotEmpty();
        });
        assertThat(loaded.problems())
                .extracting(Problem::toString)
                .anySatisfy(text -> assertThat(text).contains(invalid.expected()));
    }

    @Test
    void everyRuleHasACaseThatBreaksIt() {
        List<String> messages = CrdCase.allInvalid()
                .flatMap(c -> ResourceFiles.read(c.file()).problems().stream())
                .map(Problem::message)
                .toList();

        assertThat(messages).containsAll(AllRules.messages());
    }

    @Test
    void noFileLiesBesideTheFoldersOfTheKinds() {
        assertThat(CrdCase.list(CrdCase.FOLDER).map(Path::getFileName).map(Path::toString))
                .containsExactlyInAnyOrderElementsOf(CrdCase.KINDS);
    }
}
