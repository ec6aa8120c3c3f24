package dev.gracefulshutdown.operator.admission.registration;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhook;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhookBuilder;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhookConfiguration;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhookConfigurationBuilder;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingWebhook;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingWebhookBuilder;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingWebhookConfiguration;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingWebhookConfigurationBuilder;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.WebhookClientConfig;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.WebhookClientConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.net.URI;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The two webhook configurations. Somebody else has made them, with rules and policies of failure; two fields are ours by
 * server-side apply: {@code caBundle} everywhere, {@code namespaceSelector} where pods are asked about.
 *
 * @param mutating null while there is none
 * @param validating null while there is none
 */
record Configurations(
        @Nullable MutatingWebhookConfiguration mutating,
        @Nullable ValidatingWebhookConfiguration validating) {
    /** The webhook that pods are sent to, in the configuration. */
    static final String PODS = "pods.gracefulshutdown.dev";

    private static final PatchContext OURS = new PatchContext.Builder()
            .withPatchType(PatchType.SERVER_SIDE_APPLY)
            .withFieldManager("graceful-operator-admission")
            .withForce(true)
            .build();

    static Configurations read(KubernetesClient client, String name) {
        var v1 = client.admissionRegistration().v1();
        return new Configurations(
                v1.mutatingWebhookConfigurations().withName(name).get(),
                v1.validatingWebhookConfigurations().withName(name).get());
    }

    boolean isMissing() {
        return mutating == null || validating == null;
    }

    /** What the API server calls us by. */
    Set<String> hosts() {
        return Stream.concat(
                        mutatingWebhooks().map(MutatingWebhook::getClientConfig),
                        validatingWebhooks().map(ValidatingWebhook::getClientConfig))
                .flatMap(config -> host(config).stream())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Optional<String> host(WebhookClientConfig config) {
        return config.getService() != null
                ? Optional.of(config.getService().getName() + "."
                        + config.getService().getNamespace() + ".svc")
                : Optional.ofNullable(config.getUrl())
                        .map(url -> URI.create(url).getHost());
    }

    /**
     * Writes what is ours where it differs.
     *
     * @param trusted as PEM; empty where somebody else looks after it
     */
    void apply(KubernetesClient client, Optional<String> trusted, LabelSelector namespaces) {
        Optional<String> bundle = trusted.map(pem -> Base64.getEncoder().encodeToString(pem.getBytes(UTF_8)));
        if (mutating != null && mutatingWebhooks().anyMatch(webhook -> differs(webhook, bundle, namespaces))) {
            client.resource(new MutatingWebhookConfigurationBuilder()
                            .withNewMetadata()
                            .withName(mutating.getMetadata().getName())
                            .endMetadata()
                            .withWebhooks(mutatingWebhooks()
                                    .map(webhook -> ours(webhook, bundle, namespaces))
                                    .toList())
                            .build())
                    .patch(OURS);
        }
        if (validating != null
                && bundle.isPresent()
                && validatingWebhooks()
                        .anyMatch(webhook ->
                                !bundle.get().equals(webhook.getClientConfig().getCaBundle()))) {
            client.resource(new ValidatingWebhookConfigurationBuilder()
                            .withNewMetadata()
                            .withName(validating.getMetadata().getName())
                            .endMetadata()
                            .withWebhooks(validatingWebhooks()
                                    .map(webhook -> new ValidatingWebhookBuilder()
                                            .withName(webhook.getName())
                                            .withClientConfig(clientConfig(bundle))
                                            .build())
                                    .toList())
                            .build())
                    .patch(OURS);
        }
    }

    private static boolean differs(MutatingWebhook webhook, Optional<String> bundle, LabelSelector namespaces) {
        return bundle.filter(it -> !it.equals(webhook.getClientConfig().getCaBundle()))
                        .isPresent()
                || (webhook.getName().equals(PODS) && !namespaces.equals(webhook.getNamespaceSelector()));
    }

    private static MutatingWebhook ours(MutatingWebhook webhook, Optional<String> bundle, LabelSelector namespaces) {
        MutatingWebhookBuilder ours = new MutatingWebhookBuilder().withName(webhook.getName());
        bundle.ifPresent(it -> ours.withClientConfig(clientConfig(bundle)));
        if (webhook.getName().equals(PODS)) {
            ours.withNamespaceSelector(namespaces);
        }
        return ours.build();
    }

    private static WebhookClientConfig clientConfig(Optional<String> bundle) {
        return new WebhookClientConfigBuilder()
                .withCaBundle(bundle.orElseThrow())
                .build();
    }

    private Stream<MutatingWebhook> mutatingWebhooks() {
        return mutating == null
                ? Stream.empty()
                : Objects.requireNonNullElse(mutating.getWebhooks(), List.<MutatingWebhook>of()).stream();
    }

    private Stream<ValidatingWebhook> validatingWebhooks() {
        return validating == null
                ? Stream.empty()
                : Objects.requireNonNullElse(validating.getWebhooks(), List.<ValidatingWebhook>of()).stream();
    }
}
