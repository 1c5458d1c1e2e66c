import "reflect-metadata";

/**
 * The library for certificates. It looks for the polyfill above when it is loaded; an import would
 * not keep that order, since Bun and its bundler run modules that are no ES modules (both are not)
 * before or behind those that are.
 */
export const x509 = await import("@peculiar/x509");
