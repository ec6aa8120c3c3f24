package dev.gracefulshutdown.cli.audit;

import dev.gracefulshutdown.cli.kit.Console;
import dev.gracefulshutdown.cli.kit.Ink;
import dev.gracefulshutdown.cli.kit.Output;
import dev.gracefulshutdown.cli.kit.OutputFormat;
import dev.gracefulshutdown.cli.kit.Problem;
import dev.gracefulshutdown.cli.kit.Terminal;
import dev.gracefulshutdown.profile.KnownInits;
import dev.gracefulshutdown.runtime.kubernetes.ContainerLooks;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code graceful audit}. */
@Command(
        name = "audit",
        description = {
            "Tells of a Kubernetes cluster's workloads who would hear the stop signal, who is killed at each rollout and after"
                    + " how long, which exits with 137 that explains, and which policies would do better.",
            "",
            "Nothing has to be installed and nothing is written: it lists pods and workloads, and reads /proc by exec (sh or"
                    + " cat) in one pod of each workload. Images without both are unknown, and it says so, unless this project's"
                    + " agents run there and have read them."
        },
        exitCodeList = {
            "0:looked at all; what it found does not matter without --fail-on-deaf",
            "1:one could not be looked at: no rights, no answer",
            "2:not tried: wrong usage, no such context",
            "3:with --fail-on-deaf: looked at all, and one is killed or loses processes at each rollout",
        },
        footer = {
            "  graceful audit                                 the context's namespace",
            "  graceful audit -A                              the whole cluster",
            "  graceful audit -n shop -l tier=db --verbose    evidence and advice of each",
            "  graceful audit -n shop --policies              the policies, to be read and applied",
            "  graceful audit -A --fail-on-deaf -o json | jq '.workloads[].containers[] | select(.good | not)'",
            "",
            "The rights it needs: docs/audit.md"
        })
public final class AuditCommand implements Callable<Integer> {
    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;
    private static final int BAD_REQUEST = 400;
    private static final int MOST_PARALLEL = 64;

    @Option(
            names = {"-n", "--namespace"},
            paramLabel = "NAMESPACE",
            description = "Only this one; else the context's.")
    private @Nullable String namespace;

    @Option(
            names = {"-A", "--all-namespaces"},
            description = "All of them.")
    private boolean allNamespaces;

    @Option(
            names = {"-l", "--selector"},
            paramLabel = "SELECTOR",
            defaultValue = "",
            description = "Only workloads whose pods have these labels, as kubectl takes it.")
    private String selector = "";

    @Mixin
    private ClusterOption cluster = new ClusterOption();

    @Option(
            names = "--parallel",
            paramLabel = "N",
            defaultValue = "8",
            description = "How many containers are looked into at a time; ${DEFAULT-VALUE} unless told.")
    private int parallel = 8;

    @Option(
            names = {"-v", "--verbose"},
            description = "Evidence and advice of each container.")
    private boolean verbose;

    @Option(names = "--policies", description = "Write the policies that would do better, and nothing else.")
    private boolean policies;

    @Option(
            names = "--fail-on-deaf",
            description = "Exit code 3 when one is killed or loses processes at each rollout.")
    private boolean failOnDeaf;

    @Mixin
    private Output output = new Output();

    @Mixin
    private Console console = new Console();

    @Override
    public Integer call() {
        check();
        Config config = cluster.config();
        Inventory.Scope scope = new Inventory.Scope(
                allNamespaces
                        ? Optional.empty()
                        : Optional.of(Objects.requireNonNullElse(
                                namespace, Objects.requireNonNullElse(config.getNamespace(), "default"))),
                selector);
        Terminal terminal = console.terminal();
        Report report = report(config, scope, terminal);
        report.remarks().forEach(remark -> say(terminal, remark));
        if (report.isShutOut()) {
            throw Problem.failed(
                    "pods/exec in " + scope.words(),
                    "forbidden everywhere, so nothing could be looked at",
                    "give the account get and create on pods/exec (the ClusterRole in docs/audit.md), or use another --context");
        }
        print(report, scope, terminal);
        return report.exitCode(failOnDeaf);
    }

    private void check() {
        if (allNamespaces && namespace != null) {
            throw Problem.invalid("-A", "there is -n " + namespace + " too", "choose one of them");
        }
        if (parallel < 1 || parallel > MOST_PARALLEL) {
            throw Problem.invalid("--parallel " + parallel, "not between 1 and " + MOST_PARALLEL, "8 does for most");
        }
        if (policies && output.format() != OutputFormat.TABLE) {
            throw Problem.invalid("--policies", "they are YAML already", "leave -o away");
        }
    }

    private Report report(Config config, Inventory.Scope scope, Terminal terminal) {
        try (KubernetesClient client =
                new KubernetesClientBuilder().withConfig(config).build()) {
            Inventory inventory = new Inventory(client, scope);
            List<Workload> workloads = inventory.workloads();
            Examiner examiner = new Examiner(new ContainerLooks(client, KnownInits::isInit), AgentReports.in(client));
            return new Report(new Round(examiner, parallel, terminal).of(workloads), inventory.remarks());
        } catch (KubernetesClientException e) {
            throw problem(e, config, scope).because(e);
        }
    }

    private Problem problem(KubernetesClientException error, Config config, Inventory.Scope scope) {
        String server = "API server " + config.getMasterUrl();
        return switch (error.getCode()) {
            case UNAUTHORIZED ->
                Problem.failed(
                        server,
                        "it does not know who asks (401)",
                        "renew the login of this context; kubectl auth whoami");
            case FORBIDDEN ->
                Problem.failed(
                        "pods in " + scope.words(),
                        "may not be listed: " + message(error),
                        "give the account the ClusterRole in docs/audit.md, or choose a namespace with -n");
            case BAD_REQUEST ->
                Problem.invalid("--selector " + selector, message(error), "write it as in app=shop,tier!=db");
            case NOT_FOUND -> Problem.failed(server, message(error), "check that it is a Kubernetes API");
            default ->
                Problem.failed(
                        server,
                        "does not answer: " + message(error),
                        "check that it is up and that --context is right; kubectl version");
        };
    }

    private static String message(KubernetesClientException error) {
        if (error.getStatus() != null && error.getStatus().getMessage() != null) {
            return error.getStatus().getMessage();
        }
        Throwable cause = error;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return Objects.requireNonNullElse(cause.getMessage(), cause.getClass().getSimpleName());
    }

    private void print(Report report, Inventory.Scope scope, Terminal terminal) {
        if (policies) {
            terminal.out()
                    .print(String.join(
                            "---\n",
                            report.workloads().stream()
                                    .flatMap(AuditCommand::policy)
                                    .toList()));
            terminal.out().flush();
            return;
        }
        AuditText text = new AuditText(report, allNamespaces, verbose);
        output.write(terminal, AuditDocument.of(report), text::print);
        if (report.workloads().isEmpty()) {
            terminal.err().println("no pods in " + scope.words() + (selector.isEmpty() ? "" : " have these labels"));
        } else if (output.format() == OutputFormat.TABLE) {
            terminal.err().println(text.summary());
        }
    }

    private static Stream<String> policy(Report.Of of) {
        return of.policy().stream()
                .map(policy -> of.findings().stream()
                                .filter(f -> f.diagnosis().proposal().isPresent())
                                .map(f -> "# " + f.container() + ": " + f.today() + "\n")
                                .reduce("", String::concat)
                        + policy);
    }

    private static void say(Terminal terminal, String remark) {
        terminal.err().println(terminal.errStyle().paint(Ink.WARN, "graceful:") + " " + remark);
        terminal.err().flush();
    }
}
