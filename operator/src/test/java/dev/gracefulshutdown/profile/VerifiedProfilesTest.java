package dev.gracefulshutdown.profile;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.util.List;
import org.junit.jupiter.api.Test;

class VerifiedProfilesTest {
    private static final List<JavaClass> VERIFICATIONS = new ClassFileImporter()
            .importPackages("dev.gracefulshutdown.profile").stream()
                    .filter(type -> type.isAnnotatedWith(Verifies.class))
                    .toList();

    @Test
    void aProfileIsVerifiedWhenAndOnlyWhenATestHoldsItAgainstTheRealServer() {
        assertThat(VERIFICATIONS.stream()
                        .map(type -> type.getAnnotationOfType(Verifies.class).value())
                        .collect(toSet()))
                .isEqualTo(ServerProfiles.all().stream()
                        .filter(ServerProfile::verified)
                        .map(ServerProfile::name)
                        .collect(toSet()));
    }

    @Test
    void aVerificationHasTests() {
        assertThat(VERIFICATIONS)
                .allSatisfy(
                        type -> assertThat(type.getMethods()).anyMatch(method -> method.isAnnotatedWith(Test.class)));
    }
}
