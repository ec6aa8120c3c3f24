package dev.gracefulshutdown.api;

import com.fasterxml.jackson.annotation.JacksonAnnotationsInside;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import io.fabric8.generator.annotation.Size;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;

/** A duration that was measured: written as {@link DurationText}, but it may be longer than any that somebody may ask for. */
@JacksonAnnotationsInside
@JsonSerialize(using = DurationText.Writer.class)
@JsonDeserialize(using = DurationText.ElapsedReader.class)
@Size(max = 28)
@Retention(RetentionPolicy.RUNTIME)
@interface ElapsedText {}
