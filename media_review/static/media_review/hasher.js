/* A worker: { id, slice } in, { id, md5 } out, in base64; without md5 when the device does not let us read the film. */

import SparkMD5 from "../built/md5.js";

addEventListener("message", async ({ data: { id, slice } }) => {
  try {
    const isRaw = true;
    postMessage({ id, md5: btoa(SparkMD5.ArrayBuffer.hash(await slice.arrayBuffer(), isRaw)) });
  } catch {
    postMessage({ id });
  }
});
