package dev.rote.data;

import dev.rote.fault.RoteException;
import java.util.Arrays;
import java.util.stream.Collectors;

/// What one item of an IDX file is; all are stored with the highest byte first.
public enum IdxType {
  U8(0x08, 1, "unsigned bytes"),
  I8(0x09, 1, "signed bytes"),
  I16(0x0B, 2, "16-bit integers"),
  I32(0x0C, 4, "32-bit integers"),
  F32(0x0D, 4, "32-bit floats"),
  F64(0x0E, 8, "64-bit floats");

  private final int code;
  private final int bytes;
  private final String words;

  IdxType(int code, int bytes, String words) {
    this.code = code;
    this.bytes = bytes;
    this.words = words;
  }

  /// The third byte of a file of this type.
  public int code() {
    return code;
  }

  /// Bytes of one item.
  public int bytes() {
    return bytes;
  }

  /// The type in words, for messages: "unsigned bytes".
  public String words() {
    return words;
  }

  /// True of the integer types, whose items [IdxArray#ints] gives.
  public boolean whole() {
    return this != F32 && this != F64;
  }

  static IdxType of(int code, String operation) {
    for (IdxType type : values()) {
      if (type.code == code) {
        return type;
      }
    }
    throw new RoteException(
        operation,
        "an item type of "
            + Arrays.stream(values()).map(type -> hex(type.code)).collect(Collectors.joining(", ")),
        hex(code),
        "give an IDX file");
  }

  private static String hex(int code) {
    return String.format("0x%02X", code);
  }
}
