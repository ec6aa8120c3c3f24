package dev.gracefulshutdown.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Random;

/** Policies' specs of sound structure and of every sense and nonsense, from a seed. */
final class GeneratedPolicies {
    private final Random random;
    private final ObjectMapper json = new ObjectMapper();

    GeneratedPolicies(Random random) {
        this.random = random;
    }

    JsonNode next() {
        ObjectNode spec = settings();
        if (maybe(2)) {
            spec.putObject("targetRef")
                    .put("apiVersion", oneOf("apps/v1", "batch/v1", "v1", "argoproj.io/v1alpha1"))
                    .put("kind", oneOf("Deployment", "Job", "Pod", "Rollout"))
                    .put("name", "x");
        }
        if (maybe(3)) {
            spec.putObject("selector").putObject("matchLabels").put("app", "x");
        }
        if (maybe(3)) {
            ObjectNode docker = spec.putObject("docker");
            put(docker, "composeProject", "orders");
            if (maybe(2)) {
                docker.putArray("names");
            }
        }
        put(spec, "state", "Running", "Stopped");
        put(spec, "restartNonce", "1");
        overrides(spec);
        return spec;
    }

    JsonNode nextOfCluster() {
        ObjectNode spec = settings();
        for (String selector : List.of("namespaceSelector", "selector")) {
            if (maybe(2)) {
                ObjectNode expression = spec.putObject(selector)
                        .putArray("matchExpressions")
                        .addObject()
                        .put("key", "tier")
                        .put("operator", oneOf("In", "NotIn", "Exists", "DoesNotExist"));
                if (maybe(2)) {
                    expression.putArray("values").add("data");
                }
            }
        }
        overrides(spec);
        return spec;
    }

    private void overrides(ObjectNode spec) {
        ArrayNode containers = json.createArrayNode();
        for (int i = random.nextInt(4); i > 0; i--) {
            containers.add(settings().put("name", "c" + i));
        }
        if (!containers.isEmpty() || maybe(2)) {
            spec.set("containers", containers);
        }
    }

    ObjectNode settings() {
        ObjectNode settings = json.createObjectNode();
        put(settings, "strategy", "Stop", "Kill");
        if (maybe(2)) {
            put(settings, "profile", "None", "Auto", "PostgreSQL");
            put(settings, "stopSignal", "SIGTERM", "TERM", "KILL", "SIGSTOP");
            put(settings, "killSignal", "SIGKILL", "USR1");
            put(settings, "delivery", "Auto", "All");
            put(settings, "onUndeliverable", "Wait", "Skip");
            put(settings, "drainDelay", "0s", "5s");
            put(settings, "maxExtension", "0s", "5m");
            put(settings, "onDeadline", "Kill", "Hold");
        }
        put(settings, "gracePeriod", "0s", "10s", "1m", "60s", "24h");
        if (maybe(4)) {
            ArrayNode conditions = settings.putArray("extendWhile");
            if (maybe(2)) {
                conditions.add("DiskWait");
            }
        }
        if (maybe(2)) {
            ArrayNode steps = settings.putArray("escalation");
            for (int i = random.nextInt(4); i > 0; i--) {
                steps.add(step());
            }
        }
        return settings;
    }

    private ObjectNode step() {
        ObjectNode step = json.createObjectNode();
        boolean fromEnd = maybe(3);
        if (!fromEnd || maybe(10)) {
            put(step, 10, "at", "0s", "1s", "2s", "10s", "11s", "60s", "61s", "1m1s", "24h");
        }
        if (fromEnd) {
            put(step, 10, "beforeEnd", "0s", "1s", "2s", "9s", "10s", "59s", "1m", "24h");
        }
        return step.put("signal", oneOf("SIGINT", "INT", "QUIT", "RTMIN+3", "SIGKILL"));
    }

    private void put(ObjectNode object, String field, String... values) {
        if (maybe(2)) {
            object.put(field, oneOf(values));
        }
    }

    /** Left out once in so many times. */
    private void put(ObjectNode object, int leftOut, String field, String... values) {
        if (!maybe(leftOut)) {
            object.put(field, oneOf(values));
        }
    }

    private boolean maybe(int once) {
        return random.nextInt(once) == 0;
    }

    private String oneOf(String... values) {
        return values[random.nextInt(values.length)];
    }
}
