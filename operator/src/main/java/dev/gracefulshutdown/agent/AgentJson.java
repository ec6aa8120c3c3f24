package dev.gracefulshutdown.agent;

import com.fasterxml.jackson.annotation.JsonIncludeProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.MapperConfig;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.AnnotatedConstructor;
import com.fasterxml.jackson.databind.introspect.AnnotatedMember;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import dev.gracefulshutdown.api.NodeShutdownReport;
import dev.gracefulshutdown.api.Shutdown;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.KubernetesResource;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How an agent reads what the API server sends. Of pods it reads what it looks at alone: what else there is of each, and the
 * classes for that, would be most of its memory.
 */
public final class AgentJson {
    private static final List<Class<? extends KubernetesResource>> KINDS =
            List.of(Pod.class, Namespace.class, Shutdown.class, NodeShutdownReport.class, Status.class);

    /** What is read of these; of all others everything. */
    static final Map<Class<?>, Set<String>> PROPERTIES = Map.of(
            ObjectMeta.class,
            Set.of(
                    "annotations",
                    "creationTimestamp",
                    "deletionGracePeriodSeconds",
                    "deletionTimestamp",
                    "finalizers",
                    "generation",
                    "labels",
                    "name",
                    "namespace",
                    "ownerReferences",
                    "resourceVersion",
                    "uid"),
            PodSpec.class,
            Set.of("containers", "initContainers", "restartPolicy", "terminationGracePeriodSeconds"),
            Container.class,
            Set.of("lifecycle", "livenessProbe", "name", "readinessProbe", "restartPolicy", "startupProbe"),
            PodStatus.class,
            Set.of("conditions", "containerStatuses", "initContainerStatuses", "phase", "reason"),
            ContainerStatus.class,
            Set.of("containerID", "lastState", "name", "ready", "started", "state", "stopSignal"),
            ContainerState.class,
            Set.of("running", "terminated"));

    private AgentJson() {}

    /** For an agent's client. */
    public static KubernetesSerialization create() {
        KubernetesSerialization json =
                new KubernetesSerialization(new ObjectMapper().setAnnotationIntrospector(new Parts()), false);
        KINDS.forEach(json::registerKubernetesResource);
        return json;
    }

    /** Left out by every way in which Jackson comes upon a type: it loads each that it comes upon, with its builders. */
    private static final class Parts extends JacksonAnnotationIntrospector {
        private static final long serialVersionUID = 1;

        @Override
        public JsonIncludeProperties.Value findPropertyInclusionByName(MapperConfig<?> config, Annotated annotated) {
            Set<String> properties = PROPERTIES.get(annotated.getRawType());
            return properties == null ? super.findPropertyInclusionByName(config, annotated) : new Included(properties);
        }

        @Override
        public boolean hasIgnoreMarker(AnnotatedMember member) {
            Set<String> properties = PROPERTIES.get(member.getDeclaringClass());
            return properties != null && isLeftOut(member, properties) || super.hasIgnoreMarker(member);
        }

        private static boolean isLeftOut(AnnotatedMember member, Set<String> properties) {
            if (member instanceof AnnotatedConstructor constructor) {
                return constructor.getParameterCount() > 0;
            }
            JsonProperty property = member.getAnnotation(JsonProperty.class);
            return property != null && !properties.contains(property.value());
        }
    }

    private static final class Included extends JsonIncludeProperties.Value {
        private static final long serialVersionUID = 1;

        Included(Set<String> properties) {
            super(properties);
        }
    }
}
