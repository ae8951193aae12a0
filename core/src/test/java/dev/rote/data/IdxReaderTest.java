package dev.rote.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rote.fault.RoteException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class IdxReaderTest {
  private static final long[][] SIZES = {{3}, {2, 3}, {1, 4, 3}, {2, 1, 3, 2}};

  static Stream<Arguments> everyTypeAndRank() {
    return Arrays.stream(IdxType.values())
        .flatMap(
            type ->
                Arrays.stream(SIZES)
                    .flatMap(
                        sizes ->
                            Stream.of(
                                Arguments.of(type, sizes, false),
                                Arguments.of(type, sizes, true))));
  }

  @ParameterizedTest
  @MethodSource("everyTypeAndRank")
  void read_everyTypeAndRank_givesSizesAndItems(
      IdxType type, long[] sizes, boolean gzip, @TempDir Path folder) throws IOException {
    int count = (int) Arrays.stream(sizes).reduce(1, (a, b) -> a * b);
    double[] items = new double[count];
    ByteBuffer data = ByteBuffer.allocate(count * type.bytes());
    for (int i = 0; i < count; i++) {
      items[i] = item(type, i);
      put(data, type, items[i]);
    }
    byte[] plain = Idx.file(type.code(), sizes, data.array());
    // Neither name tells which of the two it is.
    Path file =
        Files.write(folder.resolve(gzip ? "a.idx" : "a.gz"), gzip ? Idx.gzip(plain) : plain);

    IdxArray array = IdxReader.read(file);

    assertThat(array.type()).isEqualTo(type);
    assertThat(array.rank()).isEqualTo(sizes.length);
    assertThat(array.count()).isEqualTo(count);
    for (int axis = 0; axis < sizes.length; axis++) {
      assertThat(array.size(axis)).isEqualTo((int) sizes[axis]);
    }
    assertThat(array.bytes()).isEqualTo(data.array());
    assertThat(array.doubles()).isEqualTo(items);
    if (type.whole()) {
      assertThat(array.ints()).isEqualTo(Arrays.stream(items).mapToInt(x -> (int) x).toArray());
    } else {
      assertThatThrownBy(array::ints).isInstanceOf(IllegalStateException.class);
    }
  }

  /// The extremes of each type, then small numbers.
  private static double item(IdxType type, int i) {
    double[] extremes =
        switch (type) {
          case U8 -> new double[] {0, 255};
          case I8 -> new double[] {Byte.MIN_VALUE, Byte.MAX_VALUE};
          case I16 -> new double[] {Short.MIN_VALUE, Short.MAX_VALUE};
          case I32 -> new double[] {Integer.MIN_VALUE, Integer.MAX_VALUE};
          case F32 -> new double[] {Float.MIN_VALUE, Float.NEGATIVE_INFINITY};
          case F64 -> new double[] {Double.MIN_VALUE, Double.NEGATIVE_INFINITY};
        };
    return i < 2 ? extremes[i] : i;
  }

  private static void put(ByteBuffer data, IdxType type, double item) {
    switch (type) {
      case U8, I8 -> data.put((byte) (int) item);
      case I16 -> data.putShort((short) item);
      case I32 -> data.putInt((int) item);
      case F32 -> data.putFloat((float) item);
      case F64 -> data.putDouble(item);
    }
  }

  @Test
  void read_gzipOfHighRatioAndManyBuffers_givesAllItems() {
    byte[] zeros = new byte[3_000_000];
    byte[] packed = Idx.gzip(Idx.file(0x08, new long[] {zeros.length}, zeros));

    assertThat(packed).hasSizeLessThan(zeros.length / 900);
    assertThat(IdxReader.read("zeros", packed).bytes()).isEqualTo(zeros);
  }

  @Test
  void read_gzipHeaderWithEveryOptionalField_isAccepted() {
    byte[] plain = Idx.labels(1, 2, 3);
    byte[] packed = Idx.gzip(plain);
    byte[] fixed = Idx.with(Idx.cut(packed, 10), 3, 2 + 4 + 8 + 16);
    byte[] fields = {3, 0, 'e', 'x', 't', 'n', 'a', 'm', 'e', 0, 'n', 'o', 't', 'e', 0};
    byte[] header = Idx.join(fixed, fields);
    CRC32 crc = new CRC32();
    crc.update(header);
    byte[] checksum = {(byte) crc.getValue(), (byte) (crc.getValue() >> 8)};
    byte[] body = Arrays.copyOfRange(packed, 10, packed.length);

    assertThat(IdxReader.read("labels", Idx.join(header, checksum, body)).ints())
        .containsExactly(1, 2, 3);
    checksum[0]++;
    assertThatThrownBy(() -> IdxReader.read("labels", Idx.join(header, checksum, body)))
        .isInstanceOf(RoteException.class)
        .hasMessageContaining("gzip header checksum");
  }

  @Test
  void read_moreThanTheJvmHasRoomFor_saysSoBeforeReading() {
    byte[] file = Idx.file(0x08, new long[] {100, 20, 20}, new byte[40_000]);

    assertThat(IdxReader.read("pictures", file, 40_000).count()).isEqualTo(40_000);
    assertThatThrownBy(() -> IdxReader.read("pictures", file, 39_999))
        .isInstanceOf(RoteException.class)
        .hasMessage(
            "read pictures: expected at most 39999 bytes of data, what this JVM has room for, "
                + "found 100 × 20 × 20 unsigned bytes; check the header, or raise the JVM's -Xmx");
  }

  @Test
  void read_noSuchFile_saysSo(@TempDir Path folder) {
    Path file = folder.resolve("absent.gz");
    assertThatThrownBy(() -> IdxReader.read(file))
        .isInstanceOf(RoteException.class)
        .hasMessageContaining("read " + file)
        .hasMessageContaining("no such file");
  }

  @Test
  void read_folder_saysSo(@TempDir Path folder) {
    assertThatThrownBy(() -> IdxReader.read(folder))
        .isInstanceOf(RoteException.class)
        .hasMessage("read " + folder + ": expected a file, found a folder; give an IDX file");
  }
}
