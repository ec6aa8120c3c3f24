# The image of every role: operator, node agent, `graceful local`, the commands. After `mvn package`:
#
#   docker build -t graceful:0.1.0 .
#   docker build -t graceful:0.1.0 --build-arg BASE=registry.example/java:25 .
#
# BASE is any image with glibc and a Java 25 or newer called `java` on its PATH. No shell is needed, here or later.
ARG BASE=eclipse-temurin:25-jre
FROM ${BASE}

ARG VERSION=0.1.0-SNAPSHOT
ARG REVISION=unknown
LABEL org.opencontainers.image.title="Graceful Shutdown Operator" \
      org.opencontainers.image.description="Stops containers properly: signals that are heard, grace periods that fit, and a record of what happened." \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}"

COPY LICENSE /opt/graceful/
COPY deploy/jvm /opt/graceful/jvm
COPY operator/target/lib /opt/graceful/lib
COPY operator/target/graceful.jar /opt/graceful/

# What the JVM loads at each start, laid down once: for commands, for the operator and for agents, each without what only the
# others need. Made by the flags and the Java that they will run with. Classes that are linked ahead start no sooner here and
# take 14 MB more.
RUN ["java", "-XX:Flags=/opt/graceful/jvm/flags", "-XX:-AOTClassLinking", "-XX:AOTCacheOutput=/opt/graceful/graceful.aot", \
     "-jar", "/opt/graceful/graceful.jar", "warm-up"]
RUN ["java", "-XX:Flags=/opt/graceful/jvm/flags", "-XX:-AOTClassLinking", "-XX:AOTCacheOutput=/opt/graceful/operator.aot", \
     "-jar", "/opt/graceful/graceful.jar", "warm-up", "operator"]
RUN ["java", "-XX:Flags=/opt/graceful/jvm/flags", "-XX:-AOTClassLinking", "-XX:AOTCacheOutput=/opt/graceful/agent.aot", \
     "-jar", "/opt/graceful/graceful.jar", "warm-up", "agent"]

USER 65532:65532

# Of all options those in jvm/flags have the lowest rank: JDK_JAVA_OPTIONS overrides each of them, and nobody has to repeat
# them. In a cluster the roles are run by `java @/opt/graceful/jvm/operator operator` and `java @/opt/graceful/jvm/agent agent`.
ENTRYPOINT ["java", "@/opt/graceful/jvm/graceful"]
