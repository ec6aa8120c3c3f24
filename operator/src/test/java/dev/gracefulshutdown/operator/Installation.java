package dev.gracefulshutdown.operator;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fabric8.kubernetes.api.model.ConfigBuilder;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBindingBuilder;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBuilder;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.RoleBindingBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBuilder;
import io.fabric8.kubernetes.api.model.rbac.SubjectBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A place for one operator and its workloads in whichever cluster KUBECONFIG names: a namespace of the operator's own, one
 * that it watches, and a kubeconfig of its ServiceAccount. All of it goes with {@link #close}.
 */
final class Installation implements AutoCloseable {
    private static final String ACCOUNT = "graceful-operator";

    private final KubernetesClient client = new KubernetesClientBuilder().build();
    private final String own;
    private final Path kubeconfig;
    private final List<Path> crds;

    private Installation(String own) throws IOException {
        this.own = own;
        kubeconfig = Files.createTempFile("graceful-operator", ".kubeconfig");
        try (Stream<Path> files = Files.list(Path.of("../crds"))) {
            crds = files.sorted().toList();
        }
    }

    /** @param further rights beside those that are shipped, as {@code --scale-kinds} asks for them */
    static Installation create(String name, PolicyRule... further) throws IOException {
        String suffix = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextInt());
        Installation it = new Installation("e2e-" + name + "-" + suffix);
        it.crds();
        it.namespace(it.own);
        it.namespace(it.watched());
        it.client
                .resource(new ServiceAccountBuilder()
                        .withNewMetadata()
                        .withNamespace(it.own)
                        .withName(ACCOUNT)
                        .endMetadata()
                        .build())
                .create();
        Rights rights = Rights.shipped(it.client);
        it.grant(it.own, rights.own());
        it.grant(
                it.watched(),
                Stream.concat(rights.watched().stream(), Stream.of(further)).toList());
        it.grantInCluster(rights.cluster());
        Files.writeString(it.kubeconfig, it.kubeconfigOfAccount());
        return it;
    }

    KubernetesClient client() {
        return client;
    }

    String own() {
        return own;
    }

    /** The namespace of the workloads. */
    String watched() {
        return own + "-w";
    }

    Path kubeconfig() {
        return kubeconfig;
    }

    /** Those of a cluster that has them already stay as they are. */
    private void crds() throws IOException {
        for (Path file : crds) {
            crd(Files.readString(file));
        }
    }

    void crd(String yaml) {
        var crd = client.apiextensions()
                .v1()
                .customResourceDefinitions()
                .resource(Serialization.unmarshal(yaml, CustomResourceDefinition.class));
        if (crd.get() == null) {
            crd.serverSideApply();
        }
        crd.waitUntilCondition(
                it -> it != null
                        && it.getStatus() != null
                        && it.getStatus().getConditions() != null
                        && it.getStatus().getConditions().stream()
                                .anyMatch(c -> c.getType().equals("Established")
                                        && c.getStatus().equals("True")),
                30,
                java.util.concurrent.TimeUnit.SECONDS);
    }

    /** A further one, in which the operator may do nothing. */
    void namespace(String name) {
        client.resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .endMetadata()
                        .build())
                .create();
    }

    /** Grants instead of what was granted there before. */
    void grant(String namespace, List<PolicyRule> rules) {
        client.resource(new RoleBuilder()
                        .withNewMetadata()
                        .withNamespace(namespace)
                        .withName(ACCOUNT)
                        .endMetadata()
                        .withRules(rules)
                        .build())
                .serverSideApply();
        client.resource(new RoleBindingBuilder()
                        .withNewMetadata()
                        .withNamespace(namespace)
                        .withName(ACCOUNT)
                        .endMetadata()
                        .withNewRoleRef("rbac.authorization.k8s.io", "Role", ACCOUNT)
                        .withSubjects(new SubjectBuilder()
                                .withKind("ServiceAccount")
                                .withNamespace(own)
                                .withName(ACCOUNT)
                                .build())
                        .build())
                .serverSideApply();
    }

    private void grantInCluster(List<PolicyRule> rules) {
        client.resource(new ClusterRoleBuilder()
                        .withNewMetadata()
                        .withName(own)
                        .endMetadata()
                        .withRules(rules)
                        .build())
                .create();
        client.resource(new ClusterRoleBindingBuilder()
                        .withNewMetadata()
                        .withName(own)
                        .endMetadata()
                        .withNewRoleRef("rbac.authorization.k8s.io", "ClusterRole", own)
                        .withSubjects(new SubjectBuilder()
                                .withKind("ServiceAccount")
                                .withNamespace(own)
                                .withName(ACCOUNT)
                                .build())
                        .build())
                .create();
    }

    private String kubeconfigOfAccount() throws IOException {
        String token = client.serviceAccounts()
                .inNamespace(own)
                .withName(ACCOUNT)
                .tokenRequest(new TokenRequestBuilder()
                        .withNewSpec()
                        .withExpirationSeconds(7_200L)
                        .endSpec()
                        .build())
                .getStatus()
                .getToken();
        Config admin = client.getConfiguration();
        return Serialization.asYaml(new ConfigBuilder()
                .addNewCluster()
                .withName("it")
                .withNewCluster()
                .withServer(admin.getMasterUrl())
                .withCertificateAuthorityData(authority(admin))
                .withInsecureSkipTlsVerify(admin.isTrustCerts())
                .endCluster()
                .endCluster()
                .addNewUser()
                .withName("it")
                .withNewUser()
                .withToken(token)
                .endUser()
                .endUser()
                .addNewContext()
                .withName("it")
                .withNewContext()
                .withCluster("it")
                .withUser("it")
                .withNamespace(own)
                .endContext()
                .endContext()
                .withCurrentContext("it")
                .build());
    }

    private static @Nullable String authority(Config admin) throws IOException {
        return admin.getCaCertData() == null && admin.getCaCertFile() != null
                ? Base64.getEncoder().encodeToString(Files.readAllBytes(Path.of(admin.getCaCertFile())))
                : admin.getCaCertData();
    }

    /** What a file of the tests says. */
    static String resource(String name) throws IOException {
        try (var in = Installation.class.getResourceAsStream("/operator/" + name)) {
            return new String(in.readAllBytes(), UTF_8);
        }
    }

    @Override
    public void close() throws IOException {
        client.rbac().clusterRoleBindings().withName(own).delete();
        client.rbac().clusterRoles().withName(own).delete();
        client.namespaces().withName(watched()).delete();
        client.namespaces().withName(own).delete();
        client.close();
        Files.delete(kubeconfig);
    }
}
