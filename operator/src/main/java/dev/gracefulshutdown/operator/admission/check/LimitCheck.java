package dev.gracefulshutdown.operator.admission.check;

import dev.gracefulshutdown.api.ContainerOverride;
import dev.gracefulshutdown.api.Durations;
import dev.gracefulshutdown.api.PolicySpec;
import dev.gracefulshutdown.api.StopSettings;
import dev.gracefulshutdown.ladder.Ladder.OnDeadline;
import dev.gracefulshutdown.plan.Limits;
import dev.gracefulshutdown.plan.ProfileChoice;
import dev.gracefulshutdown.profile.ServerProfile;
import dev.gracefulshutdown.profile.UnknownProfileException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Whether settings keep within the cluster's limits, a profile's among them. */
record LimitCheck(Limits limits, String namespace) {
    /** What is wrong with a policy. */
    List<String> of(PolicySpec policy) {
        List<String> wrong = new ArrayList<>(of("spec", policy.settings(), policy.settings()));
        List<ContainerOverride> overrides = policy.overrides();
        for (int i = 0; i < overrides.size(); i++) {
            StopSettings own = overrides.get(i).settings();
            wrong.addAll(of("spec.containers[" + i + "]", own, own.orElse(policy.settings())));
        }
        return wrong;
    }

    /**
     * What is wrong with settings.
     *
     * @param path of the field that holds them
     * @param own what stands there; what does not is said where it stands
     * @param all that holds
     */
    List<String> of(String path, StopSettings own, StopSettings all) {
        StopSettings settings;
        try {
            settings = all.orElse(ProfileChoice.of(all, "", List.of())
                    .map(ServerProfile::settings)
                    .orElse(StopSettings.NONE));
        } catch (UnknownProfileException e) {
            return own.profile() == null ? List.of() : List.of(path + ".profile: " + e.getMessage());
        }
        return Stream.of(whole(path, own, settings), extension(path, own, settings), hold(path, own))
                .flatMap(Optional::stream)
                .toList();
    }

    private Optional<String> whole(String path, StopSettings own, StopSettings all) {
        boolean said = own.drainDelay() != null
                || own.gracePeriod() != null
                || own.maxExtension() != null
                || own.profile() != null;
        Duration whole = or0(all.drainDelay()).plus(or0(all.gracePeriod())).plus(or0(all.maxExtension()));
        return said && whole.compareTo(limits.maxCeiling()) > 0
                ? Optional.of(
                        "%s: drainDelay, gracePeriod and maxExtension make %s, and no shutdown may take longer than %s"
                                        .formatted(path, Durations.format(whole), Durations.format(limits.maxCeiling()))
                                + " here; shorten one of them, or have the cluster's limits.maxCeiling raised")
                : Optional.empty();
    }

    private Optional<String> extension(String path, StopSettings own, StopSettings all) {
        boolean said = own.maxExtension() != null || own.profile() != null;
        Duration extension = or0(all.maxExtension());
        return said && extension.compareTo(limits.maxExtension()) > 0
                ? Optional.of("%s.maxExtension: %s is more than the %s that are allowed here"
                                .formatted(path, Durations.format(extension), Durations.format(limits.maxExtension()))
                        + "; shorten it, or have the cluster's limits.maxExtension raised")
                : Optional.empty();
    }

    private Optional<String> hold(String path, StopSettings own) {
        return own.onDeadline() == OnDeadline.HOLD && !limits.mayHold(namespace)
                ? Optional.of(path + ".onDeadline: Hold is not allowed "
                        + (namespace.isEmpty() ? "for the whole cluster" : "in namespace " + namespace)
                        + "; say Kill, or have it named in the cluster's limits.holdNamespaces")
                : Optional.empty();
    }

    private static Duration or0(@Nullable Duration duration) {
        return duration == null ? Duration.ZERO : duration;
    }
}
