package io.github.camelaudio.cli.cache;

/**
 * One class that the compiler made of route files.
 *
 * @param name as {@link Class#getName()}
 * @param main whether it is the class that a file is named for, not one inside or beside it
 * @param bytes its class file; not copied, to be left as it is
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
public record CompiledClass(String name, boolean main, byte[] bytes) {}
