package dev.gracefulshutdown.delivery;

import java.util.UUID;

/** A namespace of a test's own, removed at its end. */
record Namespace(String name) implements AutoCloseable {
    /** @param labels for example {@code pod-security.kubernetes.io/enforce=restricted} */
    static Namespace create(String... labels) {
        String name = "delivery-" + UUID.randomUUID().toString().substring(0, 8);
        Program.KUBECTL.call("create", "namespace", name).text();
        for (String label : labels) {
            Program.KUBECTL.call("label", "namespace", name, label).text();
        }
        return new Namespace(name);
    }

    Program.Result kubectl(String... arguments) {
        return with("", arguments);
    }

    Program.Result with(String input, String... arguments) {
        String[] all = new String[arguments.length + 2];
        all[0] = "-n";
        all[1] = name;
        System.arraycopy(arguments, 0, all, 2, arguments.length);
        return Program.KUBECTL.with(input, all);
    }

    @Override
    public void close() {
        Program.KUBECTL.call("delete", "namespace", name, "--wait=false").text();
    }
}
