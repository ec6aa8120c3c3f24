package dev.gracefulshutdown.operator.admission.pod;

import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The Pod Security Standard that a namespace enforces, as far as it concerns hooks: from v1.34 on, baseline and restricted
 * refuse pods whose hooks name a {@code host} (Kubernetes, "Pod Security Standards", host probes and lifecycle hooks). A
 * level that there is not counts as restricted, a version that there is not as latest, as for the API server itself; and
 * latest counts as 1.34 or later, for the cluster may be upgraded while we run.
 *
 * @param level privileged, baseline or restricted
 * @param version latest or v1.N
 */
public record PodSecurity(String level, String version) {
    /** Nothing is forbidden. */
    public static final PodSecurity PRIVILEGED = new PodSecurity("privileged", "latest");

    private static final String LEVEL = "pod-security.kubernetes.io/enforce";
    private static final String VERSION = "pod-security.kubernetes.io/enforce-version";
    private static final String LATEST = "latest";
    private static final int HOST_FORBIDDEN_SINCE = 34;
    private static final Pattern MINOR = Pattern.compile("v1\\.([0-9]{1,4})");
    private static final Pattern TEXT =
            Pattern.compile("(privileged|baseline|restricted)(?::(latest|v1\\.[0-9]{1,4}))?");

    /**
     * Reads {@code LEVEL[:VERSION]}.
     *
     * @throws IllegalArgumentException for anything else
     */
    public static PodSecurity parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("'" + text + "' is no Pod Security level: write privileged, baseline or"
                    + " restricted, and a version if need be, for example baseline:v1.33");
        }
        return new PodSecurity(matcher.group(1), Objects.requireNonNullElse(matcher.group(2), LATEST));
    }

    /** What a namespace enforces by its labels; this one where it has none. */
    public PodSecurity of(Map<String, String> labels) {
        @Nullable String own = labels.get(LEVEL);
        return own == null ? this : new PodSecurity(own, labels.getOrDefault(VERSION, LATEST));
    }

    /** Whether a hook may name a host. */
    public boolean allowsHost() {
        Matcher minor = MINOR.matcher(version);
        return level.equals(PRIVILEGED.level())
                || (minor.matches() && Integer.parseInt(minor.group(1)) < HOST_FORBIDDEN_SINCE);
    }

    @Override
    public String toString() {
        return level + ":" + version;
    }
}
