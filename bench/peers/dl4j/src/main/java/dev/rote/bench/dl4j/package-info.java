/// Deeplearning4j as a rival in the race.
@org.jspecify.annotations.NullMarked
package dev.rote.bench.dl4j;
