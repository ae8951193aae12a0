/// The engine `torch`: libtorch's own modules, losses and optimisers behind the same seam.
@org.jspecify.annotations.NullMarked
module dev.rote.torch {
  requires dev.rote.core;
  requires org.bytedeco.openblas;
  requires org.bytedeco.pytorch;

  provides dev.rote.engine.Engine with
      dev.rote.torch.TorchEngine;
}
