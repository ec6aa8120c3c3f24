package dev.gracefulshutdown.api;

import com.fasterxml.jackson.annotation.JacksonAnnotationsInside;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;

/**
 * An enum by its {@link EnumNames}. On the field and not on the enum, so that the ladder's own enums stay free of Jackson.
 */
@JacksonAnnotationsInside
@JsonSerialize(using = EnumNames.Writer.class)
@JsonDeserialize(using = EnumNames.Reader.class)
@Retention(RetentionPolicy.RUNTIME)
@interface PascalCase {}
