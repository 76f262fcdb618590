@NullMarked
package io.github.camelaudio.cli.service;

import org.jspecify.annotations.NullMarked;
