/// TensorFlow for Java as a rival in the race.
@org.jspecify.annotations.NullMarked
package dev.rote.bench.tensorflow;
