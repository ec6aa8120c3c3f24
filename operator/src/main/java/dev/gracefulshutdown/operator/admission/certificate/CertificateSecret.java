package dev.gracefulshutdown.operator.admission.certificate;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The Secret that replicas share, with the names of {@code kubernetes.io/tls} for what is served. */
record CertificateSecret(KubernetesClient client, String namespace, String name) {
    private static final String CHAIN = "tls.crt";
    private static final String KEY = "tls.key";
    private static final String TRUSTED = "ca.crt";
    private static final String NEXT_CHAIN = "next.crt";
    private static final String NEXT_KEY = "next.key";

    @Nullable
    Secret find() {
        return client.secrets().inNamespace(namespace).withName(name).get();
    }

    static Certificates read(@Nullable Secret secret) {
        if (secret == null) {
            return Certificates.NONE;
        }
        Map<String, String> data = Objects.requireNonNullElse(secret.getData(), Map.of());
        return new Certificates(
                keyed(data, CHAIN, KEY),
                keyed(data, NEXT_CHAIN, NEXT_KEY),
                text(data, TRUSTED).orElse(""));
    }

    private static Optional<KeyedCertificate> keyed(Map<String, String> data, String chain, String key) {
        return text(data, chain).flatMap(c -> text(data, key).map(k -> new KeyedCertificate(c, k)));
    }

    private static Optional<String> text(Map<String, String> data, String key) {
        return Optional.ofNullable(data.get(key))
                .map(base64 -> new String(Base64.getDecoder().decode(base64), UTF_8));
    }

    /**
     * Writes a new state over the one that it was decided on.
     *
     * @throws io.fabric8.kubernetes.client.KubernetesClientException 409 when somebody else was quicker
     */
    void write(@Nullable Secret before, Certificates state) {
        Map<String, String> data = new LinkedHashMap<>();
        state.current().ifPresent(it -> put(data, CHAIN, it.chain(), KEY, it.key()));
        state.next().ifPresent(it -> put(data, NEXT_CHAIN, it.chain(), NEXT_KEY, it.key()));
        data.put(TRUSTED, state.trusted());
        SecretBuilder secret = before == null
                ? new SecretBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .withNamespace(namespace)
                        .addToLabels("app.kubernetes.io/part-of", "graceful-shutdown")
                        .endMetadata()
                        .withType("Opaque")
                : new SecretBuilder(before).withData(null);
        Secret now = secret.withStringData(data).build();
        if (before == null) {
            client.resource(now).create();
        } else {
            client.resource(now).update();
        }
    }

    private static void put(Map<String, String> data, String chainKey, String chain, String keyKey, String key) {
        data.put(chainKey, chain);
        data.put(keyKey, key);
    }
}
