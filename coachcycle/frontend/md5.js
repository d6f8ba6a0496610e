/* MD5 by pieces, which browsers do not have of themselves: in WebAssembly, and in JavaScript (two or three times as slow)
   where a device or a policy forbids that. */

import { createMD5 } from "hash-wasm";
import SparkMD5 from "spark-md5";

/* Answers a function from an ArrayBuffer to the 16 bytes of its MD5, as a binary string. */
export const makeMd5 = async () => {
  try {
    const hash = await createMD5();
    return (buffer) => String.fromCharCode(...hash.init().update(new Uint8Array(buffer)).digest("binary"));
  } catch {
    const isRaw = true;
    return (buffer) => SparkMD5.ArrayBuffer.hash(buffer, isRaw);
  }
};
