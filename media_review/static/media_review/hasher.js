/* A worker: { id, slice } in, { id, md5 } out, in base64; without md5 when the device does not let us read the film. */

import { makeMd5 } from "../built/md5.js";

const md5 = makeMd5();
let last = Promise.resolve();

const reckon = async (id, slice) => {
  try {
    const reckonNow = await md5;
    postMessage({ id, md5: btoa(reckonNow(await slice.arrayBuffer())) });
  } catch {
    postMessage({ id });
  }
};

// One after the other: however many are waiting, only one part is in memory.
addEventListener("message", ({ data: { id, slice } }) => (last = last.then(() => reckon(id, slice))));
