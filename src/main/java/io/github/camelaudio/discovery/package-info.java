/**
 * Stations and receivers by name: DNS-SD (RFC 6763) over multicast DNS (RFC 6762). Only the classes
 * that begin with {@code Mdns} know jmdns.
 */
@NullMarked
package io.github.camelaudio.discovery;

import org.jspecify.annotations.NullMarked;
