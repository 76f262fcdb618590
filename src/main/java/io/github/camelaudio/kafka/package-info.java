/**
 * Streams over Kafka, through Camel's {@code kafka:} component. Nothing else knows of it, and all
 * else runs without its libraries.
 */
@NullMarked
package io.github.camelaudio.kafka;

import org.jspecify.annotations.NullMarked;
