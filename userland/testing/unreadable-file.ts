/**
 * A regular file that opens and has a size, and whose bytes the kernel refuses, as those of a worn
 * medium: the loopback interface has no speed.
 */
export const unreadableFile = "/sys/class/net/lo/speed";
