/* A site serves the files of all rooms below one address; in the tree each room has a folder of its own. */

import { registerHooks } from "node:module";

registerHooks({
  resolve(specifier, context, next) {
    const found = /^\.\.\/(coachcycle|cycles|media_review)\/(.+)$/.exec(specifier);
    if (!found) return next(specifier, context);
    const [, room, file] = found;
    return next(new URL(`../../${room}/static/${room}/${file}`, import.meta.url).href, context);
  },
});
