/* Uppy as its documentation has it: parts, signed one by one on the server, and Golden Retriever for what a crash leaves.
   The buttons do what those of its Dashboard do. */

import AwsS3 from "@uppy/aws-s3";
import Uppy from "@uppy/core";
import GoldenRetriever from "@uppy/golden-retriever";

const film = new URLSearchParams(location.search).get("film");
const at = (id) => document.getElementById(id);
const say = (state) => (at("state").textContent = state);

const signRequest = async (request) => {
  const answer = await fetch("/sign", { method: "POST", body: JSON.stringify(request) });
  return answer.json();
};

const uppy = new Uppy({ id: film });
uppy.on("restored", () => say("restored"));
uppy.on("upload-start", () => say("sending"));
uppy.on("upload-error", (_, error) => {
  console.warn(error);
  at("retry").hidden = false;
});
uppy.on("complete", ({ successful }) => successful.length && say("arrived"));
uppy.use(AwsS3, { shouldUseMultipart: true, generateObjectKey: () => film, signRequest });
uppy.use(GoldenRetriever);

at("film").addEventListener("change", ({ target }) => {
  const [data] = target.files;
  uppy.addFile({ name: data.name, type: data.type, data });
  if (uppy.getState().recoveredState) uppy.emit("restore-confirmed");
  else uppy.upload();
});
at("retry").addEventListener("click", () => {
  at("retry").hidden = true;
  uppy.retryAll();
});
at("pause").addEventListener("click", () => {
  uppy.pauseAll();
  uppy.resumeAll();
});
