/**
 * `@peculiar/x509` looks its parts up with this polyfill when it is loaded. It is a module of its
 * own because a bundler runs what is no ES module (the polyfill) behind what is one (the library),
 * unless another module stands between.
 */
import "reflect-metadata";
