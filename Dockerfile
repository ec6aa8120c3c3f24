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

COPY LICENSE deploy/jvm.flags /opt/graceful/
COPY operator/target/lib /opt/graceful/lib
COPY operator/target/graceful.jar /opt/graceful/

# What the JVM loads at each start, laid down once. It must be made by the flags and the Java that it will run with.
RUN ["java", "-XX:Flags=/opt/graceful/jvm.flags", "-XX:AOTCacheOutput=/opt/graceful/graceful.aot", \
     "-jar", "/opt/graceful/graceful.jar", "warm-up", "--cluster"]

USER 65532:65532

# The flags in the file have the lowest rank of all: JDK_JAVA_OPTIONS overrides each of them, and nobody has to repeat them.
ENTRYPOINT ["java", "-XX:Flags=/opt/graceful/jvm.flags", "-XX:AOTCache=/opt/graceful/graceful.aot", "-Xlog:aot=off", \
            "-Xlog:cds=off", "-jar", "/opt/graceful/graceful.jar"]
