package dev.gracefulshutdown.cli.operator;

import dev.gracefulshutdown.operator.workload.WorkloadType;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads {@code group/version/Kind}. */
final class WorkloadTypeReader implements ITypeConverter<WorkloadType> {
    @Override
    public WorkloadType convert(String text) {
        int slash = text.lastIndexOf('/');
        if (slash <= 0 || text.indexOf('/') == slash || slash == text.length() - 1) {
            throw new TypeConversionException(
                    "'" + text + "' is no kind: write group/version/Kind, for example argoproj.io/v1alpha1/Rollout");
        }
        return new WorkloadType(text.substring(0, slash), text.substring(slash + 1));
    }
}
