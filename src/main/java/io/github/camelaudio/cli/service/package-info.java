/** What a run tells a service manager (systemd), and what it does when the manager asks. */
@NullMarked
package io.github.camelaudio.cli.service;

import org.jspecify.annotations.NullMarked;
