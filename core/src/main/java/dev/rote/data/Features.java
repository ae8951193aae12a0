package dev.rote.data;

import java.security.MessageDigest;

/// What examples look like, without their labels: rows of as many numbers as a network has inputs.
sealed interface Features permits ByteFeatures, RealFeatures {

  /// Numbers stored, over all rows.
  int stored();

  /// Writes numbers as a network sees them.
  ///
  /// @param from where they begin among those stored
  /// @param x written from `offset` on
  /// @param count how many
  void copyTo(int from, float[] x, int offset, int count);

  /// The same, as shades of grey.
  void copyTo(int from, byte[] x, int offset, int count);

  /// One number as a shade of grey, 0 black and 255 white.
  int shade(int at);

  /// Some of the rows, seen through the same scaling.
  ///
  /// @param rows their numbers, in the order they are to have
  /// @param width numbers of a row
  Features rows(int[] rows, int width);

  /// The same rows under a scaling that is fitted to the training split.
  ///
  /// @param training of the same kind
  /// @param width numbers of a row
  Features scaledLike(Pixels pixels, Features training, int width);

  /// Takes the scaling into a hash.
  void hashScaling(MessageDigest digest);

  /// Takes the stored numbers into a hash.
  void hashStored(MessageDigest digest);
}
