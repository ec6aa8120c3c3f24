package dev.gracefulshutdown.operator.docker;

import dev.gracefulshutdown.operator.status.Messages;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What must outlive the operator about one host: a ConfigMap of its own namespace, so that whoever leads next finds it
 * wherever it runs. Each write is of the version that was written last; whoever takes over writes first, and from then on a
 * former leader can write nothing, and is told so. Safe for several threads.
 */
final class StateMap implements HostState {
    static final String HOLDER = "gracefulshutdown.dev/held-by";

    private static final Logger LOG = LoggerFactory.getLogger(StateMap.class);
    private static final int ATTEMPTS = 5;

    private final KubernetesClient client;
    private final String holder;
    private final Runnable lost;
    private ConfigMap present;

    private StateMap(KubernetesClient client, String holder, Runnable lost, ConfigMap present) {
        this.client = client;
        this.holder = holder;
        this.lost = lost;
        this.present = present;
    }

    /**
     * Takes it over.
     *
     * @param host the host's name
     * @param holder who we are; another name for each process
     * @param lost called when somebody else has taken it over from us: nothing may be under way a moment longer
     * @throws IOException when the API server lets us not
     */
    static StateMap take(KubernetesClient client, String namespace, String host, String holder, Runnable lost)
            throws IOException {
        String name = "graceful-docker-" + host;
        try {
            for (int i = 0; i < ATTEMPTS; i++) {
                ConfigMap found = client.configMaps()
                        .inNamespace(namespace)
                        .withName(name)
                        .get();
                try {
                    ConfigMap ours = found == null
                            ? client.resource(fresh(namespace, name, holder)).create()
                            : update(client, held(found, holder));
                    return new StateMap(client, holder, lost, ours);
                } catch (KubernetesClientException e) {
                    if (e.getCode() != HttpURLConnection.HTTP_CONFLICT) {
                        throw e;
                    }
                }
            }
        } catch (KubernetesClientException e) {
            throw new IOException(failure(namespace, name, e), e);
        }
        throw new IOException("ConfigMap " + namespace + "/" + name + ": others write it all the time");
    }

    private static ConfigMap fresh(String namespace, String name, String holder) {
        return new ConfigMapBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName(name)
                .withLabels(Map.of("app.kubernetes.io/managed-by", "graceful-operator"))
                .withAnnotations(Map.of(HOLDER, holder))
                .endMetadata()
                .build();
    }

    private static ConfigMap held(ConfigMap found, String holder) {
        return new ConfigMapBuilder(found)
                .editMetadata()
                .addToAnnotations(HOLDER, holder)
                .endMetadata()
                .build();
    }

    private static ConfigMap update(KubernetesClient client, ConfigMap changed) {
        return client.resource(changed)
                .lockResourceVersion(changed.getMetadata().getResourceVersion())
                .update();
    }

    @Override
    public synchronized String get(String key) {
        Map<String, String> data = present.getData();
        return data == null ? "" : data.getOrDefault(key, "");
    }

    @Override
    public synchronized void put(String key, String value) throws IOException {
        try {
            for (int i = 0; i < ATTEMPTS; i++) {
                Map<String, String> data =
                        new HashMap<>(Objects.requireNonNullElse(present.getData(), Map.<String, String>of()));
                data.put(key, value);
                ConfigMap changed = new ConfigMapBuilder(present).withData(data).build();
                try {
                    present = update(client, changed);
                    return;
                } catch (KubernetesClientException e) {
                    if (e.getCode() != HttpURLConnection.HTTP_CONFLICT
                            && e.getCode() != HttpURLConnection.HTTP_NOT_FOUND) {
                        throw e;
                    }
                    // Somebody has edited it by hand, or our own write got through though its answer did not.
                    present = stillOurs(data);
                }
            }
        } catch (KubernetesClientException e) {
            throw new IOException(failure(namespace(), name(), e), e);
        }
        throw new IOException("ConfigMap " + namespace() + "/" + name() + ": others write it all the time");
    }

    private ConfigMap stillOurs(Map<String, String> data) throws IOException {
        Resource<ConfigMap> resource =
                client.configMaps().inNamespace(namespace()).withName(name());
        ConfigMap now = resource.get();
        if (now == null) {
            LOG.warn("ConfigMap {}/{} was deleted; it is made anew", namespace(), name());
            return client.resource(new ConfigMapBuilder(fresh(namespace(), name(), holder))
                            .withData(data)
                            .build())
                    .create();
        }
        Map<String, String> annotations = now.getMetadata().getAnnotations();
        String by = annotations == null ? "" : annotations.getOrDefault(HOLDER, "");
        if (!by.equals(holder)) {
            lost.run();
            throw new IOException("ConfigMap " + namespace() + "/" + name() + " is held by " + by + " by now");
        }
        return new ConfigMapBuilder(now).withData(present.getData()).build();
    }

    private String namespace() {
        return present.getMetadata().getNamespace();
    }

    private String name() {
        return present.getMetadata().getName();
    }

    private static String failure(String namespace, String name, KubernetesClientException e) {
        return "ConfigMap " + namespace + "/" + name + ": " + Messages.root(e)
                + (e.getCode() == HttpURLConnection.HTTP_FORBIDDEN
                        ? "; grant the operator's ServiceAccount the Role of docs/docker-hosts.md"
                        : "; what is to be done to the host's containers is noted there first");
    }
}
