/// The from-scratch engine: forward, backward and update by hand, in plain Java.
@org.jspecify.annotations.NullMarked
module dev.rote.jvm {
  requires dev.rote.core;
  requires jdk.incubator.vector;

  provides dev.rote.engine.Engine with
      dev.rote.jvm.JvmEngine;
}
