package dev.rote.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rote.fault.RoteException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Files that are not safetensors, each refused in one line that says what is wrong.
class MalformedSafeTensorsTest {
  private final Path folder;

  MalformedSafeTensorsTest(@TempDir Path folder) {
    this.folder = folder;
  }

  /// A file with this header, unpadded, over these values.
  static byte[] file(String header, float... values) {
    byte[] json = header.getBytes(StandardCharsets.UTF_8);
    ByteBuffer file =
        ByteBuffer.allocate(8 + json.length + 4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    file.putLong(json.length).put(json);
    for (float value : values) {
      file.putFloat(value);
    }
    return file.array();
  }

  private void assertRefused(byte[] bytes, String message) throws IOException {
    Path file = folder.resolve("bad.safetensors");
    Files.write(file, bytes);
    assertThatThrownBy(() -> SafeTensors.read(file))
        .isExactlyInstanceOf(RoteException.class)
        .hasMessageStartingWith("read " + file)
        .hasMessageContaining(message)
        .message()
        .hasLineCount(1);
  }

  /// Every header is over one value, 4 bytes; T stands for a good tensor's `dtype` and `shape`,
  /// ' for ", · for a space, ¶ for a line's end.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "[]                                             | starts with {",
        "·{'w':{T,'data_offsets':[0,4]}}                | starts with {",
        "{'w':{T,'data_offsets':[0,4]}                  | expected } at byte",
        "{'w':{T,'data_offsets':[0,4]}}x                | nothing but spaces",
        "{'w':{T,'data_offsets':[0,4]}}¶               | nothing but spaces",
        "{'w':{T,'data_offsets':[0,4]}}{}               | nothing but spaces",
        "{'w':{T,'data_offsets':[0,4]},}                | expected \" at byte",
        "{w:{T,'data_offsets':[0,4]}}                   | expected \" at byte",
        "{'w':{T,'data_offsets':[0,4,8]}}               | more than 2 numbers",
        "{'w':{T,'data_offsets':[0]}}                   | 1 offsets",
        "{'w':{T,'data_offsets':[-4,0]}}                | a whole number without",
        "{'w':{T,'data_offsets':[0.0,4]}}               | expected ] at byte",
        "{'w':{T,'data_offsets':[00,4]}}                | a whole number without",
        "{'w':{T,'data_offsets':[0,4e0]}}               | expected ] at byte",
        "{'w':{T,'data_offsets':[0,18446744073709551620]}} | below 2^63",
        "{'w':{T,'data_offsets':[0,8]}}                 | expected 4 bytes for its shape",
        "{'w':{T,'data_offsets':[4,0]}}                 | expected 4 bytes for its shape",
        "{'w':{T,'data_offsets':[4,8]}}                 | expected data from byte 0, found from",
        "{'w':{T,'data_offsets':[0,4]},'v':{T,'data_offsets':[0,4]}} | from byte 4, found from",
        "{'w':{T,'data_offsets':[0,4]},'v':{T,'data_offsets':[2,6]}} | from byte 4, found from",
        "{'w':{T,'data_offsets':[0,4]},'v':{T,'data_offsets':[8,12]}} | from byte 4, found from",
        "{'w':{T,'data_offsets':[0,4]},'v':{T,'data_offsets':[4,8]}} | expected 8 bytes of data",
        "{}                                             | expected 0 bytes of data, found 4",
        "{'w':{T,'data_offsets':[0,4]},'w':{T,'data_offsets':[0,4]}} | 'w' twice",
        "{'w':{T,'data_offsets':[0,4]},'\\u0077':{T,'data_offsets':[0,4]}} | 'w' twice",
        "{'__metadata__':{},'__metadata__':{}}          | '__metadata__' twice",
        "{'__metadata__':{'a':'1','a':'2'}}             | 'a' twice",
        "{'__metadata__':{'a':1}}                       | expected \" at byte",
        "{'__metadata__':{'a':null}}                    | expected \" at byte",
        "{'__metadata__':['a']}                         | expected { at byte",
        "{'w':{T,T,'data_offsets':[0,4]}}               | 'dtype' twice",
        "{'w':{T,'data_offsets':[0,4],'extra':1}}       | found 'extra'",
        "{'w':{'dtype':'F32','data_offsets':[0,4]}}     | expected dtype, shape and two",
        "{'w':{'dtype':'BF16','shape':[2],'data_offsets':[0,4]}} | found BF16 in tensor 'w'",
        "{'w':{'dtype':'f32','shape':[1],'data_offsets':[0,4]}}  | found f32 in tensor 'w'",
        "{'w':{'dtype':32,'shape':[1],'data_offsets':[0,4]}}     | expected \" at byte",
        "{'w':{'dtype':'F32','shape':[2],'data_offsets':[0,4]}}  | expected 8 bytes for its",
        "{'w':{'dtype':'F32','shape':1,'data_offsets':[0,4]}}    | expected [ at byte",
        "{'w':{'dtype':'F32','shape':[-1],'data_offsets':[0,4]}} | a whole number without",
        "{'w':{'dtype':'F32','shape':[4611686018427387904,4],'data_offsets':[0,4]}} | too large",
        "{'w':{'dtype':'F32','shape':[65536,65536,65536,65536],'data_offsets':[0,0]}} | too large",
        "{'w':{'dtype':'F32','shape':[4294967296,0],'data_offsets':[0,0]}} | too large",
        "{'w\\x':{T,'data_offsets':[0,4]}}              | expected an escape",
        "{'w\\u12g4':{T,'data_offsets':[0,4]}}          | expected four hex digits",
        "{'w\\ud83d':{T,'data_offsets':[0,4]}}          | whole Unicode",
        "{'w\\u12                                       | expected an escape",
        "{'w                                            | the end of a string",
        "{'w\t':{T,'data_offsets':[0,4]}}               | the end of a string",
        "{'w':[[[[[[[[                                  | expected { at byte",
      })
  void read_malformedHeader_isRefused(String header, String message) throws IOException {
    String json =
        header
            .strip()
            .replace("T,", "'dtype':'F32','shape':[1],")
            .replace('\'', '"')
            .replace('·', ' ')
            .replace('¶', '\n');
    assertRefused(file(json, 1), message.replace('\'', '"'));
  }

  @Test
  void read_deepNesting_isRefusedWhereItStarts() throws IOException {
    String deep = "{\"w\":{\"shape\":" + "[".repeat(1_000_000);
    assertRefused(file(deep), "a whole number without leading zeros at byte 15");
    assertRefused(file("{\"w\":".repeat(1_000_000)), "found \"w\"");
  }

  @Test
  void read_tooManyDimensions_isRefused() throws IOException {
    String shape = "[" + "1,".repeat(64) + "1]";
    assertRefused(file("{\"w\":{\"shape\":" + shape), "a list of more than 64 numbers");
  }

  @Test
  void read_notUtf8_isRefused() throws IOException {
    byte[] bytes = file("{\"w?\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}", 1);
    for (int lie : new int[] {0xFF, 0x80, 0xC0, 0xED}) {
      bytes[8 + 3] = (byte) lie;
      assertRefused(bytes, "expected UTF-8 at byte 2 of the header");
    }
  }

  @Test
  void read_headerLengthThatLies_isRefusedBeforeAnythingIsAllocated() throws IOException {
    byte[] good = file("{\"w\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}", 1);
    long[] lies = {0, 1, good.length - 7, good.length, 100_000_001, 1L << 62, 1L << 63, -1};
    for (long lie : lies) {
      byte[] bytes = good.clone();
      ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putLong(lie);
      String most = "a header of 2 to " + (good.length - 8) + " bytes";
      assertRefused(bytes, most + ", found " + Long.toUnsignedString(lie));
    }
  }

  @Test
  void read_anyTruncationOrTail_isRefused() throws IOException {
    String header = "{\"w\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}";
    byte[] good = file(header, 1, 2);
    for (int length = 0; length < good.length; length++) {
      assertRefused(Arrays.copyOf(good, length), "expected");
    }
    assertRefused(Arrays.copyOf(good, good.length + 1), "expected 8 bytes of data, found 9 bytes");
  }

  @Test
  void read_anyBitFlipped_isReadOrRefusedButNeverAnotherException() throws IOException {
    byte[] good =
        file(
            "{\"__metadata__\":{\"k\\n\":\"é\"},"
                + "\"w\":{\"dtype\":\"F32\",\"shape\":[1,2],\"data_offsets\":[0,8]}}",
            1,
            2);
    Path file = folder.resolve("flipped.safetensors");
    int refused = 0;
    for (int bit = 0; bit < 8 * good.length; bit++) {
      byte[] bytes = good.clone();
      bytes[bit / 8] ^= (byte) (1 << bit % 8);
      Files.write(file, bytes);
      try {
        SafeTensors.read(file);
      } catch (RoteException e) {
        refused++;
      }
    }
    assertThat(refused).isGreaterThan(4 * good.length);
  }
}
